namespace NetGen.Generator.Scalars;

/// <summary>The type of a function's numbers.</summary>
/// <param name="Target">What emitted code computes one number on.</param>
/// <param name="Vectors">What it computes several on; null where nothing is known of its vectors.</param>
internal sealed record RealType(CSharpTarget Target, CSharpTarget? Vectors)
{
    public static readonly RealType Single = new(CSharpTarget.Single, CSharpTarget.Vector256);

    public static readonly RealType Double = new(CSharpTarget.Double, CSharpTarget.Vector256OfDouble);

    /// <summary>The type parameter of a generic method.</summary>
    /// <param name="parameter">What it is called in C#.</param>
    /// <param name="constraints">What must be true of it, as C#: <c>IFloatingPointIeee754&lt;T&gt;</c>.</param>
    public static RealType Generic(string parameter, string constraints) => new(CSharpTarget.Generic(parameter), null) { Constraints = constraints };

    /// <summary>What must be true of a type parameter; null for a type that is known.</summary>
    public string? Constraints { get; private init; }

    /// <summary>What C# calls it.</summary>
    public string Name => Target.Number;

    public bool IsSingle => this == Single;

    public bool IsGeneric => Constraints is not null;

    /// <summary>What stands behind the name of a method, where it is declared or called: <c>&lt;T&gt;</c>, or nothing.</summary>
    public string Parameters => IsGeneric ? $"<{Name}>" : "";

    /// <summary>What stands behind the parameters of a method: the constraints, or nothing.</summary>
    public string Where => IsGeneric ? $"\n    where {Name} : {Constraints}" : "";

    /// <summary>How many numbers a vector has; 0 where there is none.</summary>
    public int LaneCount => Vectors is null ? 0 : IsSingle ? 8 : 4;

    /// <summary>The type of the numbers in a table. A table is data of the program, and there is none of a type parameter.</summary>
    public string Stored => IsGeneric ? CSharpTarget.Double.Number : Name;

    /// <summary>A number of a table as C#.</summary>
    public string StoredLiteral(double value) => (IsGeneric ? CSharpTarget.Double : Target).Literal(value);

    /// <summary>What is read from a table, as a number of this type.</summary>
    public string OfStored(string element) => IsGeneric ? $"{Name}.CreateChecked({element})" : element;

    /// <summary>The function that gives a sine and its cosine.</summary>
    public string SineAndCosine => IsGeneric ? Name + ".SinCos" : $"global::System.Math{(IsSingle ? "F" : "")}.SinCos";

    /// <summary>How many numbers hold a whole one on a tape.</summary>
    public int NumbersOfWhole => IsGeneric ? 4 : 1;
}
