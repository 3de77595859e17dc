using System.Diagnostics;
using System.Globalization;
using NetGen;

namespace Digits;

/// <summary>A line for each epoch, and below them one that moves while an epoch runs, if somebody is watching.</summary>
internal sealed class ProgressDisplay(int epochs) : IProgress<EpochReport>
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly bool watched = !Console.IsOutputRedirected;
    private long lastDrawn;
    private bool drawn;

    public void Step(StepReport step)
    {
        if (!watched || Stopwatch.GetElapsedTime(lastDrawn) < Interval)
            return;
        lastDrawn = Stopwatch.GetTimestamp();
        drawn = true;
        var done = BarWidth * step.Step / step.StepsPerEpoch;
        var bar = new string('█', done) + new string('░', BarWidth - done);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"\repoch {step.Epoch,3} of {epochs}  {bar}  loss {step.Loss:0.0000}"));
    }

    public void Report(EpochReport value)
    {
        Clear();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {value.Epoch,3} of {epochs}  loss {value.TrainLoss:0.0000}  accuracy {value.Train["accuracy"]:0.0000}  "
            + $"validation {value.ValidationLoss:0.0000}  {value.Validation!["accuracy"]:0.0000}  {value.SamplesPerSecond,9:N0} digits/s"));
    }

    /// <summary>Takes the moving line away.</summary>
    public void Clear()
    {
        if (drawn)
            Console.Write($"\r{new string(' ', BarWidth + 40)}\r");
        drawn = false;
    }
}
