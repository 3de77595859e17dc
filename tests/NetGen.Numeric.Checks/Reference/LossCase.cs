namespace NetGen.Numeric.Checks.Reference;

/// <summary>A loss with one choice of settings, and its definition in double.</summary>
/// <param name="Name">Names it in the names of checks.</param>
/// <param name="Create">Makes the loss of the runtime for so many outputs.</param>
/// <param name="DrawTarget">Draws the target of one sample with so many outputs.</param>
/// <param name="Value">The loss of a batch: outputs [batch × output], targets [batch × target], batch.</param>
public sealed record LossCase(
    string Name,
    Func<int, Loss> Create,
    Func<Random, int, float[]> DrawTarget,
    Func<double[], float[], int, double> Value)
{
    /// <summary>For a loss of single elements, how near an output comes to a place without derivative: from output and target.</summary>
    public Func<double, double, double>? KinkDistance { get; init; }

    /// <summary>The smallest batch that the loss is checked with: a single sample must not be one that is left out.</summary>
    public int SmallestBatch { get; init; } = 1;

    public override string ToString() => Name;
}
