namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>What the body of a differentiable function cannot have.</summary>
internal static class FunctionBodyCases
{
    private const string Loop = "write a 'for' loop with constant bounds";

    private static string Lost(string number, string what)
        => $"{number} is {what} as a float, and this function computes with floats: write a number that is 0, or from 1.1754944E-38 to 3.4028235E+38 in size, or a function of 'double'";

    public static IEnumerable<DiagnosticCase> All =>
    [
        Statement("a 'while' loop", "{|NETGEN067:while|} (x > 1) x *= 0.5f;", $"'while' cannot be differentiated: {Loop}"),
        Statement("a 'do' loop", "{|NETGEN067:do|} { x *= 0.5f; } while (x > 1);", $"'do' cannot be differentiated: {Loop}"),
        Statement("a 'foreach' loop", "{|NETGEN067:foreach|} (var y in new float[2]) x += y;", $"'foreach' cannot be differentiated: {Loop}"),
        Statement(
            "a 'switch' statement",
            "{|NETGEN067:switch|} (x) { case 0: x = 1; break; }",
            "'switch' cannot be differentiated: write 'if' and 'else if'"),
        Statement(
            "a 'throw' statement",
            "if (x < 0) {|NETGEN067:throw|} new ArgumentException(\"x\");",
            "'throw' cannot be differentiated: return float.NaN or double.NaN, or check before the call"),
        Statement(
            "a 'try' statement",
            "{|NETGEN067:try|} { x *= x; } finally { }",
            "'try' cannot be differentiated: leave it out: nothing that can be differentiated throws"),
        Statement(
            "a 'goto' statement",
            "if (x > 0) {|NETGEN067:goto|} end; x = -x; end: x += 1;",
            "'goto' cannot be differentiated: write 'if', 'for' and 'return'"),
        Statement(
            "a call for its effect",
            "{|NETGEN067:Console.WriteLine(x)|};",
            "The call of 'WriteLine' cannot be differentiated: its result is not used: leave it out, or move what it is for out of the function"),
        Statement(
            "a reference to a variable",
            "ref var {|NETGEN067:y = ref x|}; y = x * x;",
            "A reference to a variable cannot be differentiated: declare a variable of its own"),

        Expression("a number that is 0 as a float", "(float)(x * {|NETGEN134:1e-60|})", Lost("1E-60", "0")),
        Expression("a number that is infinite as a float", "(float)({|NETGEN134:1e200|} / x)", Lost("1E+200", "infinite")),
        Expression("a number that is denormal as a float", "(float)(x + {|NETGEN134:-1e-42|})", Lost("-1E-42", "denormal")),
        Expression("a remainder", "{|NETGEN068:x % 2|}", "'%' cannot be differentiated: write x - y * Truncate(x / y) for x % y"),
        Expression("a 'switch' expression", "{|NETGEN068:x switch { < 0 => -x, _ => x }|}", "'switch' cannot be differentiated: write nested '?:'"),
        Expression("a pattern", "{|NETGEN068:x is > 0 and < 1|} ? x : 0", "'is' cannot be differentiated: write comparisons, joined by '&&' and '||'"),
        Expression("a 'throw' expression", "x < 0 ? {|NETGEN068:throw new ArgumentException(\"x\")|} : x", "'throw' cannot be differentiated: give float.NaN or double.NaN"),
        Expression("an element of an array", "{|NETGEN068:Table[0]|} * x", "An element of an array cannot be differentiated: pass it as a parameter of its own"),
        Expression("a property", "{|NETGEN068:Scale|} * x", "The property 'Scale' cannot be differentiated: pass its value as a parameter"),
        Expression("a field that is not constant", "{|NETGEN068:Offset|} + x", "The field 'Offset' cannot be differentiated: make it 'const', or pass its value as a parameter"),
        Expression("an assignment to a field", "{|NETGEN068:Offset|} = x", "An assignment to what is not a local variable cannot be differentiated: assign to a local, and return what is computed"),
        Expression(
            "an assignment under a condition",
            "x < 0 ? ({|NETGEN068:x|} = 1) : x",
            "An assignment inside of a conditional expression cannot be differentiated: write it as a statement, with 'if'"),
        Statement(
            "a division of a whole number by zero",
            "for (var i = 1; i >= 0; i--) x *= {|NETGEN068:3 / i|};",
            "A division of a whole number by zero cannot be differentiated: it would throw: divide numbers with a fraction, or leave it out"),
        Expression(
            "an operator on whole numbers that has no derivative",
            "x * ({|NETGEN068:Math.Sign(x) << 2|})",
            "This operator cannot be differentiated: write '+', '-', '*', '/', comparisons, '&&', '||' and '!'"),

        Statement(
            "a variable of a type that is not a number",
            "string {|NETGEN069:text = \"\"|}; x += text.Length;",
            "'text' is 'string', which cannot be differentiated: write it as 'float' or 'double', as a whole number that is known, or as 'bool'"),
        Expression(
            "a value of a type that is not of C#'s plain ones",
            "(float)({|NETGEN069:(decimal)x|})",
            "'(decimal)x' is 'decimal', which cannot be differentiated: write it as 'float' or 'double', as a whole number that is known, or as 'bool'"),
        Statement(
            "a parameter of a local function that is not a number",
            "x = G(1); static float G(decimal {|NETGEN069:d|}) => 1;",
            "'d' is 'decimal', which cannot be differentiated: write it as 'float' or 'double', as a whole number that is known, or as 'bool'"),

        Expression(
            "a function without a known derivative",
            "{|NETGEN070:MathF.IEEERemainder(x, 2)|}",
            "No derivative of 'MathF.IEEERemainder' is known: write x - y * MathF.Round(x / y)"),
        Expression(
            "a form of a function without a known derivative",
            "(float){|NETGEN070:Math.Round(x, 2)|}",
            "No derivative of 'Math.Round' is known: call it with one argument, and scale before and after"),
        Expression(
            "a function for which there is no other way to write it",
            "{|NETGEN070:MathF.BitIncrement(x)|}",
            "No derivative of 'MathF.BitIncrement' is known: write it with the functions that have one: Abs, Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, "
            + "Ceiling, Clamp, Cos, Cosh, Exp, Exp2, ExpM1, Floor, FusedMultiplyAdd, Hypot, Lerp, Log, Log10, Log2, LogAddExp, LogP1, Max, Min, MultiplyAddEstimate, Pow, Round, Sin, Sinh, Sqrt, Tan, Tanh, Truncate"),

        Expression("a method that is not marked", "{|NETGEN071:Plain(x)|}", "'Plain' is not differentiable: mark it [Differentiable]"),
        Expression("a method of a value", "{|NETGEN071:x.CompareTo(1f)|} * x", "'CompareTo' is not differentiable: write out what it computes"),
        Statement("a local function that is not static", "x = {|NETGEN071:G(x)|}; float G(float y) => x * y;", "'G' is not differentiable: make the local function 'static'"),
        Expression(
            "a generated method",
            "{|NETGEN071:OtherGradient|}(x).DX",
            "'OtherGradient' is not differentiable: it is generated, and the generator does not read its own code: write out what it computes"),

        Statement(
            "a loop whose bound depends on a parameter",
            "for (var i = 0; {|NETGEN072:i < x|}; i++) x *= 0.5f;",
            "How often the loop runs depends on a parameter of the function: let it run to a constant, and use 'if' inside"),
        Expression(
            "a conversion to a whole number",
            "({|NETGEN072:(int)x|}) * x",
            "The value converted to 'int' depends on a parameter of the function: use Truncate, Floor or Round, which give a number with a fraction of zero"),
        Expression(
            "a quotient of whole numbers",
            "x * ({|NETGEN072:(x > 0 ? 3 : 5) / 2|})",
            "The quotient of whole numbers depends on a parameter of the function: divide numbers with a fraction, and use Truncate if it is to have none"),

        Statement(
            "a loop without end",
            "{|NETGEN073:for|} (var i = 1; i > 0; i = 1) x = 1;",
            "The loop takes more than 10,000 steps: its bound may be one that is never reached"),

        Statement(
            "a loop that unrolls to more than can be compiled",
            "for (var i = 0; i < 30; i++) {|NETGEN074:for|} (var j = 0; j < 30; j++) x = 0.5f * (x + MathF.Sin(x * i + j));",
            "'F' has more than 1,000 operations, or more than 400 inside of one another, when its loops are unrolled and its calls are inlined: "
            + "take fewer steps, or split it and multiply the gradients of the parts"),

        new("calls that inline to more than can be compiled", $$"""
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => {{Sum(13, "Wide")}} + {|NETGEN074:Wide(14 * x)|} + Wide(15 * x);
                [Differentiable] static float Wide(float x) => {{Sum(25, "MathF.Sin")}};
            }
            """,
            "'F' has more than 1,000 operations, or more than 400 inside of one another, when its loops are unrolled and its calls are inlined: "
            + "take fewer steps, or split it and multiply the gradients of the parts"),

        new("a function that calls itself", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => x < 1 ? x : {|NETGEN075:F(0.5f * x)|};
                [Differentiable] static float G(float x) => F(x);
            }
            """,
            $"'F' calls itself: {Loop}"),

        new("functions that call one another in a circle", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => {|NETGEN075:G(x)|} + G(-x);
                [Differentiable] static float G(float x) => H(x) + 1;
                [Differentiable] static float H(float x) => x < 1 ? x : F(0.5f * x);
            }
            """,
            $"'F' calls itself through 'G' and 'H': {Loop}"),

        new("a local function that calls itself", """
            public static partial class Functions
            {
                [Differentiable]
                static float F(float x)
                {
                    return G(x);
                    static float G(float y) => y < 1 ? y : {|NETGEN075:G(0.5f * y)|};
                }
            }
            """,
            $"'G' calls itself: {Loop}"),

        new("a mistake in a function that others call, told once", """
            public static partial class Functions
            {
                [Differentiable] static float F(float x) => G(x) + G(2 * x);
                [Differentiable] static float G(float x) => {|NETGEN068:x % 2|};
                [Loss] static float H(float prediction, float target) => F(prediction) - target;
            }
            """,
            "'%' cannot be differentiated: write x - y * Truncate(x / y) for x % y"),

        new("a mistake in a loop, and others after it, each told once", """
            public static partial class Functions
            {
                [Differentiable, Loss]
                static float F(float x, float y)
                {
                    for (var i = 0; i < 5; i++)
                        x += {|NETGEN070:MathF.ScaleB(x, i)|} * y;
                    if ({|NETGEN068:x % y|} > 0)
                        {|NETGEN067:while|} (true) { }
                    return {|NETGEN071:Plain(x)|};
                }

                static float Plain(float x) => x;
            }
            """,
            "No derivative of 'MathF.ScaleB' is known: write x * MathF.Pow(2, n)",
            "'%' cannot be differentiated: write x - y * Truncate(x / y) for x % y",
            "'while' cannot be differentiated: write a 'for' loop with constant bounds",
            "'Plain' is not differentiable: mark it [Differentiable]"),

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
            static float Plain(float x) => x + Offset + Table[0];

            [Differentiable] static float Other(float x) => x;
            [Differentiable] static float F(float x) => {{expression}};
            static float Use(float x) => Plain(x) + FGradient(x).DX;
        }
        """,
        message);

    private static string Sum(int count, string function)
        => string.Join(" + ", Enumerable.Range(1, count).Select(term => $"{function}({term} * x)"));
}
