using static NetGen.Generator.Scalars.Precedence;

namespace NetGen.Generator.Scalars;

/// <summary>What is known of a function of one value. Whatever treats functions reads it from here.</summary>
internal sealed record UnaryDefinition
{
    /// <summary>The noun by which emitted code calls a value of this function: <c>exponential</c>.</summary>
    public required string Word { get; init; }

    public required Func<double, double> Evaluate { get; init; }

    /// <summary>The derivative, from the operand and the function's own value.</summary>
    public required Func<Scalar, Scalar, Scalar> Derivative { get; init; }

    /// <summary>The derivative from the function's value alone, where <see cref="Derivative"/> is not already that and it is as good.</summary>
    public Func<Scalar, Scalar>? DerivativeFromValue { get; init; }

    public Parity Parity { get; init; }

    public required Spelling Mathematics { get; init; }

    /// <summary>How C# writes it on <c>float</c>; null where it is written as its <see cref="Composition"/>.</summary>
    public Spelling? Single { get; init; }

    /// <summary>How C# writes it on <c>double</c>.</summary>
    public Spelling? Double { get; init; }

    /// <summary>How C# writes it on a type parameter, whose name is <see cref="Spelling.NumberType"/>.</summary>
    public Spelling? Generic { get; init; }

    /// <summary>How C# writes it on vectors; with no composition either, it has no vector form.</summary>
    public Spelling? Vector { get; init; }

    /// <summary>Whether <see cref="Vector"/> is there for doubles too.</summary>
    public bool HasDoubleVector { get; init; } = true;

    /// <summary>The function as other functions, for the targets that have no spelling of their own.</summary>
    public Func<Scalar, Scalar>? Composition { get; init; }
}

/// <summary>What is known of a function of two values.</summary>
internal sealed record BinaryDefinition
{
    public required string Word { get; init; }

    public required Func<double, double, double> Evaluate { get; init; }

    /// <summary>∂/∂left from left, right and the function's own value.</summary>
    public required Func<Scalar, Scalar, Scalar, Scalar> LeftDerivative { get; init; }

    /// <summary>∂/∂right from left, right and the function's own value.</summary>
    public required Func<Scalar, Scalar, Scalar, Scalar> RightDerivative { get; init; }

    /// <summary>f(a, b) = f(b, a), to the last bit.</summary>
    public bool Commutative { get; init; }

    public required Spelling Mathematics { get; init; }

    public required Spelling Single { get; init; }

    public required Spelling Double { get; init; }

    /// <summary>How C# writes it on a type parameter, whose name is <see cref="Spelling.NumberType"/>.</summary>
    public required Spelling Generic { get; init; }

    public Spelling? Vector { get; init; }

    /// <summary>Whether <see cref="Vector"/> is there for doubles too.</summary>
    public bool HasDoubleVector { get; init; } = true;
}

internal enum Parity
{
    None,

    /// <summary>f(−x) = f(x)</summary>
    Even,

    /// <summary>f(−x) = −f(x)</summary>
    Odd,
}

/// <summary>The table of functions. A new function is a member of the enumeration and a row here.</summary>
internal static class ScalarFunctions
{
    private const string MathF = "global::System.MathF.";
    private const string Math64 = "global::System.Math.";
    private const string OwnMember = Spelling.NumberType + ".";
    private const string ScalarMath = "global::NetGen.Numerics.ScalarMath.";
    private const string VectorMath = "global::NetGen.Numerics.VectorMath.";
    private const string Vector = Spelling.VectorClass + ".";

    private static readonly double NaturalLogarithmOf2 = Math.Log(2.0);
    private static readonly double NaturalLogarithmOf10 = Math.Log(10.0);

    private static readonly Dictionary<UnaryFunction, UnaryDefinition> Unary = new()
    {
        [UnaryFunction.Negate] = new()
        {
            Word = "minus",
            Evaluate = x => -x,
            Derivative = (x, y) => -1.0,
            Parity = Parity.Odd,
            Mathematics = new("−{0}", Sign, Multiplicative, Multiplicative),
            Single = new("-{0}", Sign, Sign, Sign),
            Double = new("-{0}", Sign, Sign, Sign),
            Generic = new("-{0}", Sign, Sign, Sign),
            Vector = new("-{0}", Sign, Sign, Sign),
        },
        [UnaryFunction.Abs] = Framework("magnitude", "Abs", Math.Abs, (x, y) => new Unary(UnaryFunction.Sign, x), Vector, Parity.Even) with
        {
            Mathematics = Spelling.Enclosing("|{0}|"),
        },
        // The framework's Sign throws on NaN and returns an integer; two selections do neither.
        [UnaryFunction.Sign] = Framework("sign", "Sign", SpecialFunctions.Sign, (x, y) => 0.0, null, Parity.Odd) with
        {
            Single = null,
            Double = null,
            Generic = null,
            Composition = x => new Select(Comparison.Greater, x, 0.0, 1.0, new Select(Comparison.Less, x, 0.0, -1.0, 0.0)),
        },
        [UnaryFunction.Sqrt] = Framework("root", "Sqrt", Math.Sqrt, (x, y) => 0.5 / y, Vector),
        [UnaryFunction.Exp] = Framework("exponential", "Exp", Math.Exp, (x, y) => y, VectorMath),
        [UnaryFunction.Expm1] = Runtime("exponentialMinusOne", "Expm1", SpecialFunctions.Expm1, (x, y) => Of(UnaryFunction.Exp, x)) with
        {
            DerivativeFromValue = y => 1.0 + y,
        },
        [UnaryFunction.Log] = Framework("logarithm", "Log", Math.Log, (x, y) => 1.0 / x, VectorMath),
        [UnaryFunction.Log1p] = Runtime("logarithmOfOnePlus", "Log1p", SpecialFunctions.Log1p, (x, y) => 1.0 / (1.0 + x)),
        [UnaryFunction.Tanh] = Framework("tanh", "Tanh", Math.Tanh, (x, y) => 1.0 - (y * y), VectorMath, Parity.Odd),
        [UnaryFunction.Sigmoid] = Runtime("sigmoid", "Sigmoid", SpecialFunctions.Sigmoid, (x, y) => y * (1.0 - y)),
        // sigmoid(x) = 1 − exp(−softplus(x)), and expm1 keeps its digits where that is small.
        [UnaryFunction.Softplus] = Runtime("softplus", "Softplus", SpecialFunctions.Softplus, (x, y) => Of(UnaryFunction.Sigmoid, x)) with
        {
            DerivativeFromValue = y => -Of(UnaryFunction.Expm1, -y),
        },
        [UnaryFunction.LogCosh] = Runtime(
            "logarithmOfCosh", "LogCosh", SpecialFunctions.LogCosh, (x, y) => Of(UnaryFunction.Tanh, x), Parity.Even),
        [UnaryFunction.Erf] = Runtime(
            "erf", "Erf", SpecialFunctions.Erf, (x, y) => (2.0 / Math.Sqrt(Math.PI)) * Of(UnaryFunction.Exp, -(x * x)), Parity.Odd),
        [UnaryFunction.Sin] = Framework("sine", "Sin", Math.Sin, (x, y) => Of(UnaryFunction.Cos, x), VectorMath, Parity.Odd),
        [UnaryFunction.Cos] = Framework("cosine", "Cos", Math.Cos, (x, y) => -Of(UnaryFunction.Sin, x), VectorMath, Parity.Even),
        [UnaryFunction.Tan] = Framework("tangent", "Tan", Math.Tan, (x, y) => 1.0 + (y * y), null, Parity.Odd) with
        {
            Composition = x => Of(UnaryFunction.Sin, x) / Of(UnaryFunction.Cos, x),
        },
        // (1 − x)·(1 + x) keeps the digits of 1 − x² near ±1.
        [UnaryFunction.Asin] = Framework(
            "arcsine", "Asin", Math.Asin, (x, y) => 1.0 / Of(UnaryFunction.Sqrt, (1.0 - x) * (1.0 + x)), null, Parity.Odd),
        [UnaryFunction.Acos] = Framework("arccosine", "Acos", Math.Acos, (x, y) => -1.0 / Of(UnaryFunction.Sqrt, (1.0 - x) * (1.0 + x)), null),
        [UnaryFunction.Atan] = Framework("arctangent", "Atan", Math.Atan, (x, y) => 1.0 / (1.0 + (x * x)), null, Parity.Odd),
        // The two terms of expm1 have one sign here, so that nothing cancels near 0.
        [UnaryFunction.Sinh] = Framework("sinh", "Sinh", Math.Sinh, (x, y) => Of(UnaryFunction.Cosh, x), null, Parity.Odd) with
        {
            Composition = x => 0.5 * (Of(UnaryFunction.Expm1, x) - Of(UnaryFunction.Expm1, -x)),
        },
        [UnaryFunction.Cosh] = Framework("cosh", "Cosh", Math.Cosh, (x, y) => Of(UnaryFunction.Sinh, x), null, Parity.Even) with
        {
            Composition = x => 0.5 * (Of(UnaryFunction.Exp, x) + Of(UnaryFunction.Exp, -x)),
        },
        [UnaryFunction.Asinh] = Framework(
            "arsinh", "Asinh", SpecialFunctions.Asinh, (x, y) => 1.0 / Of(UnaryFunction.Sqrt, 1.0 + (x * x)), null, Parity.Odd),
        [UnaryFunction.Acosh] = Framework(
            "arcosh", "Acosh", SpecialFunctions.Acosh, (x, y) => 1.0 / Of(UnaryFunction.Sqrt, (x - 1.0) * (x + 1.0)), null),
        [UnaryFunction.Atanh] = Framework(
            "artanh", "Atanh", SpecialFunctions.Atanh, (x, y) => 1.0 / ((1.0 - x) * (1.0 + x)), null, Parity.Odd),
        [UnaryFunction.Exp2] = Framework("powerOfTwo", "Exp2", x => Math.Pow(2.0, x), (x, y) => NaturalLogarithmOf2 * y, null) with
        {
            Mathematics = new("2^{0}", Power, Primary, Primary),
            Single = Spelling.Enclosing(MathF + "Pow(2f, {0})"),
            Double = Spelling.Enclosing(Math64 + "Pow(2.0, {0})"),
            Composition = x => new Binary(BinaryFunction.Pow, 2.0, x),
        },
        [UnaryFunction.Log2] = Framework("binaryLogarithm", "Log2", x => Math.Log(x, 2.0), (x, y) => 1.0 / NaturalLogarithmOf2 / x, null) with
        {
            Generic = Spelling.Call(ScalarMath + "Log2"),
            Composition = x => (1.0 / NaturalLogarithmOf2) * Of(UnaryFunction.Log, x),
        },
        [UnaryFunction.Log10] = Framework("decimalLogarithm", "Log10", Math.Log10, (x, y) => 1.0 / NaturalLogarithmOf10 / x, null) with
        {
            Composition = x => (1.0 / NaturalLogarithmOf10) * Of(UnaryFunction.Log, x),
        },
        [UnaryFunction.Cbrt] = Framework("cubeRoot", "Cbrt", SpecialFunctions.Cbrt, (x, y) => 1.0 / (3.0 * (y * y)), null, Parity.Odd) with
        {
            Composition = x => new Select(
                Comparison.Less, x, 0.0, -new Binary(BinaryFunction.Pow, -x, 1.0 / 3.0), new Binary(BinaryFunction.Pow, x, 1.0 / 3.0)),
        },
        [UnaryFunction.Floor] = Framework("floor", "Floor", Math.Floor, (x, y) => 0.0, Vector) with { Mathematics = Spelling.Enclosing("⌊{0}⌋") },
        [UnaryFunction.Ceiling] = Framework("ceiling", "Ceiling", Math.Ceiling, (x, y) => 0.0, Vector) with { Mathematics = Spelling.Enclosing("⌈{0}⌉") },
        [UnaryFunction.Round] = Framework("rounded", "Round", Math.Round, (x, y) => 0.0, Vector, Parity.Odd),
        [UnaryFunction.Truncate] = Framework("truncated", "Truncate", Math.Truncate, (x, y) => 0.0, Vector, Parity.Odd),
        [UnaryFunction.SinPi] = OfType("sine", "SinPi", SpecialFunctions.SinPi, (x, y) => Math.PI * Of(UnaryFunction.CosPi, x), Parity.Odd) with
        {
            Composition = x => Of(UnaryFunction.Sin, Math.PI * WithoutTurns(x)),
        },
        [UnaryFunction.CosPi] = OfType("cosine", "CosPi", SpecialFunctions.CosPi, (x, y) => -(Math.PI * Of(UnaryFunction.SinPi, x)), Parity.Even) with
        {
            Composition = x => Of(UnaryFunction.Cos, Math.PI * WithoutTurns(x)),
        },
        [UnaryFunction.TanPi] = OfType("tangent", "TanPi", SpecialFunctions.TanPi, (x, y) => Math.PI * (1.0 + (y * y)), Parity.Odd),
        // The derivatives of what is estimated; a vector has the quotients themselves.
        [UnaryFunction.ReciprocalEstimate] = Framework("reciprocal", "ReciprocalEstimate", static x => 1.0 / x, (x, y) => -(y * y), null, Parity.Odd) with
        {
            Composition = x => 1.0 / x,
        },
        [UnaryFunction.ReciprocalSqrtEstimate] = Framework("reciprocalRoot", "ReciprocalSqrtEstimate", static x => 1.0 / Math.Sqrt(x), (x, y) => -0.5 * (y * y * y), null) with
        {
            Composition = x => 1.0 / Of(UnaryFunction.Sqrt, x),
        },
    };

    private static readonly Dictionary<BinaryFunction, BinaryDefinition> Binary = new()
    {
        [BinaryFunction.Add] = Operator("sum", "+", " + ", Additive, (x, y) => x + y, (l, r, v) => 1.0, (l, r, v) => 1.0) with
        {
            Commutative = true,
            // The order of the additions is that of the code, since each rounds: x + (y + z).
            Mathematics = new("{0} + {1}", Additive, Additive, Multiplicative),
        },
        [BinaryFunction.Subtract] = Operator("difference", "-", " − ", Additive, (x, y) => x - y, (l, r, v) => 1.0, (l, r, v) => -1.0) with
        {
            Mathematics = new("{0} − {1}", Additive, Additive, Multiplicative),
        },
        [BinaryFunction.Multiply] = Operator("product", "*", "·", Multiplicative, (x, y) => x * y, (l, r, v) => r, (l, r, v) => l) with { Commutative = true },
        [BinaryFunction.Divide] = Operator("quotient", "/", "/", Multiplicative, (x, y) => x / y, (l, r, v) => 1.0 / r, (l, r, v) => -(v / r)) with
        {
            Mathematics = new("{0}/{1}", Multiplicative, Multiplicative, Sign),
        },
        // a % b = a − b·truncate(a/b), without rounding. It jumps where a is a multiple of b; the derivatives are those in between. a/b may be rounded up to a whole
        // number; (a − a % b)/b is whole but for rounding.
        [BinaryFunction.Remainder] = Operator(
            "remainder", "%", " mod ", Multiplicative, (x, y) => x % y, (l, r, v) => 1.0, (l, r, v) => -Of(UnaryFunction.Round, (l - v) / r)) with
        {
            Mathematics = new("{0} mod {1}", Additive, Sign, Sign),
            Vector = Spelling.CallOfTwo(VectorMath + "Remainder"),
            HasDoubleVector = false,
        },
        // NaN on either side gives NaN, in the framework's scalars and in our vectors. Where both are equal each has half of the gradient,
        // as torch.minimum and torch.maximum have it.
        [BinaryFunction.Min] = FrameworkOfTwo("minimum", "Min", Math.Min, (l, r, v) => Chosen(Comparison.Greater, l, r), (l, r, v) => Chosen(Comparison.Greater, r, l), VectorMath),
        [BinaryFunction.Max] = FrameworkOfTwo("maximum", "Max", Math.Max, (l, r, v) => Chosen(Comparison.Less, l, r), (l, r, v) => Chosen(Comparison.Less, r, l), VectorMath),
        // The larger and the smaller of a number and its bound: where both are equal, the gradient is the number's, as torch.clamp has it.
        [BinaryFunction.AtLeast] = FrameworkOfTwo("bounded", "Max", Math.Max, (l, r, v) => Kept(Comparison.Less, l, r), (l, r, v) => Replaced(Comparison.Less, l, r), VectorMath),
        [BinaryFunction.AtMost] = FrameworkOfTwo("bounded", "Min", Math.Min, (l, r, v) => Kept(Comparison.Greater, l, r), (l, r, v) => Replaced(Comparison.Greater, l, r), VectorMath),
        [BinaryFunction.Pow] = FrameworkOfTwo("power", "Pow", Math.Pow, PowerByBase, PowerByExponent, VectorMath) with
        {
            Mathematics = new("{0}^{1}", Power, Primary, Primary),
            HasDoubleVector = false,
        },
        [BinaryFunction.LogOfBase] = FrameworkOfTwo(
            "logarithm", "Log", Math.Log, (l, r, v) => 1.0 / (l * Of(UnaryFunction.Log, r)), (l, r, v) => -(v / (r * Of(UnaryFunction.Log, r))), null),
        [BinaryFunction.LogAddExp] = FrameworkOfTwo(
            "logSum", "LogAddExp", SpecialFunctions.LogAddExp, (l, r, v) => Of(UnaryFunction.Sigmoid, l - r), (l, r, v) => Of(UnaryFunction.Sigmoid, r - l), VectorMath) with
        {
            Commutative = true,
            Single = Spelling.CallOfTwo(ScalarMath + "LogAddExp"),
            Double = Spelling.CallOfTwo(ScalarMath + "LogAddExp"),
            Generic = Spelling.CallOfTwo(ScalarMath + "LogAddExp"),
        },
        [BinaryFunction.Hypot] = FrameworkOfTwo("length", "Hypot", SpecialFunctions.Hypot, (l, r, v) => Direction(l, v), (l, r, v) => Direction(r, v), VectorMath) with
        {
            Single = Spelling.CallOfTwo("float.Hypot"),
            Double = Spelling.CallOfTwo("double.Hypot"),
        },
        [BinaryFunction.Atan2] = FrameworkOfTwo("angle", "Atan2", Math.Atan2, (l, r, v) => r / ((l * l) + (r * r)), (l, r, v) => -(l / ((l * l) + (r * r))), null),
        // |x| with a sign, whose derivative is that of |x|: 0 at 0.
        [BinaryFunction.CopySign] = FrameworkOfTwo(
            "signed", "CopySign", SpecialFunctions.CopySign, (l, r, v) => Of(UnaryFunction.Sign, l) * new Binary(BinaryFunction.CopySign, 1.0, r), (l, r, v) => 0.0, Vector),
        // a − b·round(a/b), without rounding. It jumps between multiples of b; the derivatives are those in between.
        [BinaryFunction.IeeeRemainder] = FrameworkOfTwo(
            "remainder", "IEEERemainder", Math.IEEERemainder, (l, r, v) => 1.0, (l, r, v) => -Of(UnaryFunction.Round, (l - v) / r), null) with
        {
            Generic = Spelling.CallOfTwo(OwnMember + "Ieee754Remainder"),
        },
        // The second operand of these two is a whole number.
        [BinaryFunction.ScaleB] = FrameworkOfTwo(
            "scaled", "ScaleB", SpecialFunctions.ScaleB, (l, r, v) => new Binary(BinaryFunction.ScaleB, 1.0, r), (l, r, v) => 0.0, null) with
        {
            Single = OfWhole(MathF + "ScaleB"),
            Double = OfWhole(Math64 + "ScaleB"),
            Generic = OfWholeOfParameter("ScaleB"),
        },
        [BinaryFunction.RootN] = FrameworkOfTwo(
            "root", "RootN", SpecialFunctions.RootN, (l, r, v) => new Binary(BinaryFunction.Pow, v, 1.0 - r) / r, (l, r, v) => 0.0, null) with
        {
            Single = OfWhole("float.RootN"),
            Double = OfWhole("double.RootN"),
            Generic = OfWholeOfParameter("RootN"),
        },
    };

    public static UnaryDefinition Definition(this UnaryFunction function) => Unary[function];

    public static BinaryDefinition Definition(this BinaryFunction function) => Binary[function];

    private static Unary Of(UnaryFunction function, Scalar operand) => new(function, operand);

    /// <summary>In the framework's Math and MathF.</summary>
    private static UnaryDefinition Framework(
        string word, string name, Func<double, double> evaluate, Func<Scalar, Scalar, Scalar> derivative, string? vector, Parity parity = Parity.None) => new()
        {
            Word = word,
            Evaluate = evaluate,
            Derivative = derivative,
            Parity = parity,
            Mathematics = Spelling.Call(name.ToLowerInvariant()),
            Single = Spelling.Call(MathF + name),
            Double = Spelling.Call(Math64 + name),
            Generic = Spelling.Call(OwnMember + name),
            Vector = vector is null ? null : Spelling.Call(vector + name),
        };

    /// <summary>A static member of the type of the number.</summary>
    private static UnaryDefinition OfType(string word, string name, Func<double, double> evaluate, Func<Scalar, Scalar, Scalar> derivative, Parity parity) =>
        Framework(word, name, evaluate, derivative, null, parity) with
        {
            Single = Spelling.Call("float." + name),
            Double = Spelling.Call("double." + name),
        };

    private static Spelling OfWhole(string function) => new(function + "({0}, (int){1})", Primary, Conditional, Primary);

    private static Spelling OfWholeOfParameter(string function) => Spelling.Enclosing(OwnMember + function + "({0}, int.CreateTruncating({1}))");

    /// <summary>What is left of a number of half turns without the whole turns, which is exact.</summary>
    private static Scalar WithoutTurns(Scalar x) => x - (2.0 * Of(UnaryFunction.Round, 0.5 * x));

    /// <summary>In NetGen's own ScalarMath and VectorMath.</summary>
    private static UnaryDefinition Runtime(
        string word, string name, Func<double, double> evaluate, Func<Scalar, Scalar, Scalar> derivative, Parity parity = Parity.None) =>
        Framework(word, name, evaluate, derivative, VectorMath, parity) with
        {
            Single = Spelling.Call(ScalarMath + name),
            Double = Spelling.Call(ScalarMath + name),
            Generic = Spelling.Call(ScalarMath + name),
        };

    private static BinaryDefinition FrameworkOfTwo(
        string word,
        string name,
        Func<double, double, double> evaluate,
        Func<Scalar, Scalar, Scalar, Scalar> left,
        Func<Scalar, Scalar, Scalar, Scalar> right,
        string? vector) => new()
        {
            Word = word,
            Evaluate = evaluate,
            LeftDerivative = left,
            RightDerivative = right,
            Mathematics = Spelling.CallOfTwo(name.ToLowerInvariant()),
            Single = Spelling.CallOfTwo(MathF + name),
            Double = Spelling.CallOfTwo(Math64 + name),
            Generic = Spelling.CallOfTwo(OwnMember + name),
            Vector = vector is null ? null : Spelling.CallOfTwo(vector + name),
        };

    private static BinaryDefinition Operator(
        string word,
        string symbol,
        string mathematics,
        Precedence precedence,
        Func<double, double, double> evaluate,
        Func<Scalar, Scalar, Scalar, Scalar> left,
        Func<Scalar, Scalar, Scalar, Scalar> right)
    {
        // C# computes from the left: a right operand of the same precedence keeps its parentheses. Mathematics needs none for + and ·.
        var spelling = new Spelling("{0} " + symbol + " {1}", precedence, precedence, precedence + 1);
        return new()
        {
            Word = word,
            Evaluate = evaluate,
            LeftDerivative = left,
            RightDerivative = right,
            Mathematics = new("{0}" + mathematics + "{1}", precedence, precedence, precedence),
            Single = spelling,
            Double = spelling,
            Generic = spelling,
            Vector = spelling,
        };
    }

    /// <summary>x/√(x² + y²), and 0 at the origin as the derivative of |x|: what is squared and added to it may be larger.</summary>
    private static Select Direction(Scalar x, Scalar length) => new(Comparison.Equal, length, 0.0, 0.0, x / length);

    private static Select Chosen(Comparison loses, Scalar operand, Scalar other) =>
        new(Comparison.Equal, operand, other, 0.5, new Select(loses, operand, other, 0.0, 1.0));

    private static Select Kept(Comparison isReplaced, Scalar number, Scalar bound) => new(isReplaced, number, bound, 0.0, 1.0);

    private static Select Replaced(Comparison isReplaced, Scalar number, Scalar bound) => new(isReplaced, number, bound, 1.0, 0.0);

    /// <summary>y·xʸ⁻¹; for y = 0 the function is constant, although x⁻¹ may be infinite.</summary>
    private static Scalar PowerByBase(Scalar x, Scalar y, Scalar power) => y is Constant(var exponent)
        ? exponent * new Binary(BinaryFunction.Pow, x, exponent - 1.0)
        : new Select(Comparison.Equal, y, 0.0, 0.0, y * new Binary(BinaryFunction.Pow, x, y - 1.0));

    /// <summary>xʸ·log(x); at x = 0 with y ≥ 0, where that is 0·∞, the limit from above: zero.</summary>
    private static Scalar PowerByExponent(Scalar x, Scalar y, Scalar power)
    {
        var slope = power * Of(UnaryFunction.Log, x);
        return x is Constant({ } number) && number != 0.0
            ? slope
            : new Select(Comparison.Equal, x, 0.0, new Select(Comparison.GreaterOrEqual, y, 0.0, 0.0, slope), slope);
    }
}
