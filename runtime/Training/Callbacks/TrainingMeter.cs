using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NetGen;

/// <summary>
/// Publishes a training as instruments of <see cref="System.Diagnostics.Metrics"/>, for <c>dotnet-counters</c>, OpenTelemetry and other listeners: steps, samples, epochs, the
/// loss and the learning rate of the last step, how long steps take, and all values of each epoch's report. Nothing is measured where nobody listens.
/// </summary>
/// <remarks>
/// The meter is called <see cref="MeterName"/>. Every measurement has the tag <c>network</c> with the network's name; <c>netgen.training.epoch.value</c> also has the tag
/// <c>name</c>, such as <c>validation accuracy</c>.
/// </remarks>
public sealed class TrainingMeter : ITrainingCallback
{
    /// <summary>The name of the meter: <c>NetGen.Training</c>.</summary>
    public const string MeterName = "NetGen.Training";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("netgen.training.steps", "{step}", "Steps taken.");
    private static readonly Counter<long> SampleCount = Meter.CreateCounter<long>("netgen.training.samples", "{sample}", "Samples of these steps.");
    private static readonly Counter<long> Epochs = Meter.CreateCounter<long>("netgen.training.epochs", "{epoch}", "Epochs trained.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("netgen.training.loss", description: "The loss of the last step's batch.");
    private static readonly Gauge<double> Rate = Meter.CreateGauge<double>("netgen.training.learning_rate", description: "The learning rate of the last step.");
    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("netgen.training.step.duration", "s", "From the end of the step before, in the same epoch, to the end of a step.");
    private static readonly Gauge<double> EpochValue = Meter.CreateGauge<double>("netgen.training.epoch.value", description: "A loss or a metric of the last epoch.");

    private KeyValuePair<string, object?> network;
    private long last;

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        network = new("network", run.Network.Description.Name);
        last = 0;
    }

    /// <inheritdoc/>
    public void OnEpochStart(TrainingRun run) => last = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Steps.Add(1, network);
        SampleCount.Add(run.StepSamples, network);
        Loss.Record(run.StepLoss, network);
        Rate.Record(run.LearningRate, network);
        if (!StepDuration.Enabled)
            return;
        var now = Stopwatch.GetTimestamp();
        if (last != 0)
            StepDuration.Record(Stopwatch.GetElapsedTime(last, now).TotalSeconds, network);
        last = now;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Epochs.Add(1, network);
        if (!EpochValue.Enabled)
            return;
        foreach (var value in run.Report!.Values)
            EpochValue.Record(value.Value, network, new("name", value.Name));
    }
}
