namespace NetGen;

/// <summary>What came of reading those parameters of a network that a file has.</summary>
/// <param name="Matched">The parameters that were read.</param>
/// <param name="Mismatched">For each parameter that was not, a sentence that names it and says why: it is not in the file, or has another shape there.</param>
/// <param name="Unused">The tensors of the file that the network has no parameter for.</param>
public sealed record NetworkFileReport(IReadOnlyList<string> Matched, IReadOnlyList<string> Mismatched, IReadOnlyList<string> Unused)
{
    /// <summary>A line for each name.</summary>
    public override string ToString()
        => string.Join('\n', Matched.Select(static name => $"read: '{name}'")
            .Concat(Mismatched.Select(static reason => $"kept: {reason}"))
            .Concat(Unused.Select(static name => $"unused: '{name}' of the file")));
}
