namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Mistakes in lengths of sequences.</summary>
internal static class LengthCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        Net("lengths before all sequences", "", "[{|NETGEN202:Lengths|}] Tensor n, [Shape(4, 2)] Tensor x", "x * n",
            "'n' cannot be the lengths of a sequence: no parameter stands before it; write [Lengths(nameof(x))] for the sequence x"),
        Net("lengths of no parameter", "", "[Shape(4, 2)] Tensor x, [{|NETGEN202:Lengths(\"y\")|}] Tensor n", "x * n",
            "'n' cannot be the lengths of a sequence: 'Forward' has no parameter 'y'"),
        Net("lengths of lengths", "", "[Shape(4, 2)] Tensor x, [Lengths] Tensor n, [{|NETGEN202:Lengths|}] Tensor m", "x * n * m",
            "'m' cannot be the lengths of a sequence: 'n' is no sequence, which has a [Shape] whose first axis is its steps"),
        Net("lengths with a shape", "", "[Shape(4, 2)] Tensor x, [Shape(1), {|NETGEN202:Lengths|}] Tensor n", "x * n",
            "'n' cannot be the lengths of a sequence: there is one whole number for each sample, and so neither a [Shape] nor a [Vocabulary]"),
        Net("an input that is no length", "[Lstm(3, Lengths = true)] private partial Tensor Memory(Tensor x, Tensor n);", "[Shape(4, 2)] Tensor x, [Shape(1)] Tensor n", "{|NETGEN203:Memory(x, n)|}",
            "Lstm 'memory' takes the lengths of its 4 steps, and gets 'n', which is not marked [Lengths]"),
        Net("lengths of another sequence", "[Gru(3, Lengths = true)] private partial Tensor Memory(Tensor x, Tensor n);", "[Shape(4, 2)] Tensor x, [Shape(6, 2)] Tensor y, [Lengths] Tensor n",
            "{|NETGEN203:Memory(x, n)|} + Sum(y)", "Gru 'memory' takes the lengths of its 4 steps, and gets those of 6 steps"),
        Net("lengths that are computed", "", "[Shape(4, 2)] Tensor x, [Lengths] Tensor n", "{|NETGEN203:MeanOverSteps(x, n + 1)|}",
            "MeanOverSteps takes the lengths of its 4 steps, and gets what is computed; give it the input itself that is marked [Lengths]"),
        Net("a recurrence by other numbers", "Tensor Step(Tensor a, Tensor h) => a + h;", "[Shape(4, 2)] Tensor x, [Lengths] Tensor n", "{|NETGEN203:Scan(Step, x, Zeros(2), lengths: x)|}",
            "Scan takes the lengths of its 4 steps, and gets 'x', which is not marked [Lengths]"),
        Net("a mask of too many steps", "", "[Shape(4, 2)] Tensor x, [Lengths] Tensor n", "x * Reshape({|NETGEN203:LengthMask(n, 5)|}, 5, 1)",
            "LengthMask takes the lengths of its 5 steps, and gets those of 4 steps"),
        new("a stack whose steps are others than those of its input", """
            [Network, Input(8, 2, Lengths = true), Conv1D(16, 1), {|NETGEN203:Lstm(3)|}]
            public sealed partial class Net;
            """, ["Lstm 'lstm1' takes the lengths of its 16 steps, and gets those of 8 steps"]),
    ];

    private static DiagnosticCase Net(string name, string members, string parameters, string value, params string[] messages) => new(name, $$"""
        using static NetGen.Functional;

        [Network]
        public sealed partial class Net
        {
            {{members}}
            [Dense(1)] private partial Tensor Head(Tensor x);
            [Forward] private Tensor Forward({{parameters}}) => Head(Flatten({{value}}));
        }
        """, messages);
}
