using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// A differentiable function as a program: a tree of steps, of which each gives a value to a variable that nothing else gives one to. An <c>if</c> is a
/// <see cref="Choice"/>, and its variables have one value from each of its ways; a <c>for</c> is a <see cref="Loop"/>, and the variables that it carries
/// have one value before it and one after each round. So every value has one definition, and what it depends on is written down.
/// </summary>
/// <param name="number">The type of its numbers.</param>
internal sealed class Procedure(RealType number)
{
    public RealType Number => number;

    public List<ProcedureVariable> Variables { get; } = [];

    public List<ProcedureArray> Arrays { get; } = [];

    public List<Step> Steps { get; set; } = [];

    /// <summary>What it gives.</summary>
    public List<ProcedureResult> Results { get; } = [];

    /// <summary>The numbers that it is differentiated by, in their order; those in arrays are not among them.</summary>
    public List<int> Inputs { get; } = [];

    public int NewVariable(string name, VariableKind kind, string? text = null)
    {
        Variables.Add(new(name, kind, text));
        return Variables.Count - 1;
    }

    /// <summary>The value of a variable.</summary>
    public Term TermOf(int variable) => Variables[variable].Kind switch
    {
        VariableKind.Whole => new WholeTerm(new WholeVariable(variable)),
        VariableKind.Truth => new TruthTerm(new TruthVariable(variable)),
        _ => new RealTerm(new Argument(variable)),
    };
}

internal enum VariableKind
{
    Real, Whole, Truth,
}

/// <summary>A variable.</summary>
/// <param name="name">What the developer calls it; empty where nobody does.</param>
/// <param name="text">How an input is written: <c>radius</c>, <c>camera.X</c>. Null for what is computed.</param>
internal sealed class ProcedureVariable(string name, VariableKind kind, string? text)
{
    public string Name { get; set; } = name;

    public VariableKind Kind => kind;

    public string? Text => text;

    /// <summary>The variable whose name it has, as each is in blocks of its own; null for a name of its own.</summary>
    public int? NamedAs { get; init; }

    /// <summary>How many elements it has where it is a vector; 0 for a number.</summary>
    public int VectorLength { get; set; }

    /// <summary>The vector of which it is an element, and which one.</summary>
    public (int Vector, int Index)? ElementOf { get; set; }

    /// <summary>The numbers of which a vector is made where it is read, the rest zero; null for one that is a variable.</summary>
    public IReadOnlyList<int>? Elements { get; set; }
}

/// <summary>An array, a span or a table.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="IsInput">Whether the function is differentiated by its elements.</param>
internal sealed record ProcedureArray(string Text, bool IsInput)
{
    /// <summary>The numbers of a table that is known.</summary>
    public IReadOnlyList<double>? Table { get; init; }

    /// <summary>Whether its numbers are whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The members of an element that are numbers, in their order; one without a name where an element is a number.</summary>
    public IReadOnlyList<string> Members { get; init; } = [""];

    /// <summary>The place of a member among those of an element.</summary>
    public int PlaceOf(string member) => Members.TakeWhile(other => other != member).Count();

    /// <summary>Whose it is, and whether the function writes it.</summary>
    public ArrayUse Use { get; init; }

    /// <summary>Whether the function looks at its length, so that an element may be missing where nothing reads it.</summary>
    public bool IsMeasured { get; set; }
}

internal enum ArrayUse
{
    /// <summary>It is read alone.</summary>
    Read,

    /// <summary>It is the function's own: it is full of zeros at first, and nobody sees it afterwards.</summary>
    Own,

    /// <summary>It is the caller's, who is given what the function writes into it.</summary>
    Result,
}

/// <summary>A number that the function gives.</summary>
/// <param name="Name">What it is called.</param>
internal sealed record ProcedureResult(string Name, Term Value);

/// <summary>What a variable can be.</summary>
internal abstract record Term;

/// <remarks>Equal expressions are one object, and to compare what is in them would cost as much as the trees that they spell.</remarks>
internal sealed record RealTerm(Scalar Value) : Term
{
    public bool Equals(RealTerm? other) => other is not null && ReferenceEquals(Value, other.Value);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Value);
}

internal sealed record WholeTerm(Whole Value) : Term;

internal sealed record TruthTerm(Condition Value) : Term
{
    public bool Equals(TruthTerm? other) => other is not null && ReferenceEquals(Value, other.Value);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Value);
}

/// <summary>A whole number as one with a fraction.</summary>
internal sealed record RealOfWhole(Whole Value) : Term;

/// <summary>An element of an array of numbers, or such a member of one.</summary>
internal sealed record ElementTerm(int Array, string Member, Whole Index) : Term;

/// <summary>A step of a procedure.</summary>
internal abstract record Step;

/// <summary>A variable is a value.</summary>
internal sealed record Let(int Variable, Term Value) : Step;

/// <summary>The function gets an array of its own, full of zeros.</summary>
internal sealed record NewArray(int Array, Whole Length) : Step;

/// <summary>An element of an array that the function writes is a value.</summary>
internal sealed record StoreElement(int Array, Whole Index, Term Value) : Step;

/// <summary>One of two ways.</summary>
/// <param name="Joins">The variables that are known behind it, with what they are on each way.</param>
internal sealed record Choice(Condition Condition, List<Step> WhenTrue, List<Step> WhenFalse, List<Join> Joins) : Step;

internal sealed record Join(int Variable, Term WhenTrue, Term WhenFalse);

/// <summary>A loop.</summary>
/// <param name="Range">The numbers that it counts through; null for one that runs while a condition holds.</param>
/// <param name="Head">What is computed before the condition in each round; only of one that has no range.</param>
/// <param name="Condition">When there is another round; only of one that has no range.</param>
/// <param name="Carried">The variables that go from round to round.</param>
/// <param name="Rounds">The variable that counts the rounds of one that has no range.</param>
internal sealed record Loop(LoopRange? Range, List<Step> Head, Condition? Condition, List<Carried> Carried, List<Step> Body, int Rounds) : Step;

/// <param name="Variable">Its value at the start of a round, and behind the loop.</param>
/// <param name="Initial">Its value before the loop.</param>
/// <param name="Next">Its value after a round.</param>
internal sealed record Carried(int Variable, Term Initial, Term Next);

/// <summary><c>for (var i = From; i &lt; To; i += Increment)</c></summary>
/// <param name="To">The first number that is not counted; with a negative increment the last one less one.</param>
internal sealed record LoopRange(int Variable, Whole From, Whole To, int Increment);
