namespace NetGen.Generator.Graph;

/// <summary>What a graph may have at one stage of the pipeline beside what every graph may have. Passes remove one after another.</summary>
internal sealed record GraphRules
{
    /// <summary>All of it, as a forward method may give it.</summary>
    public static readonly GraphRules Any = new() { AllowsModes = true, AllowsStops = true, AllowsScattering = true, AllowsDeadCode = true, AllowsTrainingLeaves = true, AllowsSumsOfSteps = true };

    /// <summary>None of it but what training has: ready for kernels.</summary>
    public static readonly GraphRules Clean = new() { AllowsTrainingLeaves = true };

    /// <summary>Values that are one thing in training and another in a prediction.</summary>
    public bool AllowsModes { get; init; }

    /// <summary>Places where a gradient stops.</summary>
    public bool AllowsStops { get; init; }

    /// <summary>Contractions that add to elements of their output here and there.</summary>
    public bool AllowsScattering { get; init; }

    /// <summary>Sums over the steps of a loop, and what they are gradients of.</summary>
    public bool AllowsSumsOfSteps { get; init; }

    /// <summary>Nodes that nothing needs.</summary>
    public bool AllowsDeadCode { get; init; }

    /// <summary>Random numbers and the size of the batch, which the runtime writes in training only.</summary>
    public bool AllowsTrainingLeaves { get; init; }
}
