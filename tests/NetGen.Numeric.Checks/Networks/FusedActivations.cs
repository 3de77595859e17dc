using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Every activation where it is computed in the kernel of the product before it, in the middle and at the end.</summary>
/// <remarks>The larger parameters spread the arguments over all pieces of the functions that have pieces.</remarks>
public static partial class FusedActivations
{
    public static IReadOnlyList<DenseSubject> All { get; } =
    [
        Of(Activation.None, static seed => new FusedNone(seed)),
        Of(Activation.Relu, static seed => new FusedRelu(seed)),
        Of(Activation.Gelu, static seed => new FusedGelu(seed)),
        Of(Activation.Tanh, static seed => new FusedTanh(seed)),
        Of(Activation.Softplus, static seed => new FusedSoftplus(seed)),
#if COMPLETE_TESTS
        Of(Activation.Elu, static seed => new FusedElu(seed)),
        Of(Activation.Silu, static seed => new FusedSilu(seed)),
        Of(Activation.HardSwish, static seed => new FusedHardSwish(seed)),
        Of(Activation.LeakyRelu, static seed => new FusedLeakyRelu(seed)),
        Of(Activation.Selu, static seed => new FusedSelu(seed)),
        Of(Activation.GeluTanh, static seed => new FusedGeluTanh(seed)),
        Of(Activation.Mish, static seed => new FusedMish(seed)),
        Of(Activation.Sigmoid, static seed => new FusedSigmoid(seed)),
        Of(Activation.Softsign, static seed => new FusedSoftsign(seed)),
        Of(Activation.HardTanh, static seed => new FusedHardTanh(seed)),
        Of(Activation.HardSigmoid, static seed => new FusedHardSigmoid(seed)),
#endif
    ];

    private static DenseSubject Of(Activation activation, Func<ulong, INetwork> create)
        => new(
            $"fused {activation}",
            create,
            ReferenceNetwork.From(7).Dense(9, activation).Dense(10).Activate(activation).Dense(3, activation))
        {
            Scale = 4,
        };

    [Network, Input(7)]
    [Dense(9, Activation.None)]
    [Dense(10), Activation(Activation.None)]
    [Dense(3, Activation.None)]
    public sealed partial class FusedNone;

    [Network, Input(7)]
    [Dense(9, Activation.Relu)]
    [Dense(10), Activation(Activation.Relu)]
    [Dense(3, Activation.Relu)]
    public sealed partial class FusedRelu;

    [Network, Input(7)]
    [Dense(9, Activation.Gelu)]
    [Dense(10), Activation(Activation.Gelu)]
    [Dense(3, Activation.Gelu)]
    public sealed partial class FusedGelu;

    [Network, Input(7)]
    [Dense(9, Activation.Tanh)]
    [Dense(10), Activation(Activation.Tanh)]
    [Dense(3, Activation.Tanh)]
    public sealed partial class FusedTanh;

    [Network, Input(7)]
    [Dense(9, Activation.Softplus)]
    [Dense(10), Activation(Activation.Softplus)]
    [Dense(3, Activation.Softplus)]
    public sealed partial class FusedSoftplus;

#if COMPLETE_TESTS
    [Network, Input(7)]
    [Dense(9, Activation.Elu)]
    [Dense(10), Activation(Activation.Elu)]
    [Dense(3, Activation.Elu)]
    public sealed partial class FusedElu;

    [Network, Input(7)]
    [Dense(9, Activation.Silu)]
    [Dense(10), Activation(Activation.Silu)]
    [Dense(3, Activation.Silu)]
    public sealed partial class FusedSilu;

    [Network, Input(7)]
    [Dense(9, Activation.HardSwish)]
    [Dense(10), Activation(Activation.HardSwish)]
    [Dense(3, Activation.HardSwish)]
    public sealed partial class FusedHardSwish;

    [Network, Input(7)]
    [Dense(9, Activation.LeakyRelu)]
    [Dense(10), Activation(Activation.LeakyRelu)]
    [Dense(3, Activation.LeakyRelu)]
    public sealed partial class FusedLeakyRelu;

    [Network, Input(7)]
    [Dense(9, Activation.Selu)]
    [Dense(10), Activation(Activation.Selu)]
    [Dense(3, Activation.Selu)]
    public sealed partial class FusedSelu;

    [Network, Input(7)]
    [Dense(9, Activation.GeluTanh)]
    [Dense(10), Activation(Activation.GeluTanh)]
    [Dense(3, Activation.GeluTanh)]
    public sealed partial class FusedGeluTanh;

    [Network, Input(7)]
    [Dense(9, Activation.Mish)]
    [Dense(10), Activation(Activation.Mish)]
    [Dense(3, Activation.Mish)]
    public sealed partial class FusedMish;

    [Network, Input(7)]
    [Dense(9, Activation.Sigmoid)]
    [Dense(10), Activation(Activation.Sigmoid)]
    [Dense(3, Activation.Sigmoid)]
    public sealed partial class FusedSigmoid;

    [Network, Input(7)]
    [Dense(9, Activation.Softsign)]
    [Dense(10), Activation(Activation.Softsign)]
    [Dense(3, Activation.Softsign)]
    public sealed partial class FusedSoftsign;

    [Network, Input(7)]
    [Dense(9, Activation.HardTanh)]
    [Dense(10), Activation(Activation.HardTanh)]
    [Dense(3, Activation.HardTanh)]
    public sealed partial class FusedHardTanh;

    [Network, Input(7)]
    [Dense(9, Activation.HardSigmoid)]
    [Dense(10), Activation(Activation.HardSigmoid)]
    [Dense(3, Activation.HardSigmoid)]
    public sealed partial class FusedHardSigmoid;
#endif
}
