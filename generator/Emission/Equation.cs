namespace NetGen.Generator.Emission;

/// <summary>What a step stores a value as: <c>y = relu(z)</c>.</summary>
/// <param name="Of">The value, or the part of it.</param>
/// <param name="Text">The whole, as it is written.</param>
/// <param name="IsLet">Whether nothing is stored, since only other equations need the value.</param>
internal sealed record Equation(string Of, string Text, bool IsLet)
{
    public Equation(string of, string value)
        : this(of, $"{of} = {value}", IsLet: false)
    {
    }

    /// <summary>A value that only other equations of the same step need.</summary>
    public static Equation Let(string of, string value) => new(of, $"let {of} = {value}", IsLet: true);

    /// <summary>What is no equation, but says where a value is from.</summary>
    public static Equation InWords(string of, string text) => new(of, text, IsLet: false);

    public override string ToString() => Text;
}
