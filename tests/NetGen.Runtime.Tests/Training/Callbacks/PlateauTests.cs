using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Training.Callbacks;

public class PlateauTests
{
    private static readonly Dictionary<string, ReduceLROnPlateau> Recorded = new()
    {
        ["min_rel"] = new(factor: 0.5, patience: 3, threshold: 1e-2),
        ["min_abs"] = new(factor: 0.2, patience: 2, threshold: 0.03, isAbsolute: true, cooldown: 4),
        ["max_rel"] = new(factor: 0.6, patience: 4, threshold: 1e-3, cooldown: 2, minRate: 0.02) { Better = Better.Higher },
        ["max_abs"] = new(factor: 0.5, patience: 0, threshold: 0.05, isAbsolute: true) { Better = Better.Higher },
        ["defaults"] = new(),
        ["eps"] = new(factor: 0.9, patience: 1, eps: 0.01),
    };

    public static IEnumerable<object[]> Names
        => FixtureFile.Schedules.Names.Where(static name => name.StartsWith("plateau/", StringComparison.Ordinal)).Select(static name => name.Split('/')[1]).Distinct().Select(static name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_hundred_epochs_are_those_of_PyTorch(string name)
    {
        var (values, rates) = (FixtureFile.Schedules.Doubles($"plateau/{name}/values"), FixtureFile.Schedules.Doubles($"plateau/{name}/rates"));
        var plateau = Recorded[name];
        var run = Reports.Run(new PlainDescent(0.3f));
        plateau.OnStart(run);
        for (var epoch = 0; epoch < values.Length; epoch++)
        {
            run.Report = Reports.OfValidationLoss(values[epoch]);
            plateau.OnEpochEnd(run);
            Assert.True(Math.Abs(run.LearningRate - rates[epoch]) <= 1e-6 * rates[epoch], FormattableString.Invariant($"{name}, epoch {epoch}: expected {rates[epoch]:R}, but got {run.LearningRate:R}."));
        }

        Assert.Equal(200, values.Length);
        Assert.True(rates.Distinct().Count() > 2);
    }

    [Fact]
    public void In_a_training_it_changes_the_rate_of_the_next_epoch()
    {
        double[] validation = [5, 5, 5, 5];
        var optimizer = new PlainDescent(0.1f);
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[call / 2], static _ => 0), optimizer)
        {
            Callbacks = [new ReduceLROnPlateau(factor: 0.5, patience: 1)],
        };
        trainer.Fit(Samples.Sine(3), 4, Samples.Sine(2));
        Assert.Equal([0.1f, 0.1f, 0.1f, 0.05f], optimizer.Rates);
    }

    [Fact]
    public void Beside_a_schedule_it_is_refused()
    {
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), new PlainDescent(0.1f)) { Schedule = new StepLR(0.1, 3), Callbacks = [new ReduceLROnPlateau()] };
        var message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Sine(3), 1, Samples.Sine(2))).Message;
        Assert.Contains("the trainer has the schedule StepLR { Per = Epoch, LearningRate = 0.1, StepSize = 3, Gamma = 0.1 }", message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void Numbers_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new ReduceLROnPlateau(factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>("patience", () => new ReduceLROnPlateau(patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => new ReduceLROnPlateau(threshold: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("minRate", () => new ReduceLROnPlateau(minRate: -1));
        Assert.Throws<ArgumentOutOfRangeException>("cooldown", () => new ReduceLROnPlateau(cooldown: -1));
        Assert.Throws<ArgumentOutOfRangeException>("eps", () => new ReduceLROnPlateau(eps: -1));
    }
}

/// <summary>A training without steps, for callbacks that look at reports alone.</summary>
internal static class Reports
{
    public static TrainingRun Run(Optimizer optimizer, INetwork? network = null)
        => new(new Trainer(network ?? new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), optimizer), Samples.Sine(3), Samples.Sine(2), 1000, 1, isResumed: false);

    public static EpochReport OfValidationLoss(double loss) => new(1, new Evaluation(1, []), new Evaluation(loss, []), 0.1f, TimeSpan.Zero, 0);
}
