using System.Globalization;
using static NetGen.Functional;

namespace NetGen.Benchmarks;

/// <summary>A GPT of four layers, 128 wide: a step of 12 × 64 characters with AdamW, and one more character with what the ones before have left, beside PyTorch on one thread.</summary>
internal static class TextBenchmark
{
    private const int Batch = 12;

    public static int Run(Options options)
    {
        var network = new TextNet(seed: 1);
        var workspace = network.CreateWorkspace(Batch);
        var random = new Random(1);
        int[] text = [.. Enumerable.Range(0, Batch * TextNet.Length).Select(_ => random.Next(TextNet.Characters))];
        for (var i = 0; i < text.Length; i++)
            workspace.Inputs[i] = text[i];
        var (loss, optimizer, state, logits) = (new CrossEntropyLoss(), new AdamW(1e-3), network.CreateState(), new float[TextNet.Characters]);
        int[] shape = [TextNet.Length, TextNet.Characters];
        var step = new BestTime(() =>
        {
            network.Forward(workspace);
            loss.Evaluate(workspace.Outputs, text, workspace.OutputGradients, Batch, shape);
            network.Backward(workspace, network.Gradients);
            optimizer.Step(network);
        });
        var token = new BestTime(() =>
        {
            if (state.IsFull)
                state.Reset();
            network.PredictNext(text.AsSpan(state.Position, 1), state, logits);
        });
        var absence = "it was left out";
        using var peer = options.Alone ? null : Start(out absence);
        double[] others = [double.PositiveInfinity, double.PositiveInfinity];
        step.WarmUp(options.WarmUp);
        token.WarmUp(options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            var duration = 10 * options.Round;
            step.Measure(duration);
            token.Measure(duration);
            for (var what = 0; peer is not null && what < 2; what++)
                others[what] = Math.Min(others[what], double.Parse(peer.Ask(string.Create(CultureInfo.InvariantCulture, $"{(what == 0 ? "step" : "token")} {duration.TotalSeconds}")), CultureInfo.InvariantCulture));
        }

        Console.WriteLine(peer is null ? $"Without PyTorch: {absence}.\n" : $"PyTorch {peer.Version}, one thread, microseconds.\n");
        var table = new MarkdownTable("GPT 4 × 128", "NetGen", "PyTorch", "NetGen / PyTorch", "bytes allocated");
        Add("training step, 12 × 64", step, others[0]);
        Add("one more character", token, others[1]);
        Console.WriteLine(table);
        return 0;

        void Add(string name, BestTime own, double other) => table.Add(
            name, Text($"{own.Microseconds:N0}"), double.IsInfinity(other) ? "" : Text($"{other:N0}"), double.IsInfinity(other) ? "" : Text($"{own.Microseconds / other:0.00}"), Text($"{own.AllocatedBytes():0}"));
    }

    private static PeerProcess? Start(out string absence)
    {
        absence = "/usr/bin/python3 with torch is not there";
        return File.Exists("/usr/bin/python3") ? PeerProcess.TryStart("PyTorch", "/usr/bin/python3", "pytorch_text_peer.py") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>As pytorch_text_peer.py has it.</summary>
[Network(Generation = true)]
internal sealed partial class TextNet
{
    public const int Length = 64;
    public const int Characters = 65;
    private const int Width = 128;

    [Embedding(Characters, Width, Deviation = 0.02)]
    private partial Tensor Tokens(Tensor text);

    [Embedding(Length, Width, Deviation = 0.02)]
    private partial Tensor Places(Tensor place);

    [TransformerEncoderLayer(4, 4 * Width, Activation = Activation.GeluTanh, Dropout = 0, NormFirst = true, Causal = true, Count = 4)]
    private partial Tensor Block(int index, Tensor x);

    [LayerNorm]
    private partial Tensor Norm(Tensor x);

    [Forward]
    private Tensor Next([Shape(Length), Vocabulary(Characters)] Tensor text)
    {
        var h = Tokens(text) + Places(Functional.Range(Length));
        for (var i = 0; i < 4; i++)
            h = Block(i, h);
        return MatMul(Norm(h), Transpose(Weight(nameof(Tokens))));
    }
}
