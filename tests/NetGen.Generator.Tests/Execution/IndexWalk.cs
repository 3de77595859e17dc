using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Execution;

/// <summary>A place in an array in C order, as a function of the indices of a space: <c>Start + Σ Strides[i] · index[i]</c>.</summary>
internal sealed record FlatIndex(int Start, int[] Strides)
{
    /// <summary>The place of an element of a tensor of these extents.</summary>
    public static FlatIndex Of(int[] extents)
    {
        var strides = new int[extents.Length];
        var stride = 1;
        for (var axis = extents.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= extents[axis];
        }

        return new(0, strides);
    }

    /// <summary>The place in a tensor that is broadcast to a space: axes of length 1, or missing in front, stand still.</summary>
    public static FlatIndex Broadcast(int[] extents, int[] space)
    {
        var own = Of(extents).Strides;
        var missing = space.Length - extents.Length;
        return new(0, [.. space.Select((_, axis) => axis < missing || extents[axis - missing] == 1 ? 0 : own[axis - missing])]);
    }

    /// <summary>The place that a contraction touches, by its indices.</summary>
    public static FlatIndex Of(Access access, int[] extents, int indices)
    {
        var own = Of(extents).Strides;
        var strides = new int[indices];
        var start = 0;
        for (var axis = 0; axis < own.Length; axis++)
        {
            start += access.Axes[axis].Offset * own[axis];
            foreach (var term in access.Axes[axis].Terms)
                strides[term.Index] += term.Coefficient * own[axis];
        }

        return new(start, strides);
    }
}

/// <summary>Visits every index of a space, in C order, and says where each tensor has its element.</summary>
internal static class IndexWalk
{
    public static int Count(int[] extents) => extents.Aggregate(1, static (product, extent) => product * extent);

    /// <summary>Calls <paramref name="visit"/> with the places of one index after the other; the array is the same one each time.</summary>
    public static void Over(int[] extents, FlatIndex[] tensors, Action<int[]> visit)
    {
        if (Count(extents) == 0)
            return;
        var index = new int[extents.Length];
        var places = tensors.Select(static tensor => tensor.Start).ToArray();
        while (true)
        {
            visit(places);
            var axis = extents.Length - 1;
            for (; axis >= 0 && ++index[axis] == extents[axis]; axis--)
            {
                index[axis] = 0;
                for (var tensor = 0; tensor < tensors.Length; tensor++)
                    places[tensor] -= tensors[tensor].Strides[axis] * (extents[axis] - 1);
            }

            if (axis < 0)
                return;
            for (var tensor = 0; tensor < tensors.Length; tensor++)
                places[tensor] += tensors[tensor].Strides[axis];
        }
    }
}
