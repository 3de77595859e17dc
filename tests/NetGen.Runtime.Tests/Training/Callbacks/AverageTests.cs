using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Training.Callbacks;

public class AverageTests
{
    [Fact]
    public void Fifty_averages_are_those_of_PyTorch()
    {
        var (weights, averages) = (FixtureFile.Schedules.Singles("ema/weights"), FixtureFile.Schedules.Doubles("ema/averages"));
        const int Count = 6;
        Assert.Equal(50 * Count, weights.Length);
        for (var steps = 1; steps <= 50; steps++)
        {
            var network = new TwoLayerNetwork(1, 2, 1);
            var run = Reports.Run(new PlainDescent(0.1f), network);
            var average = new ExponentialMovingAverage(0.9);
            average.OnStart(run);
            for (var step = 0; step < steps; step++)
            {
                weights.AsSpan(step * Count, Count).CopyTo(network.Parameters);
                average.OnStep(run);
            }

            average.OnEnd(run);
            for (var i = 0; i < Count; i++)
                Assert.Equal(averages[((steps - 1) * Count) + i], network.Parameters[i], 1e-6);
        }
    }

    [Fact]
    public void Warming_up_lets_the_decay_rise()
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        var run = Reports.Run(new PlainDescent(0.1f), network);
        var average = new ExponentialMovingAverage(0.3) { WarmsUp = true };
        average.OnStart(run);
        var expected = 0.0;
        for (var step = 0; step < 10; step++)
        {
            network.Parameters.Fill(step * step);
            average.OnStep(run);
            var decay = Math.Min(0.3, (1.0 + step) / (10 + step));
            expected = step == 0 ? 0 : (decay * expected) + ((1 - decay) * step * step);
        }

        average.OnEnd(run);
        Assert.Equal(expected, network.Parameters[3], 1e-4);
        Assert.True(expected > 60);
    }

    [Fact]
    public void Training_goes_its_own_way_and_validation_and_the_end_are_of_the_average()
    {
        var (plain, averaged) = (Make(null), Make(new ExponentialMovingAverage(0.8)));
        var (plainSteps, averagedSteps) = (new List<float[]>(), new List<float[]>());
        plain.Fit(Samples.Clouds(50), 3, Samples.Clouds(30, 3), onStep: _ => plainSteps.Add(plain.Network.Parameters.ToArray()));
        averaged.Fit(Samples.Clouds(50), 3, Samples.Clouds(30, 3), onStep: _ => averagedSteps.Add(averaged.Network.Parameters.ToArray()));
        Assert.Equal(15, plainSteps.Count);
        for (var step = 0; step < 15; step++)
            Assert.Equal(plainSteps[step], averagedSteps[step]);

        var average = plainSteps[0].Select(static value => (double)value).ToArray();
        for (var step = 0; step < 15; step++)
        {
            for (var i = 0; i < average.Length; i++)
                average[i] = step == 0 ? plainSteps[0][i] : average[i] + (0.2 * (plainSteps[step][i] - average[i]));
            if (step % 5 != 4)
                continue;
            var evaluated = Make(null);
            for (var i = 0; i < average.Length; i++)
                evaluated.Network.Parameters[i] = (float)average[i];
            var report = averaged.History.Epochs[step / 5];
            Assert.Equal(evaluated.Evaluate(Samples.Clouds(30, 3)).Loss, report.ValidationLoss!.Value, 1e-6);
            Assert.NotEqual(plain.History.Epochs[step / 5].ValidationLoss!.Value, report.ValidationLoss.Value, 1e-6);
        }

        for (var i = 0; i < average.Length; i++)
            Assert.Equal(average[i], averaged.Network.Parameters[i], 1e-6);
    }

    [Fact]
    public void The_best_parameters_that_early_stopping_restores_are_averaged_ones()
    {
        double[] validation = [2, 1, 3, 4, 5];
        var network = new TwoLayerNetwork(1, 2, 1);
        var atValidation = new List<float[]>();
        var trainer = new Trainer(network, new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[call / 2], static call => call + 1), new PlainDescent(0.1f))
        {
            EarlyStopping = new EarlyStopping(patience: 2),
            Callbacks = [new ExponentialMovingAverage(0.5), new Seen(run => atValidation.Add(run.Network.Parameters.ToArray()))],
        };
        trainer.Fit(Samples.Sine(3), 5, Samples.Sine(2));
        Assert.Equal(4, atValidation.Count);
        Assert.Equal(atValidation[1], network.Parameters.ToArray());
    }

    [Fact]
    public void Without_validation_the_average_is_the_network_at_the_end_also_after_a_stop()
    {
        var (network, last) = (new TwoLayerNetwork(1, 2, 1), Array.Empty<float>());
        var trainer = new Trainer(network, new ScriptedLoss(static _ => 1, static call => call + 1), new PlainDescent(0.1f)) { BatchSize = 1, Callbacks = [new ExponentialMovingAverage(0.5)] };
        trainer.Callbacks.Add(new Stopping(2));
        trainer.Fit(Samples.Sine(3), 5, onStep: _ =>
        {
            last = last.Length == 0 ? network.Parameters.ToArray() : [.. last.Zip(network.Parameters.ToArray(), static (old, now) => old + (0.5f * (now - old)))];
        });
        Assert.Equal(last, network.Parameters.ToArray());
        Assert.Equal(2, trainer.StepsTrained);
    }

    [Fact]
    public void After_a_failure_the_network_has_its_own_parameters()
    {
        var (network, last) = (new TwoLayerNetwork(1, 2, 1), Array.Empty<float>());
        var trainer = new Trainer(network, new ScriptedLoss(static call => call == 1 ? double.NaN : 1, static call => call + 1), new PlainDescent(0.1f)) { BatchSize = 1, Callbacks = [new ExponentialMovingAverage(0.5)] };
        Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Samples.Sine(3), 5, Samples.Sine(2), onStep: _ => last = network.Parameters.ToArray()));
        Assert.Equal(last, network.Parameters.ToArray());
    }

    private static Trainer Make(ExponentialMovingAverage? average)
        => new(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0.5f)) { BatchSize = 10, Callbacks = average is null ? [] : [average] };

    private sealed class Seen(Action<TrainingRun> onValidation) : ITrainingCallback
    {
        public void OnValidation(TrainingRun run) => onValidation(run);
    }

    private sealed class Stopping(int steps) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Step == steps)
                run.Stop("enough");
        }
    }
}
