using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Readable;

/// <summary>Gradients of what is between the layers, kept for looking at them.</summary>
public sealed class KeepGradientsTests
{
    private const int Batch = 3;

    [Fact]
    public void Every_layers_gradient_is_there_after_the_backward_pass_as_in_the_readable_form()
    {
        var (kept, readable) = (Of("(KeepGradients = true)"), Of("(Code = EmittedCode.Readable)"));
        readable.Load(kept);
        var (one, other) = (Run(kept), Run(readable));

        foreach (var layer in new[] { "conv1", "maxPool1", "dense1", "dense2", "norm" })
        {
            foreach (var name in new[] { layer, "∂" + layer }.Where(static name => name is not "∂norm"))
            {
                var (left, right) = (one.Tensor(name).ToArray(), other.Tensor(name).ToArray());
                Assert.Equal(right.Length, left.Length);
                Assert.True(left.Any(static value => value != 0), name);
                Assert.All(left.Zip(right), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-5 * (1 + Math.Abs(pair.Second)), $"{name}: {pair.First}, {pair.Second}"));
            }
        }

        Assert.Equal(one.OutputGradients.ToArray(), one.Tensor("∂norm").ToArray());
    }

    [Fact]
    public void No_two_tensors_share_memory_then()
    {
        foreach (var arguments in new[] { "(KeepGradients = true)", "(Code = EmittedCode.Readable)" })
        {
            var tensors = Of(arguments).CreateWorkspace(1).Tensors.Where(static tensor => tensor.HasSamples && !tensor.Name.EndsWith("packed", StringComparison.Ordinal)).ToArray();

            // A flattened tensor is another name of what it is made of.
            Assert.All(tensors, one => Assert.DoesNotContain(
                tensors, other => other.Slot != one.Slot && other.Slot.Offset < one.Slot.Offset + one.Size && one.Slot.Offset < other.Slot.Offset + other.Size));
            Assert.Equal(tensors.Length, tensors.Select(static tensor => tensor.Name).Distinct().Count());
        }
    }

    [Fact]
    public void Each_is_a_view_of_its_shape_by_its_name()
    {
        const string Source = """
            using static NetGen.Functional;

            [Network(KeepGradients = true), Input(1, 6, 6), Conv2D(2, 3, Activation.Relu), MaxPool2D(2), Flatten, Dense(4), Softmax]
            public sealed partial class Net;

            [Network(KeepGradients = true)]
            public sealed partial class Residual
            {
                [Dense(3)] private partial Tensor Left(Tensor x);
                [Dense(3)] private partial Tensor Right(Tensor x);
                [Dense(2)] private partial Tensor Head(Tensor x);
                [Forward] private Tensor Forward([Shape(5)] Tensor x) => Head(Relu(Left(x) + Right(x)));
            }

            internal static class Use
            {
                public static string Shapes()
                {
                    var workspace = new Net().CreateWorkspace(3);
                    return string.Join(" ", workspace.DConv1.ToString(), workspace.DMaxPool1.ToString(), workspace.DFlatten1.ToString(), workspace.DDense1.ToString(), workspace.DSoftmax1.ToString());
                }

                public static bool AreOne()
                {
                    var network = new Residual(1);
                    var workspace = network.CreateWorkspace(3);
                    workspace.Inputs.Fill(1);
                    workspace.OutputGradients.Fill(1);
                    network.Forward(workspace);
                    network.Backward(workspace);
                    return workspace.DLeft.Elements.SequenceEqual(workspace.Tensor("∂right")) && workspace.DRight.Elements.SequenceEqual(workspace.Tensor("∂left"));
                }
            }
            """;
        var project = new LoadedProject(Source);

        Assert.Equal("[3 × 2 × 4 × 4] [3 × 2 × 2 × 2] [3 × 8] [3 × 4] [3 × 4]", project.Call("Use", "Shapes"));
        Assert.Equal(true, project.Call("Use", "AreOne"));
    }

    [Fact]
    public void Else_memory_is_used_again_and_what_is_fused_away_has_none()
    {
        var network = Of("");

        var thrown = Assert.Throws<KeyNotFoundException>(() => { _ = network.CreateWorkspace(1).Tensor("∂dense1").Length; });

        Assert.Contains("'∂dense1.z'", thrown.Message, StringComparison.Ordinal);
        Assert.True(network.CreateWorkspace(64).Bytes < Of("(KeepGradients = true)").CreateWorkspace(64).Bytes);
    }

    private static INetwork Of(string arguments)
        => new LoadedProject($"[Network{arguments}, Input(2, 6, 6), Conv2D(3, 3, Activation.Tanh), MaxPool2D(2), Flatten, Dense(4, Activation.Relu), Dense(5, Activation.Gelu), LayerNorm(Name = \"norm\")] public sealed partial class Net;").Network();

    private static Workspace Run(INetwork network)
    {
        var workspace = network.CreateWorkspace(Batch + 1);
        workspace.Batch = Batch;
        var random = new CounterRandom(4);
        foreach (ref var value in workspace.Inputs)
            value = (float)random.NextNormal();
        network.Forward(workspace);
        foreach (ref var value in workspace.OutputGradients)
            value = (float)random.NextNormal();
        network.Backward(workspace, network.Gradients);
        return workspace;
    }
}

internal static class NetworkParameters
{
    /// <summary>Takes over the parameters of a network with the same names.</summary>
    public static void Load(this INetwork network, INetwork other)
    {
        foreach (var parameter in other.Description.Parameters)
            new TensorView(network.Parameters, network.Description.Parameter(parameter.Name)).CopyFrom(new TensorView(other.Parameters, parameter).ToArray());
    }
}
