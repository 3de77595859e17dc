namespace NetGen.Generator.Programs;

/// <summary>A statement of a program. Control flow is kept: whoever evaluates a program takes its loops and ways.</summary>
internal abstract record Statement;

internal sealed record BlockStatement(EquatableArray<Statement> Statements) : Statement;

internal sealed record ExpressionStatement(Expression Expression) : Statement
{
    /// <summary>The line as it is written, for who reads the code.</summary>
    public string? Source { get; init; }
}

internal sealed record IfStatement(Expression Condition, Statement WhenTrue, Statement? WhenFalse) : Statement;

/// <param name="Place">Where the loop is written.</param>
/// <param name="Before">What is done first.</param>
/// <param name="Condition">Whether there is another round; always, without one.</param>
/// <param name="After">What is done after every round.</param>
internal sealed record ForStatement(
    int Place, EquatableArray<Statement> Before, Expression? Condition, EquatableArray<Statement> After, Statement Body) : Statement;

/// <param name="Variable">What each item is assigned to.</param>
/// <param name="Conversion">What makes an item one of the variable's type.</param>
internal sealed record ForEachStatement(int Place, Expression Variable, ValueConversion Conversion, Expression Collection, Statement Body) : Statement;

/// <param name="Subject">Stores the value that is switched on.</param>
internal sealed record SwitchStatement(Expression Subject, EquatableArray<SwitchSection> Sections) : Statement;

/// <param name="Condition">When the section is the one; null for the default.</param>
internal sealed record SwitchSection(Expression? Condition, Statement Body) : Statement;

internal sealed record JumpStatement(Jump Jump) : Statement;

internal enum Jump
{
    Break, Continue,
}

internal sealed record ReturnStatement(Expression? Value) : Statement
{
    /// <inheritdoc cref="ExpressionStatement.Source"/>
    public string? Source { get; init; }
}
