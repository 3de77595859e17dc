using System.Globalization;

namespace NetGen.Runtime.Tests.Training.Trials;

public class LearningRateFinderTests
{
    [Fact]
    public void The_rates_rise_exponentially_and_the_suggestion_trains_well()
    {
        var trainer = Make(new SGD(0.123));
        var curve = new LearningRateFinder { MinRate = 1e-5f, MaxRate = 100, Steps = 120 }.Run(trainer, Samples.Clouds(300));
        Assert.Equal(curve.Rates.Count, curve.Losses.Count);
        Assert.Equal(curve.Rates.Count, curve.Smoothed.Count);
        for (var i = 0; i < curve.Rates.Count; i++)
            Assert.Equal(1e-5 * Math.Pow(1e7, i / 119.0), curve.Rates[i], 1e-5 * curve.Rates[i]);

        // At the suggested rate an epoch learns more than at a hundredth of it.
        var rate = curve.Suggestion!.Value;
        Assert.InRange(rate, 0.001f, 10f);
        Assert.True(LossAfterAnEpoch(rate) < 0.7 * LossAfterAnEpoch(rate / 100));

        static double LossAfterAnEpoch(float rate)
        {
            var trainer = Make(new SGD(rate));
            trainer.Fit(Samples.Clouds(300), 1);
            return trainer.Evaluate(Samples.Clouds(300)).Loss;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Network_optimizer_and_trainer_are_as_before(bool diverges)
    {
        var told = new List<string>();
        var trainer = Make(new Adam(0.02));
        trainer.Callbacks.Add(new Callbacks.Moments(told));
        trainer.Schedule = new ConstantLR(0.5);
        var before = trainer.Network.Parameters.ToArray();
        new LearningRateFinder { MinRate = 1e-3f, MaxRate = diverges ? 1e30f : 1e-2f, Steps = 30 }.Run(trainer, Samples.Clouds(100));
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal((0L, 0L, 0, 0), (trainer.Optimizer.StepCount, trainer.StepsTrained, trainer.EpochsTrained, trainer.History.Epochs.Count));
        Assert.Equal(0.02f, trainer.Optimizer.LearningRate);
        Assert.Empty(told);

        // And the training that follows is the one that would have been.
        trainer.Schedule = null;
        var other = Make(new Adam(0.02));
        trainer.Fit(Samples.Clouds(100), 2);
        other.Fit(Samples.Clouds(100), 2);
        Assert.Equal(other.Network.Parameters.ToArray(), trainer.Network.Parameters.ToArray());
    }

    public static TheoryData<Func<Optimizer>> Optimizers =>
    [
        static () => new SGD(0.1, momentum: 0.9), static () => new Adam(0.02), static () => new AdamW(0.02), static () => new NAdam(0.02), static () => new RMSprop(0.01, momentum: 0.5, centered: true),
        static () => new Adagrad(0.1), static () => new Adadelta(1),
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void In_the_middle_of_a_training_every_optimizer_is_put_back(Func<Optimizer> create)
    {
        var (tried, plain) = (Make(create()), Make(create()));
        tried.Fit(Samples.Clouds(100), 2);
        plain.Fit(Samples.Clouds(100), 2);
        new LearningRateFinder { Steps = 25 }.Run(tried, Samples.Clouds(100));
        tried.OverfitOneBatch(Samples.Clouds(100), steps: 5);
        Assert.Equal(plain.Optimizer.LearningRate, tried.Optimizer.LearningRate);
        tried.Fit(Samples.Clouds(100), 2);
        plain.Fit(Samples.Clouds(100), 2);
        Assert.Equal(plain.Network.Parameters.ToArray(), tried.Network.Parameters.ToArray());
        Assert.Equal(plain.Optimizer.StepCount, tried.Optimizer.StepCount);
    }

    [Fact]
    public void It_stops_where_the_loss_diverges()
    {
        // A loss that falls by a step of the rate's size, and explodes above a rate.
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(static call => call < 40 ? 10 - (call * 0.2) : 1000, static _ => 0), new PlainDescent(1));
        var curve = new LearningRateFinder { Smoothing = 0 }.Run(trainer, Samples.Sine(3));
        Assert.True(curve.Diverged);
        Assert.Equal(41, curve.Rates.Count);
        Assert.NotNull(curve.Suggestion);
        Assert.Contains("; the loss diverges from about ", curve.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_steepest_descent_is_suggested()
    {
        // Falls like a logistic curve around step 50; then rises.
        static double Loss(int step) => step < 75 ? 1 + (4 / (1 + Math.Exp((step - 50) / 3.0))) : 1 + ((step - 75) * 0.5);
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(Loss, static _ => 0), new PlainDescent(1));
        var curve = new LearningRateFinder().Run(trainer, Samples.Sine(3));
        var place = curve.Rates.ToList().IndexOf(curve.Suggestion!.Value);
        Assert.InRange(place, 46, 54);
    }

    [Fact]
    public void A_loss_that_does_not_fall_has_no_suggestion()
    {
        var flat = new LearningRateFinder().Run(new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(static _ => 3, static _ => 0), new PlainDescent(1)), Samples.Sine(3));
        Assert.Null(flat.Suggestion);
        Assert.False(flat.Diverged);
        Assert.Contains("no suggestion: the loss does not fall at rates from 1E-07 to 10", flat.ToString(), StringComparison.Ordinal);
        var rising = new LearningRateFinder().Run(new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(static call => Math.Exp(call), static _ => 0), new PlainDescent(1)), Samples.Sine(3));
        Assert.Null(rising.Suggestion);
        Assert.Contains("no suggestion: the loss does not fall before it diverges", rising.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_curve_is_a_picture()
    {
        var text = new LearningRateFinder { MinRate = 1e-4f, MaxRate = 100 }.Run(Make(new SGD(0.1)), Samples.Clouds(300)).ToText(40, 6);
        var lines = text.Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.Matches(@"^ *\d[\d.]* ┤.*[\u2800-\u28ff]", lines[0]);
        Assert.Contains("0.0001 ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("suggested learning rate ", lines[8], StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateFinder { MinRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateFinder { MaxRate = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateFinder { Steps = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateFinder { Smoothing = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateFinder { Divergence = 1 });
        Assert.Throws<ArgumentException>(() => new LearningRateFinder { MinRate = 1, MaxRate = 1 }.Run(Make(new SGD(0.1)), Samples.Clouds(10)));
        Assert.Throws<ArgumentException>(() => new LearningRateFinder().Run(Make(new SGD(0.1)), Samples.Sine(10)));
        Assert.Throws<ArgumentException>(() => new LearningRateFinder().Run(Make(new SGD(0.1)), new Dataset(default, default, 2, 1)));
    }

    /// <summary>A new setting of the trainer decides how a trial trains, too, unless it only watches or stops a training.</summary>
    [Fact]
    public void A_trial_has_every_setting_of_its_trainer()
    {
        string[] notOfTrials = ["Schedule", "EarlyStopping", "Progress", "FastDevRun", "Metrics", "Callbacks"];
        var trainer = Make(new SGD(0.1));
        foreach (var property in typeof(Trainer).GetProperties().Where(property => property.CanWrite && property.SetMethod!.IsPublic && !notOfTrials.Contains(property.Name)))
        {
            object value = property.PropertyType == typeof(bool) ? !(bool)property.GetValue(trainer)! : Convert.ChangeType(7, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, CultureInfo.InvariantCulture);
            property.SetValue(trainer, value);
            Assert.True(value.Equals(property.GetValue(trainer.CopyForTrial())), $"CopyForTrial does not copy {property.Name}.");
        }
    }

    private static Trainer Make(Optimizer optimizer) => new(new TwoLayerNetwork(2, 8, 2), new CrossEntropyLoss(), optimizer) { BatchSize = 10 };
}
