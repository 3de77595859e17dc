using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Makes the lines of a <see cref="ProgressDisplay"/> in one buffer, without allocating. What does not fit a width is left out, the least important parts first.</summary>
internal sealed class ProgressText
{
    // A few widths only: the bar does not change with each digit of the numbers beside it.
    private static readonly int[] BarWidths = [30, 20, 10, 5];
    private const string Green = "\e[32m";
    private const string Plain = "\e[0m";

    // What is longer is cut off.
    private const int LongestLine = 2000;

    private readonly char[] characters = new char[LongestLine + 64];
    private readonly char[] part = new char[256];
    private Metric[] metrics = [];
    private string[] names = [];
    private int room;
    private bool isFull;

    public bool IsUnicode { get; set; }

    public bool UsesColor { get; set; }

    /// <summary>How many columns the line takes.</summary>
    public int Width { get; private set; }

    // How many characters it has, those of colours and the first one, which goes to the start of the line, included.
    private int Length { get; set; }

    /// <summary>Writes the line in one call, so that a console writes it at once.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="columns">How many columns of the present line it takes the place of; it begins on a line of its own where there are none.</param>
    /// <param name="isMoving">Whether another takes its place in turn; else it ends.</param>
    public void Write(TextWriter output, int columns, bool isMoving)
    {
        for (; Width < columns; Width++)
            characters[Length++] = ' ';
        var start = columns > 0 || isMoving ? 0 : 1;
        if (!isMoving)
        {
            output.NewLine.CopyTo(characters.AsSpan(Length));
            Length += output.NewLine.Length;
        }

        output.Write(characters, start, Length - start);
        output.Flush();
    }

    /// <summary>An empty line.</summary>
    public void Clear() => Begin(0);

    public void Start(TrainingRun run)
    {
        // Means cost nothing to look at; what has to sort all it was given waits for the end of the epoch.
        metrics = [.. run.Trainer.Metrics.Where(static metric => metric is Accuracy or TopKAccuracy or LogLoss or RegressionMetric)];
        names = Array.ConvertAll(metrics, MetricBinding.NameOf);
    }

    /// <summary>The line while an epoch runs.</summary>
    public void Step(TrainingRun run, double samplesPerSecond, TimeSpan? left, int width)
    {
        Begin(width);
        Place(run.Epoch, run.LastEpoch);
        var afterPlace = Length;

        // The bar gets the room that the numbers leave, but goes before any of them does: the share says the same.
        if (run.StepsPerEpoch is { } steps)
            Add($" {run.Step * 100L / steps,3}%");
        else
            Add($" step {run.Step}");
        Number("loss", run.MeanLoss);
        if (left is { } time)
            Time(time);
        for (var i = 0; i < metrics.Length; i++)
            Number(names[i], metrics[i].Value);
        Add($"  {samplesPerSecond:N0} samples/s");
        if (run.StepsPerEpoch is { } all)
            InsertBar(afterPlace, run.Step, all);
    }

    /// <summary>The line of a whole epoch.</summary>
    public void Epoch(TrainingRun run, int width)
    {
        // A narrow line says the names of the validation's values only once, with those of the training.
        var report = run.Report!;
        Losses(run, report, width, isNarrow: false);
        if (isFull)
            Losses(run, report, width, isNarrow: true);
        Add($"  {report.Duration.TotalSeconds:0.00} s");
        Add($"  {report.SamplesPerSecond:N0} samples/s");
        Add($"  learning rate {report.LearningRate:G4}");
    }

    private void Begin(int width)
    {
        characters[0] = '\r';
        (Length, Width, room, isFull) = (1, 0, Math.Min(width, LongestLine), false);
    }

    private void Place(int epoch, int last)
    {
        Span<char> digits = stackalloc char[16];
        last.TryFormat(digits, out var width, provider: CultureInfo.InvariantCulture);
        epoch.TryFormat(digits, out var used, provider: CultureInfo.InvariantCulture);
        Append("epoch ");
        for (; used < width; used++)
            Append(" ");
        Add($"{epoch}/{last}");
    }

    private void Losses(TrainingRun run, EpochReport report, int width, bool isNarrow)
    {
        Begin(width);
        Place(report.Epoch, run.LastEpoch);
        Number("loss", report.TrainLoss);
        foreach (var metric in report.Train.Metrics)
            Number(metric.Name, metric.Value);
        if (report.Validation is not { } validation)
            return;
        Number(isNarrow ? "validation" : "validation loss", validation.Loss);
        foreach (var metric in validation.Metrics)
            Number(isNarrow ? "" : $"validation {metric.Name}", metric.Value);
    }

    private void Number(string name, double value)
    {
        var space = name.Length == 0 ? "" : " ";
        if (double.IsFinite(value) && value != 0 && Math.Abs(value) is < 0.001 or >= 100_000)
            Add($"  {name}{space}{value:0.00e+0}");
        else
            Add($"  {name}{space}{value:0.0000}");
    }

    private void Time(TimeSpan left)
    {
        var seconds = (long)Math.Min(Math.Ceiling(left.TotalSeconds), 99 * 86400);
        if (seconds >= 86400)
            Add($"  {seconds / 86400}d {seconds / 3600 % 24}h left");
        else if (seconds >= 3600)
            Add($"  {seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00} left");
        else
            Add($"  {seconds / 60}:{seconds % 60:00} left");
    }

    // The whole part or, where there is no room, neither it nor what comes after.
    private void Add([InterpolatedStringHandlerArgument("")] ref Part text)
    {
        isFull |= !text.Succeeded || Width + text.Length > room;
        if (!isFull)
            Append(part.AsSpan(0, text.Length));
    }

    // What a narrow line begins with is cut off where there is no more room.
    private void Append(ReadOnlySpan<char> text)
    {
        text = text[..Math.Max(0, Math.Min(text.Length, room - Width))];
        text.CopyTo(characters.AsSpan(Length));
        Length += text.Length;
        Width += text.Length;
    }

    private void InsertBar(int at, int step, int steps)
    {
        var cells = 0;
        foreach (var width in BarWidths)
        {
            if (cells == 0 && Width + 2 + width <= room)
                cells = width;
        }

        if (cells == 0)
            return;
        var done = (int)((long)cells * Math.Min(step, steps) / steps);
        var colour = UsesColor ? Green.Length + Plain.Length : 0;
        var length = 2 + cells + colour;
        characters.AsSpan(at, Length - at).CopyTo(characters.AsSpan(at + length));
        var place = at;
        Put("  ");
        if (UsesColor)
            Put(Green);
        characters.AsSpan(place, done).Fill(IsUnicode ? '█' : '#');
        place += done;
        if (UsesColor)
            Put(Plain);
        characters.AsSpan(place, cells - done).Fill(IsUnicode ? '░' : '-');
        Length += length;
        Width += 2 + cells;

        void Put(string text)
        {
            text.CopyTo(characters.AsSpan(place));
            place += text.Length;
        }
    }

    /// <summary>
    /// Formats a part in the invariant culture, into the buffer of its text. The types that are formatted have methods of their own: a generic one boxes its
    /// values until the JIT has optimised it.
    /// </summary>
    [InterpolatedStringHandler]
    private ref struct Part
    {
        private readonly Span<char> target;

        [SuppressMessage("Style", "IDE0060:Remove unused parameter", Justification = "The compiler passes the lengths; the buffer has its size.")]
        public Part(int literalLength, int formattedCount, ProgressText text)
        {
            target = text.part;
            Succeeded = true;
        }


        public bool Succeeded { get; private set; }

        public int Length { get; private set; }

        public void AppendLiteral(string value)
        {
            Succeeded &= value.TryCopyTo(target[Length..]);
            Length += Succeeded ? value.Length : 0;
        }

        public void AppendFormatted(string value) => AppendLiteral(value);

        public void AppendFormatted(double value, string format)
        {
            Succeeded &= value.TryFormat(target[Length..], out var written, format, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void AppendFormatted(long value, string? format = null)
        {
            Succeeded &= value.TryFormat(target[Length..], out var written, format, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void AppendFormatted(long value, int alignment)
        {
            var start = Length;
            AppendFormatted(value);
            var missing = Succeeded ? alignment - (Length - start) : 0;
            if (missing <= 0 || Length + missing > target.Length)
                return;
            target[start..Length].CopyTo(target[(start + missing)..]);
            target.Slice(start, missing).Fill(' ');
            Length += missing;
        }
    }
}
