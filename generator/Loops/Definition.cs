using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>
/// What a kernel means, as the plainest nest of loops: one loop for each index of the result, in it one for each index that is summed over,
/// then the stores. Every other form of the kernel is a rewriting of this one.
/// </summary>
internal sealed class Definition
{
    private readonly NetworkGraph graph;
    private readonly Names names = new();

    private Definition(NetworkGraph graph) => this.graph = graph;

    public static Nest Of(NetworkGraph graph, ContractKernel kernel) => new(new Definition(graph).Product(kernel));

    public static Nest Of(NetworkGraph graph, LoopKernel kernel) => new(new Definition(graph).Elements(kernel));

    private Statement Product(ContractKernel kernel)
    {
        var contract = kernel.Contract;
        var variables = contract.Indices.Select(index => new Variable(names.Unique(index.Name))).ToEquatableArray();
        var sum = NewLocal("sum");
        var shape = graph[kernel.Root].Shape;
        var axes = Indices(contract.Output, variables);
        var product = new Compute(
            new Argument(0) * new Argument(1),
            [
                new Read(new(Whole(kernel.Left), Indices(contract.Left, variables))),
                new Read(new(Whole(kernel.Right), Indices(contract.Right, variables))),
            ]);

        IEnumerable<int> Loops(bool isKept) => Enumerable.Range(0, variables.Count).Where(index => contract.Output.Uses(index) == isKept);
        Statement Around(IEnumerable<int> loops, Statement body)
            => loops.Reverse().Aggregate(body, (inner, loop) => new For(variables[loop], contract.Indices[loop].Extent, inner));

        var stores = Stores(kernel.Outputs, [new Named(sum), .. kernel.Extras.Select(extra => Element(extra, shape, axes))], axes);
        return Around(
            Loops(isKept: true),
            Sequence.Of([new Total(sum, Reduction.Sum), Around(Loops(isKept: false), new Accumulate(sum, Reduction.Sum, product)), .. stores]));
    }

    private Statement Elements(LoopKernel kernel)
    {
        var space = kernel.Space;
        var variables = Enumerable.Range(0, space.Rank).Select(axis => new Variable(names.Unique(AxisName(space, axis)))).ToEquatableArray();
        var all = variables.Select(static variable => (Affine)variable).ToEquatableArray();
        var operands = kernel.Operands.Select<int, Value>(operand => Element(operand, space, all)).ToEquatableArray();
        if (kernel.Reduction is not { } reduction)
            return Around(Enumerable.Range(0, space.Rank), Sequence.Of(Stores(kernel.Elements, operands, all)));

        // A result has no index along the axes that are reduced.
        var kept = variables.Select((variable, axis) => reduction.Axes.Contains(axis) ? 0 : (Affine)variable).ToEquatableArray();
        var total = NewLocal(reduction.Kind == Reduction.Sum ? "sum" : "largest");
        var (lets, values) = SharedValues.Of([reduction.Expression, .. kernel.Elements.Select(static output => output.Expression)], operands, NewLocal);
        IEnumerable<Statement> inner =
        [
            .. lets,
            .. kernel.Elements.Select((output, place) => new Store(new(Written(output), all), values[place + 1])),
            new Accumulate(total, reduction.Kind, values[0]),
        ];
        var extras = reduction.Extras.Select<int, Value>(extra => Element(extra, space, kept));
        return Around(
            Enumerable.Range(0, space.Rank).Where(axis => !reduction.Axes.Contains(axis)),
            Sequence.Of(
            [
                new Total(total, reduction.Kind),
                Around(reduction.Axes, Sequence.Of(inner)),
                .. Stores(reduction.Outputs, [new Named(total), .. extras], kept),
            ]));

        Statement Around(IEnumerable<int> axes, Statement body)
            => axes.Reverse().Aggregate(body, (within, axis) => new For(variables[axis], space[axis], within));
    }

    private IEnumerable<Statement> Stores(EquatableArray<KernelOutput> outputs, EquatableArray<Value> arguments, EquatableArray<Affine> indices)
    {
        var (lets, values) = SharedValues.Of(outputs.Select(static output => output.Expression), arguments, NewLocal);
        return [.. lets, .. outputs.Select((output, place) => new Store(new(Written(output), indices), values[place]))];
    }

    /// <summary>The element of a node that is broadcast to a space, by the indices of that space.</summary>
    private Read Element(int node, Shape space, EquatableArray<Affine> indices)
    {
        var shape = graph[node].Shape;
        var missing = space.Rank - shape.Rank;
        return new Read(new(
            Whole(node), Enumerable.Range(0, shape.Rank).Select(axis => shape[axis] == 1 && space[axis + missing] != 1 ? 0 : indices[axis + missing]).ToEquatableArray()));
    }

    private Buffer Whole(int node)
    {
        var owner = Views.Owner(graph, node);
        return new Buffer(
            graph[owner].Name.Mathematics, owner, ElementType.Float32, graph[node].Shape.Extents, Views.Strides(graph, node), Views.Offset(graph, node));
    }

    // A part of a concatenation starts further on in its memory.
    private Buffer Written(KernelOutput output) => Whole(output.Node) with { Start = output.Offset };

    private static EquatableArray<Affine> Indices(Access access, EquatableArray<Variable> variables)
        => access.Axes.Select(axis => axis.Terms.Aggregate((Affine)axis.Offset, (sum, term) => sum + ((Affine)variables[term.Index] * term.Coefficient))).ToEquatableArray();

    private static string AxisName(Shape space, int axis)
        => space[axis].IsBatch ? "sample" : axis == space.Rank - 1 ? "feature" : "position";

    private Local NewLocal(string name) => new(names.Unique(name), ElementType.Float32);
}
