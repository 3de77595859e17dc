using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>
/// Says what a legal graph is, and refuses every other, by the node that is wrong. It stands between the passes in tests; in the product
/// it would only cost time.
/// </summary>
internal sealed class GraphVerifier
{
    private readonly NetworkGraph graph;

    private GraphVerifier(NetworkGraph graph) => this.graph = graph;

    /// <param name="graph">The graph.</param>
    /// <param name="rules">What it may have.</param>
    /// <exception cref="InvalidGraphException">The graph is not legal.</exception>
    public static void Verify(NetworkGraph graph, GraphRules rules)
    {
        var verifier = new GraphVerifier(graph);
        for (var id = 0; id < graph.Nodes.Count; id++)
            verifier.VerifyNode(id);
        verifier.VerifyLeaves();
        verifier.VerifyRoots();
        verifier.VerifyLayers();
        LoopVerifier.VerifyLoops(graph, areApart: !rules.AllowsSumsOfSteps);
        verifier.VerifyRules(rules);
    }

    private void VerifyNode(int id)
    {
        var node = graph[id];
        foreach (var input in node.Inputs)
            Require(input >= 0 && input < id, id, $"reads %{Numbers.Text(input)}, which is not before it");
        var (fewest, most) = Arity(node.Operation);
        Require(node.Inputs.Count >= fewest && node.Inputs.Count <= most, id, $"has {Numbers.Text(node.Inputs.Count)} inputs");
        Require(node.Name.Text.Length > 0, id, "has no name");
        Require(node.Shape.Rank > 0, id, "has no axis");
        Require(node.Shape.Extents.All(static extent => extent.Size >= 1), id, $"has an empty axis in {node.Shape}");
        Require(node.Shape.Extents.Skip(1).All(static extent => !extent.IsBatch), id, $"has the batch behind another axis in {node.Shape}");
        switch (node.Operation)
        {
            case Map map:
                VerifyMap(id, node, map);
                break;
            case Contract contract:
                ContractVerifier.Verify(contract, node.Shape, ShapeOf(node, 0), ShapeOf(node, 1), (isRight, message) => Require(isRight, id, message));
                break;
            case Reduce reduce:
                VerifyReduce(id, node, reduce);
                break;
            case Gather gather:
                VerifyRows(id, ShapeOf(node, 0), node.Shape, node.Inputs[1]);
                Require(gather.Padding is null || IsRow(gather.Padding.Value, ShapeOf(node, 0)), id, $"has no row {gather.Padding} for padding in {ShapeOf(node, 0)}");
                break;
            case IndexAdd:
                VerifyRows(id, node.Shape, ShapeOf(node, 0), node.Inputs[1]);
                break;
            case Literal literal:
                Require(!node.Shape.IsBatched && literal.Elements.Count == node.Shape.SampleSize, id, $"has {Numbers.Text(literal.Elements.Count)} elements for {node.Shape}");
                break;
            case Concatenate concatenate:
                VerifyConcatenate(id, node, concatenate);
                break;
            case View view and not (StepOf or AllSteps or LastState):
                VerifyView(id, node, view);
                break;
            case Carried or StepOf or Held or Collect or AllSteps or LastState or SumOverSteps:
                LoopVerifier.Verify(graph, id, (isRight, message) => Require(isRight, id, message));
                break;
            case Rearrange rearrange:
                LoopVerifier.Verify(graph, id, rearrange, (isRight, message) => Require(isRight, id, message));
                break;
            case Exchange:
                RequireShape(id, ShapeOf(node, 0));
                Require(!node.Shape.IsBatched, id, $"adds up what each worker has for samples of its own: {node.Shape}");
                break;
            case StopGradient or WhenTraining:
                foreach (var input in node.Inputs)
                    RequireShape(id, graph[input].Shape);
                break;
            case BatchSize:
                RequireShape(id, Shape.Of(1));
                break;
        }
    }

    /// <summary>The fewest and the most inputs that an operation takes.</summary>
    private static (int Fewest, int Most) Arity(Operation operation) => operation switch
    {
        Input or Parameter or OutputGradient or StateBefore or Fill or Leaf or Literal => (0, 0),
        Map => (1, int.MaxValue),
        Concatenate => (2, int.MaxValue),
        Contract or WhenTraining or Gather or IndexAdd or Rearrange => (2, 2),
        Reduce or View or StopGradient or Exchange or Carried or Held or Collect or SumOverSteps => (1, 1),
        _ => throw new InvalidGraphException($"{operation.GetType().Name} is not a primitive that the verifier knows"),
    };

    private void VerifyMap(int id, Node node, Map map)
    {
        foreach (var argument in ScalarArguments.Of(map.Expression))
            Require(argument < node.Inputs.Count, id, $"uses argument {Numbers.Text(argument)} of {Numbers.Text(node.Inputs.Count)}");
        RequireShape(id, Shape.Broadcast([.. node.Inputs.Select(input => graph[input].Shape)]));
    }

    private void VerifyReduce(int id, Node node, Reduce reduce)
    {
        var input = ShapeOf(node, 0);
        Require(reduce.Axes.Count > 0, id, "reduces no axis");
        Require(reduce.Axes.SequenceEqual(reduce.Axes.Distinct().OrderBy(static axis => axis)), id, $"lists its axes {reduce.Axes} not in order, or twice");
        Require(reduce.Axes.All(axis => axis >= 0 && axis < input.Rank), id, $"reduces axes {reduce.Axes} of {input}");
        RequireShape(id, reduce.Axes.Aggregate(input, static (shape, axis) => shape.With(axis, 1)));
    }

    /// <summary>A table and what is gathered of it, whichever of them is computed from the other.</summary>
    private void VerifyRows(int id, Shape table, Shape gathered, int indices)
    {
        var rowAxis = Gather.RowAxis(table);
        Require(table.Rank > rowAxis, id, $"has no rows in {table}");
        Require(!table.IsBatched || graph[indices].Shape.IsBatched, id, $"has a table for each sample, {table}, and the same rows for all: {graph[indices].Shape}");
        Require(gathered == Gather.ShapeOf(table, graph[indices].Shape), id, $"has shape {gathered} where rows of {table} by {graph[indices].Shape} are {Gather.ShapeOf(table, graph[indices].Shape)}");
        Require(IndexBounds.Of(graph.Nodes, indices) is { } last && IsRow(last, table), id, $"reads rows of {table} by numbers that nothing keeps in it");
    }

    private static bool IsRow(int row, Shape table) => row >= 0 && row < table[Gather.RowAxis(table)].Size;

    private void VerifyConcatenate(int id, Node node, Concatenate concatenate)
    {
        var axis = concatenate.Axis;
        Require(axis >= 0 && axis < node.Shape.Rank && !node.Shape[axis].IsBatch, id, $"has no axis {Numbers.Text(axis)} to concatenate along in {node.Shape}");
        var length = 0L;
        foreach (var part in node.Inputs.Select(input => graph[input].Shape))
        {
            Require(part.Rank == node.Shape.Rank && part.With(axis, 1) == node.Shape.With(axis, 1), id, $"has a part {part} in {node.Shape}");
            length += part[axis].Size;
        }

        Require(length == node.Shape[axis].Size, id, $"has parts of {Numbers.Text(length)} elements in all along axis {Numbers.Text(axis)} of {node.Shape}");
    }

    private void VerifyView(int id, Node node, View view)
    {
        var input = ShapeOf(node, 0);
        switch (view)
        {
            case Reshape:
                Require(
                    input.IsBatched == node.Shape.IsBatched && input.SampleSize == node.Shape.SampleSize, id, $"has not as many elements as {input}: {node.Shape}");
                Require(
                    Views.Reshape(input, Views.Strides(graph, node.Inputs[0]), node.Shape) is not null, id, "reshapes what does not lie in C order");
                break;
            case Broadcast:
                Require(input.IsBroadcastTo(node.Shape), id, $"is no broadcast of {input}: {node.Shape}");
                break;
            case Transpose transpose:
                var permutation = transpose.Permutation;
                Require(
                    permutation.OrderBy(static axis => axis).SequenceEqual(Enumerable.Range(0, input.Rank)), id, $"does not permute the axes of {input}: {permutation}");
                RequireShape(id, new Shape(permutation.Select(axis => input[axis]).ToEquatableArray()));
                break;
            case Slice slice:
                Require(slice.Axis >= 0 && slice.Axis < input.Rank && !input[slice.Axis].IsBatch, id, $"has no axis {Numbers.Text(slice.Axis)} to slice in {input}");
                Require(
                    slice.Start >= 0 && slice.Length >= 1 && slice.Step >= 1 && slice.Start + ((slice.Length - 1L) * slice.Step) < input[slice.Axis].Size,
                    id,
                    $"takes {Numbers.Text(slice.Length)} elements from {Numbers.Text(slice.Start)} on, of axis {Numbers.Text(slice.Axis)} of {input}");
                RequireShape(id, input.With(slice.Axis, slice.Length));
                break;
            default:
                Require(false, id, "is a view that the verifier does not know");
                break;
        }
    }

    /// <summary>Every parameter is one node, and so is every stream of random numbers; inputs and the outputs' gradients are what they say they are.</summary>
    private void VerifyLeaves()
    {
        var seen = new HashSet<Operation>();
        var streams = new HashSet<int>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var (operation, shape) = (graph[id].Operation, graph[id].Shape);
            switch (operation)
            {
                case Input:
                    Require(shape.IsBatched && shape[0] == Extent.Batch, id, $"is an input without a batch: {shape}");
                    break;
                case Parameter(var index):
                    Require(index >= 0 && index < graph.Parameters.Count, id, $"is parameter {Numbers.Text(index)} of {Numbers.Text(graph.Parameters.Count)}");
                    RequireShape(id, ShapeOf(graph.Parameters[index]));
                    break;
                case OutputGradient(var output):
                    Require(output >= 0 && output < graph.Outputs.Count, id, $"is the gradient of output {Numbers.Text(output)} of {Numbers.Text(graph.Outputs.Count)}");
                    RequireShape(id, graph[graph.Outputs[output]].Shape);
                    break;
                case RandomNumbers(_, var stream):
                    Require(streams.Add(stream), id, $"draws from stream {Numbers.Text(stream)}, as another one does");
                    break;
                case BatchSize:
                    break;
                default:
                    continue;
            }

            Require(seen.Add(operation), id, "is there twice");
        }

        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            if (!seen.Contains(new Parameter(index)))
                throw new InvalidGraphException($"parameter {graph.Parameters[index].Name} has no node");
        }
    }

    private void VerifyRoots()
    {
        if (graph.Outputs.Count == 0)
            throw new InvalidGraphException("the graph has no output");
        foreach (var root in graph.Roots)
        {
            if (root < 0 || root >= graph.Nodes.Count)
                throw new InvalidGraphException($"%{Numbers.Text(root)} is an output or a gradient, but no node");
        }

        var owners = new HashSet<int>();
        foreach (var output in graph.Outputs)
        {
            var owner = Owner(output);
            Require(graph[owner].Operation is not (Input or Parameter or OutputGradient), output, "is an output, but in memory that is not the network's to give out");
            Require(owners.Add(owner), output, "is an output in the same memory as another");
            Require(graph[output].Shape.IsBatched, output, $"is an output without a batch: {graph[output].Shape}");
        }

        if (graph.Objective is { } objective)
        {
            Require(graph[objective].Shape.Extents.All(static extent => extent == 1), objective, $"is the objective, and no single number: {graph[objective].Shape}");
            Require(graph[objective].Operation is Map, objective, "is the objective, but computed by nobody");
            Require(owners.Add(objective), objective, "is the objective and an output");
        }

        if (graph.Gradients.Count > 0 && graph.Gradients.Count != graph.TrainableCount)
            throw new InvalidGraphException($"there are {Numbers.Text(graph.Gradients.Count)} gradients of {Numbers.Text(graph.TrainableCount)} parameters");
        for (var index = 0; index < graph.Gradients.Count; index++)
        {
            var (gradient, parameter) = (graph.Gradients[index], graph.Parameters[index]);
            Require(
                graph[gradient].Shape == ShapeOf(parameter), gradient, $"is the gradient of {parameter.Name} {ShapeOf(parameter)}, but has shape {graph[gradient].Shape}");
            var (owner, isInOrder) = (gradient, true);
            for (; graph[owner].Operation is View; owner = graph[owner].Inputs[0])
                isInOrder &= graph[owner].Operation is Reshape;
            Require(isInOrder, gradient, "is a gradient, but not in C order in its memory");
            Require(graph[owner].Operation is not (Input or Parameter or OutputGradient), gradient, "is a gradient, but computed by nobody");
            Require(owners.Add(owner), gradient, "is a gradient in the same memory as another");
        }
    }

    private void VerifyLayers()
    {
        foreach (var layer in graph.Layers)
        {
            if (layer.Input < 0 || layer.Output < 0 || layer.Input >= graph.Nodes.Count || layer.Output >= graph.Nodes.Count)
                throw new InvalidGraphException($"layer '{layer.Name}' goes from %{Numbers.Text(layer.Input)} to %{Numbers.Text(layer.Output)}, which are not both nodes");
        }
    }

    /// <summary>What passes before have removed is not there.</summary>
    private void VerifyRules(GraphRules rules)
    {
        var needed = graph.Live(graph.Roots);
        for (var id = needed.Length - 1; id >= 0; id--)
        {
            var operation = graph[id].Operation;
            Require(rules.AllowsModes || operation is not WhenTraining, id, "has done its work and is to be gone");
            Require(rules.AllowsStops || operation is not StopGradient, id, "has done its work and is to be gone");
            Require(rules.AllowsScattering || operation is not Contract contract || ContractVerifier.Gathers(contract), id, "adds to elements of its output here and there, and is to gather them");
            Require(rules.AllowsDeadCode || needed[id] || operation is Input or Parameter or OutputGradient or StateBefore, id, "is needed by nothing");
            Require(rules.AllowsTrainingLeaves || operation is not Leaf, id, "is in a prediction, where only a WhenTraining can have it");
            Require(rules.AllowsSumsOfSteps || operation is not (Held or SumOverSteps), id, "has done its work and is to be gone");
        }
    }

    private int Owner(int node) => Views.Owner(graph, node);

    private Shape ShapeOf(Node node, int place) => graph[node.Inputs[place]].Shape;

    private static Shape ShapeOf(TrainableTensor parameter)
        => new(parameter.Dimensions.Select(static dimension => new Extent(dimension)).ToEquatableArray());

    private void RequireShape(int id, Shape expected)
        => Require(graph[id].Shape == expected, id, $"has shape {graph[id].Shape} where its operation gives {expected}");

    private void Require(bool isRight, int id, string message)
    {
        if (!isRight)
            throw new InvalidGraphException($"%{Numbers.Text(id)} {graph[id].Name} ({graph[id].Operation.GetType().Name}) {message}");
    }
}
