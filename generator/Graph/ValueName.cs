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
    public string Identifier => IsGradient ? "d" + Pascal : Identifiers.Variable(Pascal);

    /// <summary>As part of a member's name: <c>HiddenWeight</c>.</summary>
    public string Pascal
    {
        get
        {
            var parts = Text.Split('.');
            return Identifiers.Word(parts[0]) + string.Concat(parts.Skip(1).Select(Identifiers.Pascal));
        }
    }

    public override string ToString() => Mathematics;
}
