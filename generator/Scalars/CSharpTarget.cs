namespace NetGen.Generator.Scalars;

/// <summary>The type on which emitted C# computes.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Number">A number of it, or an element of its vectors, as C# calls that.</param>
/// <param name="Numbers">Which functions of numbers it has.</param>
internal sealed record CSharpTarget(string Name, string Number, NumberFunctions Numbers)
{
    public static readonly CSharpTarget Single = new(nameof(Single), "float", NumberFunctions.OfSingle);

    public static readonly CSharpTarget Double = new(nameof(Double), "double", NumberFunctions.OfDouble);

    /// <summary><c>Vector256&lt;float&gt;</c></summary>
    public static readonly CSharpTarget Vector256 = Single with { Name = nameof(Vector256), VectorClass = "global::System.Runtime.Intrinsics.Vector256" };

    /// <summary><c>Vector256&lt;double&gt;</c></summary>
    public static readonly CSharpTarget Vector256OfDouble = Double with { Name = nameof(Vector256OfDouble), VectorClass = Vector256.VectorClass };

    /// <summary><c>Vector512&lt;float&gt;</c></summary>
    public static readonly CSharpTarget Vector512 = Single with { Name = nameof(Vector512), VectorClass = "global::System.Runtime.Intrinsics.Vector512" };

    /// <summary>A type parameter, which is any number with a fraction: its functions are its own static members.</summary>
    /// <param name="parameter">What it is called.</param>
    public static CSharpTarget Generic(string parameter) => new(nameof(Generic), parameter, NumberFunctions.OfParameter);

    /// <summary>The class with the functions of its vectors; null where it is one number.</summary>
    public string? VectorClass { get; init; }

    public bool IsVector => VectorClass is not null;

    public bool IsDouble => Numbers == NumberFunctions.OfDouble;

    public override string ToString() => Name;

    /// <summary>A number as C#.</summary>
    public string Literal(double value) => Numbers switch
    {
        NumberFunctions.OfSingle => Common.Numbers.Single(value),
        NumberFunctions.OfDouble => Common.Numbers.Double(value),
        _ => ConstantOfParameter(value),
    };

    /// <summary>A whole number as one with a fraction.</summary>
    /// <param name="whole">The whole number as C#, which is to be an operand or not.</param>
    public string OfWhole(Func<bool, string> whole) => Numbers == NumberFunctions.OfParameter ? $"{Number}.CreateChecked({whole(false)})" : $"({Number}){whole(true)}";

    /// <summary>What is left of a number when its fraction is cut off, in a type of whole numbers.</summary>
    public string ToWhole(string type, string number) => Numbers == NumberFunctions.OfParameter ? $"{type}.CreateTruncating({number})" : $"({type})({number})";

    public Spelling? Spelling(UnaryDefinition definition)
        => VectorClass is { } vectors ? IsDouble && !definition.HasDoubleVector ? null : definition.Vector?.On(vectors)
            : Numbers switch { NumberFunctions.OfSingle => definition.Single, NumberFunctions.OfDouble => definition.Double, _ => definition.Generic?.Of(Number) };

    public Spelling? Spelling(BinaryDefinition definition)
        => VectorClass is { } vectors ? IsDouble && !definition.HasDoubleVector ? null : definition.Vector?.On(vectors)
            : Numbers switch { NumberFunctions.OfSingle => definition.Single, NumberFunctions.OfDouble => definition.Double, _ => definition.Generic.Of(Number) };

    /// <summary>
    /// The expression in the functions that the target has: those it lacks as their compositions, and a division by a power of two as the
    /// product with its reciprocal, which is exact.
    /// </summary>
    /// <exception cref="NotSupportedException">A function has neither a spelling nor a composition for the target.</exception>
    public Scalar Lower(Scalar expression)
    {
        return new ScalarRewriter(Lowered).Rewrite(expression);

        Scalar Lowered(Scalar node) => node switch
        {
            Unary(var function, var operand) when Spelling(function.Definition()) is null =>
                // what a composition is made of may be lacking itself
                Lower((function.Definition().Composition ?? throw Missing(function))(operand)),
            Binary(BinaryFunction.Divide, var dividend, Constant(var divisor)) when IsPowerOfTwo(divisor) => (1.0 / divisor) * dividend,
            Binary(var function, _, _) when Spelling(function.Definition()) is null => throw Missing(function),
            _ => node,
        };
    }

    /// <summary>The functions in an expression that have no form on the target, for a diagnostic that names them.</summary>
    public IReadOnlyList<string> Unsupported(Scalar expression)
    {
        var functions = new SortedSet<string>(StringComparer.Ordinal);
        new ScalarRewriter(node =>
        {
            if (node is Unary(var unary, var operand) && unary.Definition() is var ofOne && Spelling(ofOne) is null
                && (ofOne.Composition is not { } composition || Unsupported(composition(operand)).Count > 0))
                functions.Add(unary.ToString());
            if (node is Binary(var binary, _, _) && Spelling(binary.Definition()) is null)
                functions.Add(binary.ToString());
            return node;
        }).Rewrite(expression);
        return [.. functions];
    }

    private NotSupportedException Missing(object function) => new($"'{function}' has no form on {this}.");

    /// <summary>A constant of a type parameter. The just-in-time compiler knows its value, as that of a literal.</summary>
    private string ConstantOfParameter(double value) => value switch
    {
        0.0 => double.IsNegativeInfinity(1.0 / value) ? Number + ".NegativeZero" : Number + ".Zero",
        1.0 => Number + ".One",
        -1.0 => Number + ".NegativeOne",
        Math.PI => Number + ".Pi",
        Math.E => Number + ".E",
        double.NaN => Number + ".NaN",
        double.PositiveInfinity => Number + ".PositiveInfinity",
        double.NegativeInfinity => Number + ".NegativeInfinity",
        _ => $"{Number}.CreateChecked({Common.Numbers.Double(value)})",
    };

    /// <summary>Within the range in which the reciprocal is a normal float.</summary>
    private static bool IsPowerOfTwo(double value)
    {
        const long fraction = 0xFFFFFFFFFFFFF;
        return Math.Abs(value) is >= 1e-30 and <= 1e30 && (BitConverter.DoubleToInt64Bits(value) & fraction) == 0;
    }
}

/// <summary>Where the functions of a type of numbers are.</summary>
internal enum NumberFunctions
{
    /// <summary>In <c>MathF</c>.</summary>
    OfSingle,

    /// <summary>In <c>Math</c>.</summary>
    OfDouble,

    /// <summary>In the type itself, which is a type parameter.</summary>
    OfParameter,
}
