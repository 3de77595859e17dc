namespace NetGen.Generator.Scalars;

/// <summary>
/// Builds the expressions of one function, equal ones as one object, and sees that they do not grow beyond what can be compiled.
/// </summary>
/// <param name="isSingle">Whether the function computes with floats.</param>
/// <param name="mostOperations">How many operations it may have when its loops are unrolled and its calls are inlined.</param>
internal sealed class ScalarBuilder(bool isSingle, int mostOperations = ScalarBuilder.MostOperations)
{
    /// <summary>
    /// How many operations one expression may have. Its derivatives have several times as many, and from 60,000 bytes on the JIT no longer optimises a
    /// method.
    /// </summary>
    public const int MostOperations = 1_000;

    /// <summary>How many operations a program may have, whose derivatives are taken apart into methods of a size that the JIT optimises.</summary>
    public const int MostInProgram = 3_500;

    /// <summary>How deeply they may be nested: every step after the reader is a recursion over the expression, on whatever stack the compiler has.</summary>
    public const int DeepestNesting = 400;

    private const int MostChoices = 100_000;

    /// <summary>Whether the function computes with floats, and not with doubles.</summary>
    public bool IsSingle => isSingle;

    private readonly ScalarInterner interner = new();
    private readonly Dictionary<Scalar, int> depths = new(ReferenceComparer.Instance);
    private int choices;

    /// <summary>Whether a limit is exceeded.</summary>
    public bool IsTooLarge { get; private set; }

    public Scalar Number(double value) => interner.Node(new Constant(value));

    /// <summary>
    /// A <c>float</c> as a number. Functions of floats take 0.1f for 0.1, as it was meant; in a function of doubles it is the double
    /// that C# makes of it.
    /// </summary>
    public Scalar Single(float value)
        => Number(!isSingle || float.IsNaN(value) || float.IsInfinity(value)
            ? value
            : double.Parse(Numbers.Text(value), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));

    public Scalar Argument(int index) => Node(new Argument(index));

    public Scalar Unary(UnaryFunction function, Scalar operand) => Node(new Unary(function, operand), operand);

    public Scalar Binary(BinaryFunction function, Scalar left, Scalar right) => Node(new Binary(function, left, right), left, right);

    /// <summary><c>condition ? whenTrue : whenFalse</c>, as selections by one comparison each.</summary>
    public Scalar Choose(Condition condition, Scalar whenTrue, Scalar whenFalse)
    {
        // A condition may be made of conditions that share parts, and is followed as the tree that it spells.
        IsTooLarge |= ++choices > MostChoices;
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (ReferenceEquals(whenTrue, whenFalse))
            return whenTrue;
        return condition switch
        {
            Known(var value) => value ? whenTrue : whenFalse,
            Compared(var comparison, var left, var right) =>
                Node(new Select(comparison, left, right, whenTrue, whenFalse), left, right, whenTrue, whenFalse),
            Chosen(var inner, var ifTrue, var ifFalse) when !IsTooLarge =>
                Choose(inner, Choose(ifTrue, whenTrue, whenFalse), Choose(ifFalse, whenTrue, whenFalse)),
            _ => whenTrue,
        };
    }

    private Scalar Node(Scalar node, params Scalar[] children)
    {
        var known = interner.Node(node);
        if (!ReferenceEquals(known, node))
            return known;
        var depth = 1 + children.Select(Depth).DefaultIfEmpty(0).Max();
        depths[node] = depth;
        IsTooLarge |= depths.Count > mostOperations || depth > DeepestNesting;
        return node;
    }

    private int Depth(Scalar node) => depths.TryGetValue(node, out var depth) ? depth : 0;
}
