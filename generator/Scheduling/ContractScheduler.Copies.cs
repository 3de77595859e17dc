using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>The plans that need a copy: of an operand, made before, or of the results, made afterwards.</summary>
internal sealed partial class ContractScheduler
{
    // A copy reads and writes every element, and one of the two out of order.
    private const double CopyCost = 1.5;

    // What it writes of one panel stays in a cache. It takes as long as the products of about ten rows, and of four where tiles fetch what it reads.
    private const double PanelCopyCost = 1;
    private const int FewestRowsOfCopy = 240;
    private const int FewestRowsOfFetchedCopy = 120;

    /// <summary>Outer products with an operand that is copied first: a weight in panels along its other axis, anything else packed.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="transposed">The weights that have been copied.</param>
    /// <param name="ofSamples">Whether only what has samples is packed, because it need not be for the sake of vectors.</param>
    private IEnumerable<Candidate> Copies(ContractLoops loops, TransposedWeights transposed, bool ofSamples)
    {
        return Of(kernel.Contract.Left, loops.Left, loops.Right, tensor => loops with { Left = tensor })
            .Concat(Of(kernel.Contract.Right, loops.Right, loops.Left, tensor => loops with { Right = tensor }));

        IEnumerable<Candidate> Of(Access access, IndexedTensor operand, IndexedTensor other, Func<IndexedTensor, ContractLoops> with)
            => IsInPanels(operand) ? Transposed(loops, access, operand, with, transposed) : Packed(loops, operand, other, with, ofSamples);
    }

    private IEnumerable<Candidate> Transposed(
        ContractLoops loops, Access access, IndexedTensor operand, Func<IndexedTensor, ContractLoops> with, TransposedWeights transposed)
    {
        var isPossible = Enumerable.Range(0, loops.Indices.Count)
            .Any(index => IsVector(loops, index, operand with { BlockedIndex = -1 }) && operand.Strides[index] != 1
                && access.Axes.Any(axis => axis.Terms is [{ Coefficient: 1 } only] && only.Index == index));
        if (!isPossible || TransposedPanels(operand, access) is not var (packed, copy))
            return [];
        var size = graph[operand.Owner].Shape.Extents.Aggregate(1.0, static (product, extent) => product * TileCost.Steps(extent));
        var isThere = transposed.IsCopied(operand.Owner);
        Candidate[] candidates = [.. OuterProducts(with(packed).Simplified()).Where(candidate => LoadsFrom(candidate, TensorForm.Repacked))];
        return candidates.Select(candidate => candidate with { Cost = candidate.Cost + (isThere ? 0 : CopyCost * size), Copy = isThere ? null : copy })
            .Concat(size > target.FirstCache && transposed.IsOfOneProduct(operand.Owner) ? candidates.SelectMany(candidate => PanelByPanel(candidate, operand.Owner, size)) : []);
    }

    /// <summary>
    /// The plan with a copy of one panel of the weight at a time, which is used and then overwritten. That needs all rows to be done before the next
    /// columns, and no loop around the product, in which the same copies would be made again. They are made again for each block of rows, so that a
    /// block has to be long, and a batch as usual is one. Where a prediction copies a weight, it does it once for all samples.
    /// </summary>
    private IEnumerable<Candidate> PanelByPanel(Candidate candidate, int weight, double size)
    {
        if (!kernel.IsBackward || kernel.Loop is not null || turns is not null || isInOrder
            || candidate.Plan is not OuterProductPlan { Outer: [], ColumnsOutermost: true, Packing: null, Panels: null, Ranges: [], Diagonal: null } plan || plan.Columns <= plan.ColumnTile)
            yield break;
        var (rows, layout) = (graph[weight].Shape[0].Size, layouts[((Parameter)graph[weight].Operation).Index]);
        var length = TensorLayout.RoundUp((rows * plan.ColumnTile) + target.Lanes, TensorLayout.Alignment);
        if (length > target.SecondCache)
            yield break;
        var arguments = new List<KernelArgument>(candidate.Arguments) { new(weight, TensorForm.Own, IsWritten: false) };
        arguments[plan.Vector.Argument] = new(weight, TensorForm.Packed, IsWritten: true) { Length = length };
        plan = plan with
        {
            Vector = plan.Vector with { TileStride = 0, IsPadded = false, IsFollowed = true },
            Repacking = new(arguments.Count - 1, rows, layout),
        };
        if (plan.RowBlock < (Repacking.Fetched(plan) is null ? FewestRowsOfCopy : FewestRowsOfFetchedCopy))
            yield break;
        var copies = plan.RowBlock is { } block ? TileCost.Tiles(TileCost.Steps(plan.Loops[plan.Row].Extent), block) : 1;
        yield return new(candidate.Cost + (copies * PanelCopyCost * size), plan, arguments.ToEquatableArray());
    }

    /// <summary>Whether it loads its vectors from a copy, in which they lie side by side.</summary>
    private static bool LoadsFrom(Candidate candidate, TensorForm form)
        => candidate.Plan is OuterProductPlan outer && candidate.Arguments[outer.Vector.Argument].Form == form && outer.Vector.Strides[outer.Column] == 1;

    private IEnumerable<Candidate> Packed(ContractLoops loops, IndexedTensor operand, IndexedTensor other, Func<IndexedTensor, ContractLoops> with, bool ofSamples)
    {
        if (PackedOperand.Of(target, loops, operand, other) is not { } packed || (ofSamples && packed.Sample < 0))
            return [];
        var candidates = OuterProducts(with(packed.Copy).AroundEach(packed.Sample).Simplified(), packed.Sample < 0 ? null : packed)
            .Where(static candidate => LoadsFrom(candidate, TensorForm.Packed));
        return packed.Sample < 0 ? Before(packed, candidates, loops) : candidates;
    }

    /// <summary>
    /// Outer products whose columns are apart in the results, which are transposed afterwards. The weights are copied first, which has to pay for one sample
    /// already: batches may be small.
    /// </summary>
    private IEnumerable<Candidate> Unpacked(ContractLoops loops)
    {
        if (turns is not null || HasGradient)
            return [];
        return UnpackedResults.Of(target, loops, loops.Left, loops.Right, tensor => loops with { Left = tensor })
            .Concat(UnpackedResults.Of(target, loops, loops.Right, loops.Left, tensor => loops with { Right = tensor }))
            .SelectMany(unpacked => Before(
                unpacked.Weights, OuterProducts(unpacked.Loops.Simplified(), packing: null, unpacked).Where(IsUnpacked), loops, passes: TileCost.TypicalBatch))
            // Neighbours as rows of a tile are in the same cache lines.
            .OrderBy(static candidate => candidate.Plan is OuterProductPlan outer ? Math.Abs(outer.Broadcast.Strides[outer.Row]) : 0);

        static bool IsUnpacked(Candidate candidate) => candidate.Plan is OuterProductPlan { Unpackings.Count: > 0 } && LoadsFrom(candidate, TensorForm.Packed);
    }

    /// <summary>
    /// The plans that load from a copy of something without samples: a kernel of its own makes it, so that a prediction can do it once.
    /// </summary>
    /// <param name="packed">What is copied.</param>
    /// <param name="candidates">The plans.</param>
    /// <param name="loops">The contraction.</param>
    /// <param name="passes">How many copies are counted for the batch that plans are judged by.</param>
    private IEnumerable<Candidate> Before(PackedOperand packed, IEnumerable<Candidate> candidates, ContractLoops loops, int passes = 1)
    {
        // One copy serves all blocks that do not move through the operand.
        var turns = loops.Block is var (block, whole) && packed.Source.Strides[block] == 0 ? (double)whole / loops.Indices[block].Extent.Size : 1;
        var arguments = new ArgumentList(isShared: false);
        var source = arguments.Read(packed.Source.Owner, step: packed.Source.Step);
        var packing = packed.ToPacking(arguments, source, sample: -1, copy: arguments.Write(packed.Source.Owner, TensorForm.Packed));
        arguments.SetLength(packing.Copy, packing.Length(target));
        ScheduledKernel? copy = null;
        foreach (var candidate in candidates)
        {
            copy ??= new ScheduledKernel(
                null, kernel.IsBackward, new NestSchedule(PackStrategy.NestOf(packing, target, argument => graph[packed.Source.Owner].Name)) { Packing = packing }, arguments.ToArray());
            yield return candidate with { Cost = candidate.Cost + (passes * TileCost.Packing(packing, target) / turns), Copy = copy };
        }
    }

    /// <summary>
    /// A weight in panels along its other axis. The copy costs one pass over the weight, as the optimizer's step does several times; it
    /// pays from a few samples on.
    /// </summary>
    private (IndexedTensor Packed, ScheduledKernel Copy)? TransposedPanels(IndexedTensor operand, Access access)
    {
        var (owner, shape) = (operand.Owner, graph[operand.Owner].Shape);
        if (graph[owner].Operation is not Parameter parameter || shape.Rank != 2)
            return null;

        var (rows, columns) = (shape[0].Size, shape[1].Size);
        var copy = TensorLayout.ColumnPanels(rows, columns, columns > target.Lanes ? 2 * target.Lanes : target.Lanes);
        var arguments = new ArgumentList(isShared: false);
        arguments.Read(owner);
        arguments.SetLength(arguments.Write(owner, TensorForm.Repacked), copy.Length);
        var steps = TransposeStrategy.Of(rows, columns, layouts[parameter.Index], copy, graph[owner].Name, target);
        var stored = new StoredTensor(owner, shape, copy.Strides, copy.BlockedAxis, copy.Block, copy.BlockStride, IsPadded: true);
        return (
            stored.By(access, kernel.Contract.Indices.Count) with { Form = TensorForm.Repacked },
            new ScheduledKernel(null, kernel.IsBackward, new NestSchedule(steps[steps.Count - 1]) { Copy = copy }, arguments.ToArray()));
    }
}
