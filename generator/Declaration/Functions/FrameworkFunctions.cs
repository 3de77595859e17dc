using Microsoft.CodeAnalysis;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>
/// The functions of <c>Math</c>, <c>MathF</c>, <c>float</c>, <c>double</c> and NetGen's <c>ScalarMath</c>, by name and number of arguments.
/// Those of one or two values that <see cref="ScalarFunctions"/> has under the same name are known by that; the others are here.
/// </summary>
internal static class FrameworkFunctions
{
    internal delegate Scalar Function(ScalarBuilder build, Scalar[] arguments);

    private const string ScalarMath = "NetGen.Numerics.ScalarMath";

    private static readonly HashSet<string> KnownTypes = ["System.Math", "System.MathF", "System.Single", "System.Double", ScalarMath];

    /// <summary>These are not functions of the framework by that name, or not with that meaning.</summary>
    private static readonly HashSet<UnaryFunction> NotByName =
    [
        UnaryFunction.Negate, UnaryFunction.Sign, UnaryFunction.Expm1, UnaryFunction.Log1p, UnaryFunction.Sigmoid, UnaryFunction.Softplus, UnaryFunction.LogCosh, UnaryFunction.Erf,
    ];

    private static readonly Dictionary<(string Name, int Arguments), Function> Table = MakeTable();

    public static IEnumerable<string> Names => Table.Keys.Select(static key => key.Name).Distinct().OrderBy(static name => name, StringComparer.Ordinal);

    public static bool IsKnownType(IMethodSymbol method) => method.IsStatic && KnownTypes.Contains(MetadataNames.Of(method.ContainingType));

    /// <summary>What a method computes, or null where no derivative of it is known.</summary>
    public static Function? Find(IMethodSymbol method, int arguments)
    {
        if (MetadataNames.Of(method.ContainingType) == ScalarMath && Enum.TryParse<UnaryFunction>(method.Name, out var function))
            return Of(function);
        return Table.TryGetValue((method.Name, arguments), out var found) ? found : null;
    }

    /// <summary>The functions of whole numbers that bounds of loops may be made with.</summary>
    public static long? OfWhole(string name, long[] arguments) => (name, arguments) switch
    {
        ("Abs", [var x]) => Math.Abs(x),
        ("Sign", [var x]) => Math.Sign(x),
        ("Min", [var x, var y]) => Math.Min(x, y),
        ("Max", [var x, var y]) => Math.Max(x, y),
        _ => null,
    };

    public static bool IsOfWhole(string name) => name is "Abs" or "Min" or "Max";

    public static bool IsCondition(string name) => name is "IsNaN" or "IsFinite" or "IsInfinity" or "IsNegative";

    public static Condition Condition(string name, Scalar operand, ScalarBuilder build) => name switch
    {
        "IsNaN" => new Compared(Comparison.NotEqual, operand, operand),
        "IsInfinity" => new Compared(Comparison.Equal, build.Unary(UnaryFunction.Abs, operand), build.Number(double.PositiveInfinity)),
        "IsNegative" => new Compared(Comparison.Less, operand, build.Number(0)),
        _ => new Compared(Comparison.Less, build.Unary(UnaryFunction.Abs, operand), build.Number(double.PositiveInfinity)),
    };

    private static Dictionary<(string, int), Function> MakeTable()
    {
        var table = new Dictionary<(string, int), Function>
        {
            [("ExpM1", 1)] = Of(UnaryFunction.Expm1),
            [("LogP1", 1)] = Of(UnaryFunction.Log1p),
            [("Min", 2)] = Of(BinaryFunction.Min),
            [("Max", 2)] = Of(BinaryFunction.Max),
            [("Pow", 2)] = Of(BinaryFunction.Pow),
            [("Atan2", 2)] = Of(BinaryFunction.Atan2),
            [("Hypot", 2)] = Of(BinaryFunction.Hypot),
            [("LogAddExp", 2)] = Of(BinaryFunction.LogAddExp),
            [("Log", 2)] = static (build, x) => build.Binary(
                BinaryFunction.Divide, build.Unary(UnaryFunction.Log, x[0]), build.Unary(UnaryFunction.Log, x[1])),
            [("FusedMultiplyAdd", 3)] = static (build, x) => build.Binary(BinaryFunction.Add, build.Binary(BinaryFunction.Multiply, x[0], x[1]), x[2]),
            [("MultiplyAddEstimate", 3)] = static (build, x) => build.Binary(BinaryFunction.Add, build.Binary(BinaryFunction.Multiply, x[0], x[1]), x[2]),
            // a·(1 − t) + b·t, as the framework defines it
            [("Lerp", 3)] = static (build, x) => build.Binary(
                BinaryFunction.Add,
                build.Binary(BinaryFunction.Multiply, x[0], build.Binary(BinaryFunction.Subtract, build.Number(1), x[2])),
                build.Binary(BinaryFunction.Multiply, x[1], x[2])),
            // At its bounds the derivative by x is 1, as that of torch.clamp.
            [("Clamp", 3)] = static (build, x) => build.Choose(
                new Compared(Comparison.Less, x[0], x[1]),
                x[1],
                build.Choose(new Compared(Comparison.Greater, x[0], x[2]), x[2], x[0])),
        };
        foreach (UnaryFunction function in Enum.GetValues(typeof(UnaryFunction)))
        {
            if (!NotByName.Contains(function))
                table.Add((function.ToString(), 1), Of(function));
        }

        return table;
    }

    private static Function Of(UnaryFunction function) => (build, x) => build.Unary(function, x[0]);

    private static Function Of(BinaryFunction function) => (build, x) => build.Binary(function, x[0], x[1]);
}
