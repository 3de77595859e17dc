using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// The formulas of layers that are several steps. x goes in and y comes out, and ∂x is ∂loss/∂x. The backward formulas go the same way as the rules of the
/// primitives do, so that each part is one of the emitted steps.
/// </summary>
internal static class Textbooks
{
    private const string OfNormalized =
        "∂x̂ = γ·∂y, ∂σ² = −½·(σ² + ε)^(−3/2)·Σ ∂x̂·(x − μ), ∂(x − μ) = ∂x̂/√(σ² + ε) + 2·(x − μ)·∂σ²/n, ∂μ = −Σ ∂(x − μ), ∂x = ∂(x − μ) + ∂μ/n";

    private const string Averaged = "where n values are averaged";

    // What the steps call them.
    private static readonly EquatableArray<(string, string)> NamesOfNormalized =
        [("centered", "x − μ"), ("inverseDeviation", "1/√(σ² + ε)"), ("∂variance.sum", "∂σ²/n"), ("∂mean.sum", "∂μ/n")];

    private const string Normalized = "x̂ = (x − μ)/√(σ² + ε)";

    /// <summary>That of a layer; null for one whose steps say enough by themselves.</summary>
    public static Textbook? Of(LayerDeclaration layer) => Formula(layer) is { } formula ? formula with { Layer = layer.Name } : null;

    private static Textbook? Formula(LayerDeclaration layer) => layer switch
    {
        BatchNormDeclaration norm => new(
            Title("Batch normalisation", norm), $"the mean μ and the variance σ² of each channel are those of the whole batch, {Normalized}, {Affine(norm)}", $"{OfAffine(norm)}{OfNormalized}, {Averaged}; a .part is that of this worker's samples")
        {
            IsOfXAndY = true,
            Words = NamesOfNormalized,
            Prediction = "with the running mean and variance instead of those of a batch, y = x·scale + shift with scale = γ/√(σ² + ε) and shift = β − μ·scale",
        },
        LayerNormDeclaration norm => new(
            Title("Layer normalisation", norm), $"the mean μ and the variance σ² are taken along the last {Axes(norm.Axes)}, {Normalized}, {Affine(norm)}", $"{OfAffine(norm)}{OfNormalized}, {Averaged}")
        { IsOfXAndY = true, Words = NamesOfNormalized },
        GroupNormDeclaration norm => new(
            Title("Group normalisation", norm), $"the mean μ and the variance σ² are those of each of {Numbers.Text(norm.Groups)} groups of channels of each sample, {Normalized}, {Affine(norm)}", $"{OfAffine(norm)}{OfNormalized}, {Averaged}")
        { IsOfXAndY = true, Words = NamesOfNormalized },
        RMSNormDeclaration norm => new(
            Title("RMS normalisation", norm), $"r = 1/√(mean(x²) + ε), with the mean along the last {Axes(norm.Axes)}, y = {(norm.Affine ? "γ·" : "")}x·r",
            norm.Affine ? "∂γ = Σ ∂y·x·r, ∂r = Σ γ·∂y·x, ∂x = γ·∂y·r − x·r³·∂r/n, where n values are averaged" : "∂r = Σ ∂y·x, ∂x = ∂y·r − x·r³·∂r/n, where n values are averaged")
        { IsOfXAndY = true },
        GlobalAveragePoolDeclaration pool => new(Title("Global average pool", pool), "y is the mean of each channel: the sum of its n values, divided by n", "∂sum = ∂y/n, which is the gradient of each of the n values of a channel"),
        SoftmaxDeclaration => Softmax(layer.Name),
        LogSoftmaxDeclaration => LogSoftmax(layer.Name),
        MultiHeadAttentionDeclaration attention => new(
            Title("Attention", attention),
            $"q, k and v are projections of what goes in, in {Counts.Text(attention.Heads)} heads of d features{(attention.IsCausal ? ", with a causal mask" : "")}; A = softmax(q·kᵀ/√d) along the keys; y is the projection of A·v",
            "∂v = Aᵀ·∂(A·v), ∂A = ∂(A·v)·vᵀ, ∂(q·kᵀ) = A ⊙ (∂A − Σ ∂A ⊙ A)/√d, by way of the exponentials e of the softmax and their sum s: ∂s = −Σ ∂A ⊙ e/s² and ∂(q·kᵀ) = (∂A/s + ∂s) ⊙ e/√d, without a gradient of the maximum, which A does not change with; ∂q = ∂(q·kᵀ)·k, ∂k = ∂(q·kᵀ)ᵀ·q; "
                + $"for each projection W·u{(attention.Bias ? " + b" : "")} with the gradient g, ∂W = Σ g·uᵀ{(attention.Bias ? ", ∂b = Σ g" : "")} and ∂u = Wᵀ·g")
        { ForwardWords = [("projected", "q, k and v, concatenated"), ("attention", "A"), ("heads", "A·v")], Words = [("∂heads", "∂(A·v)"), ("∂attention", "∂A"), ("attention.exponential", "e"), ("attention.sum", "s"), ("∂products", "∂(q·kᵀ)"), ("∂projected", "∂q, ∂k and ∂v, concatenated")] },
        // Each of several recurrences has its own.
        RecurrentDeclaration { Layers: 1 } recurrent when recurrent.Directions.Count() == 1 => RecurrenceTextbooks.Of(recurrent, 0, isReverse: false),
        _ => null,
    };

    public static Textbook Softmax(string name) => new(
        $"Softmax '{name}'", "eᵢ = exp(xᵢ − max x), s = Σ e, yᵢ = eᵢ/s; the largest is subtracted so that nothing overflows, and cancels",
        "∂xᵢ = yᵢ·(∂yᵢ − Σⱼ ∂yⱼ·yⱼ), by way of ∂s = −Σ ∂y·e/s² and ∂x = e·(∂y/s + ∂s), without a gradient of max x, which y does not change with")
    { Layer = name, IsOfXAndY = true };

    public static Textbook LogSoftmax(string name) => new(
        $"Logarithm of a softmax '{name}'", "yᵢ = (xᵢ − max x) − log Σⱼ exp(xⱼ − max x); the largest is subtracted so that nothing overflows, and cancels",
        "∂xᵢ = ∂yᵢ − softmax(x)ᵢ·Σⱼ ∂yⱼ, by way of the sum s of the exponentials: ∂s = −Σ ∂y/s, ∂x = ∂y + ∂s·exp(x − max x)")
    { Layer = name, IsOfXAndY = true };

    /// <summary>What stands above the steps of the network's own objective.</summary>
    public static Textbook Objective(string name) => new(
        $"Objective '{name}'", "what training minimises, the mean over the batch; each step is a part of the line that it names",
        "the derivative of each line, the last one first: from ∂objective = 1, through the mean, which divides by the number of samples");

    private static string Title(string kind, LayerDeclaration layer) => $"{kind} '{layer.Name}'";

    private static string Axes(int count) => count == 1 ? "axis" : $"{Counts.Text(count)} axes";

    private static string Affine(NormalizationDeclaration norm) => !norm.Affine ? "y = x̂" : HasBias(norm) ? "y = γ·x̂ + β with the weight γ and the bias β" : "y = γ·x̂ with the weight γ";

    private static string OfAffine(NormalizationDeclaration norm) => !norm.Affine ? "γ = 1, " : HasBias(norm) ? "∂β = Σ ∂y, ∂γ = Σ ∂y·x̂, " : "∂γ = Σ ∂y·x̂, ";

    private static bool HasBias(NormalizationDeclaration norm) => norm is not LayerNormDeclaration { Bias: false };
}
