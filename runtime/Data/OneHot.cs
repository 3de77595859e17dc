namespace NetGen;

/// <summary>Class indices as rows of zeros with a single one.</summary>
public static class OneHot
{
    /// <summary>One row for each class index: [count] → [count × classes].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">An index is not a whole number from 0 to <paramref name="classes"/> − 1.</exception>
    public static float[] Encode(ReadOnlySpan<float> indices, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var rows = new float[checked(indices.Length * classes)];
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            if (!(index >= 0 && index < classes) || index != MathF.Truncate(index))
                throw new ArgumentException(FormattableString.Invariant($"Class {index} of sample {i} is not a whole number from 0 to {classes - 1}."), nameof(indices));
            rows[(i * classes) + (int)index] = 1;
        }

        return rows;
    }

    /// <summary>The index of each row's largest element, the first where several are: [count × classes] → [count].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public static float[] Decode(ReadOnlySpan<float> rows, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (rows.Length % classes != 0)
            throw new ArgumentException($"{rows.Length} floats are not a whole number of rows of {classes}.", nameof(rows));
        var indices = new float[rows.Length / classes];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = Logits.ArgMax(rows.Slice(i * classes, classes));
        return indices;
    }
}
