using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Lengths;

/// <summary>Sequences of different lengths, hidden keys and embeddings against what <c>tests/Fixtures/record_lengths.py</c> has recorded of PyTorch.</summary>
public sealed class LengthFixtureTests
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, string> Networks = new()
    {
        ["KeyPadding"] = """
            [MultiHeadAttention(3, KeyPadding = true)] private partial Tensor Look(Tensor x, Tensor padding);
            [Forward] private Tensor Apply([Shape(5, 6)] Tensor x, [Shape(5)] Tensor padding) => Look(x, padding);
            """,
        ["CrossAttention"] = """
            [MultiHeadAttention(2, KeyPadding = true)] private partial Tensor Look(Tensor query, Tensor memory, Tensor padding);
            [Forward] private Tensor Apply([Shape(3, 8)] Tensor query, [Shape(5, 8)] Tensor memory, [Shape(5)] Tensor padding) => Look(query, memory, padding);
            """,
        ["ThreeSequences"] = """
            [MultiHeadAttention(2, Bias = false, Lengths = true)] private partial Tensor Look(Tensor query, Tensor key, Tensor value, Tensor lengths);
            [Forward] private Tensor Apply([Shape(4, 6)] Tensor query, [Shape(7, 6)] Tensor key, [Shape(7, 6)] Tensor value, [Lengths] Tensor lengths) => Look(query, key, value, lengths);
            """,
        ["Decoder"] = """
            [TransformerDecoderLayer(2, 9, Dropout = 0, Lengths = true)] private partial Tensor Decode(Tensor x, Tensor memory, Tensor lengths);
            [Forward] private Tensor Apply([Shape(4, 6)] Tensor x, [Shape(7, 6)] Tensor memory, [Lengths] Tensor lengths) => Decode(x, memory, lengths);
            """,
        ["Pooled"] = """
            [Forward] private Tensor Apply([Shape(5, 3)] Tensor x, [Lengths] Tensor lengths)
                => Concatenate(MeanOverSteps(x, lengths), SumOverSteps(x, lengths), MaxOverSteps(x, lengths));
            """,
        ["Embedding"] = """
            [Embedding(7, 5, Padding = 3)] private partial Tensor Letters(Tensor text);
            [Forward] private Tensor Apply([Shape(4), Vocabulary(7)] Tensor text) => Letters(text);
            """,
    };

    public static TheoryData<string> Names => [.. TestTier.OneIn(2, Recording.Lengths.Cases)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_computes_what_PyTorch_computes(string name)
    {
        var recorded = Recording.Lengths[name];
        var source = Networks.TryGetValue(name, out var members)
            ? BodyNetworks.Source(members, inputGradient: true)
            : $"[Network(InputGradient = true), {name}] public sealed partial class Net;";
        var project = new LoadedProject(source, Caller(Networks.ContainsKey(name) ? recorded.InputCount : 2));
        var network = project.Network();
        string Key(ParameterInfo parameter) => RecordedCase.KeyOf(parameter.Name);
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(recorded.Floats(Key(parameter)));

        // Other values everywhere: what is computed must not depend on what was there before.
        var batch = recorded.Batch("input 0");
        var workspace = network.CreateWorkspace(batch + 2);
        foreach (var tensor in workspace.Tensors)
            workspace.Tensor(tensor.Name).Fill(float.NaN);
        workspace.Batch = batch;
        var inputs = Enumerable.Range(0, network.Description.Inputs.Count).Select(input => recorded.Floats($"input {input}")).ToArray();
        for (var input = 0; input < inputs.Length; input++)
            inputs[input].CopyTo(workspace.Input(input));

        network.Forward(workspace);
        recorded.AssertClose("output 0", workspace.Output(0), Tolerance);
        recorded.Floats("output 0 gradient").CopyTo(workspace.OutputGradient(0));
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        foreach (var parameter in network.Description.Parameters)
            recorded.AssertClose(Key(parameter) + " gradient", new TensorView(network.Gradients, parameter).ToArray(), Tolerance);
        for (var input = 0; input < inputs.Length; input++)
        {
            if (recorded.Has($"input {input} gradient"))
                recorded.AssertClose($"input {input} gradient", workspace.InputGradient(input), Tolerance);
        }

        recorded.AssertClose("output 0", (float[])project.Call("Caller", "Predict", [network, new float[batch * network.Description.Outputs[0].Size], .. inputs])!, Tolerance);
    }

    /// <summary>A method that predicts with arrays: each input of a network has a span of its own.</summary>
    private static string Caller(int inputs)
    {
        var names = Enumerable.Range(0, inputs).Select(static input => $"input{input}").ToArray();
        return $$"""
            public static class Caller
            {
                public static float[] Predict(Net network, float[] output, {{string.Join(", ", names.Select(static name => "float[] " + name))}})
                {
                    network.Predict({{string.Join(", ", names.Select(static name => $"new System.ReadOnlySpan<float>({name})"))}}, output);
                    return output;
                }
            }
            """;
    }
}
