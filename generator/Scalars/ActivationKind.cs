namespace NetGen.Generator.Scalars;

/// <summary>The members of the runtime's <c>Activation</c>, in its order.</summary>
internal enum ActivationKind
{
    None, Relu, LeakyRelu, Elu, Selu, Gelu, GeluTanh, Silu, Mish, Tanh, Sigmoid, Softplus, Softsign, HardTanh, HardSigmoid, HardSwish,
}
