using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Every activation where no product comes just before it: on the input, and behind a change of shape.</summary>
/// <remarks>The larger parameters spread the arguments over all pieces of the functions that have pieces.</remarks>
public static partial class LoneActivations
{
    public static IReadOnlyList<DenseSubject> All { get; } =
    [
        Of(Activation.LeakyRelu, static seed => new AloneLeakyRelu(seed)),
        Of(Activation.Selu, static seed => new AloneSelu(seed)),
        Of(Activation.GeluTanh, static seed => new AloneGeluTanh(seed)),
        Of(Activation.Mish, static seed => new AloneMish(seed)),
        Of(Activation.Sigmoid, static seed => new AloneSigmoid(seed)),
        Of(Activation.Softsign, static seed => new AloneSoftsign(seed)),
        Of(Activation.HardTanh, static seed => new AloneHardTanh(seed)),
        Of(Activation.HardSigmoid, static seed => new AloneHardSigmoid(seed)),
#if COMPLETE_TESTS
        Of(Activation.None, static seed => new AloneNone(seed)),
        Of(Activation.Relu, static seed => new AloneRelu(seed)),
        Of(Activation.Elu, static seed => new AloneElu(seed)),
        Of(Activation.Gelu, static seed => new AloneGelu(seed)),
        Of(Activation.Silu, static seed => new AloneSilu(seed)),
        Of(Activation.Tanh, static seed => new AloneTanh(seed)),
        Of(Activation.Softplus, static seed => new AloneSoftplus(seed)),
        Of(Activation.HardSwish, static seed => new AloneHardSwish(seed)),
#endif
    ];

    private static DenseSubject Of(Activation activation, Func<ulong, INetwork> create)
        => new(
            $"alone {activation}",
            create,
            ReferenceNetwork.From(5, 3).Activate(activation).Dense(4).Flatten().Activate(activation).Dense(3))
        {
            Scale = 4,
        };

    [Network, Input(5, 3)]
    [Activation(Activation.LeakyRelu)]
    [Dense(4), Flatten]
    [Activation(Activation.LeakyRelu)]
    [Dense(3)]
    public sealed partial class AloneLeakyRelu;

    [Network, Input(5, 3)]
    [Activation(Activation.Selu)]
    [Dense(4), Flatten]
    [Activation(Activation.Selu)]
    [Dense(3)]
    public sealed partial class AloneSelu;

    [Network, Input(5, 3)]
    [Activation(Activation.GeluTanh)]
    [Dense(4), Flatten]
    [Activation(Activation.GeluTanh)]
    [Dense(3)]
    public sealed partial class AloneGeluTanh;

    [Network, Input(5, 3)]
    [Activation(Activation.Mish)]
    [Dense(4), Flatten]
    [Activation(Activation.Mish)]
    [Dense(3)]
    public sealed partial class AloneMish;

    [Network, Input(5, 3)]
    [Activation(Activation.Sigmoid)]
    [Dense(4), Flatten]
    [Activation(Activation.Sigmoid)]
    [Dense(3)]
    public sealed partial class AloneSigmoid;

    [Network, Input(5, 3)]
    [Activation(Activation.Softsign)]
    [Dense(4), Flatten]
    [Activation(Activation.Softsign)]
    [Dense(3)]
    public sealed partial class AloneSoftsign;

    [Network, Input(5, 3)]
    [Activation(Activation.HardTanh)]
    [Dense(4), Flatten]
    [Activation(Activation.HardTanh)]
    [Dense(3)]
    public sealed partial class AloneHardTanh;

    [Network, Input(5, 3)]
    [Activation(Activation.HardSigmoid)]
    [Dense(4), Flatten]
    [Activation(Activation.HardSigmoid)]
    [Dense(3)]
    public sealed partial class AloneHardSigmoid;

#if COMPLETE_TESTS
    [Network, Input(5, 3)]
    [Activation(Activation.None)]
    [Dense(4), Flatten]
    [Activation(Activation.None)]
    [Dense(3)]
    public sealed partial class AloneNone;

    [Network, Input(5, 3)]
    [Activation(Activation.Relu)]
    [Dense(4), Flatten]
    [Activation(Activation.Relu)]
    [Dense(3)]
    public sealed partial class AloneRelu;

    [Network, Input(5, 3)]
    [Activation(Activation.Elu)]
    [Dense(4), Flatten]
    [Activation(Activation.Elu)]
    [Dense(3)]
    public sealed partial class AloneElu;

    [Network, Input(5, 3)]
    [Activation(Activation.Gelu)]
    [Dense(4), Flatten]
    [Activation(Activation.Gelu)]
    [Dense(3)]
    public sealed partial class AloneGelu;

    [Network, Input(5, 3)]
    [Activation(Activation.Silu)]
    [Dense(4), Flatten]
    [Activation(Activation.Silu)]
    [Dense(3)]
    public sealed partial class AloneSilu;

    [Network, Input(5, 3)]
    [Activation(Activation.Tanh)]
    [Dense(4), Flatten]
    [Activation(Activation.Tanh)]
    [Dense(3)]
    public sealed partial class AloneTanh;

    [Network, Input(5, 3)]
    [Activation(Activation.Softplus)]
    [Dense(4), Flatten]
    [Activation(Activation.Softplus)]
    [Dense(3)]
    public sealed partial class AloneSoftplus;

    [Network, Input(5, 3)]
    [Activation(Activation.HardSwish)]
    [Dense(4), Flatten]
    [Activation(Activation.HardSwish)]
    [Dense(3)]
    public sealed partial class AloneHardSwish;
#endif
}
