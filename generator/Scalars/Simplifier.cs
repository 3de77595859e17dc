namespace NetGen.Generator.Scalars;

/// <summary>
/// Simplifies expressions into the form in which people would write them, and in which they cost least: constants folded and gathered to
/// the left of products and sums, like terms collected, signs pulled outwards.
/// </summary>
/// <remarks>
/// For finite arguments a value changes by rounding only. Three conventions:
/// <list type="bullet">
/// <item><c>0·e</c>, <c>0/e</c> and <c>e − e</c> are 0, although they would be NaN where e is NaN or infinite: a derivative owes its
/// brevity to that. Nothing else drops a NaN.</item>
/// <item>Zero has no sign: <c>0 + e</c> is <c>e</c>.</item>
/// <item>Constants are real numbers: <c>2·(3·e)</c> is <c>6·e</c>, and (e + 1) − 1 is e. Those that would leave the comfortable range of
/// a float are left alone.</item>
/// </list>
/// The cost is linear in the nodes: each distinct node is simplified once, and the length of a sum that is searched for like terms is
/// limited. An instance may be used as a builder: what its methods return is simplified if what they are given is.
/// </remarks>
internal sealed partial class Simplifier
{
    private readonly ScalarInterner interner = new();
    private readonly ScalarRewriter rewriter;

    public Simplifier() => rewriter = new ScalarRewriter(Rebuild);

    public static Scalar Simplify(Scalar expression) => new Simplifier().Apply(expression);

    /// <summary>
    /// Simplifies to a fixed point. Equal results of one simplifier are one object, and only what is new to it costs anything: what a node is rewritten to
    /// depends on nothing but the node.
    /// </summary>
    public Scalar Apply(Scalar expression)
    {
        var current = rewriter.Rewrite(expression);
        // What one pass leaves to do, the next one does; there are rarely two, and the limit is for safety only.
        for (var pass = 0; pass < 8; pass++)
        {
            var next = rewriter.Rewrite(current);
            if (ReferenceEquals(next, current))
                break;
            current = next;
        }

        return current;
    }

    /// <summary>Simplifies in one pass: for steps on the way.</summary>
    public Scalar Once(Scalar expression) => rewriter.Rewrite(expression);

    public Scalar Number(double value) => interner.Node(new Constant(value));

    private Scalar Node(Scalar node) => interner.Node(node);

    private Scalar Rebuild(Scalar node) => node switch
    {
        Unary(var function, var operand) => Function(function, operand),
        Binary(BinaryFunction.Add, var left, var right) => Add(left, right),
        Binary(BinaryFunction.Subtract, var left, var right) => Subtract(left, right),
        Binary(BinaryFunction.Multiply, var left, var right) => Multiply(left, right),
        Binary(BinaryFunction.Divide, var left, var right) => Divide(left, right),
        Binary(var function, var left, var right) => Function(function, left, right),
        Select(var comparison, var left, var right, var whenTrue, var whenFalse) => Choose(comparison, left, right, whenTrue, whenFalse),
        _ => Node(node),
    };

    private Scalar? Folded(double value) => double.IsNaN(value) || double.IsInfinity(value) ? null : Number(value);

    /// <summary>
    /// A number as it was meant: √½·√½ is 0.5000000000000001 in double. A value within two units of the last place of one with at most
    /// twelve digits is taken to be that one.
    /// </summary>
    private static double Meant(double value)
    {
        if (value == 0.0 || double.IsNaN(value) || double.IsInfinity(value))
            return value;
        var text = value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture);
        var rounded = double.Parse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        return Math.Abs(rounded - value) <= 4.5e-16 * Math.Abs(value) ? rounded : value;
    }

    private static bool IsComfortable(double value) => Math.Abs(value) is >= 1e-30 and <= 1e30;

    private static bool IsZero(Scalar expression) => expression is Constant(0.0);
}
