using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <content>Functions that few programs call: those of signs and of the bits of a number, in other units, and compositions.</content>
internal static partial class MathFunctions
{
    private static readonly double NaturalLogarithmOf2 = Math.Log(2.0);
    private static readonly double NaturalLogarithmOf10 = Math.Log(10.0);

    /// <summary>What <c>Math</c> and the types of numbers have.</summary>
    private static void AddSigns(Dictionary<string, LibraryFunction> functions, NumberType type)
    {
        Add(functions, type, "CopySign", 2, Known(type, BinaryFunction.CopySign), Open(BinaryFunction.CopySign, type.Kind));
        var remainder = type.IsNumber ? "Ieee754Remainder" : "IEEERemainder";
        Add(functions, type, remainder, 2, Known(type, remainder, Math.IEEERemainder), Open(BinaryFunction.IeeeRemainder, type.Kind));
        AddWithWhole(functions, type, "ScaleB", BinaryFunction.ScaleB, (build, x) => PowerOfTwo(type, x[1]) is { } power
            ? build.Binary(BinaryFunction.Multiply, x[0], build.Number(power))
            : build.Binary(BinaryFunction.ScaleB, x[0], x[1]));
        Add(functions, type, "MaxMagnitude", 2, Known(type, "MaxMagnitude", Larger), Number(type.Kind, LargerMagnitude));
        Add(functions, type, "MinMagnitude", 2, Known(type, "MinMagnitude", Smaller), Number(type.Kind, SmallerMagnitude));
        foreach (var function in new[] { UnaryFunction.ReciprocalEstimate, UnaryFunction.ReciprocalSqrtEstimate })
        {
            Add(
                functions, type, function.ToString(), 1,
                static call => throw call.Impossible("How exact this is depends on the processor; write the quotient"), Open(function, type.Kind));
        }
    }

    /// <summary>What the types of numbers alone have.</summary>
    private static void AddScaled(Dictionary<string, LibraryFunction> functions, NumberType type)
    {
        AddWithWhole(functions, type, "RootN", BinaryFunction.RootN, static (build, x) => build.Binary(BinaryFunction.RootN, x[0], x[1]));
        AddNumber(functions, type, "MaxNumber", Max, static (build, x) => build.Binary(BinaryFunction.Max, x[0], x[1]));
        AddNumber(functions, type, "MinNumber", Min, static (build, x) => build.Binary(BinaryFunction.Min, x[0], x[1]));
        AddNumber(functions, type, "MaxMagnitudeNumber", Larger, LargerMagnitude);
        AddNumber(functions, type, "MinMagnitudeNumber", Smaller, SmallerMagnitude);

        foreach (var function in new[] { UnaryFunction.SinPi, UnaryFunction.CosPi, UnaryFunction.TanPi })
            Add(functions, type, function.ToString(), 1, Known(type, function), Open(function, type.Kind));
        AddSineAndCosine(functions, type, UnaryFunction.SinPi, UnaryFunction.CosPi);
        foreach (var function in new[] { UnaryFunction.Asin, UnaryFunction.Acos, UnaryFunction.Atan })
        {
            Add(
                functions, type, function + "Pi", 1, Known(type, function + "Pi", x => function.Definition().Evaluate(x) / Math.PI),
                Number(type.Kind, (build, x) => Quotient(build, build.Unary(function, x[0]), Math.PI)));
        }

        Add(
            functions, type, "Atan2Pi", 2, Known(type, "Atan2Pi", static (y, x) => Math.Atan2(y, x) / Math.PI),
            Number(type.Kind, static (build, x) => Quotient(build, build.Binary(BinaryFunction.Atan2, x[0], x[1]), Math.PI)));
        AddScaled(functions, type, "DegreesToRadians", static x => x * Math.PI / 180, Math.PI / 180, null);
        AddScaled(functions, type, "RadiansToDegrees", static x => x * 180 / Math.PI, 180 / Math.PI, null);
        AddScaled(functions, type, "Exp2M1", static x => SpecialFunctions.Expm1(NaturalLogarithmOf2 * x), NaturalLogarithmOf2, UnaryFunction.Expm1);
        AddScaled(functions, type, "Exp10M1", static x => SpecialFunctions.Expm1(NaturalLogarithmOf10 * x), NaturalLogarithmOf10, UnaryFunction.Expm1);
        Add(
            functions, type, "Exp10", 1, Known(type, "Exp10", static x => Math.Pow(10, x)),
            Number(type.Kind, static (build, x) => build.Binary(BinaryFunction.Pow, build.Number(10), x[0])));
        foreach (var (name, ofBase) in new[] { ("Log2P1", NaturalLogarithmOf2), ("Log10P1", NaturalLogarithmOf10) })
        {
            Add(
                functions, type, name, 1, Known(type, name, x => SpecialFunctions.Log1p(x) / ofBase),
                Number(type.Kind, (build, x) => Quotient(build, build.Unary(UnaryFunction.Log1p, x[0]), ofBase)));
        }
    }

    private static Scalar Quotient(ScalarBuilder build, Scalar dividend, double divisor)
        => build.Binary(BinaryFunction.Divide, dividend, build.Number(divisor));

    /// <summary>A multiple of a number, or a function of one.</summary>
    private static void AddScaled(
        Dictionary<string, LibraryFunction> functions, NumberType type, string name, Func<double, double> otherwise, double factor, UnaryFunction? of)
        => Add(functions, type, name, 1, Known(type, name, otherwise), Number(type.Kind, (build, x) =>
        {
            var scaled = build.Binary(BinaryFunction.Multiply, build.Number(factor), x[0]);
            return of is { } function ? build.Unary(function, scaled) : scaled;
        }));

    private static void AddSineAndCosine(Dictionary<string, LibraryFunction> functions, NumberType type, UnaryFunction sine, UnaryFunction cosine)
    {
        var (ofSine, ofCosine) = (sine.Definition().Evaluate, cosine.Definition().Evaluate);
        EquatableArray<string> names = [sine.ToString(), cosine.ToString()];
        functions.Add(type.Signature("SinCos" + names[0].Substring("Sin".Length), 1), new(
            call => new TupleValue([NumberValue.Of(type.Kind, ofSine(call.Real(0))), NumberValue.Of(type.Kind, ofCosine(call.Real(0)))]) { Names = names },
            (build, x) =>
                new TupleValue([.. new[] { sine, cosine }.Select(function => new OpenNumber(build.Unary(function, x[0]), type.Kind))]) { Names = names }));
    }

    /// <summary>A function of a number and a whole number.</summary>
    private static void AddWithWhole(
        Dictionary<string, LibraryFunction> functions, NumberType type, string name, BinaryFunction function, Func<ScalarBuilder, Scalar[], Scalar> open)
    {
        Func<LibraryCall, Value> ofKnown;
        if (type.Kind == ConstantKind.Double)
        {
            var ofDoubles = Delegate<Func<double, int, double>>(type.Method(name, 2, isLastWhole: true)) ?? ((x, n) => function.Definition().Evaluate(x, n));
            ofKnown = call => NumberValue.Of(ofDoubles(call.Real(0), call.Integer(1)));
        }
        else
        {
            ofKnown = Delegate<Func<float, int, float>>(type.Method(name, 2, isLastWhole: true)) is { } ofFloats
                ? call => NumberValue.Of(ofFloats(call.Single(0), call.Integer(1)))
                : call => NumberValue.Of(type.Kind, function.Definition().Evaluate(call.Real(0), call.Integer(1)));
        }

        functions.Add(type.Signature(name, 2, isLastWhole: true), new(ofKnown, Number(type.Kind, open)) { IsOfNumbers = true, TakesWhole = true });
    }

    /// <summary>A choice of two numbers, of which one that is NaN does not count.</summary>
    private static void AddNumber(
        Dictionary<string, LibraryFunction> functions,
        NumberType type,
        string name,
        Func<double, double, double> choice,
        Func<ScalarBuilder, Scalar[], Scalar> open)
        => Add(
            functions, type, name, 2, Known(type, name, (x, y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : choice(x, y)),
            Number(type.Kind, (build, x) => build.Choose(
                new Compared(Comparison.NotEqual, x[0], x[0]), x[1], build.Choose(new Compared(Comparison.NotEqual, x[1], x[1]), x[0], open(build, x)))));

    private static Scalar LargerMagnitude(ScalarBuilder build, Scalar[] x) => OfMagnitude(build, x, BinaryFunction.Max);

    private static Scalar SmallerMagnitude(ScalarBuilder build, Scalar[] x) => OfMagnitude(build, x, BinaryFunction.Min);

    /// <summary>The number of which the magnitude is larger or smaller; where both are as large, the larger or smaller one.</summary>
    private static Scalar OfMagnitude(ScalarBuilder build, Scalar[] x, BinaryFunction choice)
    {
        var (first, second) = (build.Unary(UnaryFunction.Abs, x[0]), build.Unary(UnaryFunction.Abs, x[1]));
        var wins = choice == BinaryFunction.Max ? Comparison.Greater : Comparison.Less;
        return build.Choose(
            new Compared(wins, first, second), x[0], build.Choose(new Compared(wins, second, first), x[1], build.Binary(choice, x[0], x[1])));
    }

    private static double Larger(double x, double y) => Math.Abs(x) > Math.Abs(y) || double.IsNaN(x) ? x : Math.Abs(y) > Math.Abs(x) ? y : -Min(-x, -y);

    private static double Smaller(double x, double y) => Math.Abs(x) < Math.Abs(y) || double.IsNaN(x) ? x : Math.Abs(y) < Math.Abs(x) ? y : Min(x, y);

    /// <summary>2ⁿ, where n is known and the product with it is rounded as <c>ScaleB</c> is.</summary>
    private static double? PowerOfTwo(NumberType type, Scalar exponent)
        => exponent is Constant(var n) && !type.IsParameter && Math.Abs(n) <= (type.Kind == ConstantKind.Single ? 126 : 1022) ? Math.Pow(2, n) : null;
}
