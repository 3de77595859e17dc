using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>What a <see cref="Diagnosis"/> saw at one moment of a training: numbers for each layer, and what they mean.</summary>
/// <param name="Epoch">The epoch, counted over the trainer's life, from 1.</param>
/// <param name="Step">How many steps the trainer had taken; 0 before the first.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Loss">The loss of the probe, the same samples at every diagnosis; not a number where no target of theirs counts.</param>
/// <param name="Layers">The layers, in the network's order.</param>
/// <param name="Findings">What is wrong at this moment; empty where nothing was found.</param>
public sealed record DiagnosisReport(
    int Epoch, long Step, float LearningRate, double Loss, IReadOnlyList<LayerDiagnosis> Layers, IReadOnlyList<Finding> Findings)
{
    /// <summary>The Euclidean norm of the gradient of all parameters, before clipping.</summary>
    public double GradientNorm => Math.Sqrt(Layers.Sum(static layer => layer.Gradients is { } gradients ? gradients.SquaredNorm : 0));

    /// <summary>A line of where it is, a table with a row for each layer, and a line for each finding. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        const TextTable.Align Left = TextTable.Align.Left;
        const TextTable.Align Right = TextTable.Align.Right;
        var table = new TextTable(Left, Left, Right, Right, Right, Right, Right, Right, Right);
        table.Add("layer", "kind", "activations", "min … max", "gradients", "min … max", "update/weight", "dead", "saturated");
        foreach (var layer in Layers)
        {
            table.Add(
                layer.Layer, layer.Kind, Spread(layer.Activations), Range(layer.Activations), Spread(layer.Gradients), Range(layer.Gradients),
                layer.UpdateRatio is { } ratio ? Number(ratio) : "", Share(layer.DeadShare), Share(layer.SaturatedShare));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"epoch {Epoch}, step {Step}: loss {Number(Loss)}, learning rate {Number(LearningRate)}, gradient norm {Number(GradientNorm)}\n{table}");
        foreach (var finding in Findings)
            text.Append(CultureInfo.InvariantCulture, $"\n{finding}");
        return text.ToString();
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Spread(TensorStatistics? tensor) => tensor is { } values ? $"{Number(values.Mean)} ± {Number(values.Deviation)}" : "";

    private static string Range(TensorStatistics? tensor) => tensor is { } values ? $"{Number(values.Minimum)} … {Number(values.Maximum)}" : "";

    private static string Share(double? share) => share is { } value ? $"{ReportText.Number(100 * value, "0")}%" : "";
}

/// <summary>The numbers of one layer at one moment.</summary>
/// <param name="Layer">The layer's name, such as <c>hidden</c>.</param>
/// <param name="Kind">What it is, such as <c>Dense</c>.</param>
public sealed record LayerDiagnosis(string Layer, string Kind)
{
    /// <summary>
    /// Its outputs for the samples of the probe, after its activation function; null where the network stores them nowhere, because the next step
    /// is computed in the same kernel.
    /// </summary>
    public TensorStatistics? Activations { get; init; }

    /// <summary>
    /// The gradient of the probe's loss with respect to the layer's parameters, before clipping; null for a layer without trained parameters. (The gradient
    /// with respect to its outputs is not kept by the emitted code, which reuses its memory.)
    /// </summary>
    public TensorStatistics? Gradients { get; init; }

    /// <summary>Its trained parameters; null where it has none.</summary>
    public TensorStatistics? Parameters { get; init; }

    /// <summary>
    /// How much the last step changed the layer: ‖new − old‖ / ‖old‖ of its weights, the parameters of two axes or more (of all, where none has two).
    /// About 10⁻³ is common. Null before the first step and for a layer without trained parameters.
    /// </summary>
    public double? UpdateRatio { get; init; }

    /// <summary>
    /// The share of its units, or channels, that no sample of the probe reaches: the gradient of each of the unit's parameters is exactly 0. Null for a layer whose
    /// parameters have no units (their first axis), and where the whole network has no gradient.
    /// </summary>
    public double? DeadShare { get; init; }

    /// <summary>
    /// The share of its outputs at the flat ends of its activation function: for a sigmoid below 0.01 or above 0.99, for tanh beyond ±0.99. Null for other functions, and
    /// where the outputs are not stored.
    /// </summary>
    public double? SaturatedShare { get; init; }
}

/// <summary>Numbers of one tensor: of all its elements, over all samples of the probe.</summary>
/// <param name="Count">How many elements.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, divided by n.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="ZeroShare">The share that is exactly 0.</param>
public readonly record struct TensorStatistics(long Count, double Mean, double Deviation, double Minimum, double Maximum, double ZeroShare)
{
    /// <summary>The sum of their squares.</summary>
    public double SquaredNorm => Count * ((Mean * Mean) + (Deviation * Deviation));

    /// <summary>The root of the mean of their squares.</summary>
    public double RootMeanSquare => Math.Sqrt((Mean * Mean) + (Deviation * Deviation));
}

/// <summary>What a diagnosis can find.</summary>
public enum FindingKind
{
    /// <summary>Gradients become smaller from layer to layer towards the input, so that the first layers hardly learn.</summary>
    VanishingGradients,

    /// <summary>Activations or gradients grow from layer to layer, or are no longer finite.</summary>
    ExplodingGradients,

    /// <summary>Units that no sample reaches, such as relu units that are always 0: they cannot learn.</summary>
    DeadUnits,

    /// <summary>Units at the flat ends of a sigmoid or tanh, where hardly any gradient comes through.</summary>
    SaturatedUnits,

    /// <summary>Steps that are too long.</summary>
    LearningRateTooLarge,

    /// <summary>Steps that are too short.</summary>
    LearningRateTooSmall,

    /// <summary>The network learns the training samples by heart: the validation loss rises while the training loss falls.</summary>
    Overfitting,

    /// <summary>The network does not learn even the training samples.</summary>
    Underfitting,
}

/// <summary>Something that keeps a network from learning, and what to do about it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layer">The layer where it shows; null where it is no layer's.</param>
/// <param name="Epoch">The epoch in which it was found, from 1.</param>
/// <param name="Step">After how many steps of the trainer.</param>
/// <param name="Text">What was found, with its numbers: a sentence or two.</param>
/// <param name="Remedy">What may help: a sentence or two.</param>
public sealed record Finding(FindingKind Kind, string? Layer, int Epoch, long Step, string Text, string Remedy)
{
    /// <summary>Such as <c>dead units: …</c> with the remedy behind.</summary>
    public override string ToString() => $"{Title}: {Text} {Remedy}";

    /// <summary>The kind in words, such as <c>vanishing gradients</c>.</summary>
    public string Title => Kind switch
    {
        FindingKind.VanishingGradients => "vanishing gradients",
        FindingKind.ExplodingGradients => "exploding gradients",
        FindingKind.DeadUnits => "dead units",
        FindingKind.SaturatedUnits => "saturated units",
        FindingKind.LearningRateTooLarge => "learning rate too large",
        FindingKind.LearningRateTooSmall => "learning rate too small",
        FindingKind.Overfitting => "overfitting",
        _ => "underfitting",
    };
}
