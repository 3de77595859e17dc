using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>Gathers <see cref="TensorStatistics"/> over several spans, a vector at a time.</summary>
internal struct StatisticsSum
{
    // Sums of so many are kept in floats, and go on in doubles.
    private const int Chunk = 64;

    private long count;
    private long zeros;
    private double sum;
    private double squares;
    private float shift;
    private float minimum = float.PositiveInfinity;
    private float maximum = float.NegativeInfinity;

    /// <summary>Starts with nothing.</summary>
    public StatisticsSum()
    {
    }

    /// <summary>The statistics; null where there was nothing.</summary>
    public readonly TensorStatistics? Result
    {
        get
        {
            if (count == 0)
                return null;
            var mean = sum / count;
            var variance = (squares / count) - (mean * mean);
            return new TensorStatistics(count, shift + mean, Math.Sqrt(Math.Max(variance, 0)), minimum, maximum, (double)zeros / count);
        }
    }

    /// <summary>Adds all values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;

        // About a value in their midst, so that a small deviation from a large mean keeps its digits.
        if (count == 0 && float.IsFinite(values[0]))
            shift = values[0];
        count += values.Length;
        AddAll(values);
    }

    /// <summary>Adds the elements of a parameter, or of its gradient, from the flat buffer.</summary>
    public void Add(ReadOnlySpan<float> buffer, ParameterInfo parameter)
    {
        var values = RangeOf(buffer, parameter);
        if (values.Length == parameter.Count)
        {
            Add(values);
            return;
        }

        // What is between the elements is 0, and adds nothing to sums that are not shifted.
        if (shift != 0)
            Unshift();
        var (least, most) = (minimum, maximum);
        count += parameter.Count;
        AddAll(values);
        zeros -= values.Length - parameter.Count;
        if (minimum < 0 && maximum > 0)
            return;

        // The smallest or the largest may be one of those.
        (minimum, maximum) = (least, most);
        for (var element = 0; element < parameter.Count; element++)
        {
            var value = buffer[PlaceOf(parameter, element)];
            (minimum, maximum) = (MathF.Min(minimum, value), MathF.Max(maximum, value));
        }
    }

    /// <summary>The part of the flat buffer in which a parameter is, with its padding.</summary>
    public static ReadOnlySpan<float> RangeOf(ReadOnlySpan<float> buffer, ParameterInfo parameter)
        => buffer.Slice(parameter.Layout.Offset, Math.Min(parameter.Layout.Extent(parameter.Shape), buffer.Length - parameter.Layout.Offset));

    /// <summary>Where an element is in the flat buffer, by its place in C order of the logical shape.</summary>
    public static int PlaceOf(ParameterInfo parameter, int element)
    {
        var place = parameter.Layout.Offset;
        for (var axis = parameter.Shape.Count - 1; axis >= 0; axis--)
        {
            place += parameter.Layout.Along(axis, element % parameter.Shape[axis]);
            element /= parameter.Shape[axis];
        }

        return place;
    }

    private void Unshift()
    {
        squares += (2 * shift * sum) + ((double)count * shift * shift);
        sum += (double)count * shift;
        shift = 0;
    }

    private void AddAll(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var center = Vector256.Create(shift);
        var (least, most) = (Vector256.Create(minimum), Vector256.Create(maximum));
        var zeroLanes = Vector256<int>.Zero;
        for (var start = 0; start < vectors.Length; start += Chunk)
        {
            var (chunkSum, chunkSquares) = (Vector256<float>.Zero, Vector256<float>.Zero);
            foreach (var vector in vectors.Slice(start, Math.Min(Chunk, vectors.Length - start)))
            {
                var distance = vector - center;
                chunkSum += distance;
                chunkSquares += distance * distance;
                least = Vector256.Min(least, vector);
                most = Vector256.Max(most, vector);

                // A comparison that holds is −1.
                zeroLanes -= Vector256.Equals(vector, Vector256<float>.Zero).AsInt32();
            }

            sum += Total(chunkSum);
            squares += Total(chunkSquares);
        }

        for (var lane = 0; lane < Vector256<float>.Count; lane++)
        {
            (minimum, maximum) = (MathF.Min(minimum, least[lane]), MathF.Max(maximum, most[lane]));
            zeros += (uint)zeroLanes[lane];
        }

        foreach (var value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            var distance = (double)value - shift;
            sum += distance;
            squares += distance * distance;
            (minimum, maximum) = (MathF.Min(minimum, value), MathF.Max(maximum, value));
            zeros += value == 0 ? 1 : 0;
        }
    }

    private static double Total(Vector256<float> lanes)
    {
        var (low, high) = Vector256.Widen(lanes);
        return Vector256.Sum(low + high);
    }
}
