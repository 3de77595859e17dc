using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Whole numbers as inputs: characters, words, categories, lengths of sequences. They are stored as floats, which have every whole number up to 2²⁴, and are checked before a row of a
/// table is read at the place that one of them says.
/// </summary>
internal static class Indices
{
    /// <summary>A copy of the indices as floats for each input, kept by each thread: a prediction has read them before another one begins.</summary>
    [ThreadStatic]
    private static float[]?[]? copies;

    /// <summary>The indices as floats, in memory of this thread's own that the next call for the same input overwrites.</summary>
    /// <exception cref="ArgumentException">One is outside of the vocabulary, or no length.</exception>
    public static ReadOnlySpan<float> Convert(NetworkDescription network, int input, ReadOnlySpan<int> indices)
    {
        // Where there are no bounds, they are numbers like others; behind the last input are rows of all of them.
        var tensor = input < network.Inputs.Count ? network.Inputs[input] : null;
        var (first, last) = (tensor is null ? null : Bounds(tensor)) ?? (int.MinValue, int.MaxValue);
        if (copies is null || copies.Length <= input)
            Array.Resize(ref copies, input + 1);
        var copy = copies[input];
        if (copy is null || copy.Length < indices.Length)
            copies[input] = copy = new float[Math.Max(indices.Length, 64)];
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < first || indices[i] > last)
                throw Outside(network, tensor!, i, indices[i].ToString(CultureInfo.InvariantCulture));
            copy[i] = indices[i];
        }

        return copy.AsSpan(0, indices.Length);
    }

    /// <summary>From which whole number to which those of a tensor are: those of a vocabulary, or lengths. Null for numbers of any kind.</summary>
    public static (int First, int Last)? Bounds(TensorInfo tensor)
        => tensor.Vocabulary is { } vocabulary ? (0, vocabulary - 1) : tensor.Longest is { } longest ? (1, longest) : null;

    /// <summary>What the whole numbers of a tensor are, for a message that one of them is none.</summary>
    public static string Expected(NetworkDescription network, TensorInfo tensor)
    {
        var (first, last) = Bounds(tensor)!.Value;
        var numbers = string.Create(CultureInfo.InvariantCulture, $"the whole numbers from {first} to {last}");
        return tensor.Longest is null ? $"its vocabulary in {network.Name} is {numbers}" : $"lengths in {network.Name} are {numbers}";
    }

    /// <summary>Checks that all are in the vocabulary, or are lengths.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Check(NetworkDescription network, TensorInfo tensor, ReadOnlySpan<float> indices)
    {
        if (Bounds(tensor) is var (first, last) && FindOutside(indices, first, last) is >= 0 and var place)
            throw Outside(network, tensor, place, indices[place].ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>The place of the first that is no whole number from <paramref name="first"/> to <paramref name="last"/>; −1 where there is none.</summary>
    public static int FindOutside(ReadOnlySpan<float> indices, int first, int last)
    {
        ref var start = ref MemoryMarshal.GetReference(indices);
        var (least, most) = (Vector256.Create((float)first), Vector256.Create((float)last));
        var i = 0;
        for (; i <= indices.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var values = Vector256.LoadUnsafe(ref start, (nuint)i);
            var areRight = Vector256.GreaterThanOrEqual(values, least) & Vector256.LessThanOrEqual(values, most) & Vector256.Equals(Vector256.Floor(values), values);
            if (!Vector256.EqualsAll(areRight.AsInt32(), Vector256<int>.AllBitsSet))
                break;
        }

        for (; i < indices.Length; i++)
        {
            if (!IsWhole(indices[i], first, last))
                return i;
        }

        return -1;
    }

    private static bool IsWhole(float value, int first, int last) => value >= first && value <= last && MathF.Floor(value) == value;

    private static ArgumentException Outside(NetworkDescription network, TensorInfo tensor, int place, string value)
        => new(FormattableString.Invariant(
            $"Sample {place / tensor.Size} of '{tensor.Name}' has {value} at place {place % tensor.Size}, but {Expected(network, tensor)}."));
}
