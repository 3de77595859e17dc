using System.Diagnostics.Metrics;

namespace NetGen.Runtime.Tests.Training.Callbacks;

public class MeterTests
{
    [Fact]
    public void A_listener_is_told_of_steps_and_epochs()
    {
        // Other tests may train at the same time; the name says whose measurements these are.
        const string Name = "MeteredNetwork";
        var (longs, doubles) = (new List<(string, long)>(), new List<(string, string?, double)>());
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TrainingMeter.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => { if (Tag(tags, "network") == Name) longs.Add((instrument.Name, value)); });
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => { if (Tag(tags, "network") == Name) doubles.Add((instrument.Name, Tag(tags, "name"), value)); });
        listener.Start();

        var losses = new List<double>();
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2, name: Name), new PlainCrossEntropy(), new PlainDescent(0.125f)) { BatchSize = 20, Metrics = [new Accuracy()], Callbacks = [new TrainingMeter()] };
        trainer.Fit(Samples.Clouds(50), 2, Samples.Clouds(30, 3), onStep: step => losses.Add(step.Loss));

        Assert.Equal(6, longs.Count(static value => value == ("netgen.training.steps", 1)));
        Assert.Equal(100, longs.Where(static value => value.Item1 == "netgen.training.samples").Sum(static value => value.Item2));
        Assert.Equal(2, longs.Count(static value => value.Item1 == "netgen.training.epochs"));
        Assert.Equal(losses, doubles.Where(static value => value.Item1 == "netgen.training.loss").Select(static value => value.Item3));
        Assert.All(doubles.Where(static value => value.Item1 == "netgen.training.learning_rate"), static value => Assert.Equal(0.125, value.Item3));
        Assert.Equal(6, doubles.Count(static value => value.Item1 == "netgen.training.step.duration" && value.Item3 > 0));
        Assert.Equal(
            trainer.History.Epochs.SelectMany(static report => report.Values).Select(static value => (value.Name, value.Value)),
            doubles.Where(static value => value.Item1 == "netgen.training.epoch.value").Select(static value => (value.Item2!, value.Item3)));
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
                return (string?)tag.Value;
        }

        return null;
    }
}
