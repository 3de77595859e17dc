namespace NetGen;

/// <summary>The callbacks of one training, told of its moments in order; each that was told of the start is told of the end once.</summary>
internal sealed class CallbackList(TrainingRun run, ITrainingCallback[] callbacks)
{
    // Those before it are open: they were told of the start, and not yet of the end.
    private int firstOpen;
    private int end;

    public void Start()
    {
        foreach (var callback in callbacks)
        {
            end++;
            callback.OnStart(run);
        }
    }

    public void EpochStart()
    {
        foreach (var callback in callbacks)
            callback.OnEpochStart(run);
    }

    public void Step()
    {
        foreach (var callback in callbacks)
            callback.OnStep(run);
    }

    public void ValidationStart()
    {
        foreach (var callback in callbacks)
            callback.OnValidationStart(run);
    }

    public void Validation()
    {
        foreach (var callback in callbacks)
            callback.OnValidation(run);
    }

    public void EpochEnd()
    {
        foreach (var callback in callbacks)
            callback.OnEpochEnd(run);
    }

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
}
