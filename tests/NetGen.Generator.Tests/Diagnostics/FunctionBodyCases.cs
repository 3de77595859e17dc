namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>What the body of a differentiable function cannot have, and what comes of evaluating it.</summary>
internal static class FunctionBodyCases
{
    private const string Values = "use numbers, tuples, arrays and lists";
    private const string Nothing = "nothing that is read waits, releases or throws; remove it";

    private static string Lost(string number, string what)
        => $"{number} is {what} as a float, and this function computes with floats: write a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, or a function of 'double'";

    public static IEnumerable<DiagnosticCase> All =>
    [
        Statement(
            "a 'throw' statement",
            "if (x < 0) {|NETGEN086:throw|} new ArgumentException(\"x\");",
            "A differentiable function cannot have 'throw': return float.NaN or double.NaN, or check before the call"),
        Statement("a 'try' statement", "{|NETGEN086:try|} { x *= x; } finally { }", $"A differentiable function cannot have 'try': {Nothing}"),
        Statement("a 'lock' statement", "{|NETGEN086:lock|} (Lock) { x *= x; }", $"A differentiable function cannot have 'lock': {Nothing}"),
        Statement(
            "a 'goto' statement",
            "if (x > 0) {|NETGEN086:goto|} end; x = -x; end: x += 1;",
            "A differentiable function cannot have 'goto': write an 'if', a 'switch' or a loop"),
        Statement(
            "a call for its effect",
            "{|NETGEN087:Console.WriteLine(x)|};",
            "'WriteLine' cannot be called in a differentiable function: it is not a method of this project; use the functions of Math and MathF, or write one of your own"),
        Statement(
            "a reference to a variable",
            "ref var {|NETGEN086:y = ref x|}; y = x * x;",
            "A differentiable function cannot have a reference to a variable: assign the value itself"),

        Expression("a number that is 0 as a float", "(float)(x * {|NETGEN134:1e-60|})", Lost("1E-60", "0")),
        Expression("a number that is infinite as a float", "(float)({|NETGEN134:1e200|} / x)", Lost("1E+200", "infinite")),
        Expression("a number that is denormal as a float", "(float)(x + {|NETGEN134:-1e-42|})", Lost("-1E-42", "denormal")),
        Expression("a 'throw' expression", "x < 0 ? {|NETGEN086:throw new ArgumentException(\"x\")|} : x", "A differentiable function cannot have 'throw': return float.NaN or double.NaN, or check before the call"),
        Expression("a field that is not constant", "{|NETGEN088:Offset|} + x", "'Offset' is not known at compile time: make it a const, or a static readonly field with a value"),
        Expression("an assignment to a field", "{|NETGEN086:Offset|} = x", "A differentiable function cannot have an assignment to a member: assign to a local variable, and return what is computed: nothing else of it stays"),
        Statement("a division of a whole number by zero", "for (var i = 1; i >= 0; i--) x *= {|NETGEN091:3 / i|};", "3 is divided by zero"),
        Expression(
            "an operator on whole numbers that has no derivative",
            "x * ({|NETGEN072:Math.Sign(x) << 2|})",
            "A whole number whose bits this changes depends on a parameter of the function: write it with '+', '-', '*', comparisons and '?:'"),
        Statement(
            "one of two arrays",
            "var a = new[] { x }; var b = new[] { 1f }; var c = x > 0 ? a : b; x = {|NETGEN072:c|}[0];",
            "Which array or list this is depends on a parameter of the function: choose between numbers"),
        Statement(
            "a list whose length depends on a parameter",
            "var all = new List<float> { x }; if (x > 0) all.Add(2); {|NETGEN072:x = all[0]|};",
            "How many items a list has depends on a parameter of the function: let it have them all, and choose their values by a condition"),
        Expression(
            "a switch whose arms may not match",
            "{|NETGEN091:x {|CS8509:switch|} { < 0 => 1, > 1 => 2 }|}",
            "No arm of the switch matches"),
        new(
            "an array that is given to be read, and is written",
            """
            public static partial class Functions
            {
                [Differentiable]
                public static double F(double[] x)
                {
                    {|NETGEN170:x[0]|} = 2;
                    return x[0];
                }
            }
            """,
            "'x' is what the function is differentiated by, or data: copy it into an array of the function's own, or let the function write its results into a 'Span'"),
        Statement("a function of tensors", "var t = {|NETGEN087:Functional.Relu(x)|};", "'Relu' cannot be called in a differentiable function: it is a function of tensors; use that of Math or MathF"),

        Expression(
            "a value of a type that programs do not have",
            "(float)({|NETGEN086:(decimal)x|})",
            "A differentiable function cannot have a conversion to 'decimal': numbers are int, float or double"),
        Statement(
            "a parameter of a local function that programs do not have",
            "x = G(null); static float G({|NETGEN086:object? o|}) => 1;",
            $"A differentiable function cannot have a value of type 'object?': {Values}"),

        Expression(
            "a function without a known derivative",
            "{|NETGEN087:float.MaxNative(x, 2)|}",
            "'MaxNative' cannot be called in a differentiable function: call MathF.Max or MathF.Min"),
        Expression(
            "a form of a function without a known derivative",
            "(float){|NETGEN070:Math.Round(x, 2)|}",
            "No derivative of 'Math.Round' is known: call it with one argument, and scale before and after"),
        Expression(
            "a function for which there is no other way to write it",
            "{|NETGEN087:MathF.BitIncrement(x)|}",
            "'BitIncrement' cannot be called in a differentiable function: write it with the functions that have one: "
            + "Abs, Acos, AcosPi, Acosh, Asin, AsinPi, Asinh, Atan, Atan2, Atan2Pi, AtanPi, Atanh, Cbrt, Ceiling, Clamp, CopySign, "
            + "Cos, CosPi, Cosh, DegreesToRadians, Exp, Exp10, Exp10M1, Exp2, Exp2M1, ExpM1, Floor, FusedMultiplyAdd, Hypot, IEEERemainder, "
            + "Ieee754Remainder, IsFinite, IsInfinity, IsNaN, IsNegative, Lerp, Log, Log10, Log10P1, Log2, Log2P1, LogP1, Max, "
            + "MaxMagnitude, MaxMagnitudeNumber, MaxNumber, Min, MinMagnitude, MinMagnitudeNumber, MinNumber, MultiplyAddEstimate, "
            + "Pow, RadiansToDegrees, ReciprocalEstimate, ReciprocalSqrtEstimate, RootN, Round, ScaleB, Sign, Sin, SinCos, SinCosPi, "
            + "SinPi, Sinh, Sqrt, Tan, TanPi, Tanh, Truncate"),

        Expression(
            "a method of a value",
            "{|NETGEN087:x.CompareTo(1f)|} * x",
            "'CompareTo' cannot be called in a differentiable function: it is not a method of this project; use the functions of Math and MathF, or write one of your own"),
        Expression(
            "a generated method",
            "{|NETGEN087:OtherGradient|}(x).DX",
            "'OtherGradient' cannot be called in a differentiable function: it is generated, and the generator does not read its own code; write out what it computes"),


        Statement("a loop without end", "var goesOn = true; {|NETGEN092:while|} (goesOn) x = 1;", "The function is evaluated at compile time, and has not ended after 200,000 steps"),


        new("calls that inline to more than can be compiled", $$"""
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => {{Sum(45, "Wide")}} + {|NETGEN074:Wide(46 * x)|} + Wide(47 * x);
                [Differentiable] static float Wide(float x) => {{Sum(25, "MathF.Sin")}};
            }
            """,
            "'F' has more than 3,500 operations, or more than 400 inside of one another, when its loops are unrolled and its calls are inlined: "
            + "take fewer steps, or split it and multiply the gradients of the parts"),

        new("a function that calls itself", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => x < 1 ? x : {|NETGEN089:F(0.5f * x)|};
                [Differentiable] static float G(float x) => F(x);
            }
            """,
            "'F' calls itself: write a loop instead"),

        new("functions that call one another in a circle", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => {|NETGEN089:G(x)|} + G(-x);
                [Differentiable] static float G(float x) => {|NETGEN089:H(x)|} + 1;
                [Differentiable] static float H(float x) => x < 1 ? x : {|NETGEN089:F(0.5f * x)|};
            }
            """,
            "'F' calls itself: write a loop instead",
            "'G' calls itself: write a loop instead",
            "'H' calls itself: write a loop instead"),

        new("a local function that calls itself", """
            public static partial class Functions
            {
                [Differentiable]
                static float F(float x)
                {
                    return G(x);
                    static float G(float y) => y < 1 ? y : {|NETGEN089:G(0.5f * y)|};
                }
            }
            """,
            "'G' calls itself: write a loop instead"),

        new("a mistake in a function that others call, told once", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => G(x) + G(2 * x);
                [Differentiable] static float G(float x) => {|NETGEN087:MathF.BitDecrement(x)|} + Inner(x);
                [Loss] static float H(float prediction, float target) => F(prediction) - target;
                static float Inner(float x) { {|NETGEN086:try|} { return x; } finally { } }
            }
            """,
            "'BitDecrement' cannot be called in a differentiable function: write it with the functions that have one: "
            + "Abs, Acos, AcosPi, Acosh, Asin, AsinPi, Asinh, Atan, Atan2, Atan2Pi, AtanPi, Atanh, Cbrt, Ceiling, Clamp, CopySign, "
            + "Cos, CosPi, Cosh, DegreesToRadians, Exp, Exp10, Exp10M1, Exp2, Exp2M1, ExpM1, Floor, FusedMultiplyAdd, Hypot, IEEERemainder, "
            + "Ieee754Remainder, IsFinite, IsInfinity, IsNaN, IsNegative, Lerp, Log, Log10, Log10P1, Log2, Log2P1, LogP1, Max, "
            + "MaxMagnitude, MaxMagnitudeNumber, MaxNumber, Min, MinMagnitude, MinMagnitudeNumber, MinNumber, MultiplyAddEstimate, "
            + "Pow, RadiansToDegrees, ReciprocalEstimate, ReciprocalSqrtEstimate, RootN, Round, ScaleB, Sign, Sin, SinCos, SinCosPi, "
            + "SinPi, Sinh, Sqrt, Tan, TanPi, Tanh, Truncate",
            $"A differentiable function cannot have 'try': {Nothing}"),

        new("a mistake that is found when a function that others call is evaluated, told once", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => G(x) + G(2 * x);
                [Differentiable] static float G(float x) { var a = new[] { x }; var b = new[] { 1f }; var c = x > 0 ? a : b; return {|NETGEN072:c|}[0]; }
            }
            """,
            "Which array or list this is depends on a parameter of the function: choose between numbers"),

        new("a mistake in a loop, and others after it, each told once", """
            public static partial class Functions
            {
                [Differentiable, Loss]
                static float F(float x, float y)
                {
                    for (var i = 0; i < 5; i++)
                        x += {|NETGEN087:float.MaxNative(x, i)|} * y;
                    if (x % y > 0)
                        {|NETGEN086:try|} { } finally { }
                    return x * {|NETGEN088:Offset|};
                }

                static float Offset = 1;
                static float Use() => Offset;
            }
            """,
            "'MaxNative' cannot be called in a differentiable function: call MathF.Max or MathF.Min",
            $"A differentiable function cannot have 'try': {Nothing}",
            "'Offset' is not known at compile time: make it a const, or a static readonly field with a value"),

        new("what a generic function cannot do", """
            using System.Numerics;
            public static partial class Functions
            {
                [Differentiable] static T Epsilon<T>(T x) where T : IFloatingPointIeee754<T> => x + {|NETGEN088:T.Epsilon|};
                [Differentiable] static T Turns<T>(T x) where T : IFloatingPointIeee754<T> => {|NETGEN087:T.BitIncrement(x)|};
                [Differentiable] static T Through<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateChecked(Math.Sin({|NETGEN087:double.CreateChecked(x)|}));
                [Differentiable] static T Bits<T>(T x) where T : IBinaryFloatingPointIeee754<T> => {|NETGEN086:x & T.One|};
                [Differentiable] static T Type<T>(T x) where T : IFloatingPointIeee754<T> => {|NETGEN086:typeof(T) == typeof(float)|} ? x : x * x;
                [Differentiable] static T OfWhole<T>(T x) where T : IFloatingPointIeee754<T> => x * T.CreateChecked({|NETGEN087:Twice(2)|});
                static U Twice<U>(U x) where U : INumber<U> => x + x;
            }
            """,
            "'Epsilon' is not known at compile time: it differs from type to type; write the number that is meant",
            "'BitIncrement' cannot be called in a differentiable function: write it with the functions that have one: " + string.Join(", ", NetGen.Generator.Programs.LibraryFunctions.DifferentiableNames),
            "'CreateChecked' cannot be called in a differentiable function: compute with one type of numbers",
            "A differentiable function cannot have '&': write it with + − * / and comparisons",
            "A differentiable function cannot have '==': write it with + − * / and comparisons",
            "'Twice' cannot be called in a differentiable function: it is generic, and 'int' is no number with a fraction; write it for the types that you need"),

        new("an error of C#'s in a function, of which C# tells alone", """
            public static partial class Functions
            {
                [Differentiable] static float H(float x) { var n = 1; n = {|CS0266:x|}; return n * x; }
                [Differentiable] static float F(float x) => x * {|CS0103:unknown|} + G(x);
                [Differentiable] static float G(float x) => {|CS0266:Math.Exp(x)|};
                static float Use(float x) => FGradient(x).DX + GGradient(x).Value;
            }
            """),
    ];

    /// <summary>A function with a statement; code that uses what is generated for it shows no errors.</summary>
    private static DiagnosticCase Statement(string name, string statement, string message) => new(
        name,
        $$"""
        public static partial class Functions
        {
            [Differentiable(Order = 2)]
            static float F(float x)
            {
                {{statement}}
                return x;
            }

            static readonly object Lock = new();
            static float Use(float x)
            {
                F([x], [x]);
                FGradient([x], [x], [x]);
                return FGradient(x).DX + FHessian(x).DXX;
            }
        }
        """,
        message);

    /// <summary>A function that gives an expression.</summary>
    private static DiagnosticCase Expression(string name, string expression, string message) => new(
        name,
        $$"""
        public static partial class Functions
        {
            const int Count = 3;
            static readonly float[] Table = [1];
            static float Offset = 1;
            static float Scale => 2;
            static float Plain(float x) => x + Offset + Table[0] + Scale;

            [Differentiable] static float Other(float x) => x;
            [Differentiable] static float F(float x) => {{expression}};
            static float Use(float x) => Plain(x) + FGradient(x).DX;
        }
        """,
        message);

    private static string Sum(int count, string function)
        => string.Join(" + ", Enumerable.Range(1, count).Select(term => $"{function}({term} * x)"));
}
