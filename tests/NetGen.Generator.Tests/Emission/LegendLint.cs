using System.Text.RegularExpressions;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What is said above the kernels of a file: each function of the runtime that they call is explained there, and none that they do not call; and names say what their digits are.</summary>
internal static partial class LegendLint
{
    // The functions that a name alone does not explain.
    private static readonly string[] Functions = ["LoadPartial", "StorePartial", "LoadStrided", "StoreStrided", "StoreInterleaved", "StoreSums", "Transpose", "Fetch", "Mask", "Sum", "MultiplyAddEstimate"];

    // Parts of the mechanics, each with what it is in the code, and in the explanation.
    private static readonly (string What, string Use, string Told)[] Pictured =
    [
        ("tiles", @"\bsum\d\d\b", "xValue20 = "),
        ("references that move on", @"\bref var \w+At\d* =", @"\bxAt is"),
        ("tiles that are told whether they start anew", @"\bbool startsAnew\b", "startsAnew is true"),
        ("loops over several indices", @"for \(var (row|image|element)\w* = \d+; \w+ < batch", "a loop over row, image or element"),
    ];

    public static IEnumerable<string> Problems(string text)
    {
        if (Kernels().Match(text) is not { Success: true } kernels)
            yield break;
        var (legend, code) = (kernels.Groups["legend"].Value, Comment().Replace(kernels.Groups["code"].Value, ""));
        foreach (var function in Functions)
        {
            var (isCalled, isTold) = (Regex.IsMatch(code, $@"\b(Lanes|Lanes512|Vector256|Vector512)\.{function}\("), Regex.IsMatch(legend, $@"\b{function}\("));
            if (isCalled != isTold)
                yield return isCalled ? $"calls {function}, which is not explained above the kernels" : $"explains {function}, which no kernel calls";
        }

        // xPanel is explained as the first x of a panel.
        foreach (var counter in PanelCounter().Matches(code).Select(static match => match.Groups["name"].Value).Distinct())
            yield return $"counts panels by {counter}, which is explained as the first of a panel";

        var whole = Regex.Replace(legend, @"\s*\n\s*//\s*", " ");
        // What tiles are is said once, above them all, with a picture; and of what else they are made only where it is.
        foreach (var (what, use, told) in Pictured)
        {
            if (Regex.IsMatch(code, use) != Regex.IsMatch(whole, told))
                yield return $"{(Regex.IsMatch(code, use) ? "has" : "explains")} {what}, and does not {(Regex.IsMatch(code, use) ? "explain" : "have")} it";
        }

        // Of a row with several sums for each element, each sum has a letter.
        foreach (var name in StartOfMethod().Split(code).Where(static part => part.Contains("sumB", StringComparison.Ordinal)).SelectMany(static part => Numbered().Matches(part)).Select(static match => match.Value).Distinct())
            yield return $"has '{name}', whose last number says nothing";

        // A step is one of time, or of the pass.
        foreach (var method in Method().Matches(kernels.Groups["code"].Value).Where(static method => StepLoop().IsMatch(method.Value) && !method.Value.Contains("TensorSpan", StringComparison.Ordinal) && !method.Value.Contains("step in ", StringComparison.Ordinal)))
            yield return $"counts steps in {method.Groups["name"].Value}, which are none";
    }

    [GeneratedRegex(@"private static partial class Kernels\s*\{\s*(?<legend>([ ]*//(?!/)[^\n]*\n)+)(?<code>.*)", RegexOptions.Singleline)]
    private static partial Regex Kernels();

    [GeneratedRegex(@"^ *(public|private) static ", RegexOptions.Multiline)]
    private static partial Regex StartOfMethod();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b\w+(Value|Vector)\d_\d+\b")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?<summary>(^ *///[^\n]*\n)+)(^ *\[[^\n]*\n)* *public static void (?<name>\w+).*?(?=^ *///|\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex(@"(?<name>\w+Panel\d*)\+\+")]
    private static partial Regex PanelCounter();

    [GeneratedRegex(@"for \(var step\w* = ")]
    private static partial Regex StepLoop();
}
