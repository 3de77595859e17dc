using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Functions of the developer as activations of layers.</summary>
public sealed class ActivationMethodTests
{
    private const string Source = """
        [Network, Input(5)]
        [Dense(9, ActivationMethod = nameof(Swish), Name = "hidden")]
        [Dense(3, ActivationMethod = nameof(Bent), Name = "output")]
        public sealed partial class Own
        {
            [Differentiable] public static float Swish(float x) => x / (1 + MathF.Exp(-x));

            [Differentiable]
            private static float Bent(float x)
            {
                if (x <= 0)
                    return 0.01f * x;
                return x < 1 ? x : 1 + MathF.Log(x);
            }
        }

        [Network, Input(5)]
        [Dense(9, Activation.Silu, Name = "hidden")]
        [Dense(3, Name = "output")]
        public sealed partial class Ready;

        public static class Use
        {
            public static float[] Predict(string network, float[] inputs)
            {
                INetwork net = Make(network);
                var outputs = new float[inputs.Length / 5 * 3];
                net.Predict(inputs, outputs);
                return outputs;
            }

            /// <summary>The sum of the outputs' cubes, and its gradient by the parameters.</summary>
            public static float[] Gradient(string network, float[] inputs)
            {
                var net = Make(network);
                var batch = inputs.Length / 5;
                var workspace = net.CreateWorkspace(batch);
                workspace.Batch = batch;
                inputs.CopyTo(workspace.Inputs);
                net.Forward(workspace);
                for (var i = 0; i < workspace.Outputs.Length; i++)
                    workspace.OutputGradients[i] = 3 * workspace.Outputs[i] * workspace.Outputs[i];
                net.Backward(workspace, net.Gradients);
                return net.Gradients.ToArray();
            }

            public static double Loss(float[] inputs, int parameter, float step)
            {
                var net = new Own(7);
                net.Parameters[parameter] += step;
                var outputs = new float[inputs.Length / 5 * 3];
                net.Predict(inputs, outputs);
                var sum = 0.0;
                foreach (var output in outputs)
                    sum += (double)output * output * output;
                return sum;
            }

            private static INetwork Make(string network) => network == "Own" ? new Own(7) : new Ready(7);
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Compile(Source));

    private static readonly float[] Inputs = [.. Enumerable.Range(0, 55).Select(static i => (float)Math.Sin(1.3 * i * i))];

    [Fact]
    public void A_method_does_what_the_ready_activation_does()
    {
        var own = (float[])Compiled.Value.CallStatic("Use", "Predict", "Own", Inputs)!;
        var ready = (float[])Compiled.Value.CallStatic("Use", "Predict", "Ready", Inputs)!;

        for (var i = 0; i < own.Length; i++)
        {
            var expected = ready[i] <= 0 ? 0.01 * ready[i] : ready[i] < 1 ? ready[i] : 1 + Math.Log(ready[i]);
            Assert.Equal(expected, own[i], 1e-5);
        }

        Assert.Contains(ready, static output => output <= 0);
        Assert.Contains(ready, static output => output > 0);
    }

    [Fact]
    public void The_gradient_goes_through_it()
    {
        var gradient = (float[])Compiled.Value.CallStatic("Use", "Gradient", "Own", Inputs)!;
        for (var parameter = 0; parameter < gradient.Length; parameter += 3)
        {
            const float step = 4e-3f;
            var up = (double)Compiled.Value.CallStatic("Use", "Loss", Inputs, parameter, step)!;
            var down = (double)Compiled.Value.CallStatic("Use", "Loss", Inputs, parameter, -step)!;
            Assert.Equal((up - down) / (2 * step), gradient[parameter], 2e-3);
        }
    }

    [Fact]
    public void Generated_code_calls_it_by_its_name()
    {
        var forward = Compiled.Value.Run.Files["Own.Kernels.g.cs"];

        Assert.Contains("hidden = Swish(", forward, StringComparison.Ordinal);
        Assert.Contains("output = Bent(", forward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_may_be_part_of_a_class_in_several_files()
        => Host.Run(
            "[Network, Input(2), Dense(1, ActivationMethod = \"Swish\")] public sealed partial class Net;",
            "partial class Net { [Differentiable] public static float Swish(float x) => x / (1 + MathF.Exp(-x)); }").AssertClean();
}
