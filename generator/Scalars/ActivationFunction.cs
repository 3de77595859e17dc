namespace NetGen.Generator.Scalars;

/// <summary>A method of the developer's as an activation.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Function">What it computes of its one parameter.</param>
internal sealed record ActivationFunction(string Name, ScalarList Function);
