namespace NetGen.Numeric.Checks.Networks;

/// <summary>Recurrent layers, as <c>tests/Fixtures/record_recurrent.py</c> has recorded them.</summary>
public static partial class Recurrences
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(7, 3), Rnn(5)", static seed => new Rnn1(seed)),
        new("Input(8, 5), Lstm(7)", static seed => new Lstm1(seed)),
        new("Input(7, 2), Gru(5)", static seed => new Gru1(seed)),
        new("Input(6, 3), Gru(7, Bidirectional = true, LastStep = true, Bias = false)", static seed => new Gru3(seed)),
#if COMPLETE_TESTS
        new("Input(5, 4), Rnn(8, Activation.Relu, Layers = 2, Bias = false)", static seed => new Rnn2(seed)),
        new("Input(6, 3), Lstm(8, Layers = 2, LastStep = true)", static seed => new Lstm2(seed)),
        new("Input(1, 17), Lstm(16, Bias = false)", static seed => new Lstm4(seed)),
        new("Input(5, 9), Gru(8, Layers = 2, Bidirectional = true)", static seed => new Gru2(seed)),
        new("Input(6, 3), Rnn(9, Bidirectional = true, LastStep = true)", static seed => new Rnn3(seed)),
        new("Input(5, 4), Lstm(6, Layers = 2, Bidirectional = true)", static seed => new Lstm3(seed)),
#endif
    ];

    [Network(InputGradient = true), Input(7, 3), Rnn(5)]
    public sealed partial class Rnn1;

    [Network(InputGradient = true), Input(8, 5), Lstm(7)]
    public sealed partial class Lstm1;

    [Network(InputGradient = true), Input(7, 2), Gru(5)]
    public sealed partial class Gru1;

    [Network(InputGradient = true), Input(6, 3), Gru(7, Bidirectional = true, LastStep = true, Bias = false)]
    public sealed partial class Gru3;

#if COMPLETE_TESTS
    [Network(InputGradient = true), Input(5, 4), Rnn(8, Activation.Relu, Layers = 2, Bias = false)]
    public sealed partial class Rnn2;

    [Network(InputGradient = true), Input(6, 3), Lstm(8, Layers = 2, LastStep = true)]
    public sealed partial class Lstm2;

    [Network(InputGradient = true), Input(1, 17), Lstm(16, Bias = false)]
    public sealed partial class Lstm4;

    [Network(InputGradient = true), Input(5, 9), Gru(8, Layers = 2, Bidirectional = true)]
    public sealed partial class Gru2;

    [Network(InputGradient = true), Input(6, 3), Rnn(9, Bidirectional = true, LastStep = true)]
    public sealed partial class Rnn3;

    [Network(InputGradient = true), Input(5, 4), Lstm(6, Layers = 2, Bidirectional = true)]
    public sealed partial class Lstm3;
#endif
}
