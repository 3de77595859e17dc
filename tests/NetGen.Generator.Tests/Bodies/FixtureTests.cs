using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks that are no stacks against what <c>tests/Fixtures/record_bodies.py</c> and <c>record_functional.py</c> have recorded of PyTorch.</summary>
public sealed class FixtureTests
{
    private const double Tolerance = 2e-6;

    private static readonly Dictionary<string, string> Networks = new()
    {
        ["Residual"] = """
            [Dense(20)] private partial Tensor Stem(Tensor x);
            [Dense(20, Count = 3)] private partial Tensor Block(int index, Tensor x);
            [Dense(1)] private partial Tensor Price(Tensor x);
            [Forward] private Tensor Apply([Shape(13)] Tensor x)
            {
                var h = Relu(Stem(x));
                for (var i = 0; i < 3; i++)
                    h += Tanh(Block(i, h));
                return Price(h);
            }
            """,
        ["TwoInputs"] = """
            [Dense(9)] private partial Tensor Left(Tensor x);
            [Dense(9)] private partial Tensor Right(Tensor x);
            [Dense(4)] private partial Tensor Head(Tensor x);
            [Forward] private Tensor Apply([Shape(5)] Tensor a, [Shape(2, 3)] Tensor b)
            {
                var (left, right) = (Sigmoid(Left(a)), Right(Reshape(b, 6)));
                return Head(Concatenate(0, left * right, left - right));
            }
            """,
        ["SharedWeight"] = """
            [Dense(11)] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Apply([Shape(11)] Tensor x) => Step(Tanh(Step(Tanh(Step(x)))));
            """,
        ["TwoHeads"] = """
            [Dense(17, Activation.Gelu)] private partial Tensor Trunk(Tensor x);
            [Dense(3)] private partial Tensor Kind(Tensor x);
            [Dense(1)] private partial Tensor Size(Tensor x);
            [Forward] private (Tensor kind, Tensor size) Apply([Shape(8)] Tensor x)
            {
                var h = Trunk(x);
                return (LogSoftmax(Kind(h)), Size(h * h));
            }
            """,
        ["Composed"] = """
            [Dense(12)] private partial Tensor Hidden(Tensor x);
            [Forward] private (Tensor sums, Tensor parts, Tensor runs) Apply([Shape(12)] Tensor x)
            {
                var h = Reshape(Hidden(x), 3, 4);
                return (
                    LogSumExp(h, 0) + LogSumExp(h) + LogSumExp(3 * h, new[] { 1 }, true),
                    Stack(1, Clamp(h, -0.5, 0.7), Tril(h), Triu(h, 1), Tril(h, -1)),
                    CumSum(h, 0) * CumProd(h) + CumProd(Clamp(h, 0, 1), 0) + CumSum(h) * Equal(h, Maximum(h, 0)));
            }
            """,
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_computes_what_PyTorch_computes(string name)
    {
        var recorded = (name == "Composed" ? Recording.Functional : Recording.Bodies)[name];
        var network = new LoadedProject(BodyNetworks.Source(Networks[name], inputGradient: true)).Network();
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(recorded.Floats(parameter.Name));
        var workspace = network.CreateWorkspace(recorded.Batch("input 0"));
        for (var input = 0; input < network.Description.Inputs.Count; input++)
            recorded.Floats($"input {input}").CopyTo(workspace.Input(input));

        network.Forward(workspace);
        for (var output = 0; output < network.Description.Outputs.Count; output++)
        {
            recorded.AssertClose($"output {output}", workspace.Output(output), Tolerance);
            recorded.Floats($"output {output} gradient").CopyTo(workspace.OutputGradient(output));
        }

        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        foreach (var parameter in network.Description.Parameters)
            recorded.AssertClose(parameter.Name + " gradient", new TensorView(network.Gradients, parameter).ToArray(), Tolerance);
        for (var input = 0; input < network.Description.Inputs.Count; input++)
            recorded.AssertClose($"input {input} gradient", workspace.InputGradient(input), Tolerance);
    }
}
