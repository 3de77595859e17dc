using NetGen.Generator.Graph;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// An operand of a contraction as it would be packed: what is summed over is outermost in the copy, in the order in which it lies in the
/// other operand, and what is kept innermost, as it lies in the output, so that as many loops as possible become one.
/// </summary>
/// <param name="Source">The operand itself.</param>
/// <param name="Copy">The copy, of one sample if the operand has samples.</param>
/// <param name="Loops">The loops of the copy, outermost first.</param>
/// <param name="Strides">What a step of each of them adds to the place in the operand.</param>
/// <param name="Rows">How many of them are summed over, and go from row to row.</param>
/// <param name="RowStride">The distance between rows.</param>
/// <param name="Sample">The contraction's loop over the samples, if the operand has samples; else −1.</param>
internal sealed record PackedOperand(
    IndexedTensor Source, IndexedTensor Copy, EquatableArray<IndexVariable> Loops, EquatableArray<int> Strides, int Rows, int RowStride, int Sample)
{
    /// <summary>The operand packed; null where nothing would be kept, so that there are no rows, and where the copy would be too large.</summary>
    public static PackedOperand? Of(Target target, ContractLoops loops, IndexedTensor operand, IndexedTensor other)
    {
        var used = Enumerable.Range(0, loops.Indices.Count).Where(index => operand.Strides[index] != 0 && loops.Indices[index].Extent != 1).ToArray();
        var order = used.Where(index => !loops.Indices[index].Extent.IsBatch)
            .OrderBy(index => loops.Kept[index])
            .ThenByDescending(index => Math.Abs((loops.Kept[index] ? loops.Outputs[0] : other).Strides[index])).ToArray();
        var rows = order.Count(index => !loops.Kept[index]);
        if (rows == order.Length || order.Aggregate(1L, (product, index) => product * loops.Indices[index].Extent.Size) > target.LastCache)
            return null;

        // Vectors that begin where one can are loaded faster than those across two cache lines.
        var length = order.Skip(rows).Aggregate(1, (product, index) => product * loops.Indices[index].Extent.Size);
        var rowStride = length < target.Lanes ? length : TensorLayout.RoundUp(length, target.Lanes);
        var strides = new int[loops.Indices.Count];
        for (int place = order.Length - 1, stride = 1; place >= 0; place--)
        {
            if (place == rows - 1)
                stride = rowStride;
            strides[order[place]] = stride;
            stride *= loops.Indices[order[place]].Extent.Size;
        }

        var copy = new IndexedTensor(operand.Owner, strides.ToEquatableArray(), -1, 1, 0, IsPadded: false, 0) { Form = TensorForm.Packed, IsFollowed = true };
        return new PackedOperand(
            operand,
            copy,
            order.Select(index => loops.Indices[index]).ToEquatableArray(),
            order.Select(index => operand.Strides[index]).ToEquatableArray(),
            rows,
            rowStride,
            used.Length > order.Length ? used.First(index => loops.Indices[index].Extent.IsBatch) : -1);
    }

    /// <summary>The operand in panels of some of its columns, each with all terms of the sum, in the order of the contraction's loops.</summary>
    /// <param name="loops">The contraction.</param>
    /// <param name="operand">The operand, without samples, which has no kept loop but the columns.</param>
    /// <param name="column">The loop over the columns.</param>
    /// <param name="width">How many columns a panel has: a number that divides all of them.</param>
    public static PackedOperand InPanels(ContractLoops loops, IndexedTensor operand, int column, int width)
    {
        var columns = loops.Indices[column];
        int[] terms = [.. Enumerable.Range(0, loops.Indices.Count)
            .Where(index => !loops.Kept[index] && operand.Strides[index] != 0 && loops.Indices[index].Extent != 1)];
        var (strides, length) = loops.InRowsOf(column, width, terms);
        var isOne = columns.Extent.Size == width;
        List<(IndexVariable Loop, int Stride)> own =
            [.. terms.Select(term => (loops.Indices[term], operand.Strides[term])), (columns with { Extent = width }, operand.Strides[column])];
        if (!isOne)
            own.Insert(0, (new IndexVariable("panel", columns.Extent.Size / width), width * operand.Strides[column]));
        return new PackedOperand(
            operand,
            new(operand.Owner, strides, isOne ? -1 : column, width, length, IsPadded: false, 0) { Form = TensorForm.Packed, IsFollowed = true },
            own.Select(static loop => loop.Loop).ToEquatableArray(),
            own.Select(static loop => loop.Stride).ToEquatableArray(),
            own.Count - 1,
            width,
            -1);
    }

    /// <summary>The packing as part of a schedule.</summary>
    /// <param name="arguments">The kernel's arguments; the operand becomes one.</param>
    /// <param name="sample">The schedule's loop over the samples.</param>
    /// <param name="copy">The argument that it is copied to.</param>
    public Packing ToPacking(ArgumentList arguments, int sample, int copy) => ToPacking(arguments, arguments.Read(Source.Owner, step: Source.Step), sample, copy);

    /// <summary>The packing of an argument.</summary>
    /// <param name="arguments">The kernel's arguments.</param>
    /// <param name="argument">The operand.</param>
    /// <param name="sample">The schedule's loop over the samples; −1 where there is none.</param>
    /// <param name="copy">The argument that it is copied to.</param>
    public Packing ToPacking(ArgumentList arguments, int argument, int sample, int copy)
    {
        arguments.SetAround(argument, Source.Around);
        var source = arguments.FromStart(new Operand(argument, Strides, 0, IsPadded: false, Source.Offset) { IsFollowed = Source.IsFollowed });
        return new Packing(Loops, Rows, RowStride, source, sample, Sample < 0 ? 0 : Source.Strides[Sample], copy);
    }
}
