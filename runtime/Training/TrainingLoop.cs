using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

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
        batches = DataCheck.ReadToTrain(trainer.Network, trainer.Loss, metrics, train, trainer.BatchSize, trainer.DropLast);
        var capacity = (int)Math.Min(trainer.BatchSize, train.Count ?? trainer.BatchSize);
        team = trainer.CreateTeam(validation is null ? capacity : Math.Max(capacity, EvaluationPass.LargestBatch));
        batchesPerStep = trainer.AccumulateBatches;
        step = new TrainingStep(trainer.Network, trainer.Loss, team, capacity) { State = trainer.State };
        evaluation = new EvaluationPass(trainer.Network, trainer.Loss, team) { Seed = trainer.Seed, CarriesState = trainer.CarryState };
    }

    /// <summary>Trains up to the last epoch, or until something stops it.</summary>
    public void Run(TrainingPosition position, CancellationToken cancellationToken)
    {
        try
        {
            if (run.IsResumed)
                TakeUp(position);
            callbacks.Start();
            position.IsWhole = true;
            if (run.IsResumed)
                FinishMoment();
            while (trainer.EpochsTrained < run.LastEpoch && (run.StopReason is null || IsEpochWhole(position)) && TrainEpoch(position, cancellationToken))
            {
            }

            End(position);
        }
        catch (Exception exception)
        {
            callbacks.Fail(exception);
            throw;
        }
    }

    /// <summary>Saves, checks or loads what there is only while the training runs: what callbacks see, and the sums of the metrics.</summary>
    public void Exchange(StateExchange state, TrainingPosition position)
    {
        run.Exchange(state.Part("run"));
        callbacks.Exchange(state.Part("moment"));
        if (position.HasSums)
            MetricState.Exchange(state, trainer.Metrics);
    }

    public void Dispose()
    {
        team.Dispose();
        batches.Dispose();
    }

    // What a checkpoint has of it.
    private void TakeUp(TrainingPosition position)
    {
        var state = position.Detached!;
        Exchange(new StateExchange(state, StateMode.Load, trainer.Network.Parameters.Length), position);
        if (state.Problems.Count > 0)
            throw new SafeTensorsException($"The checkpoint that was loaded is not complete:{new ProblemList(state.Problems)}");
        position.Detached = null;
        run.Report = position.Report ?? (trainer.EpochsTrained > position.FirstEpoch ? trainer.History.Epochs[^1] : null);
    }

    // What callbacks put into the network at the end is not what a training that goes on begins with.
    private void End(TrainingPosition position)
    {
        var before = run.IsPaused ? Checksum() : 0;
        callbacks.End();
        if (!run.IsPaused || Checksum() == before)
            return;
        position.Obstacle = ExceptionDispatchInfo.Capture(new InvalidOperationException(
            "The training was paused, and at its end a callback changed the parameters, such as to the best ones. Save the checkpoint of a paused training in a callback, as Checkpoints do."));
    }

    private uint Checksum()
    {
        var checksum = new Crc32();
        checksum.Append(MemoryMarshal.AsBytes(trainer.Network.Parameters));
        return checksum.Value;
    }

    // The checkpoint was saved by one of the callbacks, before others heard of the moment.
    private void FinishMoment()
    {
        callbacks.Finish();
        if (callbacks.Moment == TrainingMoment.EpochEnd)
            CheckValidation(trainer.History.Epochs[^1]);
    }

    // False where the training was stopped before the epoch was whole.
    private bool TrainEpoch(TrainingPosition position, CancellationToken cancellationToken)
    {
        (run.Epoch, run.Step) = (trainer.EpochsTrained + 1, position.Step);
        if (position.Report is null)
        {
            if (!position.IsEpochStarted)
            {
                MetricBinding.Reset(metrics);
                run.MeanLoss = double.NaN;
                position.IsEpochStarted = true;
                callbacks.EpochStart();
            }

            TakeSteps(position, cancellationToken);
            if (run.StopReason is not null && !IsEpochWhole(position))
                return false;
            position.Report = run.Report = Report(position);
            if (position.Report.Validation is not null)
                callbacks.Validation();
        }

        EndEpoch(position);
        return true;
    }

    // Where nobody knows how many steps an epoch has, it is whole once its report is there.
    private bool IsEpochWhole(TrainingPosition position) => position.Report is not null || (position.Step > 0 && position.Step == run.StepsPerEpoch);

    private void TakeSteps(TrainingPosition position, CancellationToken cancellationToken)
    {
        batches.Start(trainer.EpochSeed(), trainer.Shuffle && step.State is null, (long)position.Step * batchesPerStep);
        position.StartClock();
        while (run.StopReason is null && batches.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.SetLearningRate();
            position.IsWhole = false;
            var loss = TakeStep(position.Step + 1);
            position.Loss += loss;
            position.Samples += step.Samples;
            (run.Step, run.StepSamples, run.StepLoss, run.MeanLoss) = (++position.Step, step.Samples, loss.Mean, position.Loss.Mean);
            position.IsWhole = true;
            callbacks.Step();
        }

        position.StopClock();
    }

    // During the validation the metrics have its sums, and not those of the training.
    private EpochReport Report(TrainingPosition position)
    {
        var duration = position.Duration;
        var trained = new Evaluation(position.Loss.Mean, MetricBinding.Values(metrics));
        if (validation is not null && !position.IsValidationStarted)
        {
            position.IsValidationStarted = true;
            callbacks.ValidationStart();
        }

        position.IsWhole = false;
        var validated = validation is null ? null : evaluation.Run(validation, metrics, nameof(validation));
        position.IsWhole = true;
        var rate = duration > TimeSpan.Zero ? position.Samples / duration.TotalSeconds : 0;
        return new EpochReport(run.Epoch, trained, validated, trainer.Optimizer.LearningRate, duration, rate);
    }

    private void EndEpoch(TrainingPosition position)
    {
        var report = position.Report!;
        trainer.EndEpoch(report);
        position.EndEpoch();
        callbacks.EpochEnd();
        CheckValidation(report);
    }

    private void CheckValidation(EpochReport report)
    {
        if (report.Validation is not { } validated || double.IsFinite(validated.Loss))
            return;
        var (layer, cause) = NonFiniteDiagnosis.OfValidation(trainer.Network, trainer.Loss, validation!);
        throw NonFiniteLossException.OfValidation(report.Epoch, validated.Loss, layer, cause);
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
                if (step.State is { } state)
                    Trainer.BeginSequences(state, train, batches);
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
