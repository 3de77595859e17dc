using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>An expression of a program.</summary>
/// <param name="Place">Where it is written: its number in the table of places, which is kept apart, so that a program that only moves stays equal.</param>
internal abstract record Expression(int Place);

/// <summary>A number, a truth value, a text, or null.</summary>
/// <param name="Whole">The number where it is a whole one, or 1 for true.</param>
/// <param name="Real">The number where it has a fraction.</param>
internal sealed record ConstantExpression(int Place, ConstantKind Kind, long Whole = 0, double Real = 0, string? Text = null) : Expression(Place);

/// <summary>The value of a local variable or a parameter, by its number in the program.</summary>
internal sealed record LocalExpression(int Place, int Local) : Expression(Place);

internal sealed record UnaryExpression(int Place, UnaryOperator Operator, Expression Operand, Overflow Overflow = Overflow.Refused) : Expression(Place);

internal enum UnaryOperator
{
    Plus, Minus, Not,
}

/// <summary>Operators that are applied one after another: <c>a + b − c</c>. A sum of thousands of terms is one list, and not as deep as it is long.</summary>
internal sealed record BinaryExpression(int Place, Expression First, EquatableArray<BinaryStep> Steps) : Expression(Place)
{
    public BinaryExpression(int place, BinaryOperator function, Expression left, Expression right)
        : this(place, left, [new BinaryStep(place, function, right)])
    {
    }
}

/// <summary>An operator and its right operand.</summary>
internal sealed record BinaryStep(int Place, BinaryOperator Operator, Expression Right, Overflow Overflow = Overflow.Refused);

/// <summary>What happens where a whole number does not fit into its type.</summary>
internal enum Overflow
{
    /// <summary>C# would let it wrap around. That is probably unintended, and is refused.</summary>
    Refused,

    /// <summary>It wraps around, as the developer wrote: <c>unchecked(…)</c>.</summary>
    Wraps,

    /// <summary>C# would throw: <c>checked(…)</c>.</summary>
    Thrown,
}

internal enum BinaryOperator
{
    Add, Subtract, Multiply, Divide, Remainder,
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual,
    And, Or, Xor, AndAlso, OrElse, ShiftLeft, ShiftRight,

    /// <summary>Whether a value is a pattern's constant: as <see cref="Equal"/>, except that NaN is NaN.</summary>
    Matches,
}

/// <summary>A condition and what follows from it, of which only one part is evaluated.</summary>
internal sealed record ConditionalExpression(int Place, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Place);

/// <summary>A value as one of another type.</summary>
internal sealed record ConversionExpression(int Place, ValueConversion Conversion, Expression Operand) : Expression(Place);

/// <summary>What a conversion makes of a value: of a number another kind of number, of a tuple one of converted items. The rest passes through.</summary>
/// <param name="Kind">The kind of number, or null where the value stays as it is.</param>
/// <param name="IsChecked">Whether C# throws where a whole number does not fit; otherwise it wraps around.</param>
/// <param name="Items">The conversions of a tuple's items.</param>
internal sealed record ValueConversion(ConstantKind? Kind, bool IsChecked, EquatableArray<ValueConversion> Items)
{
    public static ValueConversion None { get; } = new(null, false, []);

    public static ValueConversion To(ConstantKind kind, bool isChecked = false) => new(kind, isChecked, []);

    public bool IsNone => Kind is null && Items.Count == 0;
}

/// <summary>Values that are computed first, in their order, and the one that it is worth.</summary>
internal sealed record SequenceExpression(int Place, EquatableArray<Expression> Before, Expression Value) : Expression(Place);

/// <summary>A tuple, or a structure as the tuple of its members.</summary>
internal sealed record TupleExpression(int Place, EquatableArray<Expression> Items) : Expression(Place)
{
    /// <summary>What its items are called; empty where nobody says.</summary>
    public EquatableArray<string> Names { get; init; } = [];
}

internal sealed record TupleItemExpression(int Place, Expression Tuple, int Item) : Expression(Place);

/// <summary>A new array or list of the given items.</summary>
internal sealed record CollectionExpression(int Place, bool IsArray, EquatableArray<CollectionItem> Items) : Expression(Place);

/// <summary>An item of a new collection, or all items of another one.</summary>
/// <param name="Conversion">What makes an item an element.</param>
internal sealed record CollectionItem(Expression Value, bool IsSpread, ValueConversion Conversion);

/// <summary>A new array of a length, filled with what its elements are without being set.</summary>
/// <param name="Default">What they are.</param>
internal sealed record NewArrayExpression(int Place, Expression Length, Expression Default) : Expression(Place);

/// <summary>An element of an array or list.</summary>
/// <param name="IsFromEnd">Whether the index counts from the end: <c>items[^1]</c>.</param>
internal sealed record ElementExpression(int Place, Expression Collection, Expression Index, bool IsFromEnd) : Expression(Place);

/// <summary>A call of a method of the project, which is carried out in its place.</summary>
internal sealed record CallExpression(int Place, int Method, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>The value of a static field, by its number in the program.</summary>
internal sealed record FieldExpression(int Place, int Field) : Expression(Place);

/// <summary>A layer applied to tensors, or a tensor of the network's own.</summary>
/// <param name="Member">Which, by its number among the network's members.</param>
/// <param name="Index">Which of several layers of that name.</param>
internal sealed record MemberExpression(int Place, int Member, Expression? Index, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>The weight of a layer: <c>Weight(nameof(Tokens))</c>.</summary>
/// <param name="Member">Which, by its number among the network's members.</param>
/// <param name="Index">Which of several layers of that name.</param>
internal sealed record MemberWeightExpression(int Place, int Member, Expression? Index) : Expression(Place);

/// <summary>A function of the runtime on tensors, by its name: <c>Relu</c>.</summary>
internal sealed record FunctionExpression(int Place, string Function, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A function of the framework on numbers and collections, by its signature: <see cref="LibraryFunctions"/>.</summary>
internal sealed record LibraryExpression(int Place, string Signature, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A function of the developer's own, of the elements of tensors: <c>Map(x, y, F)</c>.</summary>
internal sealed record MapExpression(int Place, ActivationFunction Function, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>A method carried along the steps of a sequence: <c>Scan(Step, x, h)</c>.</summary>
/// <param name="Method">The method, by its number in the program.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Arguments">The sequence, the states before the first step, and whether it begins with the last step.</param>
internal sealed record ScanExpression(int Place, int Method, string Name, EquatableArray<Expression> Arguments) : Expression(Place);

/// <summary>An assignment; its value is what was assigned, or what was there before.</summary>
/// <param name="Target">A local, an element, or a tuple of targets.</param>
/// <param name="Conversion">What makes the value one of the target's type.</param>
/// <param name="Operator">What combines the old value with the new one, for <c>+=</c> and its like.</param>
/// <param name="GivesOldValue">Whether the value is the one from before: <c>i++</c>.</param>
internal sealed record AssignmentExpression(
    int Place,
    Expression Target,
    Expression Value,
    ValueConversion Conversion,
    BinaryOperator? Operator = null,
    Overflow Overflow = Overflow.Refused,
    bool GivesOldValue = false) : Expression(Place);

/// <summary>A switch that has a value: the first arm whose condition holds.</summary>
/// <param name="Subject">Stores the value that is switched on.</param>
internal sealed record SwitchValueExpression(int Place, Expression Subject, EquatableArray<SwitchArm> Arms) : Expression(Place);

internal sealed record SwitchArm(Expression Condition, Expression Value);

/// <summary>A place in the source that is assigned to and does not matter.</summary>
internal sealed record DiscardExpression(int Place) : Expression(Place);
