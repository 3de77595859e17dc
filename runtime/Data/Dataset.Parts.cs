namespace NetGen;

/// <content>Making datasets of rows, and of parts of others.</content>
public sealed partial class Dataset
{
    /// <summary>Copies samples that are given row by row.</summary>
    /// <exception cref="ArgumentException">There are none, not as many targets as inputs, or rows of different lengths.</exception>
    public static Dataset FromRows(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count != targets.Count)
            throw new ArgumentException($"There are {inputs.Count} inputs, but {targets.Count} targets.", nameof(targets));
        return new Dataset(
            Flatten(inputs, nameof(inputs)), Flatten(targets, nameof(targets)), inputs[0].Length, targets[0].Length);
    }

    /// <summary>
    /// Parts the samples at random into two, such as 0.8 for training and the rest for validation. The same seed gives the same parts.
    /// </summary>
    /// <param name="fraction">The first part's share of the samples, between 0 and 1; rounded to whole samples.</param>
    /// <param name="seed">Which of the many ways to part them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part without a sample.</exception>
    public (Dataset Train, Dataset Validation) Split(double fraction, ulong seed)
    {
        var (first, second) = RandomParts.Split(Count, fraction, seed, "samples");
        return (Subset(first), Subset(second));
    }

    /// <summary>Copies the samples at <paramref name="indices"/>, in that order; one may appear more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the dataset.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"There are {Count} samples; there is none at {index}.");
        }

        var inputs = new float[checked(indices.Length * InputSize)];
        var targets = new float[checked(indices.Length * TargetSize)];
        Gather(indices, inputs, targets);
        return new Dataset(inputs, targets, InputSize, TargetSize);
    }

    /// <summary>The <paramref name="count"/> samples from <paramref name="start"/> on, without a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all in the dataset.</exception>
    public Dataset Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Count - start)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} samples; {count} from {start} on is past the end.");
        return new Dataset(
            Inputs.Slice(start * InputSize, count * InputSize), Targets.Slice(start * TargetSize, count * TargetSize), InputSize, TargetSize);
    }

    /// <summary>The same inputs with other targets, [count × <paramref name="targetSize"/>].</summary>
    /// <exception cref="ArgumentException">There are not as many targets as samples.</exception>
    public Dataset WithTargets(ReadOnlyMemory<float> targets, int targetSize) => new(Inputs, targets, InputSize, targetSize);

    /// <summary>The same targets with other inputs, [count × <paramref name="inputSize"/>].</summary>
    /// <exception cref="ArgumentException">There are not as many inputs as samples.</exception>
    public Dataset WithInputs(ReadOnlyMemory<float> inputs, int inputSize) => new(inputs, Targets, inputSize, TargetSize);

    /// <summary>The same inputs, with each class index as a row of zeros with a one: [count × 1] → [count × classes].</summary>
    /// <exception cref="InvalidOperationException">The targets are not one float each.</exception>
    /// <exception cref="ArgumentException">A target is not a whole number from 0 to <paramref name="classes"/> − 1.</exception>
    public Dataset WithOneHotTargets(int classes)
    {
        if (TargetSize != 1)
            throw new InvalidOperationException($"A class index is one float, but the targets have {TargetSize}.");
        return WithTargets(OneHot.Encode(Targets.Span, classes), classes);
    }

    /// <summary>Copies the rows at <paramref name="indices"/> to the start of the two spans. Allocates nothing.</summary>
    internal void Gather(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        var allInputs = Inputs.Span;
        var allTargets = Targets.Span;
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            allInputs.Slice(index * InputSize, InputSize).CopyTo(inputs[(i * InputSize)..]);
            allTargets.Slice(index * TargetSize, TargetSize).CopyTo(targets[(i * TargetSize)..]);
        }
    }

    private static float[] Flatten(IReadOnlyList<float[]> rows, string name)
    {
        if (rows.Count == 0)
            throw new ArgumentException("There are no samples.", name);
        var size = rows[0].Length;
        var values = new float[checked(rows.Count * size)];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != size)
                throw new ArgumentException($"Row {i} has {rows[i].Length} floats, but row 0 has {size}.", name);
            rows[i].CopyTo(values, i * size);
        }

        return values;
    }
}
