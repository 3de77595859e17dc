namespace NetGen.Generator.Graph;

/// <summary>What several steps compute together, as a textbook has it: it stands above them in the emitted code.</summary>
/// <param name="Title">What it is, with its name: <c>Batch normalisation 'norm1'</c>.</param>
/// <param name="Forward">The formula in training.</param>
/// <param name="Backward">Its gradient, step by step as the emitted steps have it.</param>
internal sealed record Textbook(string Title, string Forward, string Backward)
{
    /// <summary>What is said of a recurrence that goes through several time steps; empty for others.</summary>
    public string OfSequence { get; init; } = "";

    /// <summary>How the gradient of what goes in is computed, where that is another step, which is only there where something needs it; empty where it is a part of <see cref="Backward"/>.</summary>
    public string OfInput { get; init; } = "";

    /// <summary>The layer whose values it is of.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Whether x is what goes into the layer, and y what comes out.</summary>
    public bool IsOfXAndY { get; init; }

    /// <summary>Names of values in the backward steps, each with what it is in the formula.</summary>
    public EquatableArray<(string Word, string Meaning)> Words { get; init; } = [];

    /// <summary>The same in the forward steps.</summary>
    public EquatableArray<(string Word, string Meaning)> ForwardWords { get; init; } = [];

    /// <summary>The formula in a prediction, where it is another one.</summary>
    public string? Prediction { get; init; }
}
