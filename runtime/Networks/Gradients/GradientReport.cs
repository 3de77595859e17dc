using System.Globalization;

namespace NetGen;

/// <summary>What a comparison of gradients found for one parameter, or for an input.</summary>
/// <param name="Name">The parameter, or <c>∂</c> and an input's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Compared">How many differences were compared: single elements, and directions in which all of them count.</param>
/// <param name="Unclear">How many of them could not be told from rounding.</param>
/// <param name="Largest">The largest gradient of its elements.</param>
/// <param name="Worst">The difference that agrees least, such as <c>[3, 7]</c>.</param>
/// <param name="Gradient">What the backward pass says there.</param>
/// <param name="Difference">By how much the loss changes there.</param>
/// <param name="IsWrong">Whether one of them is wrong.</param>
public sealed record GradientComparison(
    string Name, IReadOnlyList<int> Shape, int Compared, int Unclear, double Largest, string Worst, double Gradient, double Difference, bool IsWrong)
{
    /// <summary>The error of the worst, relative to the larger of gradient and difference.</summary>
    public double Error => Math.Max(Math.Abs(Gradient), Math.Abs(Difference)) is > 0 and var size ? Math.Abs(Gradient - Difference) / size : 0;

    /// <summary>
    /// The largest error beside the other network's gradient, relative to its largest element; null where there is no other network. Two forms of
    /// one network differ by rounding only.
    /// </summary>
    public double? ErrorBeside { get; init; }
}

/// <summary>What <see cref="GradientChecking.CheckGradients"/> found, for each parameter.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Loss">The loss of the batch.</param>
/// <param name="Parameters">The parameters that are trained, in order, then the inputs where the network computes their gradients.</param>
public sealed record GradientReport(string Network, double Loss, IReadOnlyList<GradientComparison> Parameters)
{
    /// <summary>Whether no gradient is wrong, and some could be compared.</summary>
    public bool IsRight => Parameters.Any(static parameter => parameter.Compared > parameter.Unclear) && !Parameters.Any(static parameter => parameter.IsWrong);

    /// <summary>Throws where a gradient is wrong, with the table: for one line in a test.</summary>
    /// <returns>The report itself.</returns>
    /// <exception cref="InvalidOperationException">A gradient is wrong, or none could be compared.</exception>
    public GradientReport ThrowIfWrong() => IsRight ? this : throw new InvalidOperationException(ToString());

    /// <summary>A line that says what came of it, and a table with a row for each parameter. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        var isBeside = Parameters.Any(static parameter => parameter.ErrorBeside is not null);
        TextTable.Align[] columns =
        [
            TextTable.Align.Left, TextTable.Align.Left, TextTable.Align.Right, TextTable.Align.Right, TextTable.Align.Left, TextTable.Align.Right, TextTable.Align.Right, TextTable.Align.Right,
            .. isBeside ? [TextTable.Align.Right] : Array.Empty<TextTable.Align>(), TextTable.Align.Left,
        ];
        var table = new TextTable(columns);
        string[] heads = ["parameter", "shape", "compared", "largest", "worst at", "gradient", "difference", "error", .. isBeside ? ["beside"] : Array.Empty<string>(), ""];
        table.Add(heads);
        foreach (var parameter in Parameters)
        {
            table.Add(
            [
                parameter.Name, Describe.Shape(parameter.Shape), Compared(parameter), Number(parameter.Largest), parameter.Worst, Number(parameter.Gradient), Number(parameter.Difference),
                Number(parameter.Error), .. isBeside ? [parameter.ErrorBeside is { } error ? Number(error) : ""] : Array.Empty<string>(),
                parameter.IsWrong ? "WRONG" : parameter.Unclear == parameter.Compared ? "unclear" : "ok",
            ]);
        }

        var wrong = Parameters.Where(static parameter => parameter.IsWrong).Select(static parameter => parameter.Name).ToArray();
        var verdict = wrong.Length > 0 ? $"the gradient of {string.Join(", ", wrong)} is wrong"
            : IsRight ? "all gradients agree with central differences of the loss"
            : "nothing could be compared: in floats, the loss changes too little or has too many kinks";
        return string.Create(CultureInfo.InvariantCulture, $"{Network}, loss {Loss:G5}: {verdict}.\n{table}");

        static string Compared(GradientComparison parameter)
            => parameter.Unclear == 0 ? parameter.Compared.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{parameter.Compared - parameter.Unclear} of {parameter.Compared}");
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
