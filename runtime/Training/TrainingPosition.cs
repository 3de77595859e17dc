namespace NetGen;

/// <summary>How far a call of <see cref="Trainer.Fit"/> has come: what, beside parameters, optimizer and history, a training needs to go on in the middle of an epoch.</summary>
internal sealed class TrainingPosition
{
    /// <summary>How many epochs the trainer had trained when the call began.</summary>
    public required int FirstEpoch { get; init; }

    /// <summary>How many steps of the present epoch have been taken.</summary>
    public int Step { get; set; }

    /// <summary>The loss of these steps.</summary>
    public LossValue Loss { get; set; }

    /// <summary>How many samples they had.</summary>
    public long Samples { get; set; }

    /// <summary>How long they took.</summary>
    public TimeSpan Duration { get; set; }
}
