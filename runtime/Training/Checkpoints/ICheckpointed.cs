namespace NetGen;

/// <summary>
/// What has a state that a checkpoint keeps: an optimizer, a metric, a callback. One method names every value once, and serves to save, to check and to load,
/// so that the three cannot differ.
/// </summary>
public interface ICheckpointed
{
    /// <summary>What the state is called in a checkpoint: unique among the callbacks of a trainer, such as <c>early_stopping</c>.</summary>
    string StateName { get; }

    /// <summary>Names every value of the state, and every setting that it depends on. Called at any moment between two steps.</summary>
    void ExchangeState(StateExchange state);
}
