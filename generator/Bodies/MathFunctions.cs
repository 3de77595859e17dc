using System.Reflection;

namespace NetGen.Generator.Bodies;

/// <summary>Functions of <c>Math</c> and <c>MathF</c>, computed by the framework's own wherever it has them.</summary>
internal static class MathFunctions
{
    private static readonly (ConstantKind Kind, string Name)[] WholeTypes =
    [
        (ConstantKind.SByte, "System.SByte"), (ConstantKind.Byte, "System.Byte"), (ConstantKind.Short, "System.Int16"), (ConstantKind.UShort, "System.UInt16"),
        (ConstantKind.Integer, "System.Int32"), (ConstantKind.UInteger, "System.UInt32"), (ConstantKind.Long, "System.Int64"),
    ];

    public static void AddTo(Dictionary<string, Func<LibraryCall, Value>> functions)
    {
        foreach (var (kind, name) in WholeTypes)
            AddWhole(functions, kind, name);
        AddOrdered(functions, "Math", "System.Double", ConstantKind.Double);
        AddOrdered(functions, "Math", "System.Single", ConstantKind.Single);
        AddOrdered(functions, "MathF", "System.Single", ConstantKind.Single);
        foreach (var (type, name, kind) in new[] { ("Math", "System.Double", ConstantKind.Double), ("Math", "System.Single", ConstantKind.Single) })
            functions.Add($"M:System.{type}.Clamp({name},{name},{name})", call => NumberValue.Of(kind, Clamp(call.Real(0), call.Real(1), call.Real(2))));

        AddReal(functions, "Sqrt", Math.Sqrt, isExact: true);
        AddReal(functions, "Floor", Math.Floor, isExact: true);
        AddReal(functions, "Ceiling", Math.Ceiling, isExact: true);
        AddReal(functions, "Truncate", Math.Truncate, isExact: true);
        AddReal(functions, "Round", Math.Round, isExact: true);
        AddReal(functions, "Exp", Math.Exp);
        AddReal(functions, "Log", static x => Math.Log(x));
        AddReal(functions, "Log10", Math.Log10);
        AddReal(functions, "Sin", Math.Sin);
        AddReal(functions, "Cos", Math.Cos);
        AddReal(functions, "Tan", Math.Tan);
        AddReal(functions, "Tanh", Math.Tanh);
        AddReal(functions, "Atan", Math.Atan);
        AddReal(functions, "Pow", Math.Pow);
        AddReal(functions, "Log", static (x, y) => Math.Log(x, y));

        functions.Add("M:System.Math.Round(System.Double,System.Int32)", static call => NumberValue.Of(Math.Round(call.Real(0), call.Integer(1))));
        functions.Add("M:System.Math.Round(System.Double,System.MidpointRounding)", static call => NumberValue.Of(Math.Round(call.Real(0), (MidpointRounding)call.Integer(1))));
        functions.Add(
            "M:System.Math.Round(System.Double,System.Int32,System.MidpointRounding)",
            static call => NumberValue.Of(Math.Round(call.Real(0), call.Integer(1), (MidpointRounding)call.Integer(2))));
    }

    private static void AddWhole(Dictionary<string, Func<LibraryCall, Value>> functions, ConstantKind kind, string type)
    {
        functions.Add($"M:System.Math.Min({type},{type})", call => NumberValue.Of(kind, Math.Min(call.Whole(0), call.Whole(1))));
        functions.Add($"M:System.Math.Max({type},{type})", call => NumberValue.Of(kind, Math.Max(call.Whole(0), call.Whole(1))));
        functions.Add($"M:System.Math.Clamp({type},{type},{type})", call => NumberValue.Of(kind, Clamp(call.Whole(0), call.Whole(1), call.Whole(2))));
        if (kind is ConstantKind.Byte or ConstantKind.UShort or ConstantKind.UInteger)
            return;
        functions.Add($"M:System.Math.Abs({type})", call => call.Whole(0) is var whole && whole < 0 && kind.Wrap(unchecked(-whole)) == whole
            ? throw new OverflowException($"The absolute value of {Declaration.Counts.Text(whole)} does not fit into {kind.Text()}")
            : NumberValue.Of(kind, Math.Abs(whole)));
        functions.Add($"M:System.Math.Sign({type})", static call => NumberValue.Of(Math.Sign(call.Whole(0))));
    }

    private static void AddOrdered(Dictionary<string, Func<LibraryCall, Value>> functions, string type, string number, ConstantKind kind)
    {
        functions.Add($"M:System.{type}.Min({number},{number})", call => NumberValue.Of(kind, Min(call.Real(0), call.Real(1))));
        functions.Add($"M:System.{type}.Max({number},{number})", call => NumberValue.Of(kind, -Min(-call.Real(0), -call.Real(1))));
        functions.Add($"M:System.{type}.Abs({number})", call => NumberValue.Of(kind, Math.Abs(call.Real(0))));
        functions.Add($"M:System.{type}.Sign({number})", call => double.IsNaN(call.Real(0)) ? throw new ArithmeticException("NaN has no sign") : NumberValue.Of(Math.Sign(call.Real(0))));
    }

    /// <summary>A function of doubles, and that of floats of the same name.</summary>
    /// <param name="isExact">Whether rounding the double's value to a float gives the float's.</param>
    private static void AddReal(Dictionary<string, Func<LibraryCall, Value>> functions, string name, Func<double, double> function, bool isExact = false)
    {
        functions.Add($"M:System.Math.{name}(System.Double)", call => NumberValue.Of(function(call.Real(0))));
        var ofFloats = isExact ? null : OfFloats<Func<float, float>>(name, typeof(float));
        functions.Add(
            $"M:System.MathF.{name}(System.Single)",
            ofFloats is null ? call => NumberValue.Of(ConstantKind.Single, function(call.Real(0))) : call => NumberValue.Of(ofFloats(call.Single(0))));
    }

    private static void AddReal(Dictionary<string, Func<LibraryCall, Value>> functions, string name, Func<double, double, double> function)
    {
        functions.Add($"M:System.Math.{name}(System.Double,System.Double)", call => NumberValue.Of(function(call.Real(0), call.Real(1))));
        var ofFloats = OfFloats<Func<float, float, float>>(name, typeof(float), typeof(float));
        functions.Add(
            $"M:System.MathF.{name}(System.Single,System.Single)",
            ofFloats is null
                ? call => NumberValue.Of(ConstantKind.Single, function(call.Real(0), call.Real(1)))
                : call => NumberValue.Of(ofFloats(call.Single(0), call.Single(1))));
    }

    /// <summary>
    /// The framework's own function, which may differ from the rounded one of doubles in the last bit; null where the compiler runs on the .NET
    /// Framework, which has none.
    /// </summary>
    private static T? OfFloats<T>(string name, params Type[] parameters)
        where T : Delegate
        => typeof(Math).Assembly.GetType("System.MathF")?.GetMethod(name, BindingFlags.Public | BindingFlags.Static, null, parameters, null) is { } method
            ? (T)method.CreateDelegate(typeof(T))
            : null;

    /// <summary>NaN where either is NaN, and −0 is less than 0: the .NET Framework has it otherwise.</summary>
    private static double Min(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right))
            return double.IsNaN(left) ? left : right;
        if (left == 0 && right == 0)
            return double.IsNegativeInfinity(1 / left) ? left : right;
        return left < right ? left : right;
    }

    private static long Clamp(long value, long min, long max)
        => min > max ? throw new ArgumentException($"{Declaration.Counts.Text(min)} is greater than {Declaration.Counts.Text(max)}") : Math.Min(Math.Max(value, min), max);

    private static double Clamp(double value, double min, double max)
        => min > max ? throw new ArgumentException($"{Scalars.Numbers.Text(min)} is greater than {Scalars.Numbers.Text(max)}") : value < min ? min : value > max ? max : value;
}
