using System.Collections;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Checks the settings of schedules.</summary>
internal static class ScheduleSetting
{
    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "")
        => value >= 0 && float.IsFinite((float)value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A learning rate, a factor or an exponent of one is finite and not negative.");

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
        => value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "What a rate is divided by is finite and positive.");

    public static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "")
        => value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"It is at least {least}.");

    public static ValueList<int> Milestones(IReadOnlyList<int> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(values, name);
        foreach (var value in values)
        {
            if (value < 0)
                throw new ArgumentOutOfRangeException(name, value, "A milestone is not negative.");
        }

        return new(values.Order());
    }
}

/// <summary>A list that is equal to another of the same values, and says them: what a member of a record must be.</summary>
internal sealed class ValueList<T>(IEnumerable<T> values) : IReadOnlyList<T>
    where T : notnull
{
    private readonly T[] values = [.. values];

    public int Count => values.Length;

    public T this[int index] => values[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is ValueList<T> other && values.AsSpan().SequenceEqual(other.values);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", values)}]";
}
