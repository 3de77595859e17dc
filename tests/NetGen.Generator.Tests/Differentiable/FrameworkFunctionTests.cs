using System.Globalization;
using System.Reflection;
using System.Text;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The functions of the framework: which of them can be differentiated, what they give, and their derivatives.</summary>
public sealed class FrameworkFunctionTests
{
    /// <summary>Functions whose derivative says nothing, or whose value is not the same everywhere.</summary>
    private static readonly string[] Refused = ["BitDecrement", "BitIncrement", "ClampNative", "MaxNative", "MinNative", "Round"];

    /// <summary>What is called with numbers x and y of a type, whose name is N, and of which M is the class of functions.</summary>
    private static readonly string[] OfClass =
    [
        "M.CopySign(x, y)", "M.CopySign(y * y, -x)", "M.IEEERemainder(x, y)", "M.ScaleB(x, 3) * y", "M.ScaleB(x + y, -2)", "M.MaxMagnitude(x, y)", "M.MinMagnitude(x, y)",
        "M.FusedMultiplyAdd(x, y, x)", "M.Cbrt(x) * y", "y + M.ReciprocalEstimate(x)", "y * M.ReciprocalSqrtEstimate(2 + x)",
    ];

    private static readonly string[] OfType =
    [
        "N.CopySign(x, y)", "N.Ieee754Remainder(x, y)", "N.ScaleB(x, 3) * y", "N.MaxMagnitude(x, y)", "N.MinMagnitude(x, y)", "N.MaxMagnitudeNumber(x, y)", "N.MinMagnitudeNumber(x, y)",
        "N.MaxNumber(x, y)", "N.MinNumber(x, y)", "N.RootN(x * x, 4) + N.RootN(y, 3)", "N.SinPi(x) + y", "N.CosPi(x) * y", "N.TanPi(x) - y", "N.SinCosPi(x).SinPi * N.SinCosPi(y).CosPi",
        "N.AsinPi(N.Tanh(x)) + N.AcosPi(N.Tanh(y))", "N.AtanPi(x) + N.Atan2Pi(x, y)", "N.DegreesToRadians(x) * N.RadiansToDegrees(y)", "N.Exp10(x) + N.Exp10M1(y)", "N.Exp2(x) * N.Exp2M1(y)",
        "N.Log2P1(x * x) + N.Log10P1(y * y)", "y + N.ReciprocalEstimate(x)", "y * N.ReciprocalSqrtEstimate(x * x)",
    ];

    private static readonly double[][] Points = [[0.7, -1.3], [-1.9, 0.4], [2.4, 1.1], [-0.3, -0.8], [0.625, 0.9]];

    public static TheoryData<Type, Type> Types => new()
    {
        { typeof(Math), typeof(double) }, { typeof(MathF), typeof(float) }, { typeof(double), typeof(double) }, { typeof(float), typeof(float) },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void All_functions_of_numbers_are_known_but_those_that_are_refused(Type type, Type number)
    {
        var pair = typeof(ValueTuple<,>).MakeGenericType(number, number);
        var unknown = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod && (method.ReturnType == number || method.ReturnType == pair))
            .Where(method => method.GetParameters() is { Length: > 0 } parameters && Array.TrueForAll(parameters, parameter => parameter.ParameterType == number || parameter.ParameterType == typeof(int)) && parameters[0].ParameterType == number)
            .Where(method => !LibraryFunctions.Has($"M:{type.FullName}.{method.Name}({string.Join(",", method.GetParameters().Select(static parameter => parameter.ParameterType.FullName))})"))
            .Select(static method => method.Name).Distinct();

        Assert.Empty(unknown.Except(Refused));
    }

    [Fact]
    public void Values_are_those_of_CSharp_and_derivatives_those_of_differences()
    {
        var members = new StringBuilder();
        var cases = new List<(string Name, string Expression, bool IsSingle)>();
        foreach (var (expression, index) in OfClass.Concat(OfType).Select(static (expression, index) => (expression, index)))
        {
            Add($"D{index}", "double", "", "");
            Add($"F{index}", "float", "", "");
            if (!expression.Contains("M.", StringComparison.Ordinal))
                Add($"G{index}", "T", "<T>", " where T : IFloatingPointIeee754<T>");

            void Add(string name, string type, string parameters, string constraints)
            {
                var number = type == "T" ? "double" : type;
                var body = expression.Replace("N.", type + ".", StringComparison.Ordinal).Replace("M.", type == "float" ? "MathF." : "Math.", StringComparison.Ordinal);
                var arguments = $"({number})x, ({number})y";
                members.Append(CultureInfo.InvariantCulture, $$"""
                        [Differentiable] public static {{type}} {{name}}{{parameters}}({{type}} x, {{type}} y){{constraints}} => {{body}};
                        public static double[] {{name}}Of(double x, double y) { var r = {{name}}Gradient({{arguments}}); return [{{name}}({{arguments}}), r.Value, r.DX, r.DY]; }

                    """);
                cases.Add((name, body, type == "float"));
            }
        }

        var compiled = CompiledFunctions.Compile($"using System.Numerics;\npublic static partial class Functions\n{{\n{members}}}\n");
        foreach (var (name, expression, isSingle) in cases)
        {
            var isEstimate = expression.Contains("Estimate", StringComparison.Ordinal);
            foreach (var point in Points)
            {
                var actual = Call(name + "Of", point);
                Close(actual[0], actual[1], isSingle ? 1e-6 : 1e-14, "value", name, expression, point);
                for (var input = 0; input < 2; input++)
                {
                    // Differences of floats say little: those of the same function of doubles are taken.
                    if (isEstimate || Differences.Derivative(at => Call((isSingle ? "D" + name[1..] : name) + "Of", at)[0], point, input) is not { } expected)
                        continue;
                    Close(expected, actual[2 + input], isSingle ? 1e-4 : 1e-6, $"derivative by {"xy"[input]}", name, expression, point);
                }
            }
        }

        // An estimate jumps: the derivatives are those of what it estimates.
        foreach (var name in cases.Where(static one => one.Expression.StartsWith("y + ", StringComparison.Ordinal) && one.Expression.Contains("ReciprocalEstimate", StringComparison.Ordinal)).Select(static one => one.Name))
            Close(-1 / (0.7 * 0.7), Call(name + "Of", [0.7, -1.3])[2], 2e-3, "derivative by x", name, "an estimate", [0.7, -1.3]);

        double[] Call(string name, double[] at) => (double[])compiled.CallStatic("Functions", name, at[0], at[1])!;
    }

    [Fact]
    public void A_whole_number_that_is_known_at_run_time_alone_scales_and_takes_roots()
    {
        var compiled = CompiledFunctions.Members("""
            [Differentiable]
            public static double Scaled(double x, int n)
            {
                var sum = 0.0;
                for (var i = 0; i < n; i++)
                    sum += Math.ScaleB(x, i - 2) * double.RootN(1 + x * x, i + 1);
                return sum;
            }

            [Differentiable]
            public static float Signed(float x, float y) => MathF.CopySign(x, y);

            public static double[] Both(double x, int n) { var r = ScaledGradient(x, n); return [Scaled(x, n), r.Value, r.DX]; }
            public static double Zero() => 1 / SignedGradient(0f, -0f).Value;
            """);

        double[] Call(double x) => (double[])compiled.CallStatic("Functions", "Both", x, 9)!;
        var actual = Call(0.75);
        Assert.Equal(actual[0], actual[1], 1e-12);
        Assert.Equal(Differences.Derivative(at => Call(at[0])[0], [0.75], 0)!.Value, actual[2], 1e-5);
        Assert.Equal(double.NegativeInfinity, compiled.CallStatic("Functions", "Zero"));
    }

    private static void Close(double expected, double actual, double tolerance, string what, string name, string expression, double[] point)
        => Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
            string.Create(CultureInfo.InvariantCulture, $"The {what} of {name} = {expression} at {point[0]}, {point[1]} is {actual:R}, but {expected:R} was expected."));
}
