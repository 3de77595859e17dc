using NetGen.Generator.Tests.Execution;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>Recurrences that are written as a method and carried along a sequence by Scan.</summary>
public sealed class ScanTests
{
    public static TheoryData<string, string> Cells => new()
    {
        {
            "an Elman cell",
            """
            [Dense(5)] private partial Tensor FromInput(Tensor x);
            [Dense(5, Bias = false)] private partial Tensor FromState(Tensor h);
            [Dense(2)] private partial Tensor Next(Tensor h);
            private Tensor Step(Tensor x, Tensor h) => Tanh(FromInput(x) + FromState(h));
            [Forward] private Tensor Forward([Shape(7, 3)] Tensor x) => Next(Scan(Step, x, Zeros(5)));
            """
        },
        {
            "an LSTM of one's own, its last state",
            """
            [Dense(12)] private partial Tensor FromInput(Tensor x);
            [Dense(12)] private partial Tensor FromState(Tensor h);
            [Dense(2)] private partial Tensor Next(Tensor h);
            private (Tensor, Tensor) Step(Tensor x, Tensor h, Tensor c)
            {
                var z = FromInput(x) + FromState(h);
                var next = Sigmoid(Slice(z, 0, 3, 3)) * c + Sigmoid(Slice(z, 0, 0, 3)) * Tanh(Slice(z, 0, 6, 3));
                return (Sigmoid(Slice(z, 0, 9, 3)) * Tanh(next), next);
            }
            [Forward] private Tensor Forward([Shape(6, 4)] Tensor x)
            {
                var (h, c) = Scan(Step, x, Zeros(3), Zeros(3));
                return Next(Last(h) + Last(c));
            }
            """
        },
        {
            "backwards, an initial state from the input, a context that every step reads",
            """
            [Dense(4)] private partial Tensor Context(Tensor x);
            [Dense(4)] private partial Tensor FromInput(Tensor x);
            [Dense(4, Bias = false)] private partial Tensor FromState(Tensor h);
            [Parameter(4)] private partial Tensor Scale();
            [Forward] private Tensor Forward([Shape(5, 3)] Tensor x)
            {
                var context = Context(Slice(x, 0, 0, 1));
                var start = Reshape(context, 4);
                Tensor Step(Tensor xt, Tensor h) => Tanh(FromInput(xt) * start + FromState(h * Tanh(Scale()))) + 0.5f * h;
                return Scan(Step, x, start, reverse: true);
            }
            """
        },
        {
            "two recurrences, the second over the first",
            """
            [Dense(4)] private partial Tensor A(Tensor x);
            [Dense(4)] private partial Tensor B(Tensor h);
            [Dense(3)] private partial Tensor C(Tensor x);
            [Dense(3)] private partial Tensor D(Tensor h);
            private Tensor First(Tensor x, Tensor h) => Sigmoid(A(x) + B(h));
            private Tensor Second(Tensor x, Tensor h) => Tanh(C(x)) * Sigmoid(D(h)) + h;
            [Forward] private Tensor Forward([Shape(4, 2)] Tensor x) => Scan(Second, Scan(First, x, Zeros(4)), Zeros(3), reverse: true);
            """
        },
        {
            "one step",
            """
            [Dense(4)] private partial Tensor A(Tensor x);
            [Dense(4)] private partial Tensor B(Tensor h);
            private Tensor Step(Tensor x, Tensor h) => Sigmoid(A(x) + B(h));
            [Forward] private Tensor Forward([Shape(1, 2)] Tensor x) => Scan(Step, x, Full(0.5f, 4));
            """
        },
        {
            "outputs that no step reads, and products of them",
            """
            [Dense(4)] private partial Tensor A(Tensor x);
            [Dense(4)] private partial Tensor B(Tensor h);
            [Dense(2, Activation.Tanh)] private partial Tensor Out(Tensor h);
            private (Tensor, Tensor) Step(Tensor x, Tensor y, Tensor h)
            {
                var next = Tanh(A(x) + B(h));
                return (Out(next) * Slice(x, 0, 1, 1), next);
            }
            [Forward] private Tensor Forward([Shape(6, 2)] Tensor x) => Scan(Step, x, Zeros(2), Zeros(4)).Item1;
            """
        },
        {
            "matrices as states, and states that change places",
            """
            [Dense(3)] private partial Tensor A(Tensor x);
            private (Tensor, Tensor) Step(Tensor x, Tensor p, Tensor q) => (q, MatMul(Tanh(A(x)), Transpose(p)) + 0.3f * q);
            [Forward] private Tensor Forward([Shape(4, 3, 2)] Tensor x)
            {
                var (p, q) = Scan(Step, x, Full(0.2f, 3, 3), Full(0.1f, 3, 3));
                return p * q;
            }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradients_of_a_recurrence_are_central_differences_at_every_stage(string name, string members)
    {
        _ = name;
        RecurrenceCheck.Run(RecurrenceCheck.Lower(members), seed: 1);
    }

    public static IEnumerable<object[]> Emitted => TestTier.OneIn(3, Cells);

    [Theory]
    [MemberData(nameof(Emitted))]
    public void Emitted_loops_compute_what_the_graph_says(string name, string members)
    {
        _ = name;
        var graph = RecurrenceCheck.Lower(members);
        foreach (var form in new[] { CodeForm.Fast, CodeForm.Readable })
        {
            var network = CompiledGraph.Compile([graph], form)[0];
            foreach (var batch in new[] { 1, 7 })
                ExecutionTests.Compare(graph, network, batch);
        }
    }
}
