namespace NetGen;

/// <summary>A chart of lines: curves of a training, or of anything else, for a <see cref="ReportPage"/> or as a picture of its own.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Series">The lines.</param>
/// <example>
/// <code>
/// File.WriteAllText("loss.svg", trainer.History.LossChart().ToSvg());
/// </code>
/// </example>
public sealed record Chart(string Title, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>What the horizontal axis counts.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>What the vertical axis measures; nothing where the title says it.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether the horizontal axis is logarithmic. Places that are not positive are left out then.</summary>
    public bool IsLogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic, on a page until the reader changes it. Values that are not positive are left out then.</summary>
    public bool IsLogY { get; init; }

    /// <summary>A sentence on what there is to see, shown below the title of a page's chart.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// The chart as an SVG file, for a README or any other page. It needs no script and no font, and follows a reader's choice of dark colours where the viewer
    /// knows it.
    /// </summary>
    /// <param name="width">How many pixels it is wide; at least 200.</param>
    /// <param name="height">How many pixels it is high; at least 120.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is too small to show anything.</exception>
    public string ToSvg(int width = 720, int height = 360)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 120);
        return new ChartSvg(this, width, height, isBare: false).ToString();
    }
}
