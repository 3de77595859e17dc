using System.Collections.Immutable;
using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Compilation;

/// <summary>The problems of all networks, each with its place.</summary>
internal static class NetworkProblems
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
}
