using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary>Finds the index along each axis of a tensor in C order for an element that is so far behind the first.</summary>
internal static class TensorIndices
{
    /// <summary>The indices, or null where they are no affine functions of the loops, as where a loop goes through two axes as through one.</summary>
    /// <param name="offset">How far behind the first element it is.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="extentOf">How many values each variable has.</param>
    public static EquatableArray<Affine>? Of(Affine offset, EquatableArray<Extent> shape, Func<Variable, Extent> extentOf)
    {
        var strides = Views.Contiguous(new Shape(shape));
        var indices = new Affine[shape.Count];
        for (var axis = 0; axis < indices.Length; axis++)
            indices[axis] = 0;
        foreach (var term in offset.Terms)
        {
            // A loop of one turn moves nothing.
            if (extentOf(term.Variable) == 1)
                continue;
            if (AxisOf(term.Coefficient, shape, strides) is not { } axis)
                return null;
            indices[axis] += (Affine)term.Variable * (term.Coefficient / strides[axis]);
        }

        // What is left is the first element that is reached, which every axis has its part of.
        var rest = offset.Constant;
        for (var axis = 0; axis < indices.Length; axis++)
        {
            if (shape[axis] == 1)
                continue;
            var index = (int)Math.Floor(rest / (double)strides[axis]);
            indices[axis] += index;
            rest -= index * strides[axis];
        }

        return rest == 0 && Enumerable.Range(0, indices.Length).All(axis => IsInside(indices[axis], shape[axis], extentOf)) ? indices.ToEquatableArray() : null;
    }

    /// <summary>
    /// How far indices are from plain ones. One that jumps, as from window to window, is read as it is; a sum of several is an offset by hand.
    /// </summary>
    public static int Cost(EquatableArray<Affine> indices)
        => indices.Sum(static index => (5 * Math.Max(0, index.Terms.Count - 1)) + index.Terms.Count(static term => term.Coefficient != 1));

    // The outermost axis that a step goes along.
    private static int? AxisOf(int step, EquatableArray<Extent> shape, EquatableArray<int> strides)
    {
        for (var axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis] != 1 && Math.Abs(step) >= strides[axis] && step % strides[axis] == 0)
                return axis;
        }

        return null;
    }

    /// <summary>Whether an index stays between 0 and the end of its axis, for all values of the variables and any batch.</summary>
    private static bool IsInside(Affine index, Extent axis, Func<Variable, Extent> extentOf)
    {
        // The least and the largest value, each as constant + batch · factor.
        var (least, leastOfBatch, largest, largestOfBatch) = (index.Constant, 0, index.Constant, 0);
        foreach (var term in index.Terms)
        {
            var extent = extentOf(term.Variable);
            var (last, lastOfBatch) = extent.IsBatch ? (-1, extent.Size) : (extent.Size - 1, 0);
            if (term.Coefficient > 0)
                (largest, largestOfBatch) = (largest + (term.Coefficient * last), largestOfBatch + (term.Coefficient * lastOfBatch));
            else
                (least, leastOfBatch) = (least + (term.Coefficient * last), leastOfBatch + (term.Coefficient * lastOfBatch));
        }

        var (left, leftOfBatch) = axis.IsBatch ? (-1 - largest, axis.Size - largestOfBatch) : (axis.Size - 1 - largest, -largestOfBatch);
        return leastOfBatch >= 0 && least + leastOfBatch >= 0 && leftOfBatch >= 0 && left + leftOfBatch >= 0;
    }
}
