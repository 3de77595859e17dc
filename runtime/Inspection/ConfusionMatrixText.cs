using System.Globalization;

namespace NetGen;

/// <summary>A confusion matrix for the terminal.</summary>
public static class ConfusionMatrixText
{
    /// <summary>
    /// The counts, one row for each true class and one column for each predicted one, with precision, recall and F1 of each class beside
    /// them, the macro averages below, and the accuracy last.
    /// </summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="classNames">The classes' names; their numbers unless given.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public static string ToText(this ConfusionMatrix matrix, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (classNames is not null && classNames.Count != matrix.Classes)
            throw new ArgumentException($"There are {matrix.Classes} classes, but {classNames.Count} names.", nameof(classNames));

        var classes = matrix.Classes;
        var names = classNames ?? [.. Enumerable.Range(0, classes).Select(static index => index.ToString(CultureInfo.InvariantCulture))];
        var alignment = new TextTable.Align[classes + 4];
        Array.Fill(alignment, TextTable.Align.Right, 1, classes + 3);
        var table = new TextTable(alignment);
        table.Add(["true \\ predicted", .. names, "precision", "recall", "F1"]);
        for (var row = 0; row < classes; row++)
        {
            var counts = Enumerable.Range(0, classes).Select(column => matrix[row, column].ToString(CultureInfo.InvariantCulture));
            table.Add([names[row], .. counts, Share(matrix.Precision(row)), Share(matrix.Recall(row)), Share(matrix.F1(row))]);
        }

        table.Add(["macro average", .. Enumerable.Repeat("", classes), Share(matrix.MacroPrecision), Share(matrix.MacroRecall), Share(matrix.MacroF1)]);
        return FormattableString.Invariant($"{table}\naccuracy {Share(matrix.Accuracy)} of {matrix.Total} samples");
    }

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
