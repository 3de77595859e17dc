namespace NetGen;

/// <summary>
/// Is told of the moments of a training, in this order: <see cref="OnStart"/>; for each epoch <see cref="OnEpochStart"/>, <see cref="OnStep"/> after each
/// step, <see cref="OnValidationStart"/> and <see cref="OnValidation"/> where there are samples for it, <see cref="OnEpochEnd"/>; at last <see cref="OnEnd"/>, or <see cref="OnFailure"/>
/// where something was thrown. All are called on the thread that called <see cref="Trainer.Fit"/>, in the order of <see cref="Trainer.Callbacks"/>. A
/// callback implements those that it needs.
/// </summary>
/// <remarks>
/// <para>
/// A callback whose <see cref="OnStart"/> was called is told of the end in exactly one way, so that what it holds open it can close there. What a callback
/// throws ends the training as any other failure: <see cref="Trainer.Fit"/> throws it, the parameters are those after the last step, and the whole epochs are
/// in <see cref="Trainer.History"/>. What <see cref="OnFailure"/> throws is dropped: the first failure is the one that counts.
/// </para>
/// <para>
/// A checkpoint has the state of callbacks that implement <see cref="ICheckpointed"/>, and of no others. Implement it where a callback remembers something, such as a number of epochs
/// without progress, and changes the training by it. Every other callback begins anew when a training is resumed, without a message: most, such as logs of one's own, need no more.
/// What a method given to <see cref="Trainer.Fit"/> as <c>onStep</c> remembers is in no checkpoint either.
/// </para>
/// </remarks>
/// <example>
/// Halves the learning rate after every third epoch that is worse than the one before, and remembers those epochs in a checkpoint:
/// <code>
/// sealed class Halving : ITrainingCallback, ICheckpointed
/// {
///     private double last = double.PositiveInfinity;
///     private int worse;
///
///     public string StateName => "halving";
///
///     public void ExchangeState(StateExchange state)
///     {
///         state.Value("last", ref last);
///         state.Value("worse", ref worse);
///     }
///
///     public void OnEpochEnd(TrainingRun run)
///     {
///         if (run.Report!.TrainLoss > last &amp;&amp; ++worse % 3 == 0)
///             run.LearningRate /= 2;
///         last = run.Report.TrainLoss;
///     }
/// }
/// </code>
/// </example>
public interface ITrainingCallback
{
    /// <summary>Before the first step. <see cref="TrainingRun.IsResumed"/> says whether a checkpoint is gone on with, and this callback's state was read from it.</summary>
    void OnStart(TrainingRun run)
    {
    }

    /// <summary>Before the first step of an epoch; not where a training goes on in the middle of one.</summary>
    void OnEpochStart(TrainingRun run)
    {
    }

    /// <summary>After each step: parameters and running statistics are changed. Must allocate nothing where steps should not.</summary>
    void OnStep(TrainingRun run)
    {
    }

    /// <summary>Before an epoch's validation, after its last step.</summary>
    void OnValidationStart(TrainingRun run)
    {
    }

    /// <summary>After an epoch's validation: <see cref="TrainingRun.Report"/> is that of this epoch, and not yet in the history.</summary>
    void OnValidation(TrainingRun run)
    {
    }

    /// <summary>After an epoch: <see cref="TrainingRun.Report"/> is its report, and the last one in the history.</summary>
    void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>After the last epoch, or after what stopped the training.</summary>
    void OnEnd(TrainingRun run)
    {
    }

    /// <summary>After a failure, or after it was cancelled.</summary>
    /// <param name="run">The training.</param>
    /// <param name="failure">What was thrown.</param>
    void OnFailure(TrainingRun run, Exception failure)
    {
    }
}
