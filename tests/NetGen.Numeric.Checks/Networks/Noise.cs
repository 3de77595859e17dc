namespace NetGen.Numeric.Checks.Networks;

/// <summary>What is random, and nothing else.</summary>
public static partial class Noise
{
    [Network(InputGradient = true), Input(40)]
    [Dropout(0.3)]
    public sealed partial class OfElements;

    [Network(InputGradient = true), Input(16, 3, 5)]
    [Dropout2D(0.3)]
    public sealed partial class OfChannels;
}
