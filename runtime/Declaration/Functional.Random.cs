namespace NetGen;

/// <summary>The functions by which training differs from prediction.</summary>
public static partial class Functional
{
    /// <summary>
    /// Random numbers, normal with mean 0 and standard deviation 1, other ones for every sample and every training step: PyTorch's
    /// <c>randn</c>. They depend on the seed, the step and their place alone, never on the number of workers.
    /// </summary>
    /// <remarks>
    /// A prediction has no random numbers: what depends on them reaches an output through <see cref="WhenTraining"/> only. Each call draws
    /// numbers of its own.
    /// </remarks>
    /// <param name="dimensions">The extents of a sample.</param>
    public static Tensor RandomNormal(params int[] dimensions) => throw Tensor.NeverRuns();

    /// <summary>Random numbers, uniform in [0, 1), other ones for every sample and every training step: PyTorch's <c>rand</c>.</summary>
    /// <inheritdoc cref="RandomNormal"/>
    public static Tensor RandomUniform(params int[] dimensions) => throw Tensor.NeverRuns();

    /// <summary>One tensor in training, another one of the same shape in prediction and validation.</summary>
    /// <param name="training">What it is in the passes of training.</param>
    /// <param name="inference">What it is in <c>Predict</c>.</param>
    public static Tensor WhenTraining(Tensor training, Tensor inference) => throw Tensor.NeverRuns();
}
