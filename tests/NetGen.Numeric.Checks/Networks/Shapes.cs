using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Inputs of several axes, flattening, softmax and its logarithm in every place, and layers without bias.</summary>
public static partial class Shapes
{
    public static IReadOnlyList<DenseSubject> All { get; } =
    [
        new("dense over the last of three axes", static seed => new LastAxis(seed), ReferenceNetwork.From(3, 2, 7).Dense(9, Activation.Tanh).Dense(5)),
        new("flatten first", static seed => new FlattenFirst(seed), ReferenceNetwork.From(2, 5).Flatten().Dense(7, Activation.Gelu).Dense(3)),
        new("flatten between", static seed => new FlattenBetween(seed), ReferenceNetwork.From(4, 3).Dense(9, Activation.Silu).Flatten().Dense(5)),
        new("flatten last", static seed => new FlattenLast(seed), ReferenceNetwork.From(3, 5).Dense(4, Activation.Tanh).Flatten()),
        new("flatten of one axis", static seed => new FlattenNothing(seed), ReferenceNetwork.From(6).Flatten().Dense(5)),
        new("softmax last", static seed => new SoftmaxLast(seed), ReferenceNetwork.From(7).Dense(9, Activation.Tanh).Dense(10).Softmax()),
        new("softmax of eight", static seed => new SoftmaxOfEight(seed), ReferenceNetwork.From(5).Dense(8).Softmax()),
        new("softmax of one", static seed => new SoftmaxOfOne(seed), ReferenceNetwork.From(5).Dense(4, Activation.Tanh).Dense(1).Softmax().Dense(3)),
        new("softmax between", static seed => new SoftmaxBetween(seed), ReferenceNetwork.From(7).Dense(31).Softmax().Dense(9, Activation.Tanh).Dense(2)),
        new("softmax of the input", static seed => new SoftmaxFirst(seed), ReferenceNetwork.From(10).Softmax().Dense(7)),
        new("log-softmax last", static seed => new LogSoftmaxLast(seed), ReferenceNetwork.From(9).Dense(8, Activation.Relu).Dense(7).LogSoftmax()),
        new("log-softmax of 31", static seed => new LogSoftmaxOf31(seed), ReferenceNetwork.From(3).Dense(31).LogSoftmax()),
        new("log-softmax, then an activation", static seed => new LogSoftmaxActivation(seed), ReferenceNetwork.From(7).Dense(10).LogSoftmax().Activate(Activation.Softsign).Dense(5)),
        new("softmax, then its logarithm", static seed => new TwiceSoftmax(seed), ReferenceNetwork.From(7).Dense(10).Softmax().LogSoftmax()),
        new("without bias", static seed => new WithoutBias(seed), ReferenceNetwork.From(7).Dense(10, Activation.Tanh, bias: false).Dense(9, Activation.Relu).Dense(3, bias: false)),
        new("activation twice", static seed => new ActivationTwice(seed), ReferenceNetwork.From(7).Dense(10, Activation.Tanh).Activate(Activation.Silu).Dense(3).Activate(Activation.Sigmoid)),
        new("activations of one input", static seed => new ActivationFirst(seed), ReferenceNetwork.From(11).Activate(Activation.Tanh).Dense(3)),
        new("wide and deep", static seed => new Deep(seed), ReferenceNetwork.From(13).Dense(64, Activation.Relu).Dense(33, Activation.Tanh).Dense(17, Activation.Gelu).Dense(5, Activation.Mish).Dense(6)),
#if COMPLETE_TESTS
        new("softmax over the last of two axes", static seed => new SoftmaxAxes(seed), ReferenceNetwork.From(3, 5).Dense(9).Softmax().Flatten().Dense(4)),
        new("log-softmax between", static seed => new LogSoftmaxBetween(seed), ReferenceNetwork.From(7).Dense(17).LogSoftmax().Dense(5)),
#endif
    ];

    [Network, Input(3, 2, 7)]
    [Dense(9, Activation.Tanh)]
    [Dense(5)]
    public sealed partial class LastAxis;

    [Network, Input(2, 5)]
    [Flatten]
    [Dense(7, Activation.Gelu)]
    [Dense(3)]
    public sealed partial class FlattenFirst;

    [Network, Input(4, 3)]
    [Dense(9, Activation.Silu)]
    [Flatten]
    [Dense(5)]
    public sealed partial class FlattenBetween;

    [Network, Input(3, 5)]
    [Dense(4, Activation.Tanh)]
    [Flatten]
    public sealed partial class FlattenLast;

    [Network, Input(6)]
    [Flatten]
    [Dense(5)]
    public sealed partial class FlattenNothing;

    [Network, Input(7)]
    [Dense(9, Activation.Tanh)]
    [Dense(10), Softmax]
    public sealed partial class SoftmaxLast;

    [Network, Input(5)]
    [Dense(8), Softmax]
    public sealed partial class SoftmaxOfEight;

    [Network, Input(5)]
    [Dense(4, Activation.Tanh)]
    [Dense(1), Softmax]
    [Dense(3)]
    public sealed partial class SoftmaxOfOne;

    [Network, Input(7)]
    [Dense(31), Softmax]
    [Dense(9, Activation.Tanh)]
    [Dense(2)]
    public sealed partial class SoftmaxBetween;

    [Network, Input(10)]
    [Softmax]
    [Dense(7)]
    public sealed partial class SoftmaxFirst;

    [Network, Input(9)]
    [Dense(8, Activation.Relu)]
    [Dense(7), LogSoftmax]
    public sealed partial class LogSoftmaxLast;

    [Network, Input(3)]
    [Dense(31), LogSoftmax]
    public sealed partial class LogSoftmaxOf31;

    [Network, Input(7)]
    [Dense(10), LogSoftmax, Activation(Activation.Softsign)]
    [Dense(5)]
    public sealed partial class LogSoftmaxActivation;

    [Network, Input(7)]
    [Dense(10), Softmax, LogSoftmax]
    public sealed partial class TwiceSoftmax;

    [Network, Input(7)]
    [Dense(10, Activation.Tanh, Bias = false)]
    [Dense(9, Activation.Relu)]
    [Dense(3, Bias = false)]
    public sealed partial class WithoutBias;

    [Network, Input(7)]
    [Dense(10, Activation.Tanh), Activation(Activation.Silu)]
    [Dense(3), Activation(Activation.Sigmoid)]
    public sealed partial class ActivationTwice;

    [Network, Input(11)]
    [Activation(Activation.Tanh)]
    [Dense(3)]
    public sealed partial class ActivationFirst;

    [Network, Input(13)]
    [Dense(64, Activation.Relu)]
    [Dense(33, Activation.Tanh)]
    [Dense(17, Activation.Gelu)]
    [Dense(5, Activation.Mish)]
    [Dense(6)]
    public sealed partial class Deep;

#if COMPLETE_TESTS
    [Network, Input(3, 5)]
    [Dense(9), Softmax]
    [Flatten]
    [Dense(4)]
    public sealed partial class SoftmaxAxes;

    [Network, Input(7)]
    [Dense(17), LogSoftmax]
    [Dense(5)]
    public sealed partial class LogSoftmaxBetween;
#endif
}
