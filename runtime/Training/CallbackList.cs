namespace NetGen;

/// <summary>
/// The callbacks of one training, told of its moments in order; each that was told of the start is told of the end once. A checkpoint can be saved by any of
/// them at any moment: it notes which of them are still to be told, and the training that goes on with it tells them first.
/// </summary>
internal sealed class CallbackList(TrainingRun run, ITrainingCallback[] callbacks)
{
    // Those before it are open: they were told of the start, and not yet of the end.
    private int firstOpen;
    private int end;

    // Those who hear of the present moment, and how many have; one that is being told counts.
    private ITrainingCallback[] listeners = [];
    private int told;

    /// <summary>The last moment, or the present one.</summary>
    public TrainingMoment Moment { get; private set; }

    public void Start()
    {
        foreach (var callback in callbacks)
        {
            end++;
            callback.OnStart(run);
        }
    }

    public void EpochStart() => Tell(TrainingMoment.EpochStart);

    public void Step() => Tell(TrainingMoment.Step);

    public void ValidationStart() => Tell(TrainingMoment.ValidationStart);

    public void Validation() => Tell(TrainingMoment.Validation);

    public void EpochEnd() => Tell(TrainingMoment.EpochEnd);

    public void End()
    {
        while (firstOpen < end)
            callbacks[firstOpen++].OnEnd(run);
    }

    /// <summary>Tells those that were not told of the end. What they throw is dropped: the failure that they are told of is the one to be thrown.</summary>
    public void Fail(Exception failure)
    {
        while (firstOpen < end)
        {
            try
            {
                callbacks[firstOpen++].OnFailure(run, failure);
            }
            catch (Exception exception) when (!ReferenceEquals(exception, failure))
            {
            }
        }
    }

    /// <summary>Tells those who are still to be told of the present moment.</summary>
    public void Finish()
    {
        while (told < listeners.Length)
        {
            var callback = listeners[told++];
            switch (Moment)
            {
                case TrainingMoment.EpochStart:
                    callback.OnEpochStart(run);
                    break;
                case TrainingMoment.Step:
                    callback.OnStep(run);
                    break;
                case TrainingMoment.ValidationStart:
                    callback.OnValidationStart(run);
                    break;
                case TrainingMoment.Validation:
                    callback.OnValidation(run);
                    break;
                case TrainingMoment.EpochEnd:
                    callback.OnEpochEnd(run);
                    break;
            }
        }
    }

    /// <summary>Saves, checks or loads which callbacks are still to be told of the present moment.</summary>
    public void Exchange(StateExchange state)
    {
        var moment = (int)Moment;
        var waiting = string.Join('\n', listeners.Skip(told).Select(Label));
        state.Value("moment", ref moment);
        state.Value("waiting", ref waiting);
        if (!state.IsLoading)
            return;
        Moment = (TrainingMoment)moment;
        (listeners, told) = (waiting.Length == 0 ? [] : Find(waiting.Split('\n')), 0);
    }

    private void Tell(TrainingMoment moment)
    {
        (Moment, listeners, told) = (moment, callbacks, 0);
        Finish();
    }

    // The last ones of the list come last: of several with one label, it is the last that are still to be told.
    private ITrainingCallback[] Find(string[] labels)
    {
        var left = labels.ToList();
        var found = callbacks.Reverse().Where(callback => left.Remove(Label(callback))).ToArray();
        Array.Reverse(found);
        return found;
    }

    private static string Label(ITrainingCallback callback) => ((callback as ICheckpointed)?.StateName ?? callback.GetType().Name).ReplaceLineEndings(" ");
}

/// <summary>What callbacks are told of between the start of a training and its end.</summary>
internal enum TrainingMoment
{
    None,
    EpochStart,
    Step,
    ValidationStart,
    Validation,
    EpochEnd,
}
