namespace NetGen;

/// <summary>Makes one axis of all of a sample's axes: [batch × d₀ × d₁ × …] → [batch × d₀·d₁·…]. Moves nothing.</summary>
public sealed class FlattenAttribute : LayerAttribute;

/// <summary><c>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)</c> over the last axis.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;

/// <summary><c>yᵢ = xᵢ − log Σⱼ exp(xⱼ)</c> over the last axis.</summary>
public sealed class LogSoftmaxAttribute : LayerAttribute;
