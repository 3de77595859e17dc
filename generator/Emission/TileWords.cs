using System.Text.RegularExpressions;

namespace NetGen.Generator.Emission;

/// <summary>Explains once, above the kernels of a file, how a product is computed in tiles, with a picture: what sum21 is, why weights are in panels, and what is done where a tile is not full.</summary>
internal static class TileWords
{
    /// <summary>The lines of the explanation; each that begins with spaces is a line of a picture.</summary>
    /// <param name="text">The kernels.</param>
    /// <param name="lanes">How many numbers a vector of theirs has.</param>
    /// <param name="widths">By how much their loops over panels go up, the least first.</param>
    public static IEnumerable<string> Of(string text, int lanes, IReadOnlyCollection<int> widths)
    {
        if (!Regex.IsMatch(text, @"\bsum\d\d\b"))
            yield break;
        string[] vectors = [$"w[0..{Numbers.Text(lanes)}, k]", $"w[{Numbers.Text(lanes)}..{Numbers.Text(2 * lanes)}, k]"];
        yield return $"A product, such as y[sample, output] = Σ_k x[sample, k] · w[output, k], is computed in tiles: so many results at a time as there are registers for their sums. A vector has {Numbers.Text(lanes)} of them, its lanes. "
            + $"The number at the end of a tile's name is that of its rows, as the samples here. A tile of 3 samples × {Numbers.Text(2 * lanes)} outputs has 3 · 2 sums, and each turn of the loop over k adds one product to each lane of each:";
        yield return $"                        wVector00 = {vectors[0]}    wVector01 = {vectors[1]}";
        yield return "  xValue00 = x[0, k]    sum00                    sum01";
        yield return "  xValue10 = x[1, k]    sum10                    sum11";
        yield return "  xValue20 = x[2, k]    sum20                    sum21 += xValue20 · wVector01, with x[2, k] in all lanes of xValue20";
        if (widths.Count > 0)
        {
            yield return "For that, w is stored in panels, such as of 16 outputs: the 16 numbers of a turn k are side by side, and those of k + 1 behind them. " + $"xPanel, which goes up by {Counts.OneOf([.. widths])}, is the first x of a panel{(widths.Any(width => width >= 3 * lanes) ? ", or of several panels where one turn takes them together" : "")}."
                + (Regex.IsMatch(text, @"\bprivate static void \w+Tail\(") ? " Tail, at the end of a method's name, is the tile of a last panel that is narrower." : "");
        }

        if (text.Contains("is moved back"))
            yield return "A last tile that is not full may be moved back: it begins earlier, so that it ends with the last sample. Of 7 samples, tiles of 4 have 0 to 3 and 3 to 6. What two tiles have is computed twice, with the same result.";
        if (text.Contains("sumB"))
            yield return "Where a tile has few sums, each addition would wait for the one before it. So a tile of one row may have four of each, where the loop over k has a known length of 8 or more: sum0 adds x[0, k] · w of k = 0, 4, 8, …, sumB0 of k = 1, 5, 9, …, with xValue0B and wVector0B, then sumC0 and sumD0; up to three terms that are left at the end go to sum0, and for a second vector to sum1.";
        if (text.Contains("A long sum"))
            yield return $"A long sum loses the last bits of what is added to it. So, where a comment says it, it is cut into blocks, of at most 1,024 products, or 256 other terms, to a lane{(text.Contains("sumB") ? ", of which four sums that take turns have a quarter each" : "")}; where all lanes have parts of one sum, these are {Counts.Text(1024 * lanes)} products or {Counts.Text(256 * lanes)} other terms.";
    }
}
