using static NetGen.Functional;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Networks over sequences, as <c>tests/Fixtures/record_sequences.py</c> has recorded them.</summary>
public static partial class States
{
    /// <summary>Recurrent layers that take initial states and give final ones.</summary>
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(6, 4), Rnn(4, Layers = 3) with states", static seed => new Rnn1(seed)),
        new("Input(4, 9), Lstm(9) with states", static seed => new Lstm2(seed)),
#if COMPLETE_TESTS
        new("Input(5, 4), Lstm(4, Layers = 2) with states", static seed => new Lstm1(seed)),
        new("Input(8, 5), Lstm(5, Layers = 2, Bidirectional = true) with states", static seed => new Lstm3(seed)),
#endif
        new("Input(7, 6), Gru(6, Layers = 2, Bidirectional = true) with states", static seed => new Gru1(seed)),
    ];

    // Initial states are rows of the sequence, and final states follow the outputs, as in the recording.
    [Network(InputGradient = true)]
    public sealed partial class Rnn1
    {
        [Rnn(4, Layers = 3)]
        private partial (Tensor Output, Tensor H) Memory(Tensor x, Tensor h0);

        [Forward]
        private Tensor Forward([Shape(6, 4)] Tensor x)
        {
            var (output, h) = Memory(x, Slice(x, 0, 0, 3));
            return Concatenate(0, output, h);
        }
    }

    [Network(InputGradient = true)]
    public sealed partial class Lstm2
    {
        [Lstm(9)]
        private partial (Tensor Output, Tensor H, Tensor C) Memory(Tensor x, Tensor h0, Tensor c0);

        [Forward]
        private Tensor Forward([Shape(4, 9)] Tensor x)
        {
            // A single state may be given without the axis of the layers.
            var (output, h, c) = Memory(x, Reshape(Slice(x, 0, 0, 1), 9), Slice(x, 0, 1, 1));
            return Concatenate(0, output, h, c);
        }
    }

#if COMPLETE_TESTS
    [Network(InputGradient = true)]
    public sealed partial class Lstm1
    {
        [Lstm(4, Layers = 2)]
        private partial (Tensor Output, Tensor H, Tensor C) Memory(Tensor x, Tensor h0, Tensor c0);

        [Forward]
        private Tensor Forward([Shape(5, 4)] Tensor x)
        {
            var (output, h, c) = Memory(x, Slice(x, 0, 0, 2), Slice(x, 0, 2, 2));
            return Concatenate(0, output, h, c);
        }
    }

    [Network(InputGradient = true)]
    public sealed partial class Lstm3
    {
        [Lstm(5, Layers = 2, Bidirectional = true)]
        private partial (Tensor Output, Tensor H, Tensor C) Memory(Tensor x, Tensor h0, Tensor c0);

        [Forward]
        private Tensor Forward([Shape(8, 5)] Tensor x)
        {
            var (output, h, c) = Memory(x, Slice(x, 0, 0, 4), Slice(x, 0, 4, 4));
            return Concatenate(0, output, Reshape(h, 2, 10), Reshape(c, 2, 10));
        }
    }
#endif

    [Network(InputGradient = true)]
    public sealed partial class Gru1
    {
        [Gru(6, Layers = 2, Bidirectional = true)]
        private partial (Tensor Output, Tensor H) Memory(Tensor x, Tensor h0);

        [Forward]
        private Tensor Forward([Shape(7, 6)] Tensor x)
        {
            var (output, h) = Memory(x, Slice(x, 0, 0, 4));
            return Concatenate(0, output, Reshape(h, 2, 12));
        }
    }

    [Network(State = true, Generation = true), Input(5, 3), Lstm(6, Layers = 2, Name = "memory"), Dense(2, Name = "output")]
    public sealed partial class CarriedLstm;

    [Network(State = true, Generation = true), Input(4, 3), Gru(7, Name = "memory"), Dense(2, Name = "output")]
    public sealed partial class CarriedGru;

    [Network(State = true, Generation = true), Input(6, 2), Rnn(9, Layers = 2, Name = "memory"), Dense(1, Name = "output")]
    public sealed partial class CarriedRnn;

#if COMPLETE_TESTS
    /// <summary>The same as <see cref="CarriedLstm"/> over four of its windows.</summary>
    [Network(State = true), Input(20, 3), Lstm(6, Layers = 2, Name = "memory"), Dense(2, Name = "output")]
    public sealed partial class LongLstm;
#endif

    /// <summary>A recurrence of one's own, which begins with trained values, of whole numbers.</summary>
    [Network(State = true, Generation = true)]
    public sealed partial class Reader
    {
        [Embedding(7, 5)]
        private partial Tensor Letters(Tensor text);

        [Dense(8)]
        private partial Tensor FromInput(Tensor x);

        [Dense(8)]
        private partial Tensor FromState(Tensor h);

        [Parameter(8)]
        private partial Tensor Start();

        [Dense(7)]
        private partial Tensor Next(Tensor h);

        [Forward]
        private Tensor Forward([Shape(4), Vocabulary(7)] Tensor text) => Next(Scan(Step, Letters(text), Start(), Zeros(8)).First);

        private (Tensor, Tensor) Step(Tensor x, Tensor h, Tensor sum)
        {
            var next = Tanh(FromInput(x) + FromState(h) + (0.5f * sum));
            return (next, (0.5f * sum) + next);
        }
    }

    /// <summary>The same as <see cref="Reader"/> over three of its windows.</summary>
    [Network(State = true)]
    public sealed partial class LongReader
    {
        [Embedding(7, 5)]
        private partial Tensor Letters(Tensor text);

        [Dense(8)]
        private partial Tensor FromInput(Tensor x);

        [Dense(8)]
        private partial Tensor FromState(Tensor h);

        [Parameter(8)]
        private partial Tensor Start();

        [Dense(7)]
        private partial Tensor Next(Tensor h);

        [Forward]
        private Tensor Forward([Shape(12), Vocabulary(7)] Tensor text) => Next(Scan(Step, Letters(text), Start(), Zeros(8)).First);

        private (Tensor, Tensor) Step(Tensor x, Tensor h, Tensor sum)
        {
            var next = Tanh(FromInput(x) + FromState(h) + (0.5f * sum));
            return (next, (0.5f * sum) + next);
        }
    }

    /// <summary>An objective of one's own over two inputs.</summary>
    [Network(State = true)]
    public sealed partial class Objective
    {
        [Gru(6)]
        private partial Tensor Memory(Tensor x);

        [Dense(1)]
        private partial Tensor Output(Tensor h);

        [Forward]
        private Tensor Forward([Shape(4, 2)] Tensor x, [Shape(4, 1)] Tensor scale) => Output(Memory(x)) * scale;

        [Objective]
        private static Tensor Loss(Tensor output, [Shape(4, 1)] Tensor target) => Mean((output - target) * (output - target));
    }

    [Network, Input(9, 5), Lstm(12, Layers = 2, Name = "lstm"), Dense(3, Name = "output")]
    public sealed partial class Lstm;

    [Network]
    public sealed partial class Gpt2
    {
        private const int Width = 16;

        [Embedding(11, Width)]
        private partial Tensor Characters(Tensor text);

        [Embedding(8, Width)]
        private partial Tensor Places(Tensor place);

        [TransformerEncoderLayer(4, 4 * Width, Activation = Activation.GeluTanh, Dropout = 0, NormFirst = true, Causal = true, Count = 2)]
        private partial Tensor Block(int index, Tensor x);

        [LayerNorm]
        private partial Tensor Norm(Tensor x);

        [Forward]
        private Tensor Forward([Shape(8), Vocabulary(11)] Tensor text)
        {
            var h = Characters(text) + Places(Functional.Range(8));
            for (var i = 0; i < 2; i++)
                h = Block(i, h);
            return MatMul(Norm(h), Transpose(Weight(nameof(Characters))));
        }
    }
}
