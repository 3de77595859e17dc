using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Cross-entropy over class indices where a position's classes fit one vector, as they do in many small networks: each row is loaded once, stays in a register, and is
/// stored once. The gradients are those of <see cref="SoftmaxRow"/>, bit for bit.
/// </summary>
/// <remarks>
/// Where all classes count the same, Σ ln s is taken as ln Π s: a logarithm takes as long as the rest of a row. Rows of two and of four classes are taken side by side.
/// </remarks>
internal static class ShortRows
{
    /// <summary>The most classes of such a row.</summary>
    public static int Longest => Vector256<float>.Count;

    /// <summary>How many sums of exponentials are multiplied before a logarithm is taken: each is between 1 and 8 = 2³, and the largest double is below 2¹⁰²⁴.</summary>
    public const int RowsOfALogarithm = 300;

    /// <summary>The sum of w·(ln Σ exp x − x[y]) over the targets that count, and ∂/∂x = w·(softmax(x) − onehot(y)) / total.</summary>
    /// <param name="outputs">The logits, [positions × classes].</param>
    /// <param name="targets">The class of each position, checked.</param>
    /// <param name="gradients">Receives the gradient, [positions × classes]; empty where it is not wanted.</param>
    /// <param name="classes">How many classes there are; at most <see cref="Longest"/>.</param>
    /// <param name="ignoreIndex">The target that leaves its position out.</param>
    /// <param name="weights">The weight of each class; empty when all count 1.</param>
    /// <param name="total">The sum of the weights of the targets that count.</param>
    public static double Sum<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, int classes, int ignoreIndex, ReadOnlySpan<float> weights, double total)
        where T : struct, INumberBase<T>
    {
        var (loss, product, rows) = (0.0, 1.0, 0);
        var mask = PartialVector.Mask(classes);

        // Whole vectors are read and written where all eight floats belong to the spans: what lies behind the row is the next one, which is written after it.
        var whole = outputs.Length - Longest;
        var first = 0;
        if (weights.IsEmpty && RowsSideBySide.Fit(classes))
            (first, loss, product) = RowsSideBySide.Sum(outputs, targets, gradients, classes, ignoreIndex, total);
        for (var position = first; position < targets.Length; position++)
        {
            var start = position * classes;
            var index = ClassIndices.Read(targets[position]);
            if (index == ignoreIndex)
            {
                if (!gradients.IsEmpty)
                    gradients.Slice(start, classes).Clear();
                continue;
            }

            var weight = ClassIndices.Weight(weights, index);
            var (sum, logit) = Row(outputs, gradients, start, start <= whole, classes, mask, index, weight, total);
            if (weights.IsEmpty)
            {
                product *= sum;
                loss -= logit;
                if (++rows < RowsOfALogarithm)
                    continue;
                loss += Math.Log(product);
                (product, rows) = (1, 0);
            }
            else
            {
                loss += weight * (Math.Log(sum) - logit);
            }
        }

        return loss + Math.Log(product);
    }

    /// <summary>One row: Σ exp(x − max), x[y] − max, and the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sum, double Logit) Row(
        ReadOnlySpan<float> outputs, Span<float> gradients, int start, bool isWhole, int classes, Vector256<float> mask, int index, double weight, double total)
    {
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), start);
        var logits = isWhole ? Vector256.LoadUnsafe(ref first) : PartialVector.Load(in first, classes);
        var maximum = SoftmaxRow.Largest(Vector256.ConditionalSelect(mask, logits, Vector256.Create(float.NegativeInfinity)));
        var exponentials = VectorMath.Exp(logits - Vector256.Create(maximum)) & mask;
        var sum = Vector256.Sum(Vector256.WidenLower(exponentials) + Vector256.WidenUpper(exponentials));
        if (!gradients.IsEmpty)
        {
            ref var gradient = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradients), start);
            var scale = weight / (sum * total);
            var scaled = Denormals.Round(exponentials * (float)scale);
            if (isWhole)
                scaled.StoreUnsafe(ref gradient);
            else
                PartialVector.Store(scaled, ref gradient, classes);

            // In double: when the class is nearly certain, p − 1 has its digits behind those of a float.
            var atIndex = (exponentials.GetElement(index) - sum) * scale;
            Unsafe.Add(ref gradient, index) = Denormals.Round((float)atIndex);
        }

        return (sum, (double)Unsafe.Add(ref first, index) - maximum);
    }
}
