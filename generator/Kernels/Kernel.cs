using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Kernels;

/// <summary>
/// What one emitted method computes: a contraction or a loop over elements, with every elementwise step that can be fused into it.
/// Values are named by the graph's nodes.
/// </summary>
/// <param name="IsBackward">Whether it belongs to the backward pass.</param>
internal abstract record Kernel(bool IsBackward)
{
    /// <summary>The loop over time that it is carried out in, in every step; null where it is carried out once.</summary>
    public int? Loop { get; init; }

    /// <summary>Where rows end of which only elements up to the diagonal of the last two axes are computed and read, because a causal mask hides the others. Null where all elements are.</summary>
    public CausalEnd? CausalEnd { get; init; }

    /// <summary>The values that are computed on the way and not stored, so that they can be called by their names.</summary>
    public EquatableArray<InnerValue> Inner { get; init; } = [];

    /// <summary>The nodes whose stored values are read, without repetition.</summary>
    public abstract IEnumerable<int> Reads { get; }

    /// <summary>The nodes whose values are stored.</summary>
    public abstract IEnumerable<KernelOutput> Stores { get; }

    /// <summary>Whether the backward pass computes again here what the forward pass has computed, and nothing else.</summary>
    public bool IsComputedAgain(NetworkGraph graph) => Stores.All(output => graph[output.Node].IsComputedAgain);
}

/// <summary>Where the rows of a square end that is needed up to its diagonal: behind the whole block of columns in which the diagonal is, or a column a little further on.</summary>
/// <param name="Block">How many columns a block has.</param>
/// <param name="Beyond">How many columns behind the diagonal are needed, too: tiles of several rows read them.</param>
internal sealed record CausalEnd(int Block, int Beyond)
{
    /// <summary>How many columns of a row are computed.</summary>
    public int Of(int row, int size) => Math.Min(size, (row + Beyond + Block) / Block * Block);
}

/// <summary>A value that a kernel computes and does not store.</summary>
/// <param name="Node">The node of the graph.</param>
/// <param name="Expression">Its element, over the arguments of that part of the kernel.</param>
/// <param name="IsOfResult">Whether it is made of the sum or the largest, and not of the elements that are reduced.</param>
internal sealed record InnerValue(int Node, Scalar Expression, bool IsOfResult);

/// <summary>A value that a kernel stores.</summary>
/// <param name="Node">The node of the graph.</param>
/// <param name="Expression">Its element, over the arguments of that part of the kernel.</param>
/// <param name="Offset">How far into the node's memory it goes: the part of a concatenation does not start at its beginning.</param>
internal sealed record KernelOutput(int Node, Scalar Expression, int Offset = 0)
{
    /// <summary>Whether this is the value of a loop's state before the first step; the memory is that of its value after the step.</summary>
    public bool IsInitial { get; init; }
}

/// <summary>A sum of products, and what is made of each sum before it is stored.</summary>
/// <param name="Root">The contraction's node.</param>
/// <param name="Left">The left operand's node.</param>
/// <param name="Right">The right operand's node.</param>
/// <param name="Extras">Further nodes that the outputs read; <c>Argument(0)</c> is the sum, <c>Argument(i + 1)</c> the element of extra i.</param>
/// <param name="Outputs">What is stored.</param>
internal sealed record ContractKernel(
    bool IsBackward, int Root, Contract Contract, int Left, int Right, EquatableArray<int> Extras, EquatableArray<KernelOutput> Outputs)
    : Kernel(IsBackward)
{
    /// <summary>Where the rows of an operand end that is known up to the diagonal only, because a causal mask hides the rest: the sum leaves that out. Null where all is known.</summary>
    public CausalEnd? OperandEnd { get; init; }

    /// <summary>Whether a gradient that it stores can be added to by its sum: it is the one result, and the sum with something added to it.</summary>
    public bool GoesOnWithGradient => Outputs is [var only] && IsSumAndMore(only.Expression);

    /// <summary>Whether an output is the sum and what is added to it: who adds to the sum, adds to the output.</summary>
    public static bool IsSumAndMore(Scalar output) => output switch
    {
        Argument(0) => true,
        Binary(BinaryFunction.Add, var left, var right) => (IsSumAndMore(left) && !IsOfSum(right)) || (IsSumAndMore(right) && !IsOfSum(left)),
        Binary(BinaryFunction.Subtract, var left, var right) => IsSumAndMore(left) && !IsOfSum(right),
        _ => false,
    };

    private static bool IsOfSum(Scalar expression) => ScalarArguments.Of(expression).Contains(0);

    public override IEnumerable<int> Reads => new[] { Left, Right }.Concat(Extras).Distinct();

    public override IEnumerable<KernelOutput> Stores => Outputs;
}

/// <summary>A function of every element of a space, and, if there is one, a reduction of it and what is made of the result.</summary>
/// <param name="Space">The space.</param>
/// <param name="Operands">The nodes that are read for every element, broadcast to the space; <c>Argument(i)</c> is the element of operand i.</param>
/// <param name="Elements">What is stored for every element.</param>
/// <param name="Reduction">What is reduced.</param>
internal sealed record LoopKernel(
    bool IsBackward, Shape Space, EquatableArray<int> Operands, EquatableArray<KernelOutput> Elements, LoopReduction? Reduction)
    : Kernel(IsBackward)
{
    /// <summary>Those of the operands that are gathered here: their elements are read in the tables, and nobody has to have stored them.</summary>
    public EquatableArray<GatheredOperand> Gathered { get; init; } = [];

    /// <summary>In the order of the operands; a gathered one stands for its table and its indices.</summary>
    public override IEnumerable<int> Reads
        => Operands.SelectMany(operand => GatheredBy(operand) is { } gathered ? new[] { gathered.Table, gathered.Indices } : [operand]).Concat(Reduction?.Extras ?? []).Distinct();

    public override IEnumerable<KernelOutput> Stores => Elements.Concat(Reduction?.Outputs ?? []);

    /// <summary>Where an operand is gathered from; null where it is read as it is stored.</summary>
    public GatheredOperand? GatheredBy(int operand)
    {
        foreach (var gathered in Gathered)
        {
            if (gathered.Node == operand)
                return gathered;
        }

        return null;
    }
}

/// <summary>An operand whose elements are rows of a table.</summary>
/// <param name="Node">The node of the rows.</param>
/// <param name="Table">The node of the table.</param>
/// <param name="Indices">The node of the rows' numbers.</param>
internal sealed record GatheredOperand(int Node, int Table, int Indices);

/// <summary>A table of zeros to whose rows others are added.</summary>
/// <param name="Node">The table.</param>
/// <param name="Rows">The node of the rows that are added.</param>
/// <param name="Indices">The node of the numbers of the rows to which they are.</param>
internal sealed record IndexAddKernel(bool IsBackward, int Node, int Rows, int Indices) : Kernel(IsBackward)
{
    public override IEnumerable<int> Reads => [Rows, Indices];

    public override IEnumerable<KernelOutput> Stores => [new(Node, new Argument(0))];
}

/// <summary>The reduction of a loop over elements.</summary>
/// <param name="Kind">Sum or maximum.</param>
/// <param name="Axes">The axes of the space that are reduced.</param>
/// <param name="Expression">What is reduced, over the loop's operands.</param>
/// <param name="Extras">The nodes read for every result; <c>Argument(0)</c> is the reduced value, <c>Argument(i + 1)</c> the element of extra i.</param>
/// <param name="Outputs">What is stored for every result.</param>
internal sealed record LoopReduction(
    Reduction Kind, EquatableArray<int> Axes, Scalar Expression, EquatableArray<int> Extras, EquatableArray<KernelOutput> Outputs);

/// <summary>A value that is made of no other one: random numbers, the number of samples.</summary>
internal sealed record LeafKernel(int Node) : Kernel(IsBackward: false)
{
    public override IEnumerable<int> Reads => [];

    public override IEnumerable<KernelOutput> Stores => [new(Node, new Argument(0))];
}

/// <summary>The sum of a value over all workers.</summary>
/// <param name="Node">The sum.</param>
/// <param name="Part">This worker's part of it.</param>
internal sealed record ExchangeKernel(bool IsBackward, int Node, int Part) : Kernel(IsBackward)
{
    public override IEnumerable<int> Reads => [Part];

    public override IEnumerable<KernelOutput> Stores => [new(Node, new Argument(0))];
}

/// <summary>Values in another order, and those of a state before the first step of a loop over samples of different lengths.</summary>
/// <param name="Node">What is stored: the values in the other order, or the state after a step, whose memory has that before the first one, too.</param>
/// <param name="Source">The values.</param>
internal sealed record RearrangeKernel(bool IsBackward, int Node, int Source, Rearrange Rearrange) : Kernel(IsBackward)
{
    /// <summary>The number that all values are, which nobody has to have stored; null where they are read.</summary>
    public double? Value { get; init; }

    /// <summary>Whether it stores a state before the first step.</summary>
    public bool IsInitial => Rearrange.Order is RowOrder.Begin or RowOrder.BeginReverse;

    public override IEnumerable<int> Reads => Value is null ? [Source] : [];

    public override IEnumerable<KernelOutput> Stores => [new(Node, new Argument(0)) { IsInitial = IsInitial }];
}

/// <summary>A network as a sequence of kernels.</summary>
internal sealed record KernelProgram(NetworkGraph Graph, EquatableArray<Kernel> Kernels)
{
    public IEnumerable<Kernel> Forward => Kernels.Where(static kernel => !kernel.IsBackward);

    public IEnumerable<Kernel> Backward => Kernels.Where(static kernel => kernel.IsBackward);
}
