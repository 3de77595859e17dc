using System.Globalization;
using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Training;

/// <summary>The schedules against PyTorch's, over 200 steps each, and what they are as values.</summary>
public class ScheduleTests
{
    private const double Base = 0.3;

    private static readonly Dictionary<string, LearningRateSchedule> Recorded = new()
    {
        ["constant"] = new ConstantLR(Base, factor: 0.25, totalIterations: 40),
        ["step"] = new StepLR(Base, stepSize: 30, gamma: 0.5),
        ["multistep"] = new MultiStepLR(Base, milestones: [150, 20, 75, 75], gamma: 0.3),
        ["exponential"] = new ExponentialLR(Base, gamma: 0.97),
        ["polynomial"] = new PolynomialLR(Base, totalIterations: 120, power: 2.5),
        ["polynomial_linear"] = new PolynomialLR(Base, totalIterations: 200),
        ["cosine"] = new CosineAnnealingLR(Base, tMax: 200, etaMin: 0.01),
        ["cosine_short"] = new CosineAnnealingLR(Base, tMax: 45),
        ["restarts"] = new CosineAnnealingWarmRestarts(Base, t0: 30, etaMin: 0.002),
        ["restarts_longer"] = new CosineAnnealingWarmRestarts(Base, t0: 12, tMult: 2, etaMin: 0.002),
        ["restarts_longer_by_3"] = new CosineAnnealingWarmRestarts(Base, t0: 7, tMult: 3),
        ["onecycle"] = new OneCycleLR(Base, totalSteps: 200),
        ["onecycle_linear"] = new OneCycleLR(Base, totalSteps: 200, pctStart: 0.4, AnnealStrategy.Linear, divFactor: 10, finalDivFactor: 100),
        ["onecycle_three"] = new OneCycleLR(Base, totalSteps: 200, pctStart: 0.35, threePhase: true),
        ["onecycle_three_linear"] = new OneCycleLR(Base, totalSteps: 200, pctStart: 0.25, AnnealStrategy.Linear, threePhase: true),
        ["linear"] = new LinearLR(Base, startFactor: 0.01, totalIterations: 50),
        ["linear_down"] = new LinearLR(Base, startFactor: 1, totalIterations: 150, endFactor: 0.1),
        ["lambda"] = new LambdaLR(static (step, _) => (float)(Base / (1 + (0.05 * step)))),
        ["sequential"] = new SequentialLR([new LinearLR(Base, startFactor: 0.1, totalIterations: 20), new ExponentialLR(Base, gamma: 0.98)], milestones: [20]),
        ["sequential_three"] = new SequentialLR(
            [new ConstantLR(Base * 0.1), new StepLR(Base, stepSize: 10, gamma: 0.7), new PolynomialLR(Base, totalIterations: 80)], milestones: [15, 90]),
        ["warmup_cosine"] = new WarmUp(25, new CosineAnnealingLR(Base, tMax: 200)),
        ["warmup_step"] = new WarmUp(40, new StepLR(Base, stepSize: 30, gamma: 0.5)),
    };

    public static IEnumerable<object[]> Names => FixtureFile.Schedules.Names.Where(static name => !name.Contains('/', StringComparison.Ordinal)).Select(static name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_hundred_rates_are_those_of_PyTorch(string name)
    {
        var expected = FixtureFile.Schedules.Doubles(name);
        var schedule = Recorded[name].PerStep();
        Assert.Equal(200, expected.Length);
        for (var step = 0; step < expected.Length; step++)
        {
            // PyTorch multiplies from step to step, in double; a rate here is a float.
            var tolerance = (1e-7 * expected[step]) + 1e-12;
            var rate = schedule.Rate(step, epoch: 1000);
            Assert.True(Math.Abs(rate - expected[step]) <= tolerance, FormattableString.Invariant($"{name}, step {step}: expected {expected[step]:R}, but got {rate:R}."));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counted_in_epochs_the_rates_are_the_same(string name)
    {
        // These two are of steps alone.
        if (name == "lambda" || name.StartsWith("warmup", StringComparison.Ordinal))
            return;
        var (steps, epochs) = (Recorded[name].PerStep(), Recorded[name].PerEpoch());
        for (var time = 0; time < 200; time++)
            Assert.Equal(steps.Rate(time, 7), epochs.Rate(123_456_789_012, time));
    }

    [Fact]
    public void Schedules_count_epochs_unless_their_names_say_steps()
    {
        foreach (var (name, schedule) in Recorded)
        {
            var ofSteps = name.StartsWith("onecycle", StringComparison.Ordinal) || name is "lambda" or "warmup_cosine" or "warmup_step";
            Assert.Equal(ofSteps, Enumerable.Range(0, 200).Any(step => schedule.Rate(step, 0) != schedule.Rate(0, 0)));
        }
    }

    [Fact]
    public void A_warm_up_over_steps_goes_before_a_schedule_of_epochs()
    {
        var schedule = new WarmUp(4, new StepLR(0.8, stepSize: 10));
        Assert.Equal([0.2f, 0.4f, 0.6f, 0.8f, 0.8f], Enumerable.Range(0, 5).Select(step => MathF.Round(schedule.Rate(step, 0), 6)));
        Assert.Equal(0.08f, schedule.Rate(100, 10), 1e-6f);
        Assert.Equal(0.5f, new WarmUp(2, 1).Rate(0, 0));
        Assert.Equal(schedule, schedule.PerEpoch());
        Assert.NotEqual<LearningRateSchedule>(schedule, schedule.PerStep());
        Assert.Equal(0.08f, schedule.PerStep().Rate(10, 0), 1e-6f);
    }

    [Fact]
    public void After_its_last_step_a_cycle_stays_at_its_last_rate()
    {
        var schedule = new OneCycleLR(0.25, totalSteps: 10, divFactor: 5, finalDivFactor: 50);
        Assert.Equal(0.001f, schedule.Rate(9, 0), 1e-9f);
        Assert.Equal(schedule.Rate(9, 0), schedule.Rate(1_000_000, 0));
        Assert.Equal(2.5e-6f, new OneCycleLR(0.25, totalSteps: 1, divFactor: 10, finalDivFactor: 1e4).Rate(0, 0), 1e-12f);
    }

    [Fact]
    public void The_text_says_every_setting_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            Assert.Equal("0,5", $"{0.5}");
            Assert.Equal("StepLR { Per = Epoch, LearningRate = 0.05, StepSize = 30, Gamma = 0.1 }", new StepLR(0.05, 30).ToString());
            Assert.Equal(
                "SequentialLR { Schedules = [LinearLR { Per = Step, LearningRate = 0.1, StartFactor = 0.5, TotalIterations = 3, EndFactor = 1 }, "
                + "MultiStepLR { Per = Step, LearningRate = 0.1, Milestones = [4, 9], Gamma = 0.25 }], Milestones = [5] }",
                new SequentialLR([new LinearLR(0.1, 0.5, 3), new MultiStepLR(0.1, [9, 4], 0.25)], [5]).PerStep().ToString());
            Assert.Equal("LambdaLR { Description = (step, epoch) => 0.5f / (1 + epoch) }", new LambdaLR((step, epoch) => 0.5f / (1 + epoch)).ToString());
            Assert.Equal("Halving { Per = Epoch, First = 1.5 }", new Halving(1.5).ToString());
            Assert.Same(commas, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Schedules_are_values_and_their_texts_differ_as_they_do()
    {
        LearningRateSchedule[] all =
        [
            .. Recorded.Values, .. Recorded.Values.Select(static schedule => schedule.PerStep()), new StepLR(Base, 30), new StepLR(Base, 31),
            new MultiStepLR(Base, [1, 2]), new MultiStepLR(Base, [1, 3]), new LambdaLR(static (_, _) => 1, "other"), new OneCycleLR(Base, 201),
        ];
        foreach (var one in all)
        {
            foreach (var other in all)
                Assert.Equal(one.Equals(other), one.ToString() == other.ToString());
        }

        Assert.Equal<LearningRateSchedule>(new MultiStepLR(0.1, [3, 1]), new MultiStepLR(0.1, [1, 3]));
        Assert.Equal(
            new SequentialLR([new StepLR(1, 2), new ConstantLR(3)], [4]).GetHashCode(), new SequentialLR([new StepLR(1, 2), new ConstantLR(3)], [4]).GetHashCode());
    }

    [Fact]
    public void One_of_your_own_takes_part_in_all_of_it()
    {
        var schedule = new SequentialLR([new Halving(8), new LambdaLR((step, epoch) => step + (1000 * epoch))], [3]);
        Assert.Equal([8, 4, 2, 50, 1050, 2050], Enumerable.Range(0, 6).Select(epoch => schedule.Rate(50, epoch)));
        Assert.Equal([8, 4, 2, 7000, 7001, 7002], Enumerable.Range(0, 6).Select(step => schedule.PerStep().Rate(step, 7)));
    }

    [Fact]
    public void Schedules_that_count_different_things_are_not_put_one_after_another()
    {
        var message = Assert.Throws<ArgumentException>(() => new SequentialLR([new OneCycleLR(0.1, 50), new StepLR(0.1, 5)], [50])).Message;
        Assert.Contains("Some of the schedules count epochs and others steps", message, StringComparison.Ordinal);
        Assert.Contains("call PerStep()", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SequentialLR([new WarmUp(10, 0.1), new StepLR(0.1, 5)], [50]));
        Assert.Equal(0.1f, new SequentialLR([new OneCycleLR(0.2, 50), new StepLR(0.1, 5).PerStep()], [50]).Rate(50, 3));
    }

    [Fact]
    public void Numbers_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new StepLR(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepSize", () => new StepLR(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("gamma", () => new ExponentialLR(1, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new CosineAnnealingLR(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new CosineAnnealingLR(1e60, 1));
        Assert.Throws<ArgumentOutOfRangeException>("tMax", () => new CosineAnnealingLR(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("tMult", () => new CosineAnnealingWarmRestarts(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("totalSteps", () => new OneCycleLR(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("pctStart", () => new OneCycleLR(1, 10, pctStart: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("pctStart", () => new OneCycleLR(1, 10, pctStart: 0.6, threePhase: true));
        Assert.Throws<ArgumentOutOfRangeException>("divFactor", () => new OneCycleLR(1, 10, divFactor: 0));
        Assert.Throws<ArgumentOutOfRangeException>("totalIterations", () => new LinearLR(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("power", () => new PolynomialLR(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("milestones", () => new MultiStepLR(1, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new WarmUp(0, 1));
        Assert.Throws<ArgumentNullException>("then", () => new WarmUp(1, null!));
        Assert.Throws<ArgumentException>("milestones", () => new SequentialLR([new ConstantLR(1)], [1]));
        Assert.Throws<ArgumentException>("milestones", () => new SequentialLR([], []));
        Assert.Throws<ArgumentException>("milestones", () => new SequentialLR([new ConstantLR(1), new ConstantLR(1), new ConstantLR(1)], [2, 2]));
    }

    [Fact]
    public void No_rate_allocates()
    {
        LearningRateSchedule[] schedules = [.. Recorded.Values, .. Recorded.Values.Select(static schedule => schedule.PerStep())];
        Sum();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Sum();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        float Sum()
        {
            var sum = 0f;
            for (var step = 0; step < 100; step++)
            {
                foreach (var schedule in schedules)
                    sum += schedule.Rate(step, step / 10);
            }

            return sum;
        }
    }

    private sealed record Halving(double First) : ClockSchedule
    {
        protected override double RateAt(long time) => First * Math.Pow(0.5, time);
    }
}
