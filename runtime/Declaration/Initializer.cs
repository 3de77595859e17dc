namespace NetGen;

/// <summary>How a layer's weight starts. Uniform and normal distributions are drawn from the network's seed.</summary>
public enum Initializer
{
    /// <summary>PyTorch's default for the layer: U(±1/√fan_in), for weight and bias.</summary>
    Default,

    /// <summary>U(±gain·√(6/(fan_in + fan_out))); the gain is that of the layer's activation. Biases start at zero.</summary>
    XavierUniform,

    /// <summary>N(0, gain·√(2/(fan_in + fan_out))). Biases start at zero.</summary>
    XavierNormal,

    /// <summary>U(±√(6/fan_in)), for relu and its like. Biases start at zero.</summary>
    HeUniform,

    /// <summary>N(0, √(2/fan_in)), for relu and its like. Biases start at zero.</summary>
    HeNormal,

    /// <summary>Zero, weight and bias.</summary>
    Zeros,

    /// <summary>One. Biases start at zero.</summary>
    Ones,

    /// <summary>N(0, gain), which is N(0, 1) where the layer has no activation; PyTorch's default for <c>Embedding</c>. Biases start at zero.</summary>
    Normal,
}
