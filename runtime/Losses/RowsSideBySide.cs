using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Cross-entropy over class indices of two or of four classes that all count the same: four or two rows fill a vector, so that one exponential serves all of them.
/// The gradients are those of <see cref="SoftmaxRow"/>, bit for bit.
/// </summary>
/// <remarks>In the comments x is a logit, m the largest of its row, e = exp(x − m), and s the sum of e over the row; each lane has those of its own row.</remarks>
internal static class RowsSideBySide
{
    /// <summary>Whether rows of so many classes fill a vector.</summary>
    public static bool Fit(int classes) => classes is 2 or 4;

    /// <summary>The rows that fill whole vectors.</summary>
    /// <param name="outputs">The logits, [positions × classes].</param>
    /// <param name="targets">The class of each position, checked.</param>
    /// <param name="gradients">Receives (softmax(x) − onehot(y)) / total, [positions × classes]; empty where it is not wanted.</param>
    /// <param name="classes">How many classes there are: 2 or 4.</param>
    /// <param name="ignoreIndex">The target that leaves its position out.</param>
    /// <param name="total">The number of targets that count.</param>
    /// <returns>
    /// How many rows those are, and the sum of ln s − (x[y] − m) over the targets that count: a number, and one whose logarithm is still to be added.
    /// </returns>
    public static (int Rows, double Loss, double Product) Sum<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, int classes, int ignoreIndex, double total)
        where T : struct, INumberBase<T>
    {
        var rows = Vector256<float>.Count / classes;
        var classOfLane = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7) & Vector256.Create(classes - 1);
        var isPair = classes == 2;
        var (loss, logits, products, taken) = (0.0, Vector256<double>.Zero, Vector256<double>.One, 0);
        var position = 0;
        for (; position <= targets.Length - rows; position += rows)
        {
            var x = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(outputs), (nuint)(position * classes));
            var target = Targets(targets, position, isPair);
            var counts = (~Vector256.Equals(target, Vector256.Create(ignoreIndex))).AsSingle();
            var isTarget = Vector256.Equals(target, classOfLane).AsSingle();

            var m = Vector256.MaxNative(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
            if (!isPair)
                m = Vector256.MaxNative(m, Vector256.Shuffle(m, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
            var e = VectorMath.Exp(x - m);
            var (lower, upper) = (RowSums(Vector256.WidenLower(e), isPair), RowSums(Vector256.WidenUpper(e), isPair));

            // A row that is left out has s = 1 and x[y] = m.
            var counted = counts & isTarget;
            logits += Vector256.WidenLower(counted & x) - Vector256.WidenLower(counted & m) + (Vector256.WidenUpper(counted & x) - Vector256.WidenUpper(counted & m));
            products *= Vector256.ConditionalSelect(Vector256.WidenLower(counts.AsInt32()).AsDouble(), lower, Vector256<double>.One);
            products *= Vector256.ConditionalSelect(Vector256.WidenUpper(counts.AsInt32()).AsDouble(), upper, Vector256<double>.One);
            if (!gradients.IsEmpty)
            {
                var (lowerScale, upperScale) = (Vector256<double>.One / (lower * total), Vector256<double>.One / (upper * total));
                var others = e * Vector256.Narrow(lowerScale, upperScale);

                // In double: when the class is nearly certain, p − 1 has its digits behind those of a float.
                var ofTarget = Vector256.Narrow((Vector256.WidenLower(e) - lower) * lowerScale, (Vector256.WidenUpper(e) - upper) * upperScale);
                var gradient = Denormals.Round(Vector256.ConditionalSelect(isTarget, ofTarget, others)) & counts;
                gradient.StoreUnsafe(ref MemoryMarshal.GetReference(gradients), (nuint)(position * classes));
            }

            // Each turn multiplies a lane by two rows.
            if ((taken += 2) >= ShortRows.RowsOfALogarithm)
            {
                loss += Math.Log(Product(products, isPair));
                (products, taken) = (Vector256<double>.One, 0);
            }
        }

        return (position, loss - Vector256.Sum(logits), Product(products, isPair));
    }

    /// <summary>The target of each lane's row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Targets<T>(ReadOnlySpan<T> targets, int position, bool isPair)
        where T : struct, INumberBase<T>
    {
        ref readonly var first = ref targets[position];
        Vector128<int> classes;
        if (typeof(T) == typeof(float))
        {
            // The two targets of four classes are loaded as one number.
            ref var number = ref Unsafe.As<T, float>(ref Unsafe.AsRef(in first));
            classes = Vector128.ConvertToInt32(
                isPair ? Vector128.LoadUnsafe(ref number) : Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(ref Unsafe.As<float, byte>(ref number))).AsSingle());
        }
        else
        {
            classes = Vector128.Create(ClassIndices.Read(first), ClassIndices.Read(targets[position + 1]), 0, 0);
            if (isPair)
                classes = classes.WithElement(2, ClassIndices.Read(targets[position + 2])).WithElement(3, ClassIndices.Read(targets[position + 3]));
        }

        var both = Vector256.Create(classes, classes);
        return isPair ? Vector256.Shuffle(both, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)) : Vector256.Shuffle(both, Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1));
    }

    /// <summary>The sum over the row, in each of its lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> RowSums(Vector256<double> e, bool isPair)
    {
        var pairs = e + Vector256.Shuffle(e, Vector256.Create(1, 0, 3, 2));
        return isPair ? pairs : pairs + Vector256.Shuffle(pairs, Vector256.Create(2, 3, 0, 1));
    }

    /// <summary>The product of s: of two classes, lanes 0 and 2 have rows of their own.</summary>
    private static double Product(Vector256<double> products, bool isPair) => isPair ? products[0] * products[2] : products[0];
}
