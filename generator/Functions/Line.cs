using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>A statement of an emitted method.</summary>
internal abstract record Line;

/// <summary>A variable is declared; where it is declared around already, it is assigned.</summary>
/// <param name="Value">What it is; null where both ways that follow assign it.</param>
internal sealed record Declare(int Variable, Term? Value) : Line;

internal sealed record Assign(int Variable, Term Value) : Line;

/// <summary><c>x += value</c></summary>
internal sealed record Accumulate(int Variable, Scalar Value) : Line;

/// <summary><c>dArray[index] += value</c></summary>
/// <param name="Row">Which result is differentiated.</param>
/// <param name="IsOnly">Whether nothing else is added to the element, so that it is assigned.</param>
internal sealed record AccumulateElement(int Array, int Row, string Member, Whole Index, Scalar Value, bool IsOnly) : Line;

/// <summary><c>array[index] = value</c></summary>
internal sealed record AssignElement(int Array, Whole Index, Term Value) : Line;

/// <summary>An array of the method's own begins, full of zeros. It ends with the block.</summary>
internal sealed record TakeArray(int Array, Whole Length) : Line;

/// <summary>Lines of which the values are computed together: what they have in common is computed once.</summary>
/// <param name="Of">The variable whose statement they differentiate; −1 for none.</param>
/// <param name="Value">What it is there.</param>
internal sealed record Together(int Of, Scalar? Value, List<Line> Lines) : Line;

internal sealed record Branch(Condition Condition, List<Line> WhenTrue, List<Line> WhenFalse) : Line;

/// <summary>A loop over a range, from its end to its start if <paramref name="IsBackward"/>.</summary>
internal sealed record RangeLoop(LoopRange Range, bool IsBackward, List<Line> Body) : Line;

/// <summary>A loop that runs while a condition holds, and counts its rounds.</summary>
/// <param name="Rounds">The variable that counts; −1 where nothing needs to know.</param>
internal sealed record WhileLoop(List<Line> Head, Condition Condition, int Rounds, List<Line> Body) : Line;

/// <summary>A loop over as many rounds as were counted.</summary>
internal sealed record CountdownLoop(int Rounds, List<Line> Body) : Line;

/// <summary>Makes room on the tape.</summary>
internal sealed record PushFrame(Frame Frame) : Line;

/// <summary>Takes from the tape what was put there last.</summary>
internal sealed record PopFrame(Frame Frame) : Line;

/// <summary>Puts a variable on the tape.</summary>
internal sealed record Keep(Frame Frame, int Slot, int Variable) : Line;

/// <summary>Takes a variable from the tape.</summary>
internal sealed record Recall(Frame Frame, int Slot, int Variable) : Line;

/// <summary>Statements that are a method of their own, because one with all of them would be too large.</summary>
/// <param name="Number">Which part it is, from 1.</param>
internal sealed record PartOfMethod(int Number, List<Line> Lines) : Line;

/// <summary>A remark.</summary>
internal sealed record Remark(string Text) : Line;

/// <summary>What a round of a loop keeps on the tape. Loops inside of one another have a tape each, so that what is kept last is taken first.</summary>
/// <param name="depth">How many loops are around.</param>
internal sealed class Frame(int depth)
{
    private readonly Dictionary<int, int> sizes = [];

    public int Depth => depth;

    /// <summary>Whether it is what a segment of rounds starts with, and no round of its own.</summary>
    public bool IsCheckpoint { get; init; }

    /// <summary>How many numbers it has.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room for a variable, and gives its place.</summary>
    /// <param name="numbers">How many numbers hold it.</param>
    public int Take(int numbers)
    {
        var slot = Count;
        sizes.Add(slot, numbers);
        Count += numbers;
        return slot;
    }

    /// <summary>How many numbers hold the variable at a place.</summary>
    public int SizeOf(int slot) => sizes[slot];

    public void Clear()
    {
        Count = 0;
        sizes.Clear();
    }
}
