namespace NetGen.Numeric.Checks;

/// <summary>Something that must hold of the emitted code, in every engine. It knows no test framework and needs no reflection.</summary>
/// <param name="Name">The group and what it is about: <c>gradients: 7-8-10-2</c>.</param>
/// <param name="Run">Does it; throws where it does not hold.</param>
public sealed record Check(string Name, Action Run)
{
    /// <summary>What stands before the colon.</summary>
    public string Group => Name[..Name.IndexOf(':', StringComparison.Ordinal)];
}
