using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>All values of a checkpoint by their names, which of them somebody has asked for, and what was found wrong with them.</summary>
internal sealed class StateStore
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, float[]> Floats { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, double[]> Doubles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long[]> Integers { get; } = new(StringComparer.Ordinal);

    public List<string> Problems { get; } = [];

    /// <summary>The names that nobody has asked for.</summary>
    public IEnumerable<string> Unnamed
        => Texts.Keys.Concat(Floats.Keys).Concat(Doubles.Keys).Concat(Integers.Keys).Where(name => !taken.Contains(name)).Order(StringComparer.Ordinal);

    /// <summary>Takes a value to be saved.</summary>
    /// <exception cref="InvalidOperationException">Two values have one name.</exception>
    public void Add<T>(Dictionary<string, T> values, string name, T value)
    {
        if (Texts.ContainsKey(name) || Floats.ContainsKey(name) || Doubles.ContainsKey(name) || Integers.ContainsKey(name))
            throw new InvalidOperationException($"Two values of a checkpoint are called '{Describe.Text(name)}'; name each of them once.");
        values.Add(name, value);
    }

    /// <summary>Finds a value, and notes that it was asked for.</summary>
    public bool TryTake<T>(Dictionary<string, T> values, string name, [NotNullWhen(true)] out T? value)
        where T : class
    {
        taken.Add(name);
        return values.TryGetValue(name, out value);
    }

    /// <summary>Takes all values of another store whose names begin so, and notes that they were asked for.</summary>
    public void TakeFrom(StateStore other, string prefix)
    {
        Take(other, other.Texts, Texts);
        Take(other, other.Floats, Floats);
        Take(other, other.Doubles, Doubles);
        Take(other, other.Integers, Integers);

        void Take<T>(StateStore other, Dictionary<string, T> from, Dictionary<string, T> to)
        {
            foreach (var (name, value) in from)
            {
                if (!name.StartsWith(prefix, StringComparison.Ordinal))
                    continue;
                other.taken.Add(name);
                Add(to, name, value);
            }
        }
    }
}
