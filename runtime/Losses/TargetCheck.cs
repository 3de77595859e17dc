using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>Finds the first target that a loss, or a metric, does not allow, and says why.</summary>
/// <param name="format">How they are to be written.</param>
/// <param name="outputShape">The shape of one sample's output.</param>
internal readonly ref struct TargetCheck(TargetFormat format, ReadOnlySpan<int> outputShape)
{
    /// <summary>How far from 1 a sum of probabilities may be: more than rounding of any number of classes.</summary>
    public const double SumTolerance = 1e-3;

    private readonly ReadOnlySpan<int> outputShape = outputShape;

    private int Classes => ClassLayout.Of(outputShape, format.ClassAxis).Classes;

    /// <summary>The place of the first target that is not allowed, or −1.</summary>
    public int Find(ReadOnlySpan<float> targets) => format.Kind switch
    {
        TargetKind.Values => FlatVector.AllFinite(targets) ? -1 : FlatVector.FirstNonFinite(targets),
        TargetKind.ClassIndex => FindClass(targets, Classes, format.IgnoreIndex),
        TargetKind.Probabilities => FindProbability(targets, ClassLayout.Of(outputShape, format.ClassAxis)),
        TargetKind.Labels => FindLabel(targets),
        // As integers, because searching those is vectorised.
        TargetKind.Signs => MemoryMarshal.Cast<float, int>(targets)
            .IndexOfAnyExcept(BitConverter.SingleToInt32Bits(1), BitConverter.SingleToInt32Bits(-1)),
        _ => -1,
    };

    /// <summary>The place of the first number that is not a class, or −1.</summary>
    public static int FindClass(ReadOnlySpan<float> targets, int classes, int? ignoreIndex)
    {
        // A single output is for two classes.
        var count = (uint)Math.Max(classes, 2);
        var ignored = ignoreIndex ?? 0;
        for (var place = 0; place < targets.Length; place++)
        {
            // Not a number becomes 0, which it is not equal to.
            var index = (int)targets[place];
            if (index != targets[place] || ((uint)index >= count && index != ignored))
                return place;
        }

        return -1;
    }

    /// <inheritdoc cref="FindClass(ReadOnlySpan{float}, int, int?)"/>
    public static int FindClass(ReadOnlySpan<int> targets, int classes, int? ignoreIndex)
    {
        var count = (uint)Math.Max(classes, 2);
        var ignored = ignoreIndex ?? 0;
        for (var place = 0; place < targets.Length; place++)
        {
            if ((uint)targets[place] >= count && targets[place] != ignored)
                return place;
        }

        return -1;
    }

    /// <summary>Why the target at <paramref name="place"/> is not allowed.</summary>
    /// <param name="targets">The targets of whole samples.</param>
    /// <param name="place">The place that <see cref="Find"/> gave.</param>
    /// <param name="targetShape">The shape of one sample's target.</param>
    /// <param name="reader">Who reads the targets: <c>HingeLoss</c>.</param>
    /// <param name="nameOf">What the message calls a sample: <c>sample 3 of the batch</c>.</param>
    public string Explain(ReadOnlySpan<float> targets, int place, ReadOnlySpan<int> targetShape, string reader, Func<int, string> nameOf)
    {
        var size = ClassLayout.Product(targetShape);
        var sample = place / size;
        var where = $"The target of {nameOf(sample)}{(size == 1 ? "" : " at " + Index(place % size, targetShape))}";
        var value = targets[place];
        if (format.Kind == TargetKind.Probabilities && value >= 0 && float.IsFinite(value))
        {
            // The place is the position's first class.
            var layout = ClassLayout.Of(outputShape, format.ClassAxis);
            var sum = Sum(targets.Slice(sample * size, size), layout, Position(place % size, layout));
            return $"{where} begins probabilities that sum to {sum.ToString("G6", CultureInfo.InvariantCulture)}; {reader} expects {layout.Classes} that sum to 1.";
        }

        return $"{where} is {Text(value)}; {reader} expects {Expected(value)}.";
    }

    /// <summary>The name of a sample where nothing is known but its place in the batch.</summary>
    public static string InBatch(int sample) => $"sample {Text(sample)} of the batch";

    private string Expected(float value) => format.Kind switch
    {
        TargetKind.ClassIndex => $"a class index from 0 to {Math.Max(Classes, 2) - 1}"
            + (format.IgnoreIndex is { } ignored ? $", or {Text(ignored)} to leave it out" : ""),
        TargetKind.Probabilities => "probabilities, which are not negative",
        TargetKind.Labels => "0 for no and 1 for yes, or a probability between them" + (value == -1 ? "; HingeLoss takes 1 and -1" : ""),
        TargetKind.Signs => "1 and -1" + (value == 0 ? "; BCEWithLogitsLoss takes 1 and 0" : ""),
        _ => "finite numbers",
    };

    private static int FindLabel(ReadOnlySpan<float> targets)
    {
        var place = 0;
        for (; place <= targets.Length - Vector256<float>.Count; place += Vector256<float>.Count)
        {
            var values = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(targets), (nuint)place);
            if (!Vector256.GreaterThanOrEqualAll(values, Vector256<float>.Zero) || !Vector256.LessThanOrEqualAll(values, Vector256<float>.One))
                break;
        }

        for (; place < targets.Length; place++)
        {
            if (!(targets[place] is >= 0 and <= 1))
                return place;
        }

        return -1;
    }

    private static int FindProbability(ReadOnlySpan<float> targets, ClassLayout layout)
    {
        for (var position = 0; position < targets.Length / layout.Classes; position++)
        {
            var sum = 0.0;
            var place = layout.At(position, 0);
            for (var index = 0; index < layout.Classes; index++, place += layout.Inner)
            {
                if (!(targets[place] >= 0) || float.IsInfinity(targets[place]))
                    return place;
                sum += targets[place];
            }

            if (Math.Abs(sum - 1) > SumTolerance)
                return layout.At(position, 0);
        }

        return -1;
    }

    private static double Sum(ReadOnlySpan<float> targets, ClassLayout layout, int position)
    {
        var sum = 0.0;
        for (var index = 0; index < layout.Classes; index++)
            sum += targets[layout.At(position, index)];
        return sum;
    }

    private static int Position(int place, ClassLayout layout) => (place / (layout.Classes * layout.Inner) * layout.Inner) + (place % layout.Inner);

    private static string Index(int place, ReadOnlySpan<int> shape)
    {
        var index = new int[shape.Length];
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            index[axis] = place % shape[axis];
            place /= shape[axis];
        }

        return Describe.Shape(index);
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
