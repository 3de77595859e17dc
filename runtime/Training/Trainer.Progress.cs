namespace NetGen;

/// <content>What is seen of a training while it runs, and a rehearsal.</content>
public sealed partial class Trainer
{
    /// <summary>Shows how a training gets on, in a terminal or as lines: <c>Progress = new ProgressDisplay()</c>. Nothing is written to the console unless set.</summary>
    public ProgressDisplay? Progress { get; set; }

    /// <summary>
    /// Where set, <see cref="Fit"/> only rehearses: one epoch of so many batches, a validation of as many, all callbacks and the end, to find in seconds what would else
    /// fail after hours. Files are left alone by the logs and checkpoints of the package; parameters, history and counts change as in any training.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? FastDevRun
    {
        get;
        set
        {
            if (value is { } batches)
                ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1, nameof(value));
            field = value;
        }
    }
}
