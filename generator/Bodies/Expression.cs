using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Bodies;

/// <summary>An expression of a forward method, as it is evaluated when the network is compiled.</summary>
/// <param name="Place">Where it is written: its number in the table of places, which is kept apart, so that a program that only moves stays equal.</param>
internal abstract record Expression(int Place);

/// <summary>A number, a truth value, a text, or null.</summary>
internal sealed record ConstantExpression(int Place, ConstantKind Kind, double Number, string? Text = null) : Expression(Place);

internal enum ConstantKind
{
    Integer, Single, Double, Boolean, Text, Null,
}

/// <summary>The value of a local variable or a parameter, by its number in the program.</summary>
internal sealed record LocalExpression(int Place, int Local) : Expression(Place);

internal sealed record UnaryExpression(int Place, UnaryOperator Operator, Expression Operand) : Expression(Place);

internal enum UnaryOperator
{
    Plus, Minus, Not,
}

internal sealed record BinaryExpression(int Place, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Place);

internal enum BinaryOperator
{
    Add, Subtract, Multiply, Divide, Remainder,
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual,
    And, Or, Xor, AndAlso, OrElse, ShiftLeft, ShiftRight,
}

/// <summary>A condition and what follows from it, of which only one part is evaluated.</summary>
internal sealed record ConditionalExpression(int Place, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Place);

/// <summary>A number as another kind of number; what is none passes through.</summary>
internal sealed record ConversionExpression(int Place, ConstantKind Kind, Expression Operand) : Expression(Place);

internal sealed record TupleExpression(int Place, EquatableArray<Expression> Items) : Expression(Place);

internal sealed record TupleItemExpression(int Place, Expression Tuple, int Item) : Expression(Place);

/// <summary>A new array or list of the given items.</summary>
internal sealed record CollectionExpression(int Place, EquatableArray<CollectionItem> Items) : Expression(Place);

/// <summary>An item of a new collection, or all items of another one.</summary>
internal sealed record CollectionItem(Expression Value, bool IsSpread);

/// <summary>A new array of a length, filled with what its elements are without being set.</summary>
/// <param name="Default">What they are, or null where they are nothing.</param>
internal sealed record NewArrayExpression(int Place, Expression Length, ConstantExpression? Default) : Expression(Place);

/// <summary>An element of an array or list.</summary>
/// <param name="IsFromEnd">Whether the index counts from the end: <c>items[^1]</c>.</param>
internal sealed record ElementExpression(int Place, Expression Collection, Expression Index, bool IsFromEnd) : Expression(Place);

/// <summary>A call of a method of the project, which is carried out in its place.</summary>
internal sealed record CallExpression(int Place, int Method, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A layer applied to tensors, or a tensor of the network's own.</summary>
/// <param name="Member">Which, by its number among the network's members.</param>
/// <param name="Index">Which of several layers of that name.</param>
internal sealed record MemberExpression(int Place, int Member, Expression? Index, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A function of the runtime or of the framework: <c>Functional.Relu</c>, <c>Math.Max</c>, <c>List.Add</c>.</summary>
internal sealed record FunctionExpression(int Place, string Function, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A function of the developer's own, of the elements of tensors: <c>Map(x, y, F)</c>.</summary>
internal sealed record MapExpression(int Place, ActivationFunction Function, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>An assignment; its value is what was assigned, or what was there before.</summary>
/// <param name="Target">A local, an element, or a tuple of targets; null discards the value.</param>
/// <param name="Operator">What combines the old value with the new one, for <c>+=</c> and its like.</param>
/// <param name="GivesOldValue">Whether the value is the one from before: <c>i++</c>.</param>
internal sealed record AssignmentExpression(
    int Place, Expression? Target, Expression Value, BinaryOperator? Operator = null, bool GivesOldValue = false) : Expression(Place);

/// <summary>A switch that has a value: the first arm whose condition holds.</summary>
/// <param name="Subject">Stores the value that is switched on.</param>
internal sealed record SwitchValueExpression(int Place, Expression Subject, EquatableArray<SwitchArm> Arms) : Expression(Place);

internal sealed record SwitchArm(Expression Condition, Expression Value);

/// <summary>A place in the source that is assigned to and does not matter.</summary>
internal sealed record DiscardExpression(int Place) : Expression(Place);
