using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>A method carried along the steps of a sequence.</summary>
internal sealed partial class TensorInterpreter
{
    // Of sequences that a recurrence gives: the state after its last step.
    private readonly Dictionary<int, int> lastStates = [];

    private Value Scan(ScanExpression scan, string? name)
    {
        var place = scan.Place;
        Value[] arguments = [.. scan.Arguments.Select(argument => Evaluate(argument))];
        CheckOperations(place);
        if (graph.Loop is not null)
            throw Unsuitable("it is a step of another recurrence already; carry one sequence after the other");
        var functions = new TensorFunctions(graph, "Scan", place, Named(name, "scan"));
        var sequence = functions.Node(arguments[0]);
        var shape = graph[sequence].Shape;
        if (!shape.IsBatched)
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"Scan of {Shapes.Text(shape)}: the sequence depends on no input");
        if (shape.Rank < 3)
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"Scan of {Shapes.Text(shape)}: a sequence has an axis of steps and one of features; write Reshape(x, {Counts.Text(shape.SampleSize)}, 1)");

        var method = Program.Methods[scan.Method];
        string[] names = [.. method.Parameters.Select(local => Program.Locals[local].Name)];
        int[] initial = [.. arguments.Skip(1).Take(arguments.Length - 3).Select(functions.Node).Select((node, index) => OfEachSample(node, names[index + 1]))];
        var lengths = arguments[arguments.Length - 1] is NullValue ? null : LengthRules.Check(
            graph, functions.Node(arguments[arguments.Length - 1]), shape[1].Size, "Scan", (kind, texts) => new EvaluationException(kind, place, texts));
        graph.BeginLoop(shape[1].Size, ((NumberValue)arguments[arguments.Length - 2]).IsTrue, isHolding: true, lengths);
        var input = graph.Step(sequence, isStepAfterStep: false, Named(names[0], "x"));
        int[] states = [.. initial.Select((node, index) => graph.Carry(node, Named(names[index + 1] + ".before", "state")))];
        var value = Call(scan.Method, [new TensorValue(input), .. states.Select(static state => new TensorValue(state))], name: null, place);
        var results = value is TupleValue tuple ? tuple.Items : [value];
        if (results.Count != states.Length)
            throw EvaluationException.ToldElsewhere(place);
        var sequences = new Value[states.Length];
        for (var index = 0; index < states.Length; index++)
        {
            var result = functions.Node(results[index]);
            var (own, next) = (graph[states[index]].Shape, graph[result].Shape);
            if (!own.SampleDimensions.SequenceEqual(next.SampleDimensions))
                throw Unsuitable($"its state '{names[index + 1]}' is {Shapes.Text(own)} before a step, and {Shapes.Text(next)} after it");
            var stored = graph.Next(states[index], result, Named(names[index + 1], "state"));
            var label = results.Count == 1 ? Named(name, scan.Name) : Named(names[index + 1] + ".steps", "steps");
            var collected = graph.Collect(stored, label);
            lastStates[collected] = graph.LastState(states[index], label with { Text = label.Text + ".last" });
            sequences[index] = new TensorValue(collected);
        }

        graph.EndLoop();
        return sequences.Length == 1 ? sequences[0] : new TupleValue(sequences);

        EvaluationException Unsuitable(string reason) => new(ProblemKind.UnsuitableStep, place, $"'{scan.Name}'", reason);
    }

    /// <summary>A state before the first step, which each sample has its own of.</summary>
    private int OfEachSample(int node, string name)
    {
        var shape = graph[node].Shape;
        if (shape.IsBatched)
            return node;
        var own = Shape.BatchOf(shape.SampleDimensions);
        return graph[node].Operation is Fill fill ? graph.Fill(fill.Value, own, Named(name, "zeros")) : graph.Broadcast(node, own, graph[node].Name);
    }

    /// <summary>The last step of a sequence: the state of a recurrence as it is after its last step or, where samples have lengths, after each one's own.</summary>
    private int Last(int sequence, int place, ValueName name)
    {
        if (lastStates.TryGetValue(sequence, out var state) && !graph.Loops[graph[state].Loop!.Value].IsReverse)
            return graph.Copy(state, name);
        var functions = new TensorFunctions(graph, "Last", place, name);
        var last = functions.Slice(sequence, 0, -1, 1);
        return functions.Reshape(last, [.. graph[last].Shape.SampleDimensions.Skip(1).DefaultIfEmpty(1)]);
    }
}
