using System.Globalization;

namespace NetGen;

/// <summary>
/// Saves, checks or loads the values that are named to it, under one prefix of a checkpoint. Whole numbers, floats and texts are lines of the file's metadata;
/// arrays are tensors. Every value has the same bits when it is loaded.
/// </summary>
public sealed class StateExchange
{
    private readonly StateStore store;
    private readonly string prefix;
    private readonly StateMode mode;

    internal StateExchange(StateStore store, string prefix, StateMode mode)
    {
        this.store = store;
        this.prefix = prefix;
        this.mode = mode;
    }

    /// <summary>Whether values are read, and not written. While they are checked before, they are neither.</summary>
    public bool IsLoading => mode == StateMode.Load;

    /// <summary>A setting that must be the same when the state is loaded, such as a decay; a difference refuses the checkpoint, and names both values.</summary>
    public void Setting(string name, string value)
    {
        if (mode == StateMode.Save)
            store.Texts[prefix + name] = value;
        else if (mode == StateMode.Check && Text(name) is var saved && saved != value)
            store.Refuse($"'{prefix}{name}' is {saved} in the checkpoint, but {value} here");
    }

    /// <inheritdoc cref="Setting(string, string)"/>
    public void Setting(string name, double value) => Setting(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public void Value(string name, ref long value)
    {
        if (mode == StateMode.Save)
            store.Texts[prefix + name] = value.ToString(CultureInfo.InvariantCulture);
        else if (!long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var saved))
            store.Refuse($"'{prefix}{name}' is no whole number");
        else if (mode == StateMode.Load)
            value = saved;
    }

    /// <inheritdoc cref="Value(string, ref long)"/>
    public void Value(string name, ref int value)
    {
        long wide = value;
        Value(name, ref wide);
        if (wide is < int.MinValue or > int.MaxValue)
            store.Refuse($"'{prefix}{name}' is {wide}, which is too large");
        else
            value = (int)wide;
    }

    /// <summary>A truth value.</summary>
    public void Value(string name, ref bool value)
    {
        long number = value ? 1 : 0;
        Value(name, ref number);
        value = number != 0;
    }

    /// <summary>A number; also one that is infinite or none.</summary>
    public void Value(string name, ref double value)
    {
        if (mode == StateMode.Save)
            store.Texts[prefix + name] = value.ToString("R", CultureInfo.InvariantCulture);
        else if (!double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var saved))
            store.Refuse($"'{prefix}{name}' is no number");
        else if (mode == StateMode.Load)
            value = saved;
    }

    /// <inheritdoc cref="Value(string, ref double)"/>
    public void Value(string name, ref float value)
    {
        double wide = value;
        Value(name, ref wide);
        value = (float)wide;
    }

    /// <summary>A text.</summary>
    public void Value(string name, ref string value)
    {
        if (mode == StateMode.Save)
            store.Texts[prefix + name] = value;
        else if (Text(name) is { } saved && mode == StateMode.Load)
            value = saved;
    }

    /// <summary>Floats whose number is known.</summary>
    public void Values(string name, Span<float> values)
    {
        if (mode == StateMode.Save)
        {
            store.Floats[prefix + name] = values.ToArray();
        }
        else if (Find(store.Floats, name) is { } saved)
        {
            if (saved.Length != values.Length)
                store.Refuse($"'{prefix}{name}' has {saved.Length} floats in the checkpoint, but {values.Length} here");
            else if (mode == StateMode.Load)
                saved.CopyTo(values);
        }
    }

    /// <summary>As many floats as there are.</summary>
    public void Values(string name, ref float[] values) => Exchange(store.Floats, name, ref values);

    /// <summary>As many doubles as there are.</summary>
    public void Values(string name, ref double[] values) => Exchange(store.Doubles, name, ref values);

    /// <summary>As many whole numbers as there are.</summary>
    public void Values(string name, ref long[] values) => Exchange(store.Integers, name, ref values);

    /// <summary>The values of a part, under a name of their own.</summary>
    public StateExchange Part(string name) => new(store, $"{prefix}{name}.", mode);

    private void Exchange<T>(Dictionary<string, T[]> arrays, string name, ref T[] values)
    {
        if (mode == StateMode.Save)
            arrays[prefix + name] = [.. values];
        else if (Find(arrays, name) is { } saved && mode == StateMode.Load)
            values = [.. saved];
    }

    private string? Text(string name) => Find(store.Texts, name);

    private T? Find<T>(Dictionary<string, T> values, string name)
        where T : class
    {
        if (!values.TryGetValue(prefix + name, out var value))
            store.Refuse($"'{prefix}{name}' is not in the checkpoint");
        return value;
    }
}

/// <summary>What a <see cref="StateExchange"/> does.</summary>
internal enum StateMode
{
    Save,
    Check,
    Load,
}

/// <summary>All values of a checkpoint by their names, and what was found wrong with them.</summary>
internal sealed class StateStore
{
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, float[]> Floats { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, double[]> Doubles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long[]> Integers { get; } = new(StringComparer.Ordinal);

    public List<string> Problems { get; } = [];

    public void Refuse(string problem) => Problems.Add(problem);
}
