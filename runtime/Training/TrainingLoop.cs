using System.Diagnostics;

namespace NetGen;

/// <summary>What <see cref="Trainer.Fit"/> does: epochs of steps, validations, and the callbacks' moments between them.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly Trainer trainer;
    private readonly IDataset train;
    private readonly IDataset? validation;
    private readonly MetricBinding[] metrics;
    private readonly IBatchReader batches;
    private readonly ShardTeam team;
    private readonly int batchesPerStep;
    private readonly TrainingStep step;
    private readonly EvaluationPass evaluation;
    private readonly TrainingRun run;
    private readonly CallbackList callbacks;

    public TrainingLoop(Trainer trainer, TrainingRun run, ITrainingCallback[] callbacks, MetricBinding[] metrics)
    {
        this.trainer = trainer;
        this.run = run;
        this.metrics = metrics;
        (train, validation) = (run.Train, run.Validation);
        this.callbacks = new CallbackList(run, callbacks);
        batches = train.Read(trainer.BatchSize, trainer.DropLast);
        var capacity = (int)Math.Min(trainer.BatchSize, train.Count ?? trainer.BatchSize);
        team = trainer.CreateTeam(validation is null ? capacity : Math.Max(capacity, EvaluationPass.LargestBatch));
        batchesPerStep = trainer.AccumulateBatches;
        step = new TrainingStep(trainer.Network, trainer.Loss, team, capacity);
        evaluation = new EvaluationPass(trainer.Network, trainer.Loss, team) { Seed = trainer.Seed };
    }

    /// <summary>Trains up to the last epoch, or until something stops it.</summary>
    public void Run(TrainingPosition position, CancellationToken cancellationToken)
    {
        try
        {
            callbacks.Start();
            while (trainer.EpochsTrained < run.LastEpoch && run.StopReason is null && TrainEpoch(position, cancellationToken))
            {
            }

            callbacks.End();
        }
        catch (Exception exception)
        {
            callbacks.Fail(exception);
            throw;
        }
    }

    public void Dispose()
    {
        team.Dispose();
        batches.Dispose();
    }

    // False where the training was stopped before the epoch was whole.
    private bool TrainEpoch(TrainingPosition position, CancellationToken cancellationToken)
    {
        (run.Epoch, run.Step) = (trainer.EpochsTrained + 1, position.Step);
        batches.Start(trainer.OrderSeed(), (long)position.Step * batchesPerStep);
        if (position.Step == 0)
        {
            MetricBinding.Reset(metrics);
            run.MeanLoss = double.NaN;
            callbacks.EpochStart();
        }

        var started = Stopwatch.GetTimestamp();
        while (run.StopReason is null && batches.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.SetLearningRate();
            var loss = TakeStep(position.Step + 1);
            position.Loss += loss;
            position.Samples += step.Samples;
            (run.Step, run.StepSamples, run.StepLoss, run.MeanLoss) = (++position.Step, step.Samples, loss.Mean, position.Loss.Mean);
            callbacks.Step();
        }

        position.Duration += Stopwatch.GetElapsedTime(started);
        if (run.StopReason is not null && (run.StepsPerEpoch is null || position.Step < run.StepsPerEpoch))
            return false;
        EndEpoch(position);
        return true;
    }

    private void EndEpoch(TrainingPosition position)
    {
        var duration = position.Duration;
        var learningRate = trainer.Optimizer.LearningRate;
        var result = new Evaluation(position.Loss.Mean, MetricBinding.Values(metrics));
        var validated = validation is null ? null : evaluation.Run(validation, metrics);
        var rate = duration > TimeSpan.Zero ? position.Samples / duration.TotalSeconds : 0;
        var report = new EpochReport(run.Epoch, result, validated, learningRate, duration, rate);
        run.Report = report;
        if (validated is not null)
            callbacks.Validation();
        trainer.EndEpoch(report);
        (position.Step, position.Loss, position.Samples, position.Duration) = (0, default, 0, TimeSpan.Zero);
        callbacks.EpochEnd();
        if (validated is not null && !double.IsFinite(validated.Loss))
        {
            var (layer, cause) = NonFiniteDiagnosis.OfValidation(trainer.Network, trainer.Loss, validation!);
            throw NonFiniteLossException.OfValidation(report.Epoch, validated.Loss, layer, cause);
        }
    }

    // The reader is at the step's first batch.
    private LossValue TakeStep(int number)
    {
        step.Begin(trainer.Seed, trainer.StepsTrained);
        var sum = default(LossValue);
        try
        {
            var taken = 0;
            do
            {
                var loss = step.Forward(batches);
                trainer.CheckLoss(step, batches, loss, run.Epoch, number);

                // Before the backward pass, which may reuse the outputs' memory.
                foreach (var metric in metrics)
                    metric.Add(step.Output(metric.Output), step.Targets, step.Count);
                if (batchesPerStep > 1)
                    step.Accumulate(loss);
                sum += loss;
            }
            while (++taken < batchesPerStep && batches.MoveNext());

            trainer.Descend(step, sum, run.Epoch, number);
            return sum;
        }
        catch
        {
            step.Abandon();
            throw;
        }
    }
}
