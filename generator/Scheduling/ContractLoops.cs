using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// A contraction as loops: its index space, and by how much a step of each index moves through each tensor. Which axis of a tensor an
/// index came from is of no matter any more, so a convolution and a matrix product look alike.
/// </summary>
/// <param name="Indices">The loops.</param>
/// <param name="Kept">For each of them, whether the outputs depend on it; it is summed over otherwise.</param>
/// <param name="Extras">What the outputs read besides the sum.</param>
/// <param name="Outputs">What is stored.</param>
internal sealed record ContractLoops(
    EquatableArray<IndexVariable> Indices,
    EquatableArray<bool> Kept,
    IndexedTensor Left,
    IndexedTensor Right,
    EquatableArray<IndexedTensor> Extras,
    EquatableArray<IndexedTensor> Outputs)
{
    public static ContractLoops Of(NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel)
    {
        var (contract, count) = (kernel.Contract, kernel.Contract.Indices.Count);
        IndexedTensor Tensor(int node, Access access) => StoredTensor.Of(graph, layouts, node).By(access, count);
        return new ContractLoops(
            contract.Indices.Select(static index => index with { Name = index.Word }).ToEquatableArray(),
            Enumerable.Range(0, count).Select(contract.Output.Uses).ToEquatableArray(),
            Tensor(kernel.Left, contract.Left),
            Tensor(kernel.Right, contract.Right),
            kernel.Extras.Select(extra => StoredTensor.Of(graph, layouts, extra).BroadcastBy(contract.Output, graph[kernel.Root].Shape, count)).ToEquatableArray(),
            kernel.Outputs.Select(output => StoredTensor.Of(graph, layouts, output).By(contract.Output, count)).Select((tensor, place) => tensor with { Offset = tensor.Offset + kernel.Outputs[place].Offset })
                .ToEquatableArray())
        {
            Ranges = ZeroMargins.Of(graph, kernel.Left, contract.Left, contract.Output.Uses)
                .Concat(ZeroMargins.Of(graph, kernel.Right, contract.Right, contract.Output.Uses))
                .Concat(CausalZeros.Of(graph, kernel.Left, contract.Left, contract.Output.Uses))
                .Concat(CausalZeros.Of(graph, kernel.Right, contract.Right, contract.Output.Uses)).ToEquatableArray(),
            Diagonal = kernel.CausalEnd is { } end && contract.Output.Axes is var axes && axes[axes.Count - 2] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var row }] }
                && axes[axes.Count - 1] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var column }] } ? (row, column, end) : null,
        };
    }

    /// <summary>
    /// The loop over the samples, where it goes around all others: what is done in it needs one sample at a time. Outputs that do not
    /// depend on it are added to in each of its steps. −1 where there is no such loop.
    /// </summary>
    public int Sample { get; init; } = -1;

    /// <summary>The loop that has a block of a longer loop's steps in each turn of the loops around the contraction, and how many steps that one has.</summary>
    public (int Loop, int Whole)? Block { get; init; }

    /// <summary>Where only outputs up to the diagonal are computed: the loop over its rows, that over its columns, and where its rows end.</summary>
    public (int Row, int Column, CausalEnd End)? Diagonal { get; init; }

    /// <summary>Where the outputs belong, where they are what is stored before an <see cref="Unpacking"/>; none where they are stored at once.</summary>
    public EquatableArray<IndexedTensor> Results { get; init; } = [];

    /// <summary>The steps of summed loops that count, where not all do.</summary>
    public EquatableArray<ReducedRange> Ranges { get; init; } = [];

    /// <summary>The same with the loop over the samples around all others.</summary>
    public ContractLoops AroundEach(int sample)
        => this with { Sample = sample, Kept = Kept.Select((isKept, index) => isKept || index == sample).ToEquatableArray() };

    /// <summary>What is done in each turn of some of the loops, which then go around the contraction.</summary>
    /// <param name="around">The loops, the outermost first.</param>
    /// <param name="block">A loop of which each turn of a further one does so many steps.</param>
    public ContractLoops Within(IReadOnlyList<int> around, (int Loop, int Steps)? block)
    {
        int[] own = [.. Enumerable.Range(0, Indices.Count).Where(index => !around.Contains(index))];
        int Now(int index) => Array.IndexOf(own, index);
        IndexedTensor Of(IndexedTensor tensor) => tensor with
        {
            Strides = own.Select(index => tensor.Strides[index]).ToEquatableArray(),
            BlockedIndex = tensor.BlockedIndex < 0 ? -1 : Now(tensor.BlockedIndex),
            Around = around.Append(block?.Loop ?? -1).Where(static index => index >= 0).Select(index => tensor.Strides[index]).ToEquatableArray(),
        };
        return new ContractLoops(
            own.Select(index => block is var (loop, steps) && loop == index ? Indices[index] with { Extent = steps } : Indices[index]).ToEquatableArray(),
            own.Select(index => Kept[index]).ToEquatableArray(),
            Of(Left), Of(Right), Extras.Select(Of).ToEquatableArray(), Outputs.Select(Of).ToEquatableArray())
        {
            Block = block is var (cut, _) ? (Now(cut), Indices[cut].Extent.Size) : null,
            Diagonal = Diagonal is var (row, column, end) && Now(row) >= 0 && Now(column) >= 0 ? (Now(row), Now(column), end) : null,
            Ranges = Ranges.Where(range => Now(range.Loop) >= 0 && Now(range.Kept) >= 0).Select(range => range with { Loop = Now(range.Loop), Kept = Now(range.Kept) }).ToEquatableArray(),
        };
    }

    /// <summary>The strides of a memory with a row of some columns for each turn of other loops, the last of them fastest, and how many floats it has.</summary>
    /// <param name="column">The loop over the columns.</param>
    /// <param name="width">How many columns a row has.</param>
    /// <param name="order">The other loops.</param>
    public (EquatableArray<int> Strides, int Length) InRowsOf(int column, int width, IReadOnlyList<int> order)
    {
        var (strides, length) = (new int[Indices.Count], width);
        strides[column] = 1;
        foreach (var loop in order.Reverse())
        {
            strides[loop] = length;
            length *= Indices[loop].Extent.Size;
        }

        return (strides.ToEquatableArray(), length);
    }

    private IEnumerable<IndexedTensor> Tensors => Extras.Concat(Outputs).Concat(Results).Append(Left).Append(Right);

    /// <summary>
    /// The same with one loop in the place of two that go through every tensor like one: the rows and columns of a picture under a 1×1
    /// kernel. And with a row of one step, which a contraction without rows has.
    /// </summary>
    public ContractLoops Simplified()
    {
        var loops = this;
        while (loops.Mergeable() is var (outer, inner) && outer >= 0)
            loops = loops.Merge(outer, inner);
        return loops with
        {
            Indices = loops.Indices.Append(new IndexVariable("row", 1)).ToEquatableArray(),
            Kept = loops.Kept.Append(true).ToEquatableArray(),
            Left = loops.Left.WithIndex(),
            Right = loops.Right.WithIndex(),
            Extras = loops.Extras.Select(static tensor => tensor.WithIndex()).ToEquatableArray(),
            Outputs = loops.Outputs.Select(static tensor => tensor.WithIndex()).ToEquatableArray(),
            Results = loops.Results.Select(static tensor => tensor.WithIndex()).ToEquatableArray(),
        };
    }

    private (int Outer, int Inner) Mergeable()
    {
        for (var outer = 0; outer < Indices.Count; outer++)
        {
            for (var inner = 0; inner < Indices.Count; inner++)
            {
                if (outer != inner && Kept[outer] == Kept[inner] && AreOne(outer, inner))
                    return (outer, inner);
            }
        }

        return (-1, -1);
    }

    private bool AreOne(int outer, int inner)
    {
        var (around, within) = (Indices[outer].Extent, Indices[inner].Extent);
        if (around == 1 || within.Size == 1 || within.IsBatch || outer == Sample || outer == Block?.Loop || inner == Block?.Loop)
            return false;

        // A loop over the batch cannot be a vector, so it does not take in one that can.
        return Tensors.All(tensor => tensor.BlockedIndex != outer && tensor.BlockedIndex != inner
            && tensor.Strides[outer] == within.Size * tensor.Strides[inner] && !(around.IsBatch && tensor.Strides[inner] == 1));
    }

    private ContractLoops Merge(int outer, int inner)
    {
        var (first, second) = (Indices[outer], Indices[inner]);
        var merged = new IndexVariable(IndexVariable.Joined(first.Name, second.Name), first.Extent * second.Extent);
        return new ContractLoops(
            Without(Indices).ToEquatableArray(),
            Kept.Where((_, index) => index != inner).ToEquatableArray(),
            Left.Merge(outer, inner),
            Right.Merge(outer, inner),
            Extras.Select(tensor => tensor.Merge(outer, inner)).ToEquatableArray(),
            Outputs.Select(tensor => tensor.Merge(outer, inner)).ToEquatableArray())
        {
            Results = Results.Select(tensor => tensor.Merge(outer, inner)).ToEquatableArray(),
            Sample = Behind(Sample),
            Block = Block is var (block, whole) ? (Behind(block), whole) : null,
            Diagonal = Diagonal is var (row, column, end) && row != outer && row != inner && column != outer && column != inner ? (Behind(row), Behind(column), end) : null,
            Ranges = Ranges.Where(range => range.Loop != outer && range.Loop != inner && range.Kept != outer && range.Kept != inner)
                .Select(range => range with { Loop = Behind(range.Loop), Kept = Behind(range.Kept) }).ToEquatableArray(),
        };

        int Behind(int index) => index > inner ? index - 1 : index;

        IEnumerable<IndexVariable> Without(IEnumerable<IndexVariable> indices)
            => indices.Select((index, place) => place == outer ? merged : index).Where((_, place) => place != inner);
    }
}
