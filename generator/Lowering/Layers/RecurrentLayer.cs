using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// A state that is carried along the steps of a sequence, [batch × T × features] → [batch × T × hidden], by PyTorch's formulas of <c>RNN</c>,
/// <c>LSTM</c> and <c>GRU</c>.
/// </summary>
internal sealed class RecurrentLayer
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    private readonly GraphBuilder graph;
    private readonly RecurrentDeclaration layer;

    // Those of the samples; null where all have all steps.
    private readonly SequenceLengths? lengths;

    private RecurrentLayer(GraphBuilder graph, RecurrentDeclaration layer, SequenceLengths? lengths)
    {
        this.graph = graph;
        this.layer = layer;
        this.lengths = lengths;
    }

    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The sequence, and the states before the first step, [batch × layers·directions × hidden] each, where they are not zeros; behind them the lengths of the samples, where the layer has them.</param>
    /// <returns>What the layer gives: the states of all steps or the last one, and where it gives them the states after the last step, shaped as those before the first.</returns>
    public static int[] Add(GraphBuilder graph, RecurrentDeclaration layer, params int[] inputs)
    {
        var shape = graph[inputs[0]].Shape;
        if (shape.Rank != 3)
            throw new LayerException(layer, $"a sequence has an axis of steps and one of features, [steps × features], and it gets {Bodies.Shapes.Text(shape)}");
        if (graph.Loop is not null)
            throw new LayerException(layer, "it goes through a sequence, and is called in a step of one");
        var lengths = layer.HasLengths ? LayerRules.Lengths(graph, layer, inputs[inputs.Length - 1], shape[1].Size) : null;
        int[] initial = [.. inputs.Skip(1).Take(inputs.Length - (layer.HasLengths ? 2 : 1))];
        return new RecurrentLayer(graph, layer, lengths).Add(inputs[0], initial.Length == 0 ? null : initial);
    }

    private int[] Add(int input, int[]? initial)
    {
        var (sequence, last) = (input, input);
        var before = initial?.Select((state, place) => Initial(state, layer.States[place])).ToArray();
        var after = layer.States.Select(static _ => new List<int>()).ToArray();
        for (var number = 0; number < layer.Layers; number++)
        {
            var directions = layer.Directions.Select(isReverse => Recurrence(sequence, number, isReverse, before is null ? null : [.. before.Select(states => states[(number * layer.Directions.Count()) + (isReverse ? 1 : 0)])])).ToArray();
            sequence = graph.Concatenate([.. directions.Select(static direction => direction.Steps)], 2, Name(number, ""));
            last = graph.Concatenate([.. directions.Select(static direction => direction.After[0])], 1, Name(number, "last"));
            foreach (var direction in directions)
            {
                for (var state = 0; state < after.Length; state++)
                    after[state].Add(direction.After[state]);
            }

            if (number < layer.Layers - 1 && layer.Dropout > 0)
                sequence = DropoutLayer.Add(graph, new DropoutDeclaration(Name(number, "dropped").Text, layer.Dropout), sequence);
        }

        var output = layer.IsLastStep ? graph.Copy(last, new(layer.Name)) : sequence;
        return layer.GivesStates ? [output, .. after.Select((states, place) => Stacked(states, layer.States[place]))] : [output];
    }

    /// <summary>Of a state of all recurrences, that of each of them.</summary>
    private int[] Initial(int given, string state)
    {
        var count = layer.Layers * layer.Directions.Count();
        int[] own = [.. graph[given].Shape.SampleDimensions];
        if (!own.SequenceEqual([count, layer.Hidden]) && (count > 1 || !own.SequenceEqual([layer.Hidden])))
            throw new LayerException(layer, $"its state '{state}' has a row for each layer and direction, {Bodies.Shapes.Text(Shape.BatchOf([count, layer.Hidden]))}, and it gets {Bodies.Shapes.Text(graph[given].Shape)}");
        var name = new ValueName($"{layer.Name}.{state}0");
        if (!graph[given].Shape.IsBatched)
            given = graph[given].Operation is Fill fill ? graph.Fill(fill.Value, Shape.BatchOf(own), name) : graph.Broadcast(given, Shape.BatchOf(own), name);
        return [.. Enumerable.Range(0, count).Select(place => graph[given].Operation is Fill all
            ? graph.Fill(all.Value, Shape.BatchOf([layer.Hidden]), name)
            : graph.Reshape(own.Length == 1 ? given : graph.Slice(given, 1, place, 1, name), Shape.BatchOf([layer.Hidden]), name))];
    }

    /// <summary>The states of all recurrences in one tensor.</summary>
    private int Stacked(List<int> states, string state)
    {
        var name = new ValueName($"{layer.Name}.{state}N");
        return graph.Concatenate([.. states.Select(last => graph.Reshape(graph.Copy(last, name), Shape.BatchOf([1, layer.Hidden]), name))], 1, name);
    }

    private ValueName Name(int number, string value)
    {
        var isOutput = number == layer.Layers - 1 && value.Length == 0;
        return new(string.Join(".", new[] { layer.Name, isOutput || layer.Layers == 1 ? "" : $"l{Numbers.Text(number)}", value }.Where(static part => part.Length > 0)));
    }

    /// <summary>One recurrence: its outputs after every step, and its states at the end.</summary>
    /// <param name="before">Its states before the first step; zeros where there are none.</param>
    private (int Steps, int[] After) Recurrence(int sequence, int number, bool isReverse, int[]? before)
    {
        var (batch, steps, features) = (graph[sequence].Shape[0], graph[sequence].Shape[1].Size, graph[sequence].Shape[2].Size);
        var way = isReverse ? "reverse." : "";
        var origin = graph.Origin;
        if (origin is not null)
            graph.Origin = origin with { Textbook = RecurrenceTextbooks.Of(layer, number, isReverse) };
        int[] parameters = [.. layer.ParametersOf(number, isReverse).Select((name, place) => Parameter(name, place == 0 ? [features] : place == 1 ? [layer.Hidden] : []))];
        before ??= [.. layer.States.Select(_ => graph.Fill(0, Shape.Of(batch, layer.Hidden), Name(number, way + "zeros")))];
        graph.BeginLoop(steps, isReverse, isHolding: true, lengths);
        var x = graph.Step(sequence, isStepAfterStep: false, Name(number, way + "x"));
        var h = graph.Carry(before[0], Name(number, way + "h.before"));
        var fromInput = Product(x, parameters, 0, Name(number, way + "fromInput"));
        var fromState = Product(h, parameters, 1, Name(number, way + "fromState"));
        int next;
        List<int> after = [];
        switch (layer)
        {
            case LstmDeclaration:
                var c = graph.Carry(before[1], Name(number, way + "c.before"));
                (next, var cell) = Lstm(fromInput, fromState, c, name => Name(number, way + name));
                graph.Next(c, cell, Name(number, way + "c"));
                after.Add(graph.LastState(c, Name(number, way + "c.last")));
                break;
            case GruDeclaration:
                next = Gru(fromInput, fromState, h, name => Name(number, way + name));
                break;
            default:
                var sum = graph.Map(X + Y, [fromInput, fromState], Name(number, way + "z"));
                next = ActivationLayer.Add(graph, ActivationLayer.DefinitionOf(((RnnDeclaration)layer).Activation, null), sum, Name(number, way + "h"));
                break;
        }

        next = graph.Next(h, next, Name(number, way + "h"));
        var collected = graph.Collect(next, Name(number, isReverse ? "reverse" : layer.IsBidirectional ? "forward" : ""));
        after.Insert(0, graph.LastState(h, Name(number, way + "last")));
        graph.EndLoop();
        graph.Origin = origin;
        return (collected, [.. after]);
    }

    private (int Hidden, int Cell) Lstm(int fromInput, int fromState, int cell, Func<string, ValueName> name)
    {
        var z = graph.Map(X + Y, [fromInput, fromState], name("z"));
        var i = Gate(z, 0, ActivationKind.Sigmoid, name("i"));
        var f = Gate(z, 1, ActivationKind.Sigmoid, name("f"));
        var g = Gate(z, 2, ActivationKind.Tanh, name("g"));
        var o = Gate(z, 3, ActivationKind.Sigmoid, name("o"));
        var next = graph.Map((new Argument(0) * new Argument(1)) + (new Argument(2) * new Argument(3)), [f, cell, i, g], name("c"));
        var squashed = Apply(ActivationKind.Tanh, next, name("c.tanh"));
        return (graph.Map(X * Y, [o, squashed], name("h")), next);
    }

    private int Gru(int fromInput, int fromState, int state, Func<string, ValueName> name)
    {
        var r = Gate(graph.Map(X + Y, [Part(fromInput, 0), Part(fromState, 0)], name("r.z")), -1, ActivationKind.Sigmoid, name("r"));
        var z = Gate(graph.Map(X + Y, [Part(fromInput, 1), Part(fromState, 1)], name("z.z")), -1, ActivationKind.Sigmoid, name("z"));
        var n = Gate(graph.Map(X + (Y * new Argument(2)), [Part(fromInput, 2), r, Part(fromState, 2)], name("n.z")), -1, ActivationKind.Tanh, name("n"));
        return graph.Map(((1 - X) * Y) + (X * new Argument(2)), [z, n, state], name("h"));
    }

    private int Gate(int sums, int part, ActivationKind activation, ValueName name) => Apply(activation, part < 0 ? sums : Part(sums, part), name);

    private int Part(int sums, int part) => graph.Slice(sums, 1, part * layer.Hidden, layer.Hidden, graph[sums].Name);

    private int Apply(ActivationKind activation, int value, ValueName name)
        => ActivationLayer.Add(graph, ActivationLayer.DefinitionOf(activation, null), value, name);

    /// <summary><c>x · weightᵀ + bias</c>, of the inputs or of the state.</summary>
    private int Product(int x, int[] parameters, int which, ValueName name)
    {
        var contract = new Contract(
            [new("sample", graph[x].Shape[0]), new("output", graph[parameters[which]].Shape[0]), new("feature", graph[x].Shape[1])],
            Access.Of(0, 1), Access.Of(0, 2), Access.Of(1, 2));
        var product = graph.Contract(contract, x, parameters[which], Shape.Of(graph[x].Shape[0], graph[parameters[which]].Shape[0]), name with { Text = name.Text + ".product" });
        return layer.Bias ? graph.Map(new Map(X + Y, Formula.Sum), [product, parameters[which + 2]], name) : product;
    }

    private int Parameter(string name, int[] features)
        => graph.Parameter(new TrainableTensor(
            $"{layer.Name}.{name}", layer.Name, [layer.Gates * layer.Hidden, .. features], InitializerKind.Default, layer.Hidden, layer.Gates * layer.Hidden, 1));
}
