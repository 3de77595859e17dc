namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Mistakes in recurrences.</summary>
internal static class RecurrenceCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        Net("a step whose state changes its shape", "Tensor Step(Tensor a, Tensor h) => Concatenate(a, h);", "return {|NETGEN215:Scan(Step, x, Zeros(3))|};",
            "'Step' cannot be carried along a sequence: its state 'h' is [3] before a step, and [5] after it"),
        Net("the second of two states", "(Tensor, Tensor) Step(Tensor a, Tensor h, Tensor c) => (h, a);", "return {|NETGEN215:Scan(Step, x, Zeros(2), Zeros(3))|}.First;",
            "'Step' cannot be carried along a sequence: its state 'c' is [3] before a step, and [2] after it"),
        Net("a lambda as a step", "", "return Scan({|NETGEN215:(a, h) => a + h|}, x, Zeros(2));",
            "This cannot be carried along a sequence: it is a lambda; write a method, or a local function, and give its name"),
        Net("a delegate as a step", "Func<Tensor, Tensor, Tensor> Kept => null!;", "return Scan({|NETGEN215:Kept|}, x, Zeros(2));",
            "This cannot be carried along a sequence: it is no method; write one, from a step's input and the states to the next states, and give its name"),
        Net("a step of another object", "sealed class Other { public Tensor Step(Tensor a, Tensor h) => a; } static readonly Other Cell = new();", "return Scan({|NETGEN215:Cell.Step|}, x, Zeros(2));",
            "'Step' cannot be carried along a sequence: it belongs to an object, and there is none at compile time; make it static"),
        Net("a recurrence in a step", "Tensor Inner(Tensor a, Tensor h) => a + h; Tensor Step(Tensor a, Tensor h) => {|NETGEN215:Scan(Inner, Reshape(h, 2, 1), Zeros(1))|};",
            "return Scan(Step, x, Zeros(2));",
            "'Inner' cannot be carried along a sequence: it is a step of another recurrence already; carry one sequence after the other"),
        Net("a sequence without features", "Tensor Step(Tensor a, Tensor h) => a + h;", "return {|NETGEN090:Scan(Step, Flatten(x), Zeros(2))|};",
            "Scan of [8]: a sequence has an axis of steps and one of features; write Reshape(x, 8, 1)"),
        Net("a sequence that depends on no input", "Tensor Step(Tensor a, Tensor h) => a + h;", "return {|NETGEN090:Scan(Step, Zeros(4, 2), Zeros(2))|};",
            "Scan of [4 × 2]: the sequence depends on no input"),
        Net("a gradient of a recurrence", "Tensor Step(Tensor a, Tensor h) => a * h;", "return {|NETGEN215:Gradient(Scan(Step, x, Full(1, 2)), x)|};",
            "What is differentiated cannot be carried along a sequence: the gradient of a recurrence by Gradient is not supported; train it by its outputs"),
        Stack("a state without a recurrence", "[Network(State = true), Input(5, 6), Dense(4)]", "'Net' has no state that it could carry from pass to pass: it has no recurrence"),
        Stack("a state of a recurrence that goes backwards", "[Network(State = true), Input(5, 6), Lstm(4), Gru(3, Bidirectional = true)]",
            "'Net' has no state that it could carry from pass to pass: 'gru1' goes through the sequence backwards, from steps that are not there yet"),
        new("a state that is computed from inputs", """
            using static NetGen.Functional;

            [Network(State = true)]
            public sealed partial class {|NETGEN210:Net|}
            {
                [Gru(2)] private partial Tensor Memory(Tensor x, Tensor h0);
                [Forward] private Tensor Forward([Shape(4, 2)] Tensor x) => Memory(x, Slice(x, 0, 0, 1));
            }
            """,
            "'Net' has no state that it could carry from pass to pass: all its recurrences begin with states that are computed from its inputs"),
        Net("initial states of another shape", "[Lstm(3, Layers = 2)] private partial Tensor Memory(Tensor x, Tensor h0, Tensor c0);", "return {|NETGEN040:Memory(x, Zeros(2, 3), Zeros(3))|};",
            "Lstm 'memory' does not fit its input: its state 'c' has a row for each layer and direction, [2 × 3], and it gets [3]"),
        Net("a layer with too few of its states", "[Lstm(3)] private partial Tensor {|NETGEN085:Memory|}(Tensor x, Tensor h0);", "return Memory(x, Zeros(3));",
            "'Memory' cannot stand for a layer: its parameters or what it returns do not fit; declare it as 'private partial Tensor Memory(Tensor x)', or with its states as "
                + "'private partial (Tensor output, Tensor h, Tensor c) Memory(Tensor x, Tensor h0, Tensor c0)'"),
    ];

    private static DiagnosticCase Stack(string name, string attributes, params string[] messages) => new(name, $"{attributes} public sealed partial class {{|NETGEN210:Net|}};", messages);

    private static DiagnosticCase Net(string name, string members, string body, params string[] messages) => new(name, $$"""
        using System;
        using static NetGen.Functional;

        [Network]
        public sealed partial class Net
        {
            {{members}}
            [Forward] private Tensor Forward([Shape(4, 2)] Tensor x) { {{body}} }
        }
        """, messages);
}
