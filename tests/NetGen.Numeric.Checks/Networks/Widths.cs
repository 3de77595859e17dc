using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>
/// Dense layers of widths on both sides of the vectors and tiles that kernels are made of. The widths 1, 2, 7, 8, 9, 10, 31 and 128 each
/// occur as input, as both hidden layers and as output, and every pair of them as the two sides of a layer.
/// </summary>
/// <remarks>
/// Four squares: within one, the step from a layer's width to the next in the list of widths is the same, and the eight networks
/// start at the eight widths. The steps are 3, 6, 5, then 1, 2, 4, then 0, 0, 0, and 7 for single layers, which have no bias.
/// </remarks>
public static partial class Widths
{
    public static IReadOnlyList<DenseSubject> All { get; } =
    [
        new("128-7-1-10", static seed => new Of128x7x1x10(seed), ReferenceNetwork.From(128).Dense(7, Activation.Sigmoid).Dense(1, Activation.Tanh).Dense(10)),
        new("1-2-8-128", static seed => new Of1x2x8x128(seed), ReferenceNetwork.From(1).Dense(2, Activation.Relu).Dense(8, Activation.Silu).Dense(128)),
        new("8-9-31-7", static seed => new Of8x9x31x7(seed), ReferenceNetwork.From(8).Dense(9, Activation.Tanh).Dense(31, Activation.Relu).Dense(7)),
        new("9-10-128-8", static seed => new Of9x10x128x8(seed), ReferenceNetwork.From(9).Dense(10, Activation.Relu).Dense(128, Activation.Silu).Dense(8)),
        new("128-1-7-31", static seed => new Of128x1x7x31(seed), ReferenceNetwork.From(128).Dense(1, Activation.Tanh).Dense(7, Activation.Relu).Dense(31)),
        new("1-1-1-1", static seed => new Of1x1x1x1(seed), ReferenceNetwork.From(1).Dense(1, Activation.Silu).Dense(1, Activation.Sigmoid).Dense(1)),
        new("9-9-9-9", static seed => new Of9x9x9x9(seed), ReferenceNetwork.From(9).Dense(9, Activation.Silu).Dense(9, Activation.Sigmoid).Dense(9)),
        new("31-31-31-31", static seed => new Of31x31x31x31(seed), ReferenceNetwork.From(31).Dense(31, Activation.Tanh).Dense(31, Activation.Relu).Dense(31)),
        new("7-2 without bias", static seed => new Plain7x2(seed), ReferenceNetwork.From(7).Dense(2, bias: false)),
        new("128-31 without bias", static seed => new Plain128x31(seed), ReferenceNetwork.From(128).Dense(31, bias: false)),
#if COMPLETE_TESTS
        new("2-7-9-1", static seed => new Of2x7x9x1(seed), ReferenceNetwork.From(2).Dense(7, Activation.Silu).Dense(9, Activation.Sigmoid).Dense(1)),
        new("7-8-10-2", static seed => new Of7x8x10x2(seed), ReferenceNetwork.From(7).Dense(8, Activation.Sigmoid).Dense(10, Activation.Tanh).Dense(2)),
        new("10-31-1-9", static seed => new Of10x31x1x9(seed), ReferenceNetwork.From(10).Dense(31, Activation.Silu).Dense(1, Activation.Sigmoid).Dense(9)),
        new("31-128-2-10", static seed => new Of31x128x2x10(seed), ReferenceNetwork.From(31).Dense(128, Activation.Sigmoid).Dense(2, Activation.Tanh).Dense(10)),
        new("1-8-2-31", static seed => new Of1x8x2x31(seed), ReferenceNetwork.From(1).Dense(8, Activation.Tanh).Dense(2, Activation.Relu).Dense(31)),
        new("2-9-7-128", static seed => new Of2x9x7x128(seed), ReferenceNetwork.From(2).Dense(9, Activation.Relu).Dense(7, Activation.Silu).Dense(128)),
        new("7-10-8-1", static seed => new Of7x10x8x1(seed), ReferenceNetwork.From(7).Dense(10, Activation.Silu).Dense(8, Activation.Sigmoid).Dense(1)),
        new("8-31-9-2", static seed => new Of8x31x9x2(seed), ReferenceNetwork.From(8).Dense(31, Activation.Sigmoid).Dense(9, Activation.Tanh).Dense(2)),
        new("9-128-10-7", static seed => new Of9x128x10x7(seed), ReferenceNetwork.From(9).Dense(128, Activation.Tanh).Dense(10, Activation.Relu).Dense(7)),
        new("10-1-31-8", static seed => new Of10x1x31x8(seed), ReferenceNetwork.From(10).Dense(1, Activation.Relu).Dense(31, Activation.Silu).Dense(8)),
        new("31-2-128-9", static seed => new Of31x2x128x9(seed), ReferenceNetwork.From(31).Dense(2, Activation.Silu).Dense(128, Activation.Sigmoid).Dense(9)),
        new("2-2-2-2", static seed => new Of2x2x2x2(seed), ReferenceNetwork.From(2).Dense(2, Activation.Sigmoid).Dense(2, Activation.Tanh).Dense(2)),
        new("7-7-7-7", static seed => new Of7x7x7x7(seed), ReferenceNetwork.From(7).Dense(7, Activation.Tanh).Dense(7, Activation.Relu).Dense(7)),
        new("8-8-8-8", static seed => new Of8x8x8x8(seed), ReferenceNetwork.From(8).Dense(8, Activation.Relu).Dense(8, Activation.Silu).Dense(8)),
        new("10-10-10-10", static seed => new Of10x10x10x10(seed), ReferenceNetwork.From(10).Dense(10, Activation.Sigmoid).Dense(10, Activation.Tanh).Dense(10)),
        new("128-128-128-128", static seed => new Of128x128x128x128(seed), ReferenceNetwork.From(128).Dense(128, Activation.Relu).Dense(128, Activation.Silu).Dense(128)),
        new("1-128 without bias", static seed => new Plain1x128(seed), ReferenceNetwork.From(1).Dense(128, bias: false)),
        new("2-1 without bias", static seed => new Plain2x1(seed), ReferenceNetwork.From(2).Dense(1, bias: false)),
        new("8-7 without bias", static seed => new Plain8x7(seed), ReferenceNetwork.From(8).Dense(7, bias: false)),
        new("9-8 without bias", static seed => new Plain9x8(seed), ReferenceNetwork.From(9).Dense(8, bias: false)),
        new("10-9 without bias", static seed => new Plain10x9(seed), ReferenceNetwork.From(10).Dense(9, bias: false)),
        new("31-10 without bias", static seed => new Plain31x10(seed), ReferenceNetwork.From(31).Dense(10, bias: false)),
#endif
    ];
    [Network, Input(128)]
    [Dense(7, Activation.Sigmoid)]
    [Dense(1, Activation.Tanh)]
    [Dense(10)]
    public sealed partial class Of128x7x1x10;

    [Network, Input(1)]
    [Dense(2, Activation.Relu)]
    [Dense(8, Activation.Silu)]
    [Dense(128)]
    public sealed partial class Of1x2x8x128;

    [Network, Input(8)]
    [Dense(9, Activation.Tanh)]
    [Dense(31, Activation.Relu)]
    [Dense(7)]
    public sealed partial class Of8x9x31x7;

    [Network, Input(9)]
    [Dense(10, Activation.Relu)]
    [Dense(128, Activation.Silu)]
    [Dense(8)]
    public sealed partial class Of9x10x128x8;

    [Network, Input(128)]
    [Dense(1, Activation.Tanh)]
    [Dense(7, Activation.Relu)]
    [Dense(31)]
    public sealed partial class Of128x1x7x31;

    [Network, Input(1)]
    [Dense(1, Activation.Silu)]
    [Dense(1, Activation.Sigmoid)]
    [Dense(1)]
    public sealed partial class Of1x1x1x1;

    [Network, Input(9)]
    [Dense(9, Activation.Silu)]
    [Dense(9, Activation.Sigmoid)]
    [Dense(9)]
    public sealed partial class Of9x9x9x9;

    [Network, Input(31)]
    [Dense(31, Activation.Tanh)]
    [Dense(31, Activation.Relu)]
    [Dense(31)]
    public sealed partial class Of31x31x31x31;

    [Network, Input(7)]
    [Dense(2, Bias = false)]
    public sealed partial class Plain7x2;

    [Network, Input(128)]
    [Dense(31, Bias = false)]
    public sealed partial class Plain128x31;

#if COMPLETE_TESTS
    [Network, Input(2)]
    [Dense(7, Activation.Silu)]
    [Dense(9, Activation.Sigmoid)]
    [Dense(1)]
    public sealed partial class Of2x7x9x1;

    [Network, Input(7)]
    [Dense(8, Activation.Sigmoid)]
    [Dense(10, Activation.Tanh)]
    [Dense(2)]
    public sealed partial class Of7x8x10x2;

    [Network, Input(10)]
    [Dense(31, Activation.Silu)]
    [Dense(1, Activation.Sigmoid)]
    [Dense(9)]
    public sealed partial class Of10x31x1x9;

    [Network, Input(31)]
    [Dense(128, Activation.Sigmoid)]
    [Dense(2, Activation.Tanh)]
    [Dense(10)]
    public sealed partial class Of31x128x2x10;

    [Network, Input(1)]
    [Dense(8, Activation.Tanh)]
    [Dense(2, Activation.Relu)]
    [Dense(31)]
    public sealed partial class Of1x8x2x31;

    [Network, Input(2)]
    [Dense(9, Activation.Relu)]
    [Dense(7, Activation.Silu)]
    [Dense(128)]
    public sealed partial class Of2x9x7x128;

    [Network, Input(7)]
    [Dense(10, Activation.Silu)]
    [Dense(8, Activation.Sigmoid)]
    [Dense(1)]
    public sealed partial class Of7x10x8x1;

    [Network, Input(8)]
    [Dense(31, Activation.Sigmoid)]
    [Dense(9, Activation.Tanh)]
    [Dense(2)]
    public sealed partial class Of8x31x9x2;

    [Network, Input(9)]
    [Dense(128, Activation.Tanh)]
    [Dense(10, Activation.Relu)]
    [Dense(7)]
    public sealed partial class Of9x128x10x7;

    [Network, Input(10)]
    [Dense(1, Activation.Relu)]
    [Dense(31, Activation.Silu)]
    [Dense(8)]
    public sealed partial class Of10x1x31x8;

    [Network, Input(31)]
    [Dense(2, Activation.Silu)]
    [Dense(128, Activation.Sigmoid)]
    [Dense(9)]
    public sealed partial class Of31x2x128x9;

    [Network, Input(2)]
    [Dense(2, Activation.Sigmoid)]
    [Dense(2, Activation.Tanh)]
    [Dense(2)]
    public sealed partial class Of2x2x2x2;

    [Network, Input(7)]
    [Dense(7, Activation.Tanh)]
    [Dense(7, Activation.Relu)]
    [Dense(7)]
    public sealed partial class Of7x7x7x7;

    [Network, Input(8)]
    [Dense(8, Activation.Relu)]
    [Dense(8, Activation.Silu)]
    [Dense(8)]
    public sealed partial class Of8x8x8x8;

    [Network, Input(10)]
    [Dense(10, Activation.Sigmoid)]
    [Dense(10, Activation.Tanh)]
    [Dense(10)]
    public sealed partial class Of10x10x10x10;

    [Network, Input(128)]
    [Dense(128, Activation.Relu)]
    [Dense(128, Activation.Silu)]
    [Dense(128)]
    public sealed partial class Of128x128x128x128;

    [Network, Input(1)]
    [Dense(128, Bias = false)]
    public sealed partial class Plain1x128;

    [Network, Input(2)]
    [Dense(1, Bias = false)]
    public sealed partial class Plain2x1;

    [Network, Input(8)]
    [Dense(7, Bias = false)]
    public sealed partial class Plain8x7;

    [Network, Input(9)]
    [Dense(8, Bias = false)]
    public sealed partial class Plain9x8;

    [Network, Input(10)]
    [Dense(9, Bias = false)]
    public sealed partial class Plain10x9;

    [Network, Input(31)]
    [Dense(10, Bias = false)]
    public sealed partial class Plain31x10;
#endif
}
