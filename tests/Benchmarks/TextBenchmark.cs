using System.Globalization;
using static NetGen.Functional;

namespace NetGen.Benchmarks;

/// <summary>A GPT of four layers, 128 wide: a step of 12 × 64 characters with AdamW, and one more character with what the ones before have left; and one step of an LSTM 64-128-65 for one sample; beside PyTorch on one thread.</summary>
internal static class TextBenchmark
{
    private const int Batch = 12;

    // What the peer is asked for.
    private static readonly string[] Peers = ["step", "token", "lstm"];

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
        var recurrent = new LongLstm(seed: 1);
        var (memory, features, outputs) = (recurrent.CreateState(1), new float[64], new float[65]);
        for (var i = 0; i < features.Length; i++)
            features[i] = random.NextSingle() - 0.5f;
        var next = new BestTime(() => recurrent.PredictNext(features, memory, outputs));
        BestTime[] times = [step, token, next];
        var absence = "it was left out";
        using var peer = options.Alone ? null : Start(out absence);
        double[] others = [.. Peers.Select(static _ => double.PositiveInfinity)];
        foreach (var time in times)
            time.WarmUp(options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            var duration = 10 * options.Round;
            foreach (var time in times)
                time.Measure(duration);
            for (var what = 0; peer is not null && what < Peers.Length; what++)
                others[what] = Math.Min(others[what], double.Parse(peer.Ask(string.Create(CultureInfo.InvariantCulture, $"{Peers[what]} {duration.TotalSeconds}")), CultureInfo.InvariantCulture));
        }

        Console.WriteLine(peer is null ? $"Without PyTorch: {absence}.\n" : $"PyTorch {peer.Version}, one thread, microseconds.\n");
        var table = new MarkdownTable("GPT 4 × 128, and an LSTM", "NetGen", "PyTorch", "NetGen / PyTorch", "bytes allocated");
        Add("training step, 12 × 64", step, others[0]);
        Add("one more character", token, others[1]);
        Add("LSTM 64-128-65: one step of one sample", next, others[2]);
        Console.WriteLine(table);
        return 0;

        void Add(string name, BestTime own, double other) => table.Add(
            name, Text($"{own.Microseconds:N1}"), double.IsInfinity(other) ? "" : Text($"{other:N0}"), double.IsInfinity(other) ? "" : Text($"{own.Microseconds / other:0.000}"), Text($"{own.AllocatedBytes():0}"));
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
