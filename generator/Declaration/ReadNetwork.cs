using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>
/// What is read of one annotated class. It changes whenever its text moves, so nothing is generated from it but diagnostics; the
/// source depends on <see cref="Declared"/> alone.
/// </summary>
/// <param name="Declared">The network, or null where the class cannot be added to.</param>
/// <param name="Places">Where its parts are written.</param>
/// <param name="Problems">What is wrong with the class and its attributes.</param>
internal sealed record ReadNetwork(DeclaredNetwork? Declared, NetworkPlaces Places, EquatableArray<PlacedProblem> Problems)
{
    /// <summary>A class of which only a problem is known.</summary>
    public static ReadNetwork Unread(PlacedProblem problem) => new(null, new(problem.Place, problem.Place, [], []), [problem]);
}

/// <summary>A declaration, and whether it can be compiled.</summary>
/// <param name="Declaration">
/// The network. Where something is wrong it is as near to what was meant as can be: it has every layer, and sizes that are possible.
/// </param>
/// <param name="HasErrors">Whether something is wrong; what it is, <see cref="ReadNetwork.Problems"/> or the C# compiler says.</param>
internal sealed record DeclaredNetwork(NetworkDeclaration Declaration, bool HasErrors)
{
    /// <summary>The generated members with which members of the developer's collide, so that there can be only one.</summary>
    public EquatableArray<GeneratedMember> Collided { get; init; } = [];
}

/// <summary>Where the parts of a network are written.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Input">The input's attribute, or the forward method's name.</param>
/// <param name="Layers">The layers' attributes, in the order of <see cref="NetworkDeclaration.Layers"/>; of a body, the names of its members.</param>
/// <param name="Expressions">The expressions of the forward method, by their numbers.</param>
internal sealed record NetworkPlaces(
    LocationRecord Class, LocationRecord Input, EquatableArray<LocationRecord> Layers, EquatableArray<LocationRecord> Expressions)
{
    /// <summary>The place of a problem that the compiler found.</summary>
    public LocationRecord Of(Problem problem) => problem.Layer switch
    {
        _ when problem.Expression >= 0 && problem.Expression < Expressions.Count => Expressions[problem.Expression],
        Problem.AtInput => Input,
        >= 0 when problem.Layer < Layers.Count => Layers[problem.Layer],
        _ => Class,
    };
}
