namespace NetGen.Numeric.Checks.Networks;

/// <summary>What makes images and sequences larger; each a network by itself.</summary>
public static partial class Resizings
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(3, 5, 4), ZeroPad2D(1, 2, 3, 0)", static seed => new Zeros(seed)),
        new("Input(3, 5, 4), ReflectionPad2D(1, 2, 3, 0)", static seed => new Reflections(seed)),
        new("Input(3, 5, 4), Upsample(3)", static seed => new Nearest(seed)),
        new("Input(3, 5, 4), Upsample(2, UpsampleMode.Bilinear)", static seed => new BilinearTwice(seed)),
        new("Input(3, 5, 4), Upsample(3, UpsampleMode.Bilinear)", static seed => new BilinearThrice(seed)),
        new("Input(3, 7), ZeroPad1D(2, 3)", static seed => new ZerosOfSequence(seed)),
        new("Input(3, 7), ReflectionPad1D(2, 3)", static seed => new ReflectionsOfSequence(seed)),
    ];

    [Network(InputGradient = true), Input(3, 5, 4)]
    [ZeroPad2D(1, 2, 3, 0)]
    public sealed partial class Zeros;

    [Network(InputGradient = true), Input(3, 5, 4)]
    [ReflectionPad2D(1, 2, 3, 0)]
    public sealed partial class Reflections;

    [Network(InputGradient = true), Input(3, 5, 4)]
    [Upsample(3)]
    public sealed partial class Nearest;

    [Network(InputGradient = true), Input(3, 5, 4)]
    [Upsample(2, UpsampleMode.Bilinear)]
    public sealed partial class BilinearTwice;

    [Network(InputGradient = true), Input(3, 5, 4)]
    [Upsample(3, UpsampleMode.Bilinear)]
    public sealed partial class BilinearThrice;

    [Network(InputGradient = true), Input(3, 7)]
    [ZeroPad1D(2, 3)]
    public sealed partial class ZerosOfSequence;

    [Network(InputGradient = true), Input(3, 7)]
    [ReflectionPad1D(2, 3)]
    public sealed partial class ReflectionsOfSequence;
}
