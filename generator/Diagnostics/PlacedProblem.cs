using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Diagnostics;

/// <summary>A problem and its place: what a diagnostic is made of, without Roslyn's objects.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Place">Where the squiggle goes.</param>
/// <param name="Arguments">What fills the gaps of the message.</param>
internal sealed record PlacedProblem(ProblemKind Kind, LocationRecord Place, EquatableArray<string> Arguments)
{
    /// <summary>All that was found in all networks: by the reader, in the order of the source, and then by the compiler, at the places that the reader knows.</summary>
    public static IEnumerable<PlacedProblem> Collect(ImmutableArray<ReadNetwork> networks, ImmutableArray<CompilationOutcome> outcomes)
    {
        var places = new Dictionary<string, NetworkPlaces>();
        foreach (var network in networks)
        {
            foreach (var problem in network.Problems)
                yield return problem;
            if (network.Declared is { } declared)
                places[declared.Declaration.Class.QualifiedName] = network.Places;
        }

        foreach (var outcome in outcomes)
        {
            foreach (var problem in outcome.Problems)
                yield return new(problem.Kind, places[outcome.QualifiedName].Of(problem), problem.Arguments);
        }
    }

    public Diagnostic ToDiagnostic(HelpPage page)
    {
        object[] arguments = [.. Arguments];
        return Diagnostic.Create(page.WithLink(Descriptors.Of(Kind)), Place.ToLocation(), arguments);
    }
}
