using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Graph;

/// <summary>Naive arithmetic on tensors in C order, for reference.</summary>
internal static class Tensors
{
    /// <summary>The axes of a shape for a batch of a given size.</summary>
    public static int[] Sizes(Shape shape, int batch) => [.. shape.Extents.Select(extent => Size(extent, batch))];

    public static int Size(Extent extent, int batch) => extent.IsBatch ? extent.Size * batch : extent.Size;

    public static int Count(int[] sizes) => sizes.Aggregate(1, static (product, size) => product * size);

    /// <summary>All indices of a space, the last one running fastest. The array is the same one every time.</summary>
    public static IEnumerable<int[]> Indices(int[] sizes)
    {
        var index = new int[sizes.Length];
        for (var count = Count(sizes); count > 0; count--)
        {
            yield return index;
            for (var axis = sizes.Length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--)
                index[axis] = 0;
        }
    }

    /// <summary>The place of an index in C order.</summary>
    public static int Place(int[] sizes, ReadOnlySpan<int> index)
    {
        var place = 0;
        for (var axis = 0; axis < sizes.Length; axis++)
            place = (place * sizes[axis]) + index[axis];
        return place;
    }

    /// <summary>The element of a tensor that is broadcast to a space with more axes, or longer ones.</summary>
    public static double Broadcast(double[] values, int[] sizes, int[] index)
    {
        var own = new int[sizes.Length];
        for (var axis = 0; axis < sizes.Length; axis++)
            own[axis] = sizes[axis] == 1 ? 0 : index[axis + index.Length - sizes.Length];
        return values[Place(sizes, own)];
    }

    public static double[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
}
