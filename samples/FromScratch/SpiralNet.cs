using NetGen;

namespace FromScratch;

/// <summary>The same network, declared. The generator writes its passes.</summary>
[Network, Input(2, Name = "x")]
[Dense(HiddenUnits, Activation.Tanh, Name = "hidden")]
[Dense(Spiral.Classes, Name = "logits")]
internal sealed partial class SpiralNet
{
    public const int HiddenUnits = 24;
}
