using NetGen.Generator.Programs;

namespace NetGen.Generator.Functions;

/// <summary>What a parameter or a result is made of.</summary>
internal abstract record Shape
{
    /// <summary>How many numbers of the function's own type are in it; those in spans are not counted.</summary>
    public int Count => Leaves("").Count(static leaf => leaf.Shape is RealShape);

    /// <summary>Its numbers and truth values, each with what stands behind the whole's name: <c>.X</c>.</summary>
    public IEnumerable<(string Member, Shape Shape)> Leaves(string prefix)
        => this is MembersShape members
            ? members.Members.SelectMany(member => member.Shape.Leaves(prefix + "." + member.Name))
            : [(prefix, this)];

    public bool HasSpan => this is SpanShape || (this is MembersShape { Members: var members } && members.Any(static member => member.Shape.HasSpan));
}

/// <summary>A number of the function's own type, by which it can be differentiated.</summary>
internal sealed record RealShape : Shape
{
    public static readonly RealShape Instance = new();
}

/// <summary>A number with a fraction of another type, or a whole number, or a truth value.</summary>
internal sealed record DataShape(ConstantKind Kind) : Shape
{
    /// <summary>The enumeration of which it is a value; null where it is the number itself.</summary>
    public Enumeration? Enumeration { get; init; }
}

/// <summary>A tuple or a structure.</summary>
/// <param name="Text">The type in C#.</param>
/// <param name="Members">Its members in their order.</param>
/// <param name="Creation">How one is made.</param>
internal sealed record MembersShape(string Text, EquatableArray<ShapeMember> Members, CreationKind Creation) : Shape;

internal sealed record ShapeMember(string Name, Shape Shape);

internal enum CreationKind
{
    /// <summary><c>(x, y)</c></summary>
    Tuple,

    /// <summary><c>new State(x, y)</c>, with the members in their order.</summary>
    Constructor,

    /// <summary><c>new State { X = x, Y = y }</c></summary>
    Initializer,

    /// <summary>The generated code cannot make one.</summary>
    None,
}

/// <summary>A span or an array.</summary>
/// <param name="Element">What each of its elements is.</param>
/// <param name="IsArray">Whether it is an array.</param>
/// <param name="IsWritten">Whether it is written: a <c>Span</c>.</param>
internal sealed record SpanShape(Shape Element, bool IsArray, bool IsWritten) : Shape
{
    /// <summary>The type of its elements in C#, where they are numbers or structures of them.</summary>
    public string ElementText(string number) => Element is MembersShape members ? members.Text : number;
}

/// <summary>A parameter of a function that is differentiated as a program.</summary>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Type">Its type in C#.</param>
/// <param name="IsConstant">Whether no derivative by it is made.</param>
/// <param name="IsOut">Whether it is a result.</param>
/// <param name="Default">The value that it has where it is left out, as C#; null where it cannot be.</param>
internal sealed record SignatureParameter(string Name, string Type, Shape Shape, bool IsConstant, bool IsOut, string? Default)
{
    /// <summary>Whether it is a span that the function writes its results into.</summary>
    public bool IsWritten => Shape is SpanShape { IsWritten: true };
}

/// <summary>What a function takes and gives.</summary>
/// <param name="Result">What it returns; null for nothing.</param>
internal sealed record FunctionSignature(EquatableArray<SignatureParameter> Parameters, Shape? Result, string ResultType);
