namespace NetGen.Generator.Graph;

/// <summary>
/// What a value is called, in the words of the developer's declaration: <c>hidden</c>, <c>hidden.z</c>, <c>hidden.weight</c>, and for a
/// gradient <c>∂hidden.weight</c>.
/// </summary>
internal sealed record ValueName(string Text, bool IsGradient = false)
{
    public ValueName Gradient => this with { IsGradient = true };

    /// <summary>As mathematics: <c>∂hidden.weight</c>.</summary>
    public string Mathematics => IsGradient ? "∂" + Text : Text;

    /// <summary>As a local variable or parameter: <c>dHiddenWeight</c>.</summary>
    public string Identifier => IsGradient ? "d" + Pascal : CamelCase(Pascal);

    /// <summary>As part of a member's name: <c>HiddenWeight</c>.</summary>
    public string Pascal
        => string.Concat(Text.Split('.').Where(static part => part.Length > 0).Select(static part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    private static string CamelCase(string text) => char.ToLowerInvariant(text[0]) + text.Substring(1);

    public override string ToString() => Mathematics;
}
