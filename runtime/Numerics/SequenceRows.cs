using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Numerics;

/// <summary>
/// For generated code: the steps that the samples of a batch have, where their sequences have different lengths. The samples are sorted, the longest first, so that those that have a step are the
/// first so many of them. The values of all steps are stored in rows without gaps: those of the samples that have the first step, then those that have the second one, and so on, as in PyTorch's
/// <c>PackedSequence</c>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequenceRows
{
    // The sample of each row of a step, and how many steps it has.
    private int[] samples = [];
    private int[] lengths = [];

    // How many samples have each step, and at which row its values begin; behind the last, how many rows there are.
    private int[] alive = [];
    private int[] starts = [];
    private int batch;
    private int steps;

    /// <summary>How many steps the samples have in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many steps the longest sample has.</summary>
    public int Longest { get; private set; }

    /// <summary>How many samples have a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Alive(int step) => alive[step];

    /// <summary>The row at which a step begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Step(int step) => starts[step];

    /// <summary>The row at which the states before a step begin, which are those after the step before: first those of the whole batch before the first step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint State(int step) => step == 0 ? 0 : batch + starts[step - 1];

    /// <summary>
    /// The row at which the states after a step begin of a loop that goes backwards, which are those before the next one. The states of the samples that begin with that step stand behind them.
    /// Those after the last step, which all samples have, stand behind all others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint ReverseState(int step) => step == 0 ? Count : starts[step - 1];

    /// <summary>Sorts the samples of a batch.</summary>
    /// <param name="first">The first of their lengths, whole numbers from 1 to <paramref name="steps"/>.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <param name="steps">How many steps there is room for.</param>
    /// <exception cref="ArgumentException">A length is none.</exception>
    public void Sort(ref readonly float first, int batch, int steps)
    {
        (this.batch, this.steps) = (batch, steps);
        if (samples.Length < batch)
            (samples, lengths) = (new int[batch], new int[batch]);
        if (starts.Length < steps + 1)
            (alive, starts) = (new int[steps + 1], new int[steps + 1]);
        Array.Clear(alive);

        // First how many samples have each length, from which follows how many are longer.
        var given = MemoryMarshal.CreateReadOnlySpan(in first, batch);
        Count = 0;
        foreach (var length in given)
        {
            if (!(length >= 1 && length <= steps))
                throw new ArgumentException(FormattableString.Invariant($"A length is {length}, but lengths are the whole numbers from 1 to {steps}."));
            alive[(int)length]++;
            Count += (int)length;
        }

        var longer = 0;
        for (var length = steps; length > 0; length--)
        {
            starts[length] = longer;
            longer += alive[length];
        }

        for (var sample = 0; sample < batch; sample++)
        {
            var row = starts[(int)given[sample]]++;
            (samples[row], lengths[row]) = (sample, (int)given[sample]);
        }

        Longest = lengths[0];
        var (start, row2) = (0, batch);
        for (var step = 0; step <= steps; step++)
        {
            while (row2 > 0 && lengths[row2 - 1] <= step)
                row2--;
            (alive[step], starts[step]) = (row2, start);
            start += row2;
        }
    }

    /// <summary>[batch × T × size] to rows.</summary>
    public void Pack(ref float sequence, ref float rows, int size)
    {
        for (var row = 0; row < batch; row++)
        {
            ref var source = ref Unsafe.Add(ref sequence, (nint)samples[row] * steps * size);
            for (var step = 0; step < lengths[row]; step++)
                Copy(ref Unsafe.Add(ref source, (nint)step * size), ref Unsafe.Add(ref rows, ((nint)starts[step] + row) * size), size);
        }
    }

    /// <summary>Rows to [batch × T × size], with zeros behind the samples' ends.</summary>
    public void Unpack(ref float rows, ref float sequence, int size)
    {
        for (var row = 0; row < batch; row++)
        {
            ref var target = ref Unsafe.Add(ref sequence, (nint)samples[row] * steps * size);
            for (var step = 0; step < lengths[row]; step++)
                Copy(ref Unsafe.Add(ref rows, ((nint)starts[step] + row) * size), ref Unsafe.Add(ref target, (nint)step * size), size);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, (nint)lengths[row] * size), (steps - lengths[row]) * size).Clear();
        }
    }

    /// <summary>[batch × size], the longest sample first.</summary>
    public void Sort(ref float values, ref float sorted, int size)
    {
        for (var row = 0; row < batch; row++)
            Copy(ref Unsafe.Add(ref values, (nint)samples[row] * size), ref Unsafe.Add(ref sorted, (nint)row * size), size);
    }

    /// <summary>Back to the order of the batch.</summary>
    public void Unsort(ref float sorted, ref float values, int size)
    {
        for (var row = 0; row < batch; row++)
            Copy(ref Unsafe.Add(ref sorted, (nint)row * size), ref Unsafe.Add(ref values, (nint)samples[row] * size), size);
    }

    /// <summary>Of rows, that of each sample's last step.</summary>
    public void Last(ref float rows, ref float values, int size)
    {
        for (var row = 0; row < batch; row++)
            Copy(ref Unsafe.Add(ref rows, ((nint)starts[lengths[row] - 1] + row) * size), ref Unsafe.Add(ref values, (nint)samples[row] * size), size);
    }

    /// <summary>States before the first step, which is the same for all samples.</summary>
    public void Begin(ref float initial, ref float states, int size) => Sort(ref initial, ref states, size);

    /// <summary>The same number as the state before the first step.</summary>
    public void Begin(float initial, ref float states, int size) => MemoryMarshal.CreateSpan(ref states, batch * size).Fill(initial);

    /// <summary>States before each sample's last step, with which a loop that goes backwards begins.</summary>
    public void BeginReverse(ref float initial, ref float states, int size)
    {
        for (var row = 0; row < batch; row++)
            Copy(ref Unsafe.Add(ref initial, (nint)samples[row] * size), ref Unsafe.Add(ref states, FirstInReverse(row) * size), size);
    }

    /// <summary>The same number as the state before each sample's last step.</summary>
    public void BeginReverse(float initial, ref float states, int size)
    {
        for (var row = 0; row < batch; row++)
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref states, FirstInReverse(row) * size), size).Fill(initial);
    }

    private nint FirstInReverse(int row) => (nint)starts[lengths[row] - 1] + row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref float source, ref float target, int size)
        => MemoryMarshal.CreateReadOnlySpan(ref source, size).CopyTo(MemoryMarshal.CreateSpan(ref target, size));
}
