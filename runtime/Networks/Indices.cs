using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Whole numbers as inputs: characters, words, categories. They are stored as floats, which have every whole number up to 2²⁴, and are checked before a row of a
/// table is read at the place that one of them says.
/// </summary>
internal static class Indices
{
    /// <summary>A copy of the indices as floats for each input, kept by each thread: a prediction has read them before another one begins.</summary>
    [ThreadStatic]
    private static float[]?[]? copies;

    /// <summary>The indices as floats, in memory of this thread's own that the next call for the same input overwrites.</summary>
    /// <exception cref="ArgumentException">One is outside of the vocabulary.</exception>
    public static ReadOnlySpan<float> Convert(NetworkDescription network, int input, ReadOnlySpan<int> indices)
    {
        var tensor = network.Inputs[input];
        // Where there is no vocabulary, they are numbers like others.
        var vocabulary = tensor.Vocabulary ?? int.MaxValue;
        if (copies is null || copies.Length <= input)
            Array.Resize(ref copies, input + 1);
        var copy = copies[input];
        if (copy is null || copy.Length < indices.Length)
            copies[input] = copy = new float[Math.Max(indices.Length, 64)];
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)vocabulary && tensor.Vocabulary is not null)
                throw Outside(network, tensor, i, indices[i].ToString(System.Globalization.CultureInfo.InvariantCulture));
            copy[i] = indices[i];
        }

        return copy.AsSpan(0, indices.Length);
    }

    /// <summary>Checks that all are in the vocabulary.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Check(NetworkDescription network, TensorInfo tensor, ReadOnlySpan<float> indices)
    {
        if (tensor.Vocabulary is { } vocabulary && FindOutside(indices, vocabulary) is >= 0 and var place)
            throw Outside(network, tensor, place, indices[place].ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The place of the first that is no whole number from 0 to <paramref name="vocabulary"/> − 1; −1 where there is none.</summary>
    public static int FindOutside(ReadOnlySpan<float> indices, int vocabulary)
    {
        ref var first = ref MemoryMarshal.GetReference(indices);
        var end = Vector256.Create((float)vocabulary);
        var i = 0;
        for (; i <= indices.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var values = Vector256.LoadUnsafe(ref first, (nuint)i);
            var areRight = Vector256.GreaterThanOrEqual(values, Vector256<float>.Zero) & Vector256.LessThan(values, end) & Vector256.Equals(Vector256.Floor(values), values);
            if (!Vector256.EqualsAll(areRight.AsInt32(), Vector256<int>.AllBitsSet))
                break;
        }

        for (; i < indices.Length; i++)
        {
            if (!IsIndex(indices[i], vocabulary))
                return i;
        }

        return -1;
    }

    private static bool IsIndex(float value, int vocabulary) => value >= 0 && value < vocabulary && MathF.Floor(value) == value;

    private static ArgumentException Outside(NetworkDescription network, TensorInfo tensor, int place, string value)
        => new(FormattableString.Invariant(
            $"Sample {place / tensor.Size} of '{tensor.Name}' has {value} at place {place % tensor.Size}, but its vocabulary in {network.Name} is the whole numbers from 0 to {tensor.Vocabulary - 1}."));
}
