using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>The buffers that a kernel reads and writes.</summary>
internal interface IBuffers
{
    /// <summary>The buffer of a node, with as many axes as the node has.</summary>
    Buffer Read(int node);

    /// <summary>The buffer of what is stored; a part of a concatenation starts further on in its memory.</summary>
    Buffer Write(KernelOutput output);

    /// <summary>A node as a local variable would be called.</summary>
    string? Identifier(int node);

    /// <summary>What a value is called that the kernel computes, while it is no tensor yet.</summary>
    string? Local(int node);

    /// <summary>What a loop along an axis of a space is called.</summary>
    string AxisName(Shape space, int axis);
}

/// <summary>Buffers as mathematics has them: every tensor in C order, in the memory of the node that owns it.</summary>
internal sealed class LogicalBuffers(NetworkGraph graph, Kernel kernel) : IBuffers
{
    private readonly ValueWords words = new(graph, kernel);

    public Buffer Read(int node)
    {
        var owner = Views.Owner(graph, node);
        return new Buffer(
            graph[owner].Name.Mathematics, owner, ElementType.Float32, graph[node].Shape.Extents, Views.Strides(graph, node), Views.Offset(graph, node));
    }

    public Buffer Write(KernelOutput output)
    {
        var buffer = Read(output.Node) with { Start = output.Offset };
        return graph[output.Node].Operation is not Collect ? buffer : buffer with
        {
            Extents = graph[graph[output.Node].Inputs[0]].Shape.Extents,
            Strides = buffer.Strides.Where(static (_, axis) => axis != 1).ToEquatableArray(),
        };
    }

    public string? Identifier(int node) => words.Identifier(node);

    public string? Local(int node) => words.Local(node);

    public string AxisName(Shape space, int axis) => words.AxisName(space, axis);
}

/// <summary>The words for what a kernel reads, and for its loops.</summary>
internal sealed class ValueWords(NetworkGraph graph, Kernel kernel)
{
    private static readonly string[] OfImages = ["Conv2D", "ConvTranspose2D", "MaxPool2D", "AveragePool2D", "AdaptiveAveragePool2D", "AdaptiveMaxPool2D", "GlobalAveragePool", "BatchNorm", "GroupNorm", "Upsample"];

    private readonly IReadOnlyDictionary<int, string> windows = TensorShapes.Windows(graph, kernel.Reads);

    /// <summary>A node as a local variable would be called: <c>conv1</c>, and <c>conv1TopLeft</c> where it is an element of a window.</summary>
    public string Identifier(int node)
    {
        var name = graph[Views.Shown(graph, node)].Name.Identifier;
        return windows.TryGetValue(node, out var part) ? name + Identifiers.Pascal(part) : name;
    }

    /// <summary>What a value is called where its layer is known: <c>i</c> for <c>memory.l0.i</c>, <c>dCentered</c> for <c>∂norm.3.centered</c>.</summary>
    public string? Local(int node) => LayerWords.Local(graph, node);

    /// <summary>A node in mathematics: <c>conv1</c>, and <c>conv1.topLeft</c> where it is an element of a window.</summary>
    public string Mathematics(int node)
    {
        var name = graph[Views.Shown(graph, node)].Name.Mathematics;
        return windows.TryGetValue(node, out var part) ? $"{name}.{part}" : name;
    }

    /// <summary>Which element of a window a part is that the kernel stores, where it stores all of them; null for other parts.</summary>
    public string? Window(KernelOutput output)
        => graph[output.Node].Operation is Concatenate && output.Expression is not Constant && !LiesApart(output)
            && TensorShapes.Windows(graph, output.Node, kernel.Stores.Where(other => other.Node == output.Node).Select(static other => other.Offset)) is { } parts && parts.TryGetValue(output.Offset, out var name) ? name : null;

    /// <summary>Whether a part has several elements side by side along an axis, as the gates of a recurrence have: it is none of a window.</summary>
    private bool LiesApart(KernelOutput output)
        => Concatenations.Of(graph).Parts(output.Node).Where(part => part.Offset == output.Offset)
            .Any(part => SliceText.Ranges(graph[output.Node].Shape, output.Offset, graph[part.Input].Shape)?.Any(static range => range is { IsWhole: false, Length: > 1 }) == true);

    /// <summary>The samples, the rows and columns of an image, or what else an axis is.</summary>
    /// <param name="space">The shape of a loop through elements.</param>
    /// <param name="axis">Its axis.</param>
    /// <param name="node">A value that has this shape, where one is meant; else the kernel's own are asked.</param>
    public string AxisName(Shape space, int axis, int? node = null)
    {
        if (kernel is IndexAddKernel && !space.IsBatched && axis == 0)
            return "row";
        if (IsOfOutputs(space, axis))
            return "output";
        if (RowOfParameter(space, axis) is { } row)
            return row;
        if ((WordOf(space, axis, node) ?? WordOfReader(space, axis)) is { } word)
            return word;
        if (space[axis].IsBatch)
            return space[axis].IsRows ? "row" : "sample";
        if (space is { Rank: 4, IsBatched: true } && (IsImage([.. space.SampleDimensions]) || IsOfImageLayer))
            return axis == 1 ? "channel" : axis == 2 ? "y" : "x";
        int[] own = [.. Enumerable.Range(0, space.Rank).Where(other => !space[other].IsBatch && space[other] != 1)];
        var place = Array.IndexOf(own, axis);
        if (own.Length == 3 && place >= 0 && IsImage([.. own.Select(other => space[other].Size)]))
            return place == 0 ? "channel" : place == 1 ? "y" : "x";
        // The mean of each channel, and windows whose elements have axes of their own.
        if (IsOfImageLayer && (space.Rank is 1 or 4) && !space.IsBatched)
            return space.Rank == 1 || axis == 1 ? "channel" : axis == 2 ? "y" : "x";
        if (IsOfImageLayer && space is { Rank: > 4, IsBatched: true } && own.Length is 2 or 3 && place >= 0)
            return new[] { "channel", "y", "x" }[place + 3 - own.Length];
        return axis == space.Rank - 1 ? "feature" : "position";
    }

    /// <summary>Whether the kernel belongs to a layer of images: around one, or in its windows, shapes are other ones than those of layers.</summary>
    private bool IsOfImageLayer => kernel.Stores.Any(output => graph[output.Node].Origin?.Of is { } layer && graph.Layers.Any(span => span.Name == layer && OfImages.Contains(span.Kind)));

    /// <summary>What the first axis of a matrix is that is trained: the rows of a table, or the outputs of a layer.</summary>
    private string? RowOfParameter(Shape space, int axis)
    {
        if (axis != 0 || space.Rank != 2 || space.IsBatched || space[0] == 1)
            return null;
        var parameter = kernel.Stores.Select(output => Uses.Of(graph).ParameterOf(output.Node)).FirstOrDefault(static index => index is not null);
        return parameter is not { } own || graph.Parameters[own].Dimensions.Count != 2 || graph.Parameters[own].Dimensions[0] != space[0].Size ? null
            : graph.Layers.Any(span => span.Name == graph.Parameters[own].Layer && span.Kind == "Embedding") ? "row" : "output";
    }

    /// <summary>Whether an axis is that of a layer's outputs, as in the gradient of its bias.</summary>
    private bool IsOfOutputs(Shape space, int axis)
        => kernel is LoopKernel { Reduction: { } reduction } && !reduction.Axes.Contains(axis) && reduction.Outputs.Any(output =>
            Uses.Of(graph).ParameterOf(output.Node) is { } parameter && graph.Parameters[parameter] is { Dimensions: [var outputs] } bias
            && space[axis] == outputs && graph.Parameters.Any(weight => weight.Layer == bias.Layer && weight.Dimensions.Count > 1 && weight.Dimensions[0] % outputs == 0));

    /// <summary>What an axis is called by how a value is made that has it.</summary>
    private string? WordOf(Shape space, int axis, int? node)
    {
        var words = AxisWords.Of(graph);
        foreach (var value in node is { } one ? [one] : kernel.Reads.Concat(kernel.Stores.Select(static output => output.Node)))
        {
            var own = axis - space.Rank + graph[value].Shape.Rank;
            if (own >= 0 && graph[value].Shape[own] == space[axis] && words[value, own] is { } word)
                return word;
        }

        return null;
    }

    /// <summary>Whether the rows of the kernel are those of all time steps, each with all samples.</summary>
    public bool HasStepsFirst => kernel.Reads.Concat(kernel.Stores.Select(static output => output.Node)).Any(AxisWords.Of(graph).AreStepsFirst);

    /// <summary>Zeros around an image are of no other value: their axes are called as by the sum that reads them, which knows the channels of a convolution's outputs as its outputs.</summary>
    private string? WordOfReader(Shape space, int axis)
    {
        if (kernel is not LoopKernel { Operands.Count: 0, Elements: [var zeros, ..] } || graph[zeros.Node].Operation is not Concatenate || graph[zeros.Node].Shape.Rank != space.Rank || space[axis] != graph[zeros.Node].Shape[axis])
            return null;
        foreach (var reader in Uses.Of(graph)[zeros.Node])
        {
            if (graph[reader].Operation is Contract contract && (graph[reader].Inputs[0] == zeros.Node ? contract.Left : contract.Right).Axes[axis] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var index }] })
                return contract.Indices[index].Word;
        }

        return null;
    }

    private bool IsImage(int[] extents) => graph.Layers.Any(
        layer => OfImages.Contains(layer.Kind) && (graph[layer.Input].Shape.SampleDimensions.SequenceEqual(extents) || graph[layer.Output].Shape.SampleDimensions.SequenceEqual(extents)));
}

/// <summary>
/// What a kernel means, as the plainest nest of loops: one loop for each index of the result, in it one for each index that is summed over,
/// then the stores. Every other form of the kernel is a rewriting of this one.
/// </summary>
internal sealed class Definition
{
    private readonly IBuffers buffers;
    private readonly Names names = new();

    private Definition(IBuffers buffers) => this.buffers = buffers;

    public static Nest Of(NetworkGraph graph, ContractKernel kernel) => Of(new LogicalBuffers(graph, kernel), kernel, graph[kernel.Root].Shape);

    /// <param name="buffers">The buffers.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="shape">The shape of its result.</param>
    public static Nest Of(IBuffers buffers, ContractKernel kernel, Shape shape) => new(new Definition(buffers).Product(kernel, shape));

    public static Nest Of(NetworkGraph graph, LoopKernel kernel) => Of(new LogicalBuffers(graph, kernel), kernel);

    public static Nest Of(IBuffers buffers, LoopKernel kernel) => new(new Definition(buffers).Elements(kernel));

    public static Nest Of(NetworkGraph graph, IndexAddKernel kernel) => Of(new LogicalBuffers(graph, kernel), graph, kernel);

    /// <summary>Zeros in the whole table, and then one row after another added to it.</summary>
    public static Nest Of(IBuffers buffers, NetworkGraph graph, IndexAddKernel kernel) => new(new Definition(buffers).Rows(graph, kernel));

    private Statement Rows(NetworkGraph graph, IndexAddKernel kernel)
    {
        var (rows, indices, table) = (buffers.Read(kernel.Rows), buffers.Read(kernel.Indices), buffers.Write(new(kernel.Node, new Argument(0))));
        var cleared = Variables(graph[kernel.Node].Shape);
        var zeros = new Store(new(table, Indices(cleared)), new Compute(new Constant(0), []));
        var added = Variables(graph[kernel.Rows].Shape);
        var sum = new AddTo(InRow(table, indices, Indices(added)), new Read(new(rows, Indices(added))));
        return Sequence.Of([Around(cleared, graph[kernel.Node].Shape, zeros), Around(added, graph[kernel.Rows].Shape, sum)]);

        Variable[] Variables(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => names.Variable(buffers.AxisName(shape, axis)))];

        static EquatableArray<Affine> Indices(Variable[] variables) => variables.Select(static variable => (Affine)variable).ToEquatableArray();

        static Statement Around(Variable[] variables, Shape shape, Statement body)
            => Enumerable.Range(0, shape.Rank).Reverse().Aggregate(body, (within, axis) => new For(variables[axis], shape[axis], within));
    }

    /// <summary>The element of a table's row, by the indices of what is gathered: those of the row's number, then those in the row.</summary>
    private static Place InRow(Buffer table, Buffer numbers, EquatableArray<Affine> indices)
    {
        var rowAxis = table.Extents.Count > 0 && table.Extents[0].IsBatch ? 1 : 0;
        var own = table.Extents.Select((_, axis) => axis < rowAxis ? indices[axis] : axis == rowAxis ? 0 : indices[numbers.Extents.Count + axis - rowAxis - 1]);
        return new(table, own.ToEquatableArray())
        {
            Row = new Row(new(numbers, indices.Take(numbers.Extents.Count).ToEquatableArray()), table.Strides[rowAxis], table.Extents[rowAxis].Size),
        };
    }

    private Statement Product(ContractKernel kernel, Shape shape)
    {
        var contract = kernel.Contract;
        var variables = contract.Indices.Select(index => names.Variable(index.Word)).ToEquatableArray();
        var sum = names.Local("sum");
        var axes = Indices(contract.Output, variables);
        var product = new Compute(
            new Argument(0) * new Argument(1),
            [
                new Read(new(buffers.Read(kernel.Left), Indices(contract.Left, variables))),
                new Read(new(buffers.Read(kernel.Right), Indices(contract.Right, variables))),
            ]);

        IEnumerable<int> Loops(bool isKept) => Enumerable.Range(0, variables.Count).Where(index => contract.Output.Uses(index) == isKept);
        Statement Around(IEnumerable<int> loops, Statement body)
            => loops.Reverse().Aggregate(body, (inner, loop) => new For(variables[loop], contract.Indices[loop].Extent, inner));

        var stores = Stores(
            kernel.Outputs, [new Named(sum), .. kernel.Extras.Select(extra => new Read(At(buffers.Read(extra), shape, axes)))],
            output => new(buffers.Write(output), axes), number => number == 0 ? null : buffers.Identifier(kernel.Extras[number - 1]), Known(kernel, ofResult: true));
        return Around(
            Loops(isKept: true),
            Sequence.Of([new Total(sum, Reduction.Sum), Around(Loops(isKept: false), new Accumulate(sum, Reduction.Sum, product)), .. stores]));
    }

    private Statement Elements(LoopKernel kernel)
    {
        var space = kernel.Space;
        var variables = Enumerable.Range(0, space.Rank).Select(axis => names.Variable(buffers.AxisName(space, axis))).ToEquatableArray();
        var all = variables.Select(static variable => (Affine)variable).ToEquatableArray();
        var operands = kernel.Operands.Select<int, Value>(operand => new Read(kernel.GatheredBy(operand) is { } gathered
            ? InRow(buffers.Read(gathered.Table), buffers.Read(gathered.Indices), all)
            : At(buffers.Read(operand), space, all))).ToEquatableArray();
        string? Identifier(int operand) => buffers.Identifier(kernel.GatheredBy(kernel.Operands[operand])?.Table ?? kernel.Operands[operand]);
        if (kernel.Reduction is not { } reduction)
            return Around(Enumerable.Range(0, space.Rank), Sequence.Of(Stores(kernel.Elements, operands, output => Written(output, all), Identifier, Known(kernel, ofResult: false))));

        // A result has no index along the axes that are reduced.
        var kept = variables.Select((variable, axis) => reduction.Axes.Contains(axis) ? 0 : (Affine)variable).ToEquatableArray();
        var total = names.Local(reduction.Kind == Reduction.Sum ? "sum" : "largest");
        var (lets, values) = SharedValues.Of(
            [reduction.Expression, .. kernel.Elements.Select(static output => output.Expression)], operands, names, Identifier, [.. Known(kernel, ofResult: false), .. Named(kernel.Elements)]);
        IEnumerable<Statement> inner =
        [
            .. lets,
            .. kernel.Elements.Select((output, place) => new Store(Written(output, all), values[place + 1])),
            new Accumulate(total, reduction.Kind, values[0]),
        ];
        var extras = reduction.Extras.Select<int, Value>(extra => new Read(At(buffers.Read(extra), space, kept)));
        return Around(
            Enumerable.Range(0, space.Rank).Where(axis => !reduction.Axes.Contains(axis)),
            Sequence.Of(
            [
                new Total(total, reduction.Kind),
                Around(reduction.Axes, Sequence.Of(inner)),
                .. Stores(
                    reduction.Outputs, [new Named(total), .. extras], output => Written(output, kept),
                    number => number == 0 ? null : buffers.Identifier(reduction.Extras[number - 1]), Known(kernel, ofResult: true)),
            ]));

        Statement Around(IEnumerable<int> axes, Statement body)
            => axes.Reverse().Aggregate(body, (within, axis) => new For(variables[axis], space[axis], within)
            {
                Reach = kernel.CausalEnd is { } end && axis == space.Rank - 1 ? Reach.UpTo(variables[axis - 1], end.Block, end.Beyond) : null,
                Reason = kernel.CausalEnd is not null && axis == space.Rank - 1 ? Reach.CausalReason : null,
            });

        Place Written(KernelOutput output, EquatableArray<Affine> indices) => At(buffers.Write(output), space, indices);
    }

    private IEnumerable<Statement> Stores(
        EquatableArray<KernelOutput> outputs, EquatableArray<Value> arguments, Func<KernelOutput, Place> written, Func<int, string?> nameOf, IEnumerable<(Scalar, string?)> inner)
    {
        var (lets, values) = SharedValues.Of(outputs.Select(static output => output.Expression), arguments, names, nameOf, [.. inner, .. Named(outputs)]);
        return [.. lets, .. outputs.Select((output, place) => new Store(written(output), values[place]))];
    }

    private IEnumerable<(Scalar Expression, string? Name)> Known(Kernel kernel, bool ofResult)
        => kernel.Inner.Where(value => value.IsOfResult == ofResult).Select(value => (value.Expression, buffers.Local(value.Node)));

    // What is stored in two places has the name of the first.
    private IEnumerable<(Scalar Expression, string? Name)> Named(EquatableArray<KernelOutput> outputs)
        => outputs.Reverse().Select(output => (output.Expression, buffers.Local(output.Node)));

    /// <summary>The element of a buffer that is broadcast to a space, by the indices of that space.</summary>
    private static Place At(Buffer buffer, Shape space, EquatableArray<Affine> indices)
    {
        var missing = space.Rank - buffer.Extents.Count;
        return new(
            buffer, buffer.Extents.Select((extent, axis) => extent == 1 && space[axis + missing] != 1 ? 0 : indices[axis + missing]).ToEquatableArray());
    }

    private static EquatableArray<Affine> Indices(Access access, EquatableArray<Variable> variables)
        => access.Axes.Select(axis => axis.Terms.Aggregate((Affine)axis.Offset, (sum, term) => sum + ((Affine)variables[term.Index] * term.Coefficient))).ToEquatableArray();
}
