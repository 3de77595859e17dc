using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>A whole number that is known when the function runs: a length, an index, a counter.</summary>
internal abstract record Whole
{
    public static Whole operator +(Whole left, Whole right) => Of(BinaryOperator.Add, left, right);

    public static Whole operator -(Whole left, Whole right) => Of(BinaryOperator.Subtract, left, right);

    public static implicit operator Whole(long value) => new WholeNumber(value);

    /// <summary>An operator on two numbers, with what is known of them computed.</summary>
    public static Whole Of(BinaryOperator function, Whole left, Whole right) => (function, left, right) switch
    {
        (BinaryOperator.Add or BinaryOperator.Subtract, _, WholeNumber(0)) => left,
        (BinaryOperator.Add, WholeNumber(0), _) => right,
        (BinaryOperator.Multiply, _, WholeNumber(1)) => left,
        (BinaryOperator.Multiply, WholeNumber(1), _) => right,
        (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply, WholeNumber(var a), WholeNumber(var b)) when Math.Abs(a) < 1 << 20 && Math.Abs(b) < 1 << 20
            => function == BinaryOperator.Add ? a + b : function == BinaryOperator.Subtract ? a - b : a * b,
        // (n − 1) + 1
        (BinaryOperator.Add or BinaryOperator.Subtract, WholeBinary(BinaryOperator.Add, var x, WholeNumber(var b)), WholeNumber(var c))
            => Shifted(x, function == BinaryOperator.Add ? b + c : b - c),
        (BinaryOperator.Add or BinaryOperator.Subtract, WholeBinary(BinaryOperator.Subtract, var x, WholeNumber(var b)), WholeNumber(var c))
            => Shifted(x, function == BinaryOperator.Add ? c - b : -c - b),
        _ => new WholeBinary(function, left, right),
    };

    private static Whole Shifted(Whole x, long by)
        => by == 0 ? x : by > 0 ? new WholeBinary(BinaryOperator.Add, x, new WholeNumber(by)) : new WholeBinary(BinaryOperator.Subtract, x, new WholeNumber(-by));
}

internal sealed record WholeNumber(long Value) : Whole;

/// <summary>A variable of the procedure.</summary>
internal sealed record WholeVariable(int Variable) : Whole;

internal sealed record WholeBinary(BinaryOperator Operator, Whole Left, Whole Right) : Whole;

internal sealed record WholeNegative(Whole Operand) : Whole;

/// <summary>How many elements an array has.</summary>
internal sealed record WholeLength(int Array) : Whole;

/// <summary>An element of an array of whole numbers, or such a member of one.</summary>
internal sealed record WholeElement(int Array, string Member, Whole Index) : Whole;

/// <summary>A whole number as one of another type.</summary>
internal sealed record WholeConversion(ConstantKind Kind, Whole Operand) : Whole;

/// <summary>The number that stands for a value of an enumeration.</summary>
internal sealed record WholeOfEnumeration(Enumeration Enumeration, ConstantKind Kind, Whole Operand) : Whole;

/// <summary>What is left of a number when its fraction is cut off. It has no derivative.</summary>
internal sealed record WholePart(ConstantKind Kind, Scalar Operand) : Whole
{
    public bool Equals(WholePart? other) => other is not null && Kind == other.Kind && ReferenceEquals(Operand, other.Operand);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Operand);
}

/// <summary>A function of <c>Math</c>: <c>Min</c>, <c>Max</c>, <c>Abs</c>, <c>Clamp</c>.</summary>
internal sealed record WholeCall(string Function, EquatableArray<Whole> Arguments) : Whole;

/// <summary>After how many rounds the next checkpoint is, in a loop of so many: about their root.</summary>
internal sealed record CheckpointInterval(Whole Rounds) : Whole;

/// <summary>An enumeration.</summary>
/// <param name="Type">What C# calls it.</param>
/// <param name="Members">Its values; of several names for one the first.</param>
internal sealed record Enumeration(string Type, EquatableArray<EnumerationMember> Members);

internal sealed record EnumerationMember(string Name, long Number);

/// <summary>A comparison of whole numbers.</summary>
internal sealed record ComparedWhole(Comparison Comparison, Whole Left, Whole Right) : Condition;

/// <summary>A variable of the procedure that is true or false.</summary>
internal sealed record TruthVariable(int Variable) : Condition;

/// <summary>An element of an array of truth values, or such a member of one.</summary>
internal sealed record TruthElement(int Array, string Member, Whole Index) : Condition;
