using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>The emitted text itself, as it is read: two networks, all four files of each.</summary>
public sealed class EmittedTextTests
{
    [Fact]
    public void The_digits_network()
        => Snapshot.Verify(Host.Run("""
            namespace Samples;

            [Network, Input(784, Name = "pixels")]
            [Dense(128, Activation.Relu, Name = "hidden")]
            [Dense(10, Name = "output")]
            public sealed partial class DigitNet;
            """).AssertClean());

    /// <summary>The same in the form that is read.</summary>
    [Fact]
    public void The_digits_network_to_read()
        => Snapshot.Verify(Host.Run("""
            namespace Samples;

            [Network(Code = EmittedCode.Readable), Input(784, Name = "pixels")]
            [Dense(128, Activation.Relu, Name = "hidden")]
            [Dense(10, Name = "output")]
            public sealed partial class DigitNet;
            """).AssertClean());

    /// <summary>Tails in every direction, an activation with exponentials, a layer without bias, few columns and a reduction.</summary>
    [Fact]
    public void A_network_of_odd_sizes()
        => Snapshot.Verify(Host.Run("""
            public partial class Outer
            {
                [Network, Input(3)]
                [Dense(5, Activation.Gelu, Bias = false)]
                [Softmax]
                [Dense(1)]
                internal sealed partial class OddNet;
            }
            """).AssertClean());
}
