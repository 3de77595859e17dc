using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Shows how a training gets on: <c>trainer.Progress = new ProgressDisplay()</c>. In a terminal, one line moves while an epoch runs, with a bar, the loss, the metrics,
/// samples a second and the time left, and each epoch leaves a line. Where the output is redirected, there are plain lines only: one for each epoch and, while an epoch takes
/// long, one every half minute.
/// </summary>
/// <remarks>
/// The moving line keeps to the terminal's width. Colours are left out where the environment has <c>NO_COLOR</c> or <c>TERM=dumb</c>, and characters of a bar where the output is not
/// Unicode. The loss and the metrics in it are those of the epoch's steps so far; metrics that are more than a mean appear at the epoch's end only.
/// </remarks>
public sealed class ProgressDisplay : ITrainingCallback
{
    private readonly ProgressText text = new();
    private TextWriter output = TextWriter.Null;
    private bool isTerminal;

    // How many columns the moving line takes; 0 where there is none.
    private int drawnWidth;
    private long nextTime;
    private long epochStarted;
    private long epochSamples;
    private long stepsDone;
    private int firstStep;

    /// <summary>Where it is written; the console's output unless set.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Whether a line may move; unless set, whether <see cref="Output"/> is the console's and not redirected.</summary>
    public bool? IsTerminal { get; init; }

    /// <summary>How many characters a line may have; the terminal's width unless set, and without a bound where lines are plain.</summary>
    public int? Width { get; init; }

    /// <summary>Whether there are colours in a terminal; unless set, what the environment says.</summary>
    public bool? UsesColor { get; init; }

    /// <summary>How often the moving line is drawn, at most; a tenth of a second unless set.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a plain line is written while an epoch runs, at most; half a minute unless set.</summary>
    public TimeSpan LineInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        output = Output ?? Console.Out;
        isTerminal = IsTerminal ?? (Output is null && !Console.IsOutputRedirected);
        text.IsUnicode = output.Encoding.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;
        text.UsesColor = isTerminal && (UsesColor ?? EnvironmentHasColor());
        text.Start(run);
        (drawnWidth, stepsDone) = (0, 0);
        firstStep = run.Trainer.Position?.Step ?? 0;
        StartEpoch();
    }

    /// <inheritdoc/>
    public void OnEpochStart(TrainingRun run) => StartEpoch();

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        stepsDone++;
        epochSamples += run.StepSamples;
        var now = Stopwatch.GetTimestamp();
        if (now < nextTime)
            return;
        nextTime = now + Ticks(isTerminal ? Interval : LineInterval);
        Draw(run, now);
    }

    /// <inheritdoc/>
    public void OnValidationStart(TrainingRun run)
    {
        if (isTerminal)
            Draw(run, Stopwatch.GetTimestamp());
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        text.Epoch(run, isTerminal ? LineWidth() : int.MaxValue);
        text.Write(output, drawnWidth, isMoving: false);
        drawnWidth = 0;
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ClearMovingLine();
        if (run.StopReason is { } reason)
            output.WriteLine($"stopped in epoch {ReportText.Whole(run.Epoch)}: {reason}");
        output.Flush();
    }

    /// <summary>Takes the moving line away, so that what is written about the failure has a line of its own.</summary>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        ClearMovingLine();
        output.Flush();
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    // https://no-color.org: a value that is not empty switches colours off. Only newer terminals of Windows read the codes.
    private static bool EnvironmentHasColor()
        => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || Environment.GetEnvironmentVariable("WT_SESSION") is not null);

    private void StartEpoch()
    {
        (epochStarted, epochSamples) = (Stopwatch.GetTimestamp(), 0);

        // A terminal shows the first step at once; a plain line waits.
        nextTime = isTerminal ? 0 : epochStarted + Ticks(LineInterval);
    }

    private void Draw(TrainingRun run, long now)
    {
        var seconds = Stopwatch.GetElapsedTime(epochStarted, now).TotalSeconds;
        text.Step(run, seconds > 0 ? epochSamples / seconds : 0, TimeLeft(run), isTerminal ? LineWidth() : int.MaxValue);
        text.Write(output, drawnWidth, isMoving: isTerminal);
        drawnWidth = isTerminal ? text.Width : 0;
    }

    // What is to come takes as long, step for step, as what was, with its validations.
    private TimeSpan? TimeLeft(TrainingRun run)
    {
        if (run.StepsPerEpoch is not { } steps)
            return null;
        var all = ((long)(run.LastEpoch - run.FirstEpoch + 1) * steps) - firstStep;
        return stepsDone == 0 ? null : run.Elapsed * (Math.Max(0, all - stepsDone) / (double)stepsDone);
    }

    private void ClearMovingLine()
    {
        if (drawnWidth == 0)
            return;
        text.Clear();
        text.Write(output, drawnWidth, isMoving: true);
        output.Write('\r');
        drawnWidth = 0;
    }

    // One less than the terminal is wide: in the last column, some terminals go to the next line.
    private int LineWidth()
    {
        if (Width is { } width)
            return Math.Max(1, width - 1);
        try
        {
            return Console.WindowWidth is > 1 and var columns ? columns - 1 : 79;
        }
        catch (IOException)
        {
            return 79;
        }
    }
}
