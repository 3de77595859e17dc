using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>A stack of dense layers, and what it should compute.</summary>
/// <param name="Name">Names it in the names of checks.</param>
/// <param name="Create">Makes the generated network from a seed.</param>
/// <param name="Reference">The same layers once more, written by hand beside the class.</param>
public sealed record DenseSubject(string Name, Func<ulong, INetwork> Create, ReferenceNetwork Reference) : Subject(Name, Create);
