namespace NetGen;

/// <summary>What came of reading those parameters of a network that a file has.</summary>
/// <param name="Matched">The parameters that were read.</param>
/// <param name="Mismatched">For each parameter that was not, a sentence that names it and says why: it is not in the file, or has another shape there.</param>
/// <param name="Unused">The tensors of the file that the network has no parameter for.</param>
public sealed record NetworkFileReport(IReadOnlyList<string> Matched, IReadOnlyList<string> Mismatched, IReadOnlyList<string> Unused)
{
    private const int MostLines = 100;

    /// <summary>A line for each name; of each kind the first hundred, and how many more there are.</summary>
    public override string ToString()
        => string.Join('\n', [
            .. Lines(Matched, static name => $"read: '{Describe.Text(name)}'"),
            .. Lines(Mismatched, static reason => $"kept: {reason}"),
            .. Lines(Unused, static name => $"unused: '{Describe.Text(name)}' of the file")]);

    private static IEnumerable<string> Lines(IReadOnlyList<string> items, Func<string, string> line)
    {
        var lines = items.Take(MostLines).Select(line);
        return items.Count <= MostLines ? lines : lines.Append(Describe.More(items.Count - MostLines));
    }
}
