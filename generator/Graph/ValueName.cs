namespace NetGen.Generator.Graph;

/// <summary>
/// What a value is called, in the words of the developer's declaration: <c>hidden</c>, <c>hidden.z</c>, <c>hidden.weight</c>, and for a
/// gradient <c>∂hidden.weight</c>.
/// </summary>
internal sealed record ValueName(string Text, bool IsGradient = false)
{
    private const string DerivativePart = ".derivative";

    public ValueName Gradient => this with { IsGradient = true };

    /// <summary>The name of a function's derivative that is kept beside its value: <c>hidden.derivative</c>.</summary>
    public ValueName Derivative => this with { Text = Text + DerivativePart };

    /// <summary>Whether it is such a name: the value beside it is what a step is about.</summary>
    public bool IsDerivative => Text.EndsWith(DerivativePart, StringComparison.Ordinal);

    /// <summary>Whether it is another name with a number behind it: a second pool is <c>halve2</c>, in all its shapes.</summary>
    public bool IsNumbered(ValueName asked)
        => IsGradient == asked.IsGradient && Text.Length > asked.Text.Length && Text.StartsWith(asked.Text, StringComparison.Ordinal)
            && Text.Substring(asked.Text.Length).TrimStart('_').All(char.IsDigit);

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
