using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

/// <summary>
/// Compiles emitted text as a host project might, with checked arithmetic, nullable off and no usings, and runs it. Warnings fail.
/// The runtime's own functions are stand-ins here, by their definitions.
/// </summary>
internal sealed class CompiledScalars
{
    private const string Runtime = """
        namespace NetGen.Numerics
        {
            public static class ScalarMath
            {
                public static double Expm1(double x) => System.Math.Abs(x) < 1e-5 ? x + x * x / 2 : System.Math.Exp(x) - 1;
                public static double Log1p(double x) => System.Math.Abs(x) < 1e-5 ? x - x * x / 2 : System.Math.Log(1 + x);
                public static double Sigmoid(double x) => 1 / (1 + System.Math.Exp(-x));
                public static double Softplus(double x) => x > 30 ? x : System.Math.Log(1 + System.Math.Exp(x));
                public static double LogCosh(double x) => System.Math.Abs(x) < 1e-3 ? x * x / 2 - x * x * x * x / 12 : System.Math.Abs(x) > 30 ? System.Math.Abs(x) - System.Math.Log(2) : System.Math.Log(System.Math.Cosh(x));
                public static double LogAddExp(double x, double y) => System.Math.Max(x, y) + (x == y ? System.Math.Log(2) : Log1p(System.Math.Exp(-System.Math.Abs(x - y))));
                public static double Erf(double x)
                {
                    // the midpoint rule for 2/√π·∫exp(−t²)
                    var sum = 0.0;
                    for (var i = 0; i < 2000; i++)
                    {
                        var t = (i + 0.5) / 2000 * x;
                        sum += System.Math.Exp(-t * t);
                    }
                    return sum * x / 2000 * 2 / System.Math.Sqrt(System.Math.PI);
                }
                public static float Expm1(float x) => (float)Expm1((double)x);
                public static float Log1p(float x) => (float)Log1p((double)x);
                public static float Sigmoid(float x) => (float)Sigmoid((double)x);
                public static float Softplus(float x) => (float)Softplus((double)x);
                public static float LogCosh(float x) => (float)LogCosh((double)x);
                public static float LogAddExp(float x, float y) => (float)LogAddExp((double)x, (double)y);
                public static float Erf(float x) => (float)Erf((double)x);
                public static T Expm1<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(Expm1(double.CreateChecked(x)));
                public static T Log1p<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(Log1p(double.CreateChecked(x)));
                public static T Sigmoid<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(Sigmoid(double.CreateChecked(x)));
                public static T Softplus<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(Softplus(double.CreateChecked(x)));
                public static T LogCosh<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(LogCosh(double.CreateChecked(x)));
                public static T Erf<T>(T x) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(Erf(double.CreateChecked(x)));
                public static T LogAddExp<T>(T x, T y) where T : System.Numerics.IFloatingPointIeee754<T> => T.CreateChecked(LogAddExp(double.CreateChecked(x), double.CreateChecked(y)));
                public static T Log2<T>(T x) where T : System.Numerics.ILogarithmicFunctions<T> => T.Log2(x);
            }
            public static partial class VectorMath
            {
                private static System.Runtime.Intrinsics.Vector256<float> Map(System.Runtime.Intrinsics.Vector256<float> x, System.Func<float, float> f) =>
                    System.Runtime.Intrinsics.Vector256.Create(f(x[0]), f(x[1]), f(x[2]), f(x[3]), f(x[4]), f(x[5]), f(x[6]), f(x[7]));
                public static System.Runtime.Intrinsics.Vector256<float> Exp(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, System.MathF.Exp);
                public static System.Runtime.Intrinsics.Vector256<float> Expm1(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.Expm1);
                public static System.Runtime.Intrinsics.Vector256<float> Log(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, System.MathF.Log);
                public static System.Runtime.Intrinsics.Vector256<float> Log1p(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.Log1p);
                public static System.Runtime.Intrinsics.Vector256<float> Tanh(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, System.MathF.Tanh);
                public static System.Runtime.Intrinsics.Vector256<float> Sigmoid(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.Sigmoid);
                public static System.Runtime.Intrinsics.Vector256<float> Softplus(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.Softplus);
                public static System.Runtime.Intrinsics.Vector256<float> LogCosh(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.LogCosh);
                public static System.Runtime.Intrinsics.Vector256<float> LogAddExp(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) =>
                    System.Runtime.Intrinsics.Vector256.Create(ScalarMath.LogAddExp(x[0], y[0]));
                public static System.Runtime.Intrinsics.Vector256<float> Hypot(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) =>
                    System.Runtime.Intrinsics.Vector256.Create(float.Hypot(x[0], y[0]));
                public static System.Runtime.Intrinsics.Vector256<float> Remainder(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) =>
                    System.Runtime.Intrinsics.Vector256.Create(x[0] % y[0]);
                public static System.Runtime.Intrinsics.Vector256<float> Erf(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, ScalarMath.Erf);
                public static System.Runtime.Intrinsics.Vector256<float> Sin(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, System.MathF.Sin);
                public static System.Runtime.Intrinsics.Vector256<float> Cos(System.Runtime.Intrinsics.Vector256<float> x) => Map(x, System.MathF.Cos);
                public static System.Runtime.Intrinsics.Vector256<float> Max(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) => System.Runtime.Intrinsics.Vector256.Max(x, y);
                public static System.Runtime.Intrinsics.Vector256<float> Min(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) => System.Runtime.Intrinsics.Vector256.Min(x, y);
                public static System.Runtime.Intrinsics.Vector256<float> Pow(System.Runtime.Intrinsics.Vector256<float> x, System.Runtime.Intrinsics.Vector256<float> y) =>
                    System.Runtime.Intrinsics.Vector256.Create(System.MathF.Pow(x[0], y[0]));
                private static System.Runtime.Intrinsics.Vector256<double> Map(System.Runtime.Intrinsics.Vector256<double> x, System.Func<double, double> f) => System.Runtime.Intrinsics.Vector256.Create(f(x[0]), f(x[1]), f(x[2]), f(x[3]));
                public static System.Runtime.Intrinsics.Vector256<double> Exp(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, System.Math.Exp);
                public static System.Runtime.Intrinsics.Vector256<double> Expm1(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.Expm1);
                public static System.Runtime.Intrinsics.Vector256<double> Log(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, System.Math.Log);
                public static System.Runtime.Intrinsics.Vector256<double> Log1p(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.Log1p);
                public static System.Runtime.Intrinsics.Vector256<double> Tanh(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, System.Math.Tanh);
                public static System.Runtime.Intrinsics.Vector256<double> Sigmoid(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.Sigmoid);
                public static System.Runtime.Intrinsics.Vector256<double> Softplus(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.Softplus);
                public static System.Runtime.Intrinsics.Vector256<double> LogCosh(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.LogCosh);
                public static System.Runtime.Intrinsics.Vector256<double> Erf(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, ScalarMath.Erf);
                public static System.Runtime.Intrinsics.Vector256<double> Sin(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, System.Math.Sin);
                public static System.Runtime.Intrinsics.Vector256<double> Cos(System.Runtime.Intrinsics.Vector256<double> x) => Map(x, System.Math.Cos);
                public static System.Runtime.Intrinsics.Vector256<double> LogAddExp(System.Runtime.Intrinsics.Vector256<double> x, System.Runtime.Intrinsics.Vector256<double> y) => System.Runtime.Intrinsics.Vector256.Create(ScalarMath.LogAddExp(x[0], y[0]));
                public static System.Runtime.Intrinsics.Vector256<double> Hypot(System.Runtime.Intrinsics.Vector256<double> x, System.Runtime.Intrinsics.Vector256<double> y) => System.Runtime.Intrinsics.Vector256.Create(double.Hypot(x[0], y[0]));
                public static System.Runtime.Intrinsics.Vector256<double> Remainder(System.Runtime.Intrinsics.Vector256<double> x, System.Runtime.Intrinsics.Vector256<double> y) => System.Runtime.Intrinsics.Vector256.Create(x[0] % y[0]);
                public static System.Runtime.Intrinsics.Vector256<double> Max(System.Runtime.Intrinsics.Vector256<double> x, System.Runtime.Intrinsics.Vector256<double> y) => System.Runtime.Intrinsics.Vector256.Max(x, y);
                public static System.Runtime.Intrinsics.Vector256<double> Min(System.Runtime.Intrinsics.Vector256<double> x, System.Runtime.Intrinsics.Vector256<double> y) => System.Runtime.Intrinsics.Vector256.Min(x, y);
            }
        }
        """;

    // Functions of sixteen floats are those of eight, of one half after the other.
    private static readonly string Wide = "namespace NetGen.Numerics { using V = System.Runtime.Intrinsics.Vector512<float>; using W = System.Runtime.Intrinsics.Vector512; public static partial class VectorMath {"
        + string.Concat(new[] { "Exp", "Expm1", "Log", "Log1p", "Tanh", "Sigmoid", "Softplus", "LogCosh", "Erf", "Sin", "Cos" }
            .Select(static name => $"public static V {name}(V x) => W.Create({name}(W.GetLower(x)), {name}(W.GetUpper(x)));"))
        + string.Concat(new[] { "LogAddExp", "Hypot", "Remainder", "Max", "Min", "Pow" }
            .Select(static name => $"public static V {name}(V x, V y) => W.Create({name}(W.GetLower(x), W.GetLower(y)), {name}(W.GetUpper(x), W.GetUpper(y)));"))
        + "} }";

    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private readonly Type type;

    private CompiledScalars(Type type) => this.type = type;

    /// <summary>Compiles functions of x, y and z; each gives the values of some scalars that are emitted together.</summary>
    public static CompiledScalars Compile(CSharpTarget target, IReadOnlyList<IReadOnlyList<Scalar>> functions)
    {
        var type = target.Number;
        var isGeneric = target.Numbers == NumberFunctions.OfParameter;
        var last = target.IsDouble ? 3 : target == CSharpTarget.Vector512 ? 15 : 7;
        var source = new StringBuilder("public static class Compiled\n{\n");
        for (var i = 0; i < functions.Count; i++)
        {
            var emitted = CSharpText.Emit(functions[i], ["x", "y", "z"], target, ["values"]);
            source.Append($"    public static {type}[] F{i}{(isGeneric ? $"<{type}>" : "")}({type}[] arguments)\n{(isGeneric ? $"        where {type} : System.Numerics.IFloatingPointIeee754<{type}>\n" : "")}    {{\n");
            for (var argument = 0; argument < 3; argument++)
            {
                var load = $"arguments[{argument}]";
                source.Append($"        var {"xyz"[argument]} = {(target.IsVector ? $"{target.VectorClass}.Create({load})" : load)};\n");
            }

            foreach (var statement in emitted.Statements)
                source.Append("        ").Append(statement).Append('\n');
            source.Append($"        var values = new {type}[] {{ ")
                .AppendJoin(", ", emitted.Expressions.Select(expression => target.IsVector ? $"({expression})[{last}]" : expression))
                .Append(" };\n        return values;\n    }\n");
        }

        source.Append("}\n");
        return new CompiledScalars(Load(source.ToString()).GetType("Compiled")!);
    }

    public double[] Run(int function, params double[] arguments)
    {
        var method = type.GetMethod("F" + function)!;
        if (method.IsGenericMethod)
            method = method.MakeGenericMethod(typeof(double));
        var isDouble = method.ReturnType == typeof(double[]);
        object input = isDouble ? arguments : Array.ConvertAll(arguments, x => (float)x);
        var result = method.Invoke(null, [input]);
        return isDouble ? (double[])result! : Array.ConvertAll((float[])result!, x => (double)x);
    }

    private static Assembly Load(string source)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: true,
            nullableContextOptions: NullableContextOptions.Disable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            optimizationLevel: OptimizationLevel.Release);
        var compilation = CSharpCompilation.Create(
            "Compiled", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(Runtime), CSharpSyntaxTree.ParseText(Wide)], Framework, options);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + source);
        return Assembly.Load(stream.ToArray());
    }
}
