namespace NetGen;

/// <summary>Ends the training when the validation loss no longer falls.</summary>
public sealed record EarlyStopping
{
    /// <summary>Makes the rule.</summary>
    /// <param name="patience">After how many epochs in a row without a new lowest validation loss the training ends; at least 1.</param>
    /// <param name="minimumImprovement">By how much a loss must be below the lowest so far to count; 0 unless given.</param>
    /// <param name="restoreBest">Whether the parameters of the best epoch are put back at the end; they are unless set otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public EarlyStopping(int patience, double minimumImprovement = 0, bool restoreBest = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        if (!(minimumImprovement >= 0))
            throw new ArgumentOutOfRangeException(nameof(minimumImprovement), minimumImprovement, "An improvement is not negative.");
        Patience = patience;
        MinimumImprovement = minimumImprovement;
        RestoreBest = restoreBest;
    }

    /// <summary>After how many epochs in a row without a new lowest validation loss the training ends.</summary>
    public int Patience { get; }

    /// <summary>By how much a loss must be below the lowest so far to count.</summary>
    public double MinimumImprovement { get; }

    /// <summary>
    /// Whether the parameters of the best epoch are put back when the training ends, early, after its last epoch, or by a
    /// validation loss that is not finite; not when it is cancelled or fails otherwise.
    /// </summary>
    public bool RestoreBest { get; }
}
