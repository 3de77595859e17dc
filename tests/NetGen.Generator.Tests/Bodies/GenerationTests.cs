using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks that predict step by step give what the whole sequence gives.</summary>
public sealed class GenerationTests
{
    private static readonly Dictionary<string, string> Networks = new()
    {
        ["a GPT"] = """
            [Embedding(9, 12)] private partial Tensor Letters(Tensor text);
            [Embedding(7, 12)] private partial Tensor Places(Tensor place);
            [TransformerEncoderLayer(3, 20, NormFirst = true, Causal = true, Activation = Activation.Gelu, Count = 2)] private partial Tensor Block(int index, Tensor x);
            [LayerNorm] private partial Tensor Norm(Tensor x);
            [Forward] Tensor F([Shape(7), Vocabulary(9)] Tensor text)
            {
                var h = Letters(text) + Places(Functional.Range(7));
                for (var i = 0; i < 2; i++)
                    h = Block(i, h);
                return MatMul(Norm(h), Transpose(Weight(nameof(Letters))));
            }
            """,
        ["one with rotary places and normalisation behind"] = """
            [Embedding(9, 8)] private partial Tensor Letters(Tensor text);
            [TransformerEncoderLayer(2, 16, Causal = true, Rotary = true)] private partial Tensor Block(Tensor x);
            [Dense(5)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(6), Vocabulary(9)] Tensor text) => Head(Block(Letters(text)));
            """,
        ["attention written by hand, with sinusoidal places and constants for each step"] = """
            [Dense(6)] private partial Tensor Query(Tensor x);
            [Dense(6)] private partial Tensor Key(Tensor x);
            [Dense(6)] private partial Tensor Value(Tensor x);
            [Parameter(5, 6)] private partial Tensor Shift();
            [Forward] Tensor F([Shape(5, 6)] Tensor x)
            {
                var h = x + SinusoidalPositions(5, 6) * Constant([1f, 2, 3, 4, 5], 5, 1);
                var scores = MatMul(Query(h), Transpose(Key(h))) / 2 + CausalMask(5);
                return Tanh(MatMul(Softmax(scores), Value(h)) + Shift()) * OneHot(ArgMax(x), 6);
            }
            """,
        ["an LSTM of two layers"] = """
            [Lstm(6, Layers = 2)] private partial Tensor Memory(Tensor x);
            [Dense(3)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(5, 4)] Tensor x) => Head(Memory(x));
            """,
        ["a wide LSTM, whose products are done several panels at a time"] = """
            [Lstm(33)] private partial Tensor Memory(Tensor x);
            [Lstm(64, Layers = 2)] private partial Tensor Above(Tensor x);
            [Dense(65)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4, 40)] Tensor x) => Head(Above(Memory(x)));
            """,
        ["a recurrence with few outputs"] = """
            [Rnn(24, Activation.Sigmoid)] private partial Tensor Memory(Tensor x);
            [Dense(1)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(5, 1)] Tensor x) => Head(Memory(x));
            """,
        ["a GRU of letters"] = """
            [Embedding(9, 8)] private partial Tensor Letters(Tensor text);
            [Gru(16)] private partial Tensor Memory(Tensor x);
            [Dense(9)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(6), Vocabulary(9)] Tensor text) => Head(Memory(Letters(text)));
            """,
        ["a recurrence of one's own, that does not begin with zeros"] = """
            [Dense(4)] private partial Tensor FromInput(Tensor x);
            [Dense(4)] private partial Tensor FromState(Tensor h);
            [Parameter(4)] private partial Tensor Start();
            (Tensor, Tensor) Step(Tensor x, Tensor h, Tensor sum)
            {
                var next = Tanh(FromInput(x) + FromState(h));
                return (next, 0.5f * sum + next);
            }
            [Forward] Tensor F([Shape(6, 3)] Tensor x) => Scan(Step, x, Tanh(Start()), Full(0.25f, 4)).Second;
            """,
        ["no attention at all"] = """
            [Dense(6, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
            [Forward] Tensor F([Shape(4, 3)] Tensor x) => Concatenate(1, Hidden(x), Softmax(x), Transpose(Reshape(Transpose(x), 3, 4)) * 2);
            """,
    };

    public static TheoryData<string> Names => [.. TestTier.OneIn(3, Networks.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_by_step_is_the_whole_sequence(string name)
    {
        var network = Network(Networks[name]);
        foreach (var batch in (int[])[3, 1, 8])
            Compare(network, batch);
    }

    private static void Compare(INetwork network, int batch)
    {
        var (description, type) = (network.Description, network.GetType());
        var state = (SequenceState)type.GetMethod("CreateState")!.Invoke(network, [batch])!;
        var next = type.GetMethod("PredictNext", [typeof(ReadOnlySpan<float>), typeof(SequenceState), typeof(Span<float>)])!.CreateDelegate<Next>(network);
        var (length, inputSize) = (description.InputShape[0], description.InputSize / description.InputShape[0]);
        var outputSize = description.OutputSize / length;
        for (var round = 0; round < 2; round++)
        {
            var random = new Random(round);
            float[] inputs = [.. Enumerable.Range(0, batch * description.InputSize).Select(_ => description.Inputs[0].Vocabulary is { } vocabulary ? random.Next(vocabulary) : (float)((2 * random.NextDouble()) - 1))];
            var whole = new float[batch * description.OutputSize];
            network.Predict(inputs, whole);

            state.Reset();
            var (element, outputs) = (new float[batch * inputSize], new float[batch * outputSize]);
            for (var step = 0; step < length; step++)
            {
                for (var sequence = 0; sequence < batch; sequence++)
                    inputs.AsSpan((sequence * description.InputSize) + (step * inputSize), inputSize).CopyTo(element.AsSpan(sequence * inputSize));
                next(element, state, outputs);
                Assert.Equal(step + 1, state.Position);
                for (var sequence = 0; sequence < batch; sequence++)
                {
                    var expected = whole.AsSpan((sequence * description.OutputSize) + (step * outputSize), outputSize);
                    var given = outputs.AsSpan(sequence * outputSize, outputSize);
                    // A recurrence adds up the same terms in the same order. An attention sees more places where they are hidden.
                    if (state.Length == int.MaxValue)
                        Assert.Equal(expected.ToArray(), given.ToArray());
                    for (var i = 0; i < outputSize; i++)
                        Assert.Equal(expected[i], given[i], 2e-5f);
                }
            }

            // A recurrence goes on without end.
            if (state.Length == int.MaxValue)
                continue;
            Assert.True(state.IsFull);
            Assert.Contains($"all of its {length} steps", Assert.Throws<InvalidOperationException>(() => next(element, state, outputs)).Message, StringComparison.Ordinal);
        }

        var (zeros, results) = (new float[batch * inputSize], new float[batch * outputSize]);
        state.Reset();
        var before = GC.GetAllocatedBytesForCurrentThread();
        next(zeros, state, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_does_not_belong_to_the_sequence_is_refused()
    {
        var network = Network(Networks["a GPT"]);
        var other = Network(Networks["a GPT"].Replace("Shape(7)", "Shape(6)", StringComparison.Ordinal).Replace("Embedding(7", "Embedding(6", StringComparison.Ordinal).Replace("Range(7)", "Range(6)", StringComparison.Ordinal));
        var state = (SequenceState)network.GetType().GetMethod("CreateState")!.Invoke(network, [2])!;
        var foreign = (SequenceState)other.GetType().GetMethod("CreateState")!.Invoke(other, [2])!;
        var next = network.GetType().GetMethod("PredictNext", [typeof(ReadOnlySpan<float>), typeof(SequenceState), typeof(Span<float>)])!.CreateDelegate<Next>(network);
        var outputs = new float[18];

        Assert.Contains("CreateState", Assert.Throws<ArgumentException>(() => next([1, 1], foreign, outputs)).Message, StringComparison.Ordinal);
        Assert.Contains("1 floats for the next step of each of 2 sequences", Assert.Throws<ArgumentException>(() => next([1], state, outputs)).Message, StringComparison.Ordinal);
        Assert.Contains("9 floats for a step of each of 2 sequences", Assert.Throws<ArgumentException>(() => next([1, 1], state, new float[3])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Sequence 1 has 9 at step 0, but the vocabulary of 'text'", Assert.Throws<ArgumentException>(() => next([1, 9], state, outputs)).Message, StringComparison.Ordinal);
        Assert.Equal(0, state.Position);
        Assert.Throws<ArgumentException>(() => state.CopyFrom(foreign));
    }

    [Fact]
    public void A_copied_state_goes_on_from_the_same_place()
    {
        var network = Network(Networks["a GPT"]);
        var create = network.GetType().GetMethod("CreateState")!;
        var (first, second) = ((SequenceState)create.Invoke(network, [1])!, (SequenceState)create.Invoke(network, [1])!);
        var next = network.GetType().GetMethod("PredictNext", [typeof(ReadOnlySpan<float>), typeof(SequenceState), typeof(Span<float>)])!.CreateDelegate<Next>(network);
        var (a, b) = (new float[9], new float[9]);
        next([3], first, a);
        next([1], first, a);
        second.CopyFrom(first);
        next([4], first, a);
        next([4], second, b);
        Assert.Equal(a, b);
    }

    private static INetwork Network(string members) => new LoadedProject(BodyNetworks.Source(members).Replace("[Network", "[Network(Generation = true)", StringComparison.Ordinal)).Network();

    private delegate void Next(ReadOnlySpan<float> inputs, SequenceState state, Span<float> outputs);
}
