using System.Globalization;
using System.Reflection;
using System.Text;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The framework's functions at NaN, zeros and infinities: of known numbers and of parameters they are what C# computes.</summary>
public sealed class SpecialValueTests
{
    private static readonly double[] Values = [double.NaN, double.NegativeInfinity, -2, -0.0, 0, 0.5, 1, 3, double.PositiveInfinity];
    private static readonly double[] Wholes = [-3, -1, 0, 1, 2, 5];

    /// <summary>Those that choose one of their arguments, or cut one off. They have no rounding, and the sign of a zero counts.</summary>
    private static readonly string[] Exact =
    [
        "Abs", "Ceiling", "Clamp", "CopySign", "Floor", "IEEERemainder", "Ieee754Remainder", "IsFinite", "IsInfinity", "IsNaN", "IsNegative", "Max", "MaxMagnitude", "MaxMagnitudeNumber", "MaxNumber",
        "Min", "MinMagnitude", "MinMagnitudeNumber", "MinNumber", "Round", "ScaleB", "Sqrt", "Truncate",
    ];

    /// <summary>What they give depends on the processor.</summary>
    private static readonly string[] Estimates = ["ReciprocalEstimate", "ReciprocalSqrtEstimate"];

    [Fact]
    public void Functions_have_the_values_of_CSharp_and_choices_their_derivatives()
    {
        var functions = new List<Function>();
        foreach (var (type, number) in (ReadOnlySpan<(Type, Type)>)[(typeof(Math), typeof(double)), (typeof(MathF), typeof(float)), (typeof(double), typeof(double)), (typeof(float), typeof(float))])
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => IsOfNumbers(method, number) && !Estimates.Contains(method.Name)))
            {
                functions.Add(new($"F{functions.Count}", method, number, IsGeneric: false));
                if (type == typeof(double) && LibraryFunctions.Signatures.Any(signature => signature.StartsWith("M:System.Numerics.", StringComparison.Ordinal) && LibraryFunctions.NameOf(signature) == method.Name))
                    functions.Add(new($"F{functions.Count}", method, number, IsGeneric: true));
            }
        }

        Assert.InRange(functions.Count, 150, int.MaxValue);
        functions = [.. TestTier.OneIn(3, functions)];
        var compiled = CompiledFunctions.Compile($"using System.Numerics;\npublic static partial class Functions\n{{\n{string.Concat(functions.Select(static function => function.Source))}}}\n");
        var wrong = functions.SelectMany(function => Arguments(function).SelectMany(arguments => Faults(compiled, function, arguments))).Distinct().ToList();

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static bool IsOfNumbers(MethodInfo method, Type number)
        => !method.IsSpecialName && (method.ReturnType == number || method.ReturnType == typeof(bool))
            && method.GetParameters() is { Length: > 0 } parameters && parameters[0].ParameterType == number
            && Array.TrueForAll(parameters, parameter => parameter.ParameterType == number || parameter.ParameterType == typeof(int))
            && LibraryFunctions.Has(SignatureOf(method)) && LibraryFunctions.Find(SignatureOf(method)).OfOpen is not null;

    private static string SignatureOf(MethodInfo method)
        => $"M:{method.DeclaringType!.FullName}.{method.Name}({string.Join(",", method.GetParameters().Select(static parameter => parameter.ParameterType.FullName))})";

    private static IEnumerable<double[]> Arguments(Function function)
    {
        IEnumerable<double[]> all = [[]];
        foreach (var isWhole in function.IsWhole)
            all = all.SelectMany(before => (isWhole ? Wholes : Values).Select(value => (double[])[.. before, value]));
        return all;
    }

    private static IEnumerable<string> Faults(CompiledFunctions compiled, Function function, double[] arguments)
    {
        var method = function.Method;
        object[] boxed = [.. arguments.Select((argument, index) => Convert.ChangeType(argument, method.GetParameters()[index].ParameterType, CultureInfo.InvariantCulture))];
        double expected;
        try
        {
            expected = Convert.ToDouble(method.Invoke(null, boxed), CultureInfo.InvariantCulture);
        }
        catch (TargetInvocationException)
        {
            // As Clamp with a lower bound above the upper one.
            yield break;
        }

        var kind = function.Number == typeof(float) ? ConstantKind.Single : ConstantKind.Double;
        var known = LibraryFunctions.Call(
            SignatureOf(method),
            new([.. arguments.Select((argument, index) => function.IsWhole[index] ? NumberValue.Of((int)argument) : NumberValue.Of(kind, argument))], 0, new()));
        if (known is NumberValue number && !IsSame(number.Kind == ConstantKind.Boolean ? number.Whole : number.Real, expected, function))
            yield return Text("known numbers", number.Real, expected);

        var open = (double[])compiled.CallStatic("Functions", function.Name + "Of", [.. arguments.Concat([0, 0]).Take(3).Cast<object>()])!;
        if (!IsSame(open[0], expected, function))
            yield return Text("parameters", open[0], expected);
        if (double.IsNaN(expected))
            yield break;
        for (var input = 0; input < arguments.Length; input++)
        {
            if (Derivative(method.Name, arguments, expected, input) is { } derivative && derivative != open[1 + input])
                yield return Text($"derivative by argument {input}", open[1 + input], derivative);
        }

        string Text(string what, double actual, double wanted)
            => string.Create(CultureInfo.InvariantCulture, $"{(function.IsGeneric ? "T" : method.DeclaringType!.Name)}.{method.Name}({string.Join(", ", arguments)}) of {what} is {actual}, but {wanted} in C#.");
    }

    private static bool IsSame(double actual, double expected, Function function)
        => actual.Equals(expected) && (actual != 0 || !Exact.Contains(function.Method.Name) || double.IsNegative(actual) == double.IsNegative(expected))
            || (!Exact.Contains(function.Method.Name) && Math.Abs(actual - expected) <= (function.Number == typeof(float) ? 1e-5 : 1e-13) * Math.Max(1, Math.Abs(expected)));

    /// <summary>The derivative of a choice: 1 for what is chosen. Of equal ones each has half of it, and of a number and its bound the number has it.</summary>
    private static double? Derivative(string name, double[] arguments, double value, int input)
    {
        if (name == "Clamp")
        {
            var (x, min, max) = (arguments[0], arguments[1], arguments[2]);
            return input switch { 0 => x < min || x > max ? 0 : 1, 1 => x < min ? 1 : 0, _ => x > max ? 1 : 0 };
        }

        if (!name.StartsWith("Max", StringComparison.Ordinal) && !name.StartsWith("Min", StringComparison.Ordinal))
            return null;
        return arguments[0] == arguments[1] ? 0.5 : arguments[input] == value ? 1 : 0;
    }

    private sealed record Function(string Name, MethodInfo Method, Type Number, bool IsGeneric)
    {
        public bool[] IsWhole { get; } = [.. Method.GetParameters().Select(static parameter => parameter.ParameterType == typeof(int))];

        /// <summary>The function of two or three parameters, and a method that gives its value and derivatives.</summary>
        public string Source
        {
            get
            {
                var number = Number == typeof(float) ? "float" : "double";
                var type = IsGeneric ? "T" : number;
                var names = IsWhole is [_, true] ? ["x", "y"] : (string[])["x", "y", "z"];
                var parameters = string.Join(", ", names.Select((name, index) => (IsWhole.ElementAtOrDefault(index) ? "int " : type + " ") + name));
                var given = string.Join(", ", names.Select((name, index) => $"({(IsWhole.ElementAtOrDefault(index) ? "int" : number)}){name}"));
                var owner = IsGeneric ? "T" : Number == Method.DeclaringType ? number : Method.DeclaringType!.Name;
                var call = $"{owner}.{Method.Name}({string.Join(", ", names.Take(IsWhole.Length))})";
                var body = Method.ReturnType == typeof(bool) ? $"{call} ? {(IsGeneric ? "T.One : T.Zero" : "1 : 0")}" : call;
                var derivatives = string.Join("", names.Where((_, index) => !IsWhole.ElementAtOrDefault(index)).Select(static name => ", r.D" + name.ToUpperInvariant()));
                return new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""
                        [Differentiable] public static {{type}} {{Name}}{{(IsGeneric ? "<T>" : "")}}({{parameters}}){{(IsGeneric ? " where T : IFloatingPointIeee754<T>" : "")}} => {{body}};
                        public static double[] {{Name}}Of(double x, double y, double z) { var r = {{Name}}Gradient({{given}}); return [r.Value{{derivatives}}]; }

                    """).ToString();
            }
        }
    }
}
