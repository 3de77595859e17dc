using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetGen;

/// <summary>
/// Saves, checks or loads the values that are named to it, under one prefix of a checkpoint. Numbers and texts are lines of the file's metadata, arrays are
/// tensors. Every value has the same bits when it is loaded.
/// </summary>
/// <remarks>
/// <para>The method that names the values is called once to save them, and twice to load them: first all values of a checkpoint are checked, and nothing
/// changes; only where all are right are they loaded. So it names the same values each time, whatever it holds at the moment.</para>
/// <para>What is made only after the first step, such as a momentum, is null before it: see <see cref="Values(string, ref float[], int)"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// protected override void ExchangeState(StateExchange state)
/// {
///     state.Setting("momentum", Momentum);
///     state.Values("velocity", ref velocity, state.ParameterCount);
/// }
/// </code>
/// </example>
public sealed class StateExchange
{
    // A double that is not a number, with all its bits.
    private const string NotANumber = "NaN:";

    private readonly StateStore store;
    private readonly string prefix;
    private readonly StateMode mode;

    internal StateExchange(StateStore store, StateMode mode, int parameterCount, string prefix = "")
    {
        this.store = store;
        this.mode = mode;
        this.prefix = prefix;
        ParameterCount = parameterCount;
    }

    /// <summary>Whether values are read, and not written. While they are checked before, they are neither.</summary>
    public bool IsLoading => mode == StateMode.Load;

    /// <summary>
    /// How many floats the flat parameters have that the state is of, padding included: for an optimizer those that it changes; for anything else all of
    /// <see cref="INetwork.Parameters"/>.
    /// </summary>
    public int ParameterCount { get; }

    /// <summary>A setting that must be the same when the state is loaded, such as a decay; a difference refuses the checkpoint, and names both values.</summary>
    public void Setting(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (mode == StateMode.Describe)
            store.Add(store.Texts, prefix + name, value);
        else if (TryText(name, value, out var saved) && saved != value)
            Refuse(name, $"is {Describe.Text(saved)} in the checkpoint, but {Describe.Text(value)} here");
    }

    /// <inheritdoc cref="Setting(string, string)"/>
    public void Setting(string name, double value) => Setting(name, Text(value));

    /// <inheritdoc cref="Setting(string, string)"/>
    public void Setting(string name, long value) => Setting(name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Setting(string, string)"/>
    public void Setting(string name, bool value) => Setting(name, value ? "true" : "false");

    /// <summary>A whole number.</summary>
    public void Value(string name, ref long value)
    {
        if (TryWhole(name, value, long.MinValue, long.MaxValue, out var saved))
            value = saved;
    }

    /// <inheritdoc cref="Value(string, ref long)"/>
    public void Value(string name, ref int value)
    {
        if (TryWhole(name, value, int.MinValue, int.MaxValue, out var saved))
            value = (int)saved;
    }

    /// <summary>A truth value.</summary>
    public void Value(string name, ref bool value)
    {
        if (TryWhole(name, value ? 1 : 0, 0, 1, out var saved))
            value = saved != 0;
    }

    /// <summary>A number; also one that is infinite or none.</summary>
    public void Value(string name, ref double value)
    {
        if (!TryText(name, mode == StateMode.Save ? Text(value) : "", out var text))
            return;
        if (!TryParse(text, out var saved))
            Refuse(name, $"is '{Describe.Text(text)}' in the checkpoint, which is no number");
        else if (IsLoading)
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
        ArgumentNullException.ThrowIfNull(value);
        if (TryText(name, value, out var saved) && IsLoading)
            value = saved;
    }

    /// <summary>Floats whose number is known.</summary>
    public void Values(string name, Span<float> values)
    {
        if (mode == StateMode.Save)
            store.Add(store.Floats, prefix + name, values.ToArray());
        else if (TryFind(store.Floats, name, out var saved) && HasLength(name, saved.Length, values.Length) && IsLoading)
            saved.CopyTo(values);
    }

    /// <summary>Floats whose number is known, once they are there: null until then.</summary>
    public void Values(string name, ref float[]? values, int count)
    {
        if (mode == StateMode.Save)
            store.Add(store.Floats, prefix + name, [.. values ?? []]);
        else if (TryFind(store.Floats, name, out var saved) && (saved.Length == 0 || HasLength(name, saved.Length, count)) && IsLoading)
            values = saved.Length == 0 ? null : [.. saved];
    }

    /// <summary>As many floats as there are.</summary>
    public void Values(string name, ref float[] values) => Exchange(store.Floats, name, ref values);

    /// <summary>As many doubles as there are.</summary>
    public void Values(string name, ref double[] values) => Exchange(store.Doubles, name, ref values);

    /// <summary>As many whole numbers as there are.</summary>
    public void Values(string name, ref long[] values) => Exchange(store.Integers, name, ref values);

    /// <summary>Doubles whose number is known.</summary>
    public void Values(string name, Span<double> values)
    {
        if (mode == StateMode.Save)
            store.Add(store.Doubles, prefix + name, values.ToArray());
        else if (TryFind(store.Doubles, name, out var saved) && HasLength(name, saved.Length, values.Length) && IsLoading)
            saved.CopyTo(values);
    }

    /// <summary>Whole numbers whose number is known.</summary>
    public void Values(string name, Span<long> values)
    {
        if (mode == StateMode.Save)
            store.Add(store.Integers, prefix + name, values.ToArray());
        else if (TryFind(store.Integers, name, out var saved) && HasLength(name, saved.Length, values.Length) && IsLoading)
            saved.CopyTo(values);
    }

    /// <summary>The values of a part, under a name of their own.</summary>
    public StateExchange Part(string name) => Part(name, ParameterCount);

    /// <summary>Says what is wrong with a value, where only its owner can see that: the checkpoint is refused.</summary>
    /// <param name="name">The value.</param>
    /// <param name="problem">What is wrong with it, after its name: <c>is larger than the window</c>.</param>
    public void Refuse(string name, string problem) => store.Problems.Add($"'{prefix}{name}' {problem}");

    /// <summary>The values of a part that has other parameters.</summary>
    internal StateExchange Part(string name, int parameterCount) => new(store, mode, parameterCount, $"{prefix}{name}.");

    private static string Text(double value)
        => double.IsNaN(value)
            ? NotANumber + BitConverter.DoubleToUInt64Bits(value).ToString("X16", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static bool TryParse(string text, out double value)
    {
        if (!text.StartsWith(NotANumber, StringComparison.Ordinal))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        var isHex = ulong.TryParse(text.AsSpan(NotANumber.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        value = BitConverter.UInt64BitsToDouble(bits);
        return isHex && double.IsNaN(value);
    }

    // False but where the value is to be set.
    private bool TryWhole(string name, long value, long least, long largest, out long saved)
    {
        saved = value;
        if (!TryText(name, mode == StateMode.Save ? value.ToString(CultureInfo.InvariantCulture) : "", out var text))
            return false;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out saved) || saved < least || saved > largest)
        {
            Refuse(name, $"is '{Describe.Text(text)}' in the checkpoint, which is no whole number from {least} to {largest}");
            return false;
        }

        return IsLoading;
    }

    private void Exchange<T>(Dictionary<string, T[]> arrays, string name, ref T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (mode == StateMode.Save)
            store.Add(arrays, prefix + name, [.. values]);
        else if (TryFind(arrays, name, out var saved) && IsLoading)
            values = [.. saved];
    }

    private bool HasLength(string name, int saved, int length)
    {
        if (saved != length)
            Refuse(name, $"has {saved} elements in the checkpoint, but {length} here");
        return saved == length;
    }

    // Saves a text, or finds it.
    private bool TryText(string name, string value, [NotNullWhen(true)] out string? saved)
    {
        saved = null;
        if (mode == StateMode.Describe)
            return false;
        if (mode != StateMode.Save)
            return TryFind(store.Texts, name, out saved);
        store.Add(store.Texts, prefix + name, value);
        return false;
    }

    private bool TryFind<T>(Dictionary<string, T> values, string name, [NotNullWhen(true)] out T? value)
        where T : class
    {
        value = null;
        if (mode == StateMode.Describe)
            return false;
        if (store.TryTake(values, prefix + name, out value))
            return true;
        Refuse(name, "is not in the checkpoint");
        return false;
    }
}

/// <summary>What a <see cref="StateExchange"/> does.</summary>
internal enum StateMode
{
    Save,
    Check,
    Load,

    /// <summary>Settings alone are written down, for a reader.</summary>
    Describe,
}
