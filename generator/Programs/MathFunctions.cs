using System.Reflection;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>
/// Functions of <c>Math</c>, <c>MathF</c>, <c>float</c>, <c>double</c> and NetGen's <c>ScalarMath</c>: on known numbers the framework's own wherever the
/// compiler's framework has it, and as expressions those of <see cref="ScalarFunctions"/>.
/// </summary>
internal static partial class MathFunctions
{
    public const string ScalarMath = "NetGen.Numerics.ScalarMath";

    private static readonly (ConstantKind Kind, string Name)[] WholeTypes =
    [
        (ConstantKind.SByte, "System.SByte"), (ConstantKind.Byte, "System.Byte"), (ConstantKind.Short, "System.Int16"), (ConstantKind.UShort, "System.UInt16"),
        (ConstantKind.Integer, "System.Int32"), (ConstantKind.UInteger, "System.UInt32"), (ConstantKind.Long, "System.Int64"),
    ];

    /// <summary>The types that have functions of a number, each with the number's type.</summary>
    private static readonly NumberType[] RealTypes =
    [
        new("System.Math", typeof(double), ConstantKind.Double), new("System.MathF", typeof(float), ConstantKind.Single),
        new("System.Double", typeof(double), ConstantKind.Double), new("System.Single", typeof(float), ConstantKind.Single),
        new("System.Double", typeof(double), ConstantKind.Double) { IsParameter = true },
    ];

    /// <summary>The interfaces of <c>System.Numerics</c> whose static members are the functions of a type parameter.</summary>
    private static readonly (string Interface, string[] Functions)[] Interfaces =
    [
        ("INumberBase", ["Abs", "IsNaN", "IsFinite", "IsInfinity", "IsNegative", "MultiplyAddEstimate", "MaxMagnitude", "MinMagnitude", "MaxMagnitudeNumber", "MinMagnitudeNumber"]),
        ("INumber", ["Min", "Max", "Clamp", "Sign", "CopySign", "MaxNumber", "MinNumber"]),
        ("IFloatingPoint", ["Floor", "Ceiling", "Round", "Truncate"]),
        ("IFloatingPointIeee754", ["Atan2", "Atan2Pi", "FusedMultiplyAdd", "Ieee754Remainder", "Lerp", "ReciprocalEstimate", "ReciprocalSqrtEstimate", "ScaleB"]),
        ("IExponentialFunctions", ["Exp", "Exp2", "Exp2M1", "Exp10", "Exp10M1", "ExpM1"]),
        ("ILogarithmicFunctions", ["Log", "Log2", "Log2P1", "Log10", "Log10P1", "LogP1"]),
        ("IPowerFunctions", ["Pow"]),
        ("IRootFunctions", ["Sqrt", "Cbrt", "Hypot", "RootN"]),
        ("ITrigonometricFunctions",
        [
            "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "SinCos", "SinPi", "CosPi", "TanPi", "AsinPi", "AcosPi", "AtanPi", "SinCosPi", "DegreesToRadians", "RadiansToDegrees",
        ]),
        ("IHyperbolicFunctions", ["Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh"]),
    ];

    private static readonly UnaryFunction[] OfOne =
    [
        UnaryFunction.Abs, UnaryFunction.Acos, UnaryFunction.Acosh, UnaryFunction.Asin, UnaryFunction.Asinh, UnaryFunction.Atan, UnaryFunction.Atanh,
        UnaryFunction.Cbrt, UnaryFunction.Ceiling, UnaryFunction.Cos, UnaryFunction.Cosh, UnaryFunction.Exp, UnaryFunction.Floor, UnaryFunction.Log,
        UnaryFunction.Log10, UnaryFunction.Log2, UnaryFunction.Round, UnaryFunction.Sin, UnaryFunction.Sinh, UnaryFunction.Sqrt, UnaryFunction.Tan,
        UnaryFunction.Tanh, UnaryFunction.Truncate,
    ];

    /// <summary>What <c>ScalarMath</c> has.</summary>
    private static readonly UnaryFunction[] OfRuntime =
    [
        UnaryFunction.Expm1, UnaryFunction.Log1p, UnaryFunction.Sigmoid, UnaryFunction.Softplus, UnaryFunction.LogCosh, UnaryFunction.Erf,
    ];

    /// <summary>Whether a type has functions of numbers: what it has, and the table has not, has no derivative here.</summary>
    public static bool IsKnownType(string type)
        => type == ScalarMath || RealTypes.Any(known => known.Name == type) || Interfaces.Any(known => InterfaceName(known.Interface) == type);

    private static string InterfaceName(string name) => $"System.Numerics.{name}`1";

    public static void AddTo(Dictionary<string, LibraryFunction> functions)
    {
        foreach (var (kind, name) in WholeTypes)
            AddWhole(functions, kind, name);
        foreach (var type in RealTypes)
            AddReal(functions, type);
        // Math has these for floats too.
        var single = new NumberType("System.Math", typeof(float), ConstantKind.Single);
        AddOrdered(functions, single);
        AddClamp(functions, single);
        Add(functions, single, "Abs", 1, call => NumberValue.Of(ConstantKind.Single, Math.Abs(call.Real(0))), Open(UnaryFunction.Abs, ConstantKind.Single));

        var ofScalarMath = new NumberType(ScalarMath, typeof(double), ConstantKind.Double);
        var generic = ofScalarMath with { IsParameter = true };
        foreach (var type in new[] { ofScalarMath, new NumberType(ScalarMath, typeof(float), ConstantKind.Single), generic })
        {
            foreach (var function in OfRuntime)
                Add(functions, type, function.ToString(), 1, Known(type, function), Open(function, type.Kind));
            Add(functions, type, "LogAddExp", 2, Known(type, BinaryFunction.LogAddExp), Open(BinaryFunction.LogAddExp, type.Kind));
        }

        Add(functions, generic, "Log2", 1, Known(generic, UnaryFunction.Log2), Open(UnaryFunction.Log2, generic.Kind));
        AddRounding(functions, "System.Int32", static call => Math.Round(call.Real(0), call.Integer(1)));
        AddRounding(functions, "System.MidpointRounding", static call => Math.Round(call.Real(0), (MidpointRounding)call.Integer(1)));
        AddRounding(functions, "System.Int32,System.MidpointRounding", static call => Math.Round(call.Real(0), call.Integer(1), (MidpointRounding)call.Integer(2)));
    }

    /// <summary>A type of the framework with functions of a kind of number.</summary>
    private sealed record NumberType(string Name, Type Number, ConstantKind Kind)
    {
        public bool IsNumber => Name == Number.FullName;

        /// <summary>Whether its functions are those of a type parameter: static members of interfaces, or generic methods.</summary>
        public bool IsParameter { get; init; }

        /// <param name="function">The function's name.</param>
        /// <param name="count">How many numbers it takes.</param>
        /// <param name="isLastWhole">Whether the last of them is an <c>int</c>.</param>
        public string Signature(string function, int count, bool isLastWhole = false)
        {
            var (owner, argument) = !IsParameter ? (Name, Number.FullName)
                : IsNumber ? (InterfaceName(Interfaces.First(known => known.Functions.Contains(function)).Interface), "`0")
                : (Name, "``0");
            return $"M:{owner}.{function}{(IsParameter && !IsNumber ? "``1" : "")}({string.Join(",", isLastWhole ? Enumerable.Repeat(argument, count - 1).Append("System.Int32") : Enumerable.Repeat(argument, count))})";
        }

        /// <summary>The framework's own function; null where the compiler runs on the .NET Framework, which has it not.</summary>
        public MethodInfo? Method(string function, int count, bool isLastWhole = false)
            => typeof(Math).Assembly.GetType(Name)?.GetMethod(
                function, BindingFlags.Public | BindingFlags.Static, null, [.. isLastWhole ? Enumerable.Repeat(Number, count - 1).Append(typeof(int)) : Enumerable.Repeat(Number, count)], null);
    }

    private static void AddReal(Dictionary<string, LibraryFunction> functions, NumberType type)
    {
        foreach (var function in OfOne)
            Add(functions, type, function.ToString(), 1, Known(type, function), Open(function, type.Kind));
        // Two numbers are no number.
        AddSineAndCosine(functions, type, UnaryFunction.Sin, UnaryFunction.Cos);
        Add(functions, type, "Pow", 2, Known(type, BinaryFunction.Pow), Open(BinaryFunction.Pow, type.Kind));
        Add(functions, type, "Atan2", 2, Known(type, BinaryFunction.Atan2), Open(BinaryFunction.Atan2, type.Kind));
        // To a base that is known it is a quotient, which vectors have; it is NaN for the bases 0, 1 and ∞.
        Add(functions, type, "Log", 2, Known(type, "Log", static (x, y) => Math.Log(x, y)), Number(type.Kind, static (build, x) => x[1] is Constant(> 0 and not (1 or double.PositiveInfinity))
            ? build.Binary(BinaryFunction.Divide, build.Unary(UnaryFunction.Log, x[0]), build.Unary(UnaryFunction.Log, x[1]))
            : build.Binary(BinaryFunction.LogOfBase, x[0], x[1])));
        AddOrdered(functions, type);
        if (type.Name != "System.MathF")
            AddClamp(functions, type);

        // A product and a sum, which are rounded once.
        Add(functions, type, "FusedMultiplyAdd", 3, Known(type, "FusedMultiplyAdd", static (x, y, z) => (x * y) + z), Number(type.Kind, ProductAndSum));
        AddSigns(functions, type);
        if (!type.IsNumber)
            return;
        AddScaled(functions, type);
        Add(functions, type, "MultiplyAddEstimate", 3, Known(type, "MultiplyAddEstimate", static (x, y, z) => (x * y) + z), Number(type.Kind, ProductAndSum));
        // a·(1 − t) + b·t, as the framework defines it
        Add(functions, type, "Lerp", 3, Known(type, "Lerp", static (x, y, t) => (x * (1 - t)) + (y * t)), Number(type.Kind, static (build, x) => build.Binary(
            BinaryFunction.Add,
            build.Binary(BinaryFunction.Multiply, x[0], build.Binary(BinaryFunction.Subtract, build.Number(1), x[2])),
            build.Binary(BinaryFunction.Multiply, x[1], x[2]))));
        Add(functions, type, "Exp2", 1, Known(type, UnaryFunction.Exp2), Open(UnaryFunction.Exp2, type.Kind));
        Add(functions, type, "ExpM1", 1, Known(type, "ExpM1", UnaryFunction.Expm1.Definition().Evaluate), Open(UnaryFunction.Expm1, type.Kind));
        Add(functions, type, "LogP1", 1, Known(type, "LogP1", UnaryFunction.Log1p.Definition().Evaluate), Open(UnaryFunction.Log1p, type.Kind));
        Add(functions, type, "Hypot", 2, Known(type, BinaryFunction.Hypot), Open(BinaryFunction.Hypot, type.Kind));

        Add(functions, type, "IsNaN", 1, static call => NumberValue.Of(double.IsNaN(call.Real(0))), static (build, x) => new OpenTruth(new Compared(Comparison.NotEqual, x[0], x[0])));
        Add(functions, type, "IsFinite", 1, static call => NumberValue.Of(!double.IsNaN(call.Real(0)) && !double.IsInfinity(call.Real(0))), static (build, x) => Size(build, x, Comparison.Less));
        Add(functions, type, "IsInfinity", 1, static call => NumberValue.Of(double.IsInfinity(call.Real(0))), static (build, x) => Size(build, x, Comparison.Equal));
        Add(
            functions, type, "IsNegative", 1,
            static call => NumberValue.Of(BitConverter.DoubleToInt64Bits(call.Real(0)) < 0), static (build, x) => new OpenTruth(new Compared(Comparison.Less, build.Binary(BinaryFunction.CopySign, build.Number(1), x[0]), build.Number(0))));
    }

    /// <summary>A comparison of the size of a number with infinity.</summary>
    private static OpenTruth Size(ScalarBuilder build, Scalar[] x, Comparison comparison)
        => new(new Compared(comparison, build.Unary(UnaryFunction.Abs, x[0]), build.Number(double.PositiveInfinity)));

    private static Scalar ProductAndSum(ScalarBuilder build, Scalar[] x) => build.Binary(BinaryFunction.Add, build.Binary(BinaryFunction.Multiply, x[0], x[1]), x[2]);

    private static void AddWhole(Dictionary<string, LibraryFunction> functions, ConstantKind kind, string type)
    {
        var (min, max) = (Open(BinaryFunction.Min, kind), Open(BinaryFunction.Max, kind));
        Add(functions, $"M:System.Math.Min({type},{type})", call => NumberValue.Of(kind, Math.Min(call.Whole(0), call.Whole(1))), min);
        Add(functions, $"M:System.Math.Max({type},{type})", call => NumberValue.Of(kind, Math.Max(call.Whole(0), call.Whole(1))), max);
        Add(functions, $"M:System.Math.Clamp({type},{type},{type})", call => NumberValue.Of(kind, Clamp(call.Whole(0), call.Whole(1), call.Whole(2))), Number(kind, Clamped));
        if (kind is ConstantKind.Byte or ConstantKind.UShort or ConstantKind.UInteger)
            return;
        Add(
            functions,
            $"M:System.Math.Abs({type})",
            call => call.Whole(0) is var whole && whole < 0 && kind.Wrap(unchecked(-whole)) == whole
                ? throw new OverflowException($"The absolute value of {Counts.Text(whole)} does not fit into {kind.Text()}")
                : NumberValue.Of(kind, Math.Abs(whole)),
            Open(UnaryFunction.Abs, kind));
        Add(functions, $"M:System.Math.Sign({type})", static call => NumberValue.Of(Math.Sign(call.Whole(0))), Open(UnaryFunction.Sign, ConstantKind.Integer));
    }

    /// <summary>What depends on the order of numbers.</summary>
    private static void AddOrdered(Dictionary<string, LibraryFunction> functions, NumberType type)
    {
        Add(functions, type, "Min", 2, call => NumberValue.Of(type.Kind, Min(call.Real(0), call.Real(1))), Open(BinaryFunction.Min, type.Kind));
        Add(functions, type, "Max", 2, call => NumberValue.Of(type.Kind, Max(call.Real(0), call.Real(1))), Open(BinaryFunction.Max, type.Kind));
        Add(
            functions, type, "Sign", 1,
            static call => double.IsNaN(call.Real(0)) ? throw new ArithmeticException("NaN has no sign") : NumberValue.Of(Math.Sign(call.Real(0))),
            Open(UnaryFunction.Sign, ConstantKind.Integer));
    }

    private static void AddClamp(Dictionary<string, LibraryFunction> functions, NumberType type)
    {
        // Math compares; the types of numbers take the smaller and the larger one, of which NaN is both, and −0 is less than 0.
        Func<double, double, double, double> clamp = type.IsNumber ? Between : Clamp;
        Add(functions, type, "Clamp", 3, call => NumberValue.Of(type.Kind, clamp(call.Real(0), call.Real(1), call.Real(2))), Number(type.Kind, type.IsNumber ? Bounded : Clamped));
    }

    /// <summary>At its bounds the derivative by x is 1, as that of torch.clamp.</summary>
    private static Scalar Clamped(ScalarBuilder build, Scalar[] x) => build.Choose(
        new Compared(Comparison.Less, x[0], x[1]), x[1], build.Choose(new Compared(Comparison.Greater, x[0], x[2]), x[2], x[0]));

    private static Scalar Bounded(ScalarBuilder build, Scalar[] x) => build.Binary(BinaryFunction.AtMost, build.Binary(BinaryFunction.AtLeast, x[0], x[1]), x[2]);

    private static void AddRounding(Dictionary<string, LibraryFunction> functions, string digits, Func<LibraryCall, double> round)
        => Add(functions, $"M:System.Math.Round(System.Double,{digits})", call => NumberValue.Of(round(call)), null);

    private static void Add(Dictionary<string, LibraryFunction> functions, NumberType type, string name, int count, Func<LibraryCall, Value> ofKnown, OpenFunction? ofOpen)
        => Add(functions, type.Signature(name, count), ofKnown, ofOpen);

    private static void Add(Dictionary<string, LibraryFunction> functions, string signature, Func<LibraryCall, Value> ofKnown, OpenFunction? ofOpen)
        => functions.Add(signature, new(ofKnown, ofOpen) { IsOfNumbers = true });

    private static OpenFunction Open(UnaryFunction function, ConstantKind kind) => Number(kind, (build, x) => build.Unary(function, x[0]));

    private static OpenFunction Open(BinaryFunction function, ConstantKind kind) => Number(kind, (build, x) => build.Binary(function, x[0], x[1]));

    private static OpenFunction Number(ConstantKind kind, Func<ScalarBuilder, Scalar[], Scalar> function) => (build, x) => new OpenNumber(function(build, x), kind);

    private static Func<LibraryCall, Value> Known(NumberType type, UnaryFunction function) => Known(type, function.ToString(), function.Definition().Evaluate);

    private static Func<LibraryCall, Value> Known(NumberType type, BinaryFunction function) => Known(type, function.ToString(), function.Definition().Evaluate);

    /// <summary>The framework's own function, which for floats may differ from the rounded one of doubles in the last bit; or else that of doubles.</summary>
    private static Func<LibraryCall, Value> Known(NumberType type, string name, Func<double, double> otherwise)
    {
        if (type.Kind == ConstantKind.Double)
        {
            var ofDoubles = Delegate<Func<double, double>>(type.Method(name, 1)) ?? otherwise;
            return call => NumberValue.Of(ofDoubles(call.Real(0)));
        }

        return Delegate<Func<float, float>>(type.Method(name, 1)) is { } ofFloats
            ? call => NumberValue.Of(ofFloats(call.Single(0)))
            : call => NumberValue.Of(ConstantKind.Single, otherwise(call.Real(0)));
    }

    private static Func<LibraryCall, Value> Known(NumberType type, string name, Func<double, double, double> otherwise)
    {
        if (type.Kind == ConstantKind.Double)
        {
            var ofDoubles = Delegate<Func<double, double, double>>(type.Method(name, 2)) ?? otherwise;
            return call => NumberValue.Of(ofDoubles(call.Real(0), call.Real(1)));
        }

        return Delegate<Func<float, float, float>>(type.Method(name, 2)) is { } ofFloats
            ? call => NumberValue.Of(ofFloats(call.Single(0), call.Single(1)))
            : call => NumberValue.Of(ConstantKind.Single, otherwise(call.Real(0), call.Real(1)));
    }

    private static Func<LibraryCall, Value> Known(NumberType type, string name, Func<double, double, double, double> otherwise)
    {
        if (type.Kind == ConstantKind.Double)
        {
            var ofDoubles = Delegate<Func<double, double, double, double>>(type.Method(name, 3)) ?? otherwise;
            return call => NumberValue.Of(ofDoubles(call.Real(0), call.Real(1), call.Real(2)));
        }

        return Delegate<Func<float, float, float, float>>(type.Method(name, 3)) is { } ofFloats
            ? call => NumberValue.Of(ofFloats(call.Single(0), call.Single(1), call.Single(2)))
            : call => NumberValue.Of(ConstantKind.Single, otherwise(call.Real(0), call.Real(1), call.Real(2)));
    }

    private static T? Delegate<T>(MethodInfo? method)
        where T : Delegate
        => (T?)method?.CreateDelegate(typeof(T));

    /// <summary>NaN where either is NaN, and −0 is less than 0: the .NET Framework has it otherwise.</summary>
    private static double Min(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right))
            return double.IsNaN(left) ? left : right;
        if (left == 0 && right == 0)
            return double.IsNegativeInfinity(1 / left) ? left : right;
        return left < right ? left : right;
    }

    private static double Max(double left, double right) => -Min(-left, -right);

    private static long Clamp(long value, long min, long max)
        => min > max ? throw new ArgumentException($"{Counts.Text(min)} is greater than {Counts.Text(max)}") : Math.Min(Math.Max(value, min), max);

    private static double Clamp(double value, double min, double max)
        => min > max ? throw new ArgumentException($"{Numbers.Text(min)} is greater than {Numbers.Text(max)}") : value < min ? min : value > max ? max : value;

    private static double Between(double value, double min, double max)
        => min > max ? throw new ArgumentException($"{Numbers.Text(min)} is greater than {Numbers.Text(max)}") : Min(Max(value, min), max);
}
