using NetGen.Generator.Graph;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// A contraction of samples with something without samples, as of pictures with the weights of a convolution, whose columns are apart in the results: the
/// channels. The weights are packed in panels of columns, and tiles store to memory in which columns are side by side; an <see cref="Unpacking"/> follows.
/// </summary>
/// <param name="Loops">The loops over the packed weights and the memory that tiles store to.</param>
/// <param name="Weights">The weights as they are packed.</param>
/// <param name="Rows">What is copied together of a result, side by side in it.</param>
/// <param name="Columns">The columns of one panel.</param>
/// <param name="Around">How many loops over pixels are around the copy.</param>
internal sealed record UnpackedResults(ContractLoops Loops, PackedOperand Weights, IndexVariable Rows, IndexVariable Columns, int Around)
{
    // The most vectors of a panel.
    private const int MostVectors = 3;

    /// <summary>The contraction with panels of every width; none where the results are no pictures of channels.</summary>
    /// <param name="target">What for.</param>
    /// <param name="loops">The contraction.</param>
    /// <param name="weights">The operand whose columns are to be the vector.</param>
    /// <param name="other">The other one, with the samples.</param>
    /// <param name="with">The contraction with another operand in the place of the weights.</param>
    public static IEnumerable<UnpackedResults> Of(
        Target target, ContractLoops loops, IndexedTensor weights, IndexedTensor other, Func<IndexedTensor, ContractLoops> with)
    {
        int[] own = [.. Enumerable.Range(0, loops.Indices.Count).Where(index => loops.Indices[index].Extent != 1)];
        if (loops.Block is not null || loops.Diagonal is not null || weights.BlockedIndex >= 0 || own.Count(index => loops.Indices[index].Extent.IsBatch) != 1)
            yield break;
        var sample = own.First(index => loops.Indices[index].Extent.IsBatch);
        int[] kept = [.. own.Where(index => loops.Kept[index] && index != sample)];
        if (!loops.Kept[sample] || loops.Indices[sample].Extent != Extent.Batch || weights.Strides[sample] != 0 || other.Strides[sample] == 0)
            yield break;
        foreach (var column in kept.Where(index => other.Strides[index] == 0 && weights.Strides[index] != 0))
        {
            int[] pixels = [.. kept.Where(index => index != column).OrderByDescending(index => loops.Outputs[0].Strides[index])];
            if (pixels.Any(index => weights.Strides[index] != 0 || other.Strides[index] == 0)
                || !loops.Outputs.All(output => IsPictureOfChannels(loops, output, pixels, column)))
                continue;
            for (var width = target.Lanes; width <= MostVectors * target.Lanes; width += target.Lanes)
            {
                if (loops.Indices[column].Extent.Size % width == 0 && LoopsAround(target, loops, pixels, width) is { } around)
                    yield return Of(loops, weights, with, sample, pixels, around, column, width);
            }
        }
    }

    /// <summary>How the results are copied to where they belong; null where loops of a tile would be around the copy.</summary>
    /// <param name="plan">The plan whose tiles store what is copied.</param>
    /// <param name="loops">The loops of the plan.</param>
    /// <param name="arguments">The kernel's arguments; the results become some.</param>
    public EquatableArray<Unpacking>? ToUnpackings(OuterProductPlan plan, ContractLoops loops, ArgumentList arguments)
    {
        // A loop over pixels around the copy has the same place for each of its turns.
        var around = plan.Outer.Take(Around + 1).ToEquatableArray();
        if (around.Count != Around + 1 || around[0] != loops.Sample || around.Any(loop => plan.Outputs[0].Operand.Strides[loop] != 0))
            return null;
        return plan.Outputs.Select((output, place) =>
        {
            var result = loops.Results[place];
            var own = result.ToOperand(arguments.Write(result.Owner, step: result.Step), plan.Column, plan.ColumnTile);
            return new Unpacking(Rows, Columns, around, output.Operand.Argument, arguments.FromStart(own));
        }).ToEquatableArray();
    }

    /// <summary>Whether the pixels are side by side, and the next channel is behind them.</summary>
    private static bool IsPictureOfChannels(ContractLoops loops, IndexedTensor output, int[] pixels, int column)
    {
        var stride = 1;
        foreach (var pixel in pixels.AsEnumerable().Reverse())
        {
            if (output.Strides[pixel] != stride)
                return false;
            stride *= loops.Indices[pixel].Extent.Size;
        }

        return output.BlockedIndex < 0 && output.Strides[column] == stride;
    }

    /// <summary>
    /// How many of the loops over pixels go around the copy: what is copied at once stays in the first cache, if it is a vector or more. Null where it would
    /// not even stay in the second, or is less than a vector.
    /// </summary>
    private static int? LoopsAround(Target target, ContractLoops loops, int[] pixels, int width)
    {
        var count = pixels.Aggregate(1L, (product, pixel) => product * loops.Indices[pixel].Extent.Size);
        var around = 0;
        for (; count * width > target.FirstCache && count / loops.Indices[pixels[around]].Extent.Size >= target.Lanes; around++)
            count /= loops.Indices[pixels[around]].Extent.Size;
        return count >= target.Lanes && count * width <= target.SecondCache / 2 ? around : null;
    }

    private static UnpackedResults Of(
        ContractLoops loops, IndexedTensor weights, Func<IndexedTensor, ContractLoops> with, int sample, int[] pixels, int around, int column, int width)
    {
        var packed = PackedOperand.InPanels(loops, weights, column, width);
        int[] copied = [.. pixels.Skip(around)];
        var (strides, length) = loops.InRowsOf(column, width, copied);

        // Every panel of columns is stored to the same memory.
        var isOnePanel = loops.Indices[column].Extent.Size == width;
        var blocked = isOnePanel ? -1 : column;
        var outputs = loops.Outputs.Select(output => new IndexedTensor(output.Owner, strides, blocked, width, 0, IsPadded: false, 0)
        {
            Form = TensorForm.Packed,
        });
        return new UnpackedResults(
            (with(packed.Copy) with { Outputs = outputs.ToEquatableArray(), Results = loops.Outputs }).AroundEach(sample),
            packed,
            new(copied.Select(pixel => loops.Indices[pixel].Name).Aggregate(IndexVariable.Joined), length / width),
            loops.Indices[column] with { Extent = width },
            around);
    }
}
