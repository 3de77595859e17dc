namespace NetGen;

/// <summary>
/// Finds a learning rate by trying them all: it trains with a rate that rises exponentially from step to step, and notes the loss, until that diverges (Smith 2017, with the rules of fastai and
/// PyTorch Lightning). Then the network and the optimizer are as before.
/// </summary>
/// <example>
/// <code>
/// var curve = new LearningRateFinder().Run(trainer, train);
/// Console.WriteLine(curve);
/// trainer.Optimizer.LearningRate = curve.Suggestion ?? 0.001f;
/// </code>
/// </example>
public sealed class LearningRateFinder
{
    private readonly float minRate = 1e-7f;
    private readonly float maxRate = 10;
    private readonly int steps = 100;
    private readonly double smoothing = 0.9;
    private readonly double divergence = 4;

    /// <summary>The first rate; 10⁻⁷ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public float MinRate
    {
        get => minRate;
        init => minRate = value > 0 && float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate to begin with is positive and finite.");
    }

    /// <summary>The last rate; 10 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public float MaxRate
    {
        get => maxRate;
        init => maxRate = value > 0 && float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate to end with is positive and finite.");
    }

    /// <summary>How many steps there are from the first rate to the last; 100 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 10.</exception>
    public int Steps
    {
        get => steps;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 10);
            steps = value;
        }
    }

    /// <summary>How much of the mean of the losses so far each step keeps, 0 … 1, without 1; 0.9 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its bounds.</exception>
    public double Smoothing
    {
        get => smoothing;
        init => smoothing = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share that is kept is from 0 to below 1.");
    }

    /// <summary>The search ends when the smoothed loss is more than so many times the lowest one; 4 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 1.</exception>
    public double Divergence
    {
        get => divergence;
        init => divergence = value > 1 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A loss that diverges is more than once the lowest.");
    }

    /// <summary>Tries the rates. The trainer's schedule, callbacks and metrics take no part.</summary>
    /// <param name="trainer">What is to be trained: the network, as it is now, the loss, the optimizer and the settings.</param>
    /// <param name="data">What it is to learn from; read again from the start where it has fewer batches than there are steps.</param>
    /// <returns>The losses, and a suggestion.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the network or the loss, or <see cref="MaxRate"/> is not above <see cref="MinRate"/>.</exception>
    /// <exception cref="NotSupportedException">The optimizer has taken steps, and does not say what it keeps of them, so that it could not be put back.</exception>
    public LearningRateCurve Run(Trainer trainer, IDataset data)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (MaxRate <= MinRate)
            throw new ArgumentException(FormattableString.Invariant($"The rates rise from {MinRate} to {MaxRate}; set MaxRate above MinRate."), nameof(trainer));
        var sweep = new Sweep(this);
        using var trial = new Trial(trainer);
        trial.Trainer.Callbacks.Add(sweep);
        try
        {
            // An epoch has at least one step.
            trial.Trainer.Fit(data, Steps);
        }
        catch (NonFiniteLossException)
        {
            sweep.Diverged = true;
        }

        return LearningRateCurve.Of([.. sweep.Rates], [.. sweep.Losses], Smoothing, sweep.Diverged);
    }

    private sealed class Sweep(LearningRateFinder finder) : ITrainingCallback
    {
        private double mean;
        private double lowest = double.PositiveInfinity;
        private double kept = 1;
        private int taken;

        public List<float> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public bool Diverged { get; set; }

        public void OnStart(TrainingRun run) => run.LearningRate = RateAt(0);

        public void OnStep(TrainingRun run)
        {
            // A step in which no target counts says nothing of its rate.
            if (double.IsFinite(run.StepLoss))
            {
                Rates.Add(run.LearningRate);
                Losses.Add(run.StepLoss);
                mean = (finder.Smoothing * mean) + ((1 - finder.Smoothing) * run.StepLoss);
                kept *= finder.Smoothing;
                var smoothed = mean / (1 - kept);
                Diverged = IsDivergent(smoothed);
                lowest = Math.Min(lowest, smoothed);
            }

            if (Diverged || ++taken == finder.Steps)
                run.Stop(Diverged ? "the loss diverges" : "all rates were tried");
            else
                run.LearningRate = RateAt(taken);
        }

        // A loss may be negative, such as a log-likelihood: then as far above the lowest as that is from 0, so many times.
        private bool IsDivergent(double smoothed) => taken > 0 && smoothed > lowest + ((finder.Divergence - 1) * Math.Abs(lowest));

        private float RateAt(int step) => (float)(finder.MinRate * Math.Pow((double)finder.MaxRate / finder.MinRate, step / (double)(finder.Steps - 1)));
    }
}
