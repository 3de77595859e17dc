using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Makes probabilities and classes of logits: what a network gives that was trained with <see cref="CrossEntropyLoss"/> or
/// <see cref="BCEWithLogitsLoss"/>. Nothing is allocated.
/// </summary>
public static class Logits
{
    /// <summary>The probability of each class, row by row: softmax(x) = exp(x) / Σ exp(x). Tiny ones are rounded to a multiple of 2⁻¹⁰⁴ ≈ 4.9·10⁻³².</summary>
    /// <param name="logits">The logits, [rows × classes].</param>
    /// <param name="probabilities">Receives the probabilities, [rows × classes]; may be the logits themselves.</param>
    /// <param name="classes">How many classes a row has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The lengths differ, are not those of whole rows, or the two overlap in part.</exception>
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities, int classes)
    {
        CheckRows(logits, classes);
        CheckRoom(logits, probabilities);
        var row = new SoftmaxRow(classes);
        for (var start = 0; start < logits.Length; start += classes)
        {
            ref var first = ref MemoryMarshal.GetReference(logits.Slice(start, classes));
            ref var result = ref MemoryMarshal.GetReference(probabilities.Slice(start, classes));
            var sum = row.ExponentialSum(in first, row.Maximum(in first), ref result, wantsExponentials: true);
            row.Scale(ref result, (float)(1 / sum));
        }
    }

    /// <summary>The probability of each label: σ(x) = 1 / (1 + exp(−x)).</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="probabilities">Receives as many probabilities; may be the logits themselves.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the two overlap in part.</exception>
    public static void Sigmoid(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        CheckRoom(logits, probabilities);
        ref var first = ref MemoryMarshal.GetReference(logits);
        ref var result = ref MemoryMarshal.GetReference(probabilities);
        var whole = logits.Length - (logits.Length % Vector256<float>.Count);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector256<float>.Count)
            VectorMath.Sigmoid(Vector256.LoadUnsafe(in first, i)).StoreUnsafe(ref result, i);
        if (whole == logits.Length)
            return;
        var rest = PartialVector.Load(in logits[whole], logits.Length - whole);
        PartialVector.Store(VectorMath.Sigmoid(rest), ref probabilities[whole], logits.Length - whole);
    }

    /// <summary>The place of the largest value, the first where several have it; a NaN counts as largest, as in PyTorch.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static int ArgMax(ReadOnlySpan<float> values)
        => values.IsEmpty ? throw new ArgumentException("There is no value, and so no largest one.", nameof(values)) : new ClassLayout(values.Length, 1).ArgMax(values, 0);

    /// <summary>The class with the largest logit, row by row.</summary>
    /// <param name="logits">Logits or probabilities, [rows × classes].</param>
    /// <param name="indices">Receives the index of the class, [rows].</param>
    /// <param name="classes">How many classes a row has.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of whole rows.</exception>
    public static void ArgMax(ReadOnlySpan<float> logits, Span<int> indices, int classes)
    {
        CheckRows(logits, classes);
        if (indices.Length != logits.Length / classes)
            throw new ArgumentException($"There are {logits.Length / classes} rows of {classes} logits, but room for {indices.Length} indices.", nameof(indices));
        var layout = new ClassLayout(classes, 1);
        for (var row = 0; row < indices.Length; row++)
            indices[row] = layout.ArgMax(logits, row);
    }

    private static void CheckRows(ReadOnlySpan<float> logits, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (logits.Length % classes != 0)
            throw new ArgumentException($"{logits.Length} logits are not a whole number of rows of {classes}.", nameof(logits));
    }

    private static void CheckRoom(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length != logits.Length)
            throw new ArgumentException($"There are {logits.Length} logits, but room for {probabilities.Length} probabilities.", nameof(probabilities));
        if (logits.Overlaps(probabilities, out var offset) && offset != 0)
            throw new ArgumentException("The probabilities overlap the logits in part: give the same span, or another one.", nameof(probabilities));
    }
}
