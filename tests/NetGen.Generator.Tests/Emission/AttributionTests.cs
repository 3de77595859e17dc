using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>From the emitted steps to what the developer wrote, and from a layer to its steps.</summary>
public sealed class AttributionTests
{
    private const string Body = """
        using static NetGen.Functional;

        [Network]
        public sealed partial class Net
        {
            [Dense(4, Count = 2)] private partial Tensor Block(int index, Tensor x);

            [Dense(1)] private partial Tensor Price(Tensor x);

            [Forward]
            private Tensor Forward([Shape(4)] Tensor house)
            {
                var h = house;
                for (var i = 0; i < 2; i++)
                    h = h + Relu(Block(i, h));
                return Last(h);
            }

            private Tensor Last(Tensor h)
                => Price(h);
        }
        """;

    [Fact]
    public void A_step_names_the_line_of_the_method_that_it_is_of()
    {
        var files = Host.Run(Body).AssertClean().Files;

        Assert.Contains("line 5 of Forward(Tensor): h = h + Relu(Block(i, h))", files["Net.Forward.g.cs"], StringComparison.Ordinal);
        Assert.Contains("∂ of line 5 of Forward(Tensor): h = h + Relu(Block(i, h))", files["Net.Backward.g.cs"], StringComparison.Ordinal);
        Assert.Contains("∂ of line 2 of Last(Tensor): Price(h)", files["Net.Backward.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_a_stack_names_the_layer_by_its_number()
    {
        var files = Host.Run("""
            namespace Space;

            /// <summary>A network.</summary>
            [Network, Input(4)]
            [Dense(3, Activation.Relu)]

            [Dense(2)]
            public sealed partial class Net;
            """).AssertClean().Files;

        Assert.Contains("∂ of layer 1 of Net: Dense 'dense1'", files["Space.Net.Backward.g.cs"], StringComparison.Ordinal);
        Assert.Contains("∂ of layer 2 of Net: Dense 'dense2'", files["Space.Net.Backward.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_above_and_other_members_change_nothing()
    {
        var moved = Body.Replace("[Network]", "// One\n// Two\n\n[Network]", StringComparison.Ordinal)
            .Replace("    [Forward]", "    // Of the rooms.\n    private const int Rooms = 3;\n\n    [Forward]", StringComparison.Ordinal);

        Assert.Equal(Host.Run(Body).AssertClean().Files, Host.Run(moved).AssertClean().Files);
    }

    [Fact]
    public void A_layer_refers_to_its_steps_and_they_refer_back()
    {
        var files = Host.Run(Body).AssertClean().Files;
        var (parameters, kernels) = (files["Net.Parameters.g.cs"], files["Net.Kernels.g.cs"]);

        Assert.Matches("<term>price</term>.*<see cref=\"Kernels.PriceForward\"/>.*<see cref=\"Kernels.PriceWeightGradient\"/>", parameters);
        Assert.Contains("Read by <see cref=\"Kernels.PriceForward\"/>", parameters, StringComparison.Ordinal);
        Assert.Contains("Computed by <see cref=\"Kernels.PriceWeightGradient\"/>.", parameters, StringComparison.Ordinal);
        Assert.Contains("of <see cref=\"Net.Backward(global::NetGen.Workspace, global::System.Span{float}, bool)\"/>.", kernels, StringComparison.Ordinal);
        Assert.Contains("<see cref=\"Net.PriceWeight\"/>", kernels, StringComparison.Ordinal);
    }

    [Fact]
    public void References_follow_the_names_that_the_developer_leaves()
        => Assert.Contains("<see cref=\"NetGenKernels.Dense1Forward\"/>", Host.Run("""
            [Network, Input(4), Dense(3)]
            public sealed partial class Net
            {
                private const int Kernels = 3;
            }
            """).AssertClean().Files["Net.Parameters.g.cs"], StringComparison.Ordinal);
}
