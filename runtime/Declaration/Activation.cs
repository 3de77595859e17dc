namespace NetGen;

/// <summary>An elementwise function between layers. The definitions, and the derivative at a kink, are PyTorch's.</summary>
public enum Activation
{
    /// <summary><c>x</c></summary>
    None,

    /// <summary><c>max(x, 0)</c></summary>
    Relu,

    /// <summary><c>x</c> where positive, else <c>0.01·x</c></summary>
    LeakyRelu,

    /// <summary><c>x</c> where positive, else <c>exp(x) − 1</c></summary>
    Elu,

    /// <summary><c>λ·x</c> where positive, else <c>λ·α·(exp(x) − 1)</c>, with λ = 1.0507… and α = 1.6733…</summary>
    Selu,

    /// <summary><c>x·Φ(x) = ½·x·(1 + erf(x/√2))</c></summary>
    Gelu,

    /// <summary><c>½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</c></summary>
    GeluTanh,

    /// <summary><c>x·sigmoid(x)</c></summary>
    Silu,

    /// <summary><c>x·tanh(softplus(x))</c></summary>
    Mish,

    /// <summary><c>tanh(x)</c></summary>
    Tanh,

    /// <summary><c>1 / (1 + exp(−x))</c></summary>
    Sigmoid,

    /// <summary><c>log(1 + exp(x))</c></summary>
    Softplus,

    /// <summary><c>x / (1 + |x|)</c></summary>
    Softsign,

    /// <summary><c>x</c> limited to −1 … 1</summary>
    HardTanh,

    /// <summary><c>x/6 + ½</c> limited to 0 … 1</summary>
    HardSigmoid,

    /// <summary><c>x·hardsigmoid(x)</c></summary>
    HardSwish,
}
