using System.Numerics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Keeps an exponential moving average of the trainable parameters, <c>a ← decay·a + (1 − decay)·p</c> after each step. Validation is of the averaged parameters, and they are
/// the network's at the end.
/// </summary>
/// <remarks>
/// <para>The formula is that of PyTorch's <c>AveragedModel</c> with <c>get_ema_multi_avg_fn(decay)</c>: the first step's parameters start the average, so that no bias is to be
/// corrected. What is not trained, such as the running statistics of batch normalisation, is not averaged, but that of the network, as with <c>use_buffers=False</c>.</para>
/// <para>The network has the averaged parameters from each validation to the next epoch, and at the end; then what other callbacks keep as the best parameters are averaged ones too.
/// In between it has its own. Where a training fails or is cancelled, the network has its own parameters as they were after the last step.</para>
/// </remarks>
public sealed class ExponentialMovingAverage : ITrainingCallback, ICheckpointed
{
    // Beside the network's parameters: the average, or, while the average is in the network, the network's own. What is not trained has room in it, but no use.
    private float[]? other;
    private bool isSwapped;
    private long count;

    /// <summary>Makes the average.</summary>
    /// <param name="decay">How much of the average each step keeps; 0 … 1, without 1; 0.999 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is outside its bounds.</exception>
    public ExponentialMovingAverage(double decay = 0.999)
    {
        if (!(decay >= 0 && decay < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "A decay is from 0 to below 1.");
        Decay = decay;
    }

    /// <summary>How much of the average each step keeps.</summary>
    public double Decay { get; }

    /// <summary>
    /// Whether the decay rises with the number of averaged steps, <c>min(decay, (1 + n) / (10 + n))</c>, as TensorFlow's <c>ExponentialMovingAverage</c> with <c>num_updates</c>,
    /// so that a short training does not keep its first parameters; it does not unless set.
    /// </summary>
    public bool WarmsUp { get; init; }

    /// <inheritdoc/>
    public string StateName => "exponential_moving_average";

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        if (run.IsResumed)
            return;
        (count, isSwapped) = (0, false);
        if (other?.Length != run.Network.Parameters.Length)
            other = new float[run.Network.Parameters.Length];
    }

    /// <inheritdoc/>
    public void OnEpochStart(TrainingRun run)
    {
        if (isSwapped)
            Swap(run);
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        var parameters = run.Network.TrainableParameters();
        var average = Average(run);
        if (count == 0)
            parameters.CopyTo(average);
        else
            Approach(average, parameters, (float)(1 - (WarmsUp ? Math.Min(Decay, (1.0 + count) / (10.0 + count)) : Decay)));
        count++;

        // What decays towards 0 would end as denormal floats, at which a processor is slow.
        if (count % 256 == 0)
            Denormals.Round(average);
    }

    /// <inheritdoc/>
    public void OnValidationStart(TrainingRun run)
    {
        if (count > 0 && !isSwapped)
            Swap(run);
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run)
    {
        // They stay swapped for a checkpoint that is saved after the training: whoever goes on with it finds the network's own parameters.
        if (count > 0 && !isSwapped && !run.ParametersAreRestored)
            Swap(run);
    }

    /// <inheritdoc/>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        if (isSwapped && !run.ParametersAreRestored)
            Swap(run);
        isSwapped = false;
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("decay", Decay);
        state.Setting("warms_up", WarmsUp);
        state.Value("count", ref count);
        state.Value("is_swapped", ref isSwapped);
        state.Values("other", ref other, state.ParameterCount);
    }

    private Span<float> Average(TrainingRun run) => other.AsSpan(0, run.Network.Description.TrainableLength);

    private void Swap(TrainingRun run)
    {
        var parameters = run.Network.TrainableParameters();
        var average = Average(run);
        for (var i = 0; i < parameters.Length; i++)
            (parameters[i], average[i]) = (average[i], parameters[i]);
        isSwapped = !isSwapped;
    }

    // average += share · (parameters − average)
    private static void Approach(Span<float> average, ReadOnlySpan<float> parameters, float share)
    {
        var factor = new Vector<float>(share);
        var i = 0;
        for (; i <= average.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var old = new Vector<float>(average[i..]);
            (old + (factor * (new Vector<float>(parameters[i..]) - old))).CopyTo(average[i..]);
        }

        for (; i < average.Length; i++)
            average[i] += share * (parameters[i] - average[i]);
    }
}
