using System.Text.RegularExpressions;

namespace NetGen.Generator.Emission;

/// <summary>
/// What a reader of kernels has to know and no method says itself: the order of parameters, what names end in, and what the functions of the runtime do. Only what occurs in a
/// file is explained in it.
/// </summary>
internal sealed class KernelWords
{
    /// <summary>Whether a vector is loaded that reaches behind a row.</summary>
    public bool LoadsBehindRows { get; set; }

    /// <summary>Whether a vector is stored that reaches into the padding behind a row.</summary>
    public bool StoresInPadding { get; set; }

    /// <summary>Whether a copy is stored in whole vectors, of which the next one overwrites what does not count.</summary>
    public bool StoresOverlap { get; set; }

    /// <summary>How many numbers a vector has.</summary>
    public int Lanes { get; set; }

    /// <summary>By how much loops over panels go up.</summary>
    public SortedSet<int> PanelWidths { get; } = [];

    // The functions of the runtime and the few of the framework that need a word, each with what it does.
    private static readonly (string Call, string Meaning)[] Functions =
    [
        (@"\bVector(256|512)\.MultiplyAddEstimate\(", "MultiplyAddEstimate(a, b, c) is a·b + c"),
        (@"\bLanes(512)?\.LoadPartial\(", "LoadPartial(ref x, n) loads the first n lanes, and the others are 0"),
        (@"\bLanes(512)?\.StorePartial\(", "StorePartial(v, ref x, n) stores the first n lanes"),
        (@"\bLanes(512)?\.LoadStrided\(", "LoadStrided(ref x, s, n) loads n numbers that are s apart, and the other lanes are 0"),
        (@"\bLanes(512)?\.StoreStrided\(", "StoreStrided(v, ref x, s, n) stores the first n lanes, s apart"),
        (@"\bLanes(512)?\.StoreInterleaved\(", "StoreInterleaved(a, b, ref x) stores the lanes of a and b in turns"),
        (@"\bLanes(512)?\.Transpose\(", "Transpose(ref a, s, ref b, t) stores lane j of vector i of a as lane i of vector j of b, where the vectors of a are s apart and those of b t apart"),
        (@"\bLanes(512)?\.StoreSums\(", "StoreSums(a, b, c, d, ref x) stores the sums of the lanes of each side by side"),
        (@"\bCacheLine\.Fetch\(", "Fetch(ref x) asks the memory for the cache line of x, which is read later"),
        (@"\bvectors: ", "with vectors: n and lanes: m, a has n vectors of m lanes"),
        (@"\bLanes(512)?\.Mask\(", "Mask(n) has all bits set in the first n lanes"),
        (@"\bLanes(512)?\.Sum\(", "Sum(v) is the sum of the lanes of v"),
        (@"\bLanes(512)?\.Max\(", "Max(v) is the largest lane of v"),
        (@"\bVectorMath\.Max\(", "Max(a, b) has the larger of both numbers in each lane"),
        (@"\bLongSum(512)?\b", "a LongSum adds up in double, lane by lane"),
        (@"\b\w+\.Lanes\b", "its Lanes are these sums as floats"),
        (@"\b\w+\.Total\b", "its Total is the sum of them, as a float"),
    ];

    // What names of variables say.
    private static readonly (string Name, string Meaning)[] Names =
    [
        (@"\bref var \w+At[A-Z]\w* =", "xAtY is the place in x where the present turn of the loop over y begins, and xAtYZ where those of the loops over y and z do"),
        (@"\bref var \w+At\d* =", "xAt is a place in x that moves on with the loop"),
        (@"\bd\w*(FromNext|ToPrevious)\b", "FromNext and ToPrevious: the next and the previous time step are those of the state, which may go backwards"),
        (@"From_?\d", "xFrom16 is x from the float with the number 16 on"),
        (@"\bfor \(var (row|image|element)\w* = \d+; \w+ < (batch|\d+ \* batch|alive)", "a loop over row, image or element goes through several indices of the formula, the last of them fastest: in [batch × n × m × …], row may be (sample·n + i)·m + j"),
        (@"\[\d+ × batch × ", "in [48 × batch × …], a row is step·batch + sample"),
        (@"→ \[(alive|steps) × ", "in [steps × …], the rows are those of all time steps, as Forward says, and in [alive × …] those of one of them: the parameter rows is their number"),
        (@"\bvar [a-z]\w*[A-Za-z]2 =", "x2, x3, … that are no values of the formula are further variables that would be called x, or vectors 2, 3, … where there are x0 and x1"),
    ];

    /// <summary>Who reads the copies that methods write.</summary>
    private static string Copies(string text)
        => string.Join(" or ", new[]
        {
            text.Contains("acked: a copy in ") ? "a later step" : "",
            text.Contains("Pack(") || text.Contains("PackColumns(") || Regex.IsMatch(text, @"ref float \w*Packed\b") ? "the method itself" : "",
        }.Where(static who => who.Length > 0));

    /// <summary>What has to be said of some methods.</summary>
    /// <param name="text">Their text.</param>
    /// <param name="isReadable">Whether they are in the readable form.</param>
    public IEnumerable<string> Of(string text, bool isReadable)
    {
        var order = "Methods take values, then parameters, then what they write"
            + (Copies(text) is { Length: > 0 } copies ? $": that is on the left of the formula, or a copy that {copies} reads." : ": that is on the left of the formula.")
            + (text.Contains($"bool {KernelMethod.Accumulate}") ? " With accumulate, a gradient is added to what is there." : "");
        string[] names = [.. Names.Where(name => Regex.IsMatch(text, name.Name)).Select(static name => name.Meaning)];
        yield return order + (isReadable ? " Sums are taken in double, of terms that are rounded to float." : "") + (names.Length == 0 ? "" : $" In names: {string.Join("; ", names)}.");
        if (isReadable)
            yield break;
        foreach (var line in TileWords.Of(text, Lanes, PanelWidths))
            yield return line;
        if (Regex.IsMatch(text, $@"\bbool {Nests.OutlinedMethods.StartsAnew}\b"))
            yield return $"{Nests.OutlinedMethods.StartsAnew} is true where a tile stores its sums, and false where it adds them to what is there: the sums of blocks or samples before it{(text.Contains($"bool {KernelMethod.Accumulate}") ? ", or, with accumulate, of earlier calls" : "")}.";
        string[] rows =
        [
            .. LoadsBehindRows ? ["A vector is loaded past the end of a row where the memory goes on behind it: lanes that do not count are not used, or set to 0."] : Array.Empty<string>(),
            .. StoresInPadding ? ["A vector is stored past the end of a row where that is padding."] : Array.Empty<string>(),
            .. StoresOverlap ? ["A copy is stored in whole vectors, one after the other: what does not count in one is overwritten by the next, or is padding behind the last."] : Array.Empty<string>(),
        ];
        if (rows.Length > 0)
            yield return string.Join(" ", rows);
        string[] functions = [.. Functions.Where(function => Regex.IsMatch(text, function.Call)).Select(static function => function.Meaning)];
        if (functions.Length > 0)
            yield return Counts.Capital(string.Join("; ", functions)) + ".";
    }
}
