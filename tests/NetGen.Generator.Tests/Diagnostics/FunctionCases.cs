namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Methods, and classes around them, that cannot be differentiated, whatever their bodies are.</summary>
internal static class FunctionCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("a function of an instance", """
            public partial class Functions
            {
                [Differentiable] public float {|NETGEN060:F|}(float x) => x;
            }
            """,
            "'F' cannot be differentiated: it belongs to an instance: make it 'static', and pass what it needs of the instance as parameters"),

        new("a generic function of whatever type", """
            public partial class Functions
            {
                [Differentiable] public static float F<{|NETGEN060:T|}>(float x) => x;
            }
            """,
            "'F' cannot be differentiated: its type parameter 'T' may be a type without the functions of 'Math': write 'where T : IFloatingPointIeee754<T>'"),

        new("a generic function of numbers that may be whole", """
            public partial class Functions
            {
                [Differentiable] public static T F<{|NETGEN060:T|}>(T x) where T : System.Numerics.INumber<T> => x * x;
            }
            """,
            "'F' cannot be differentiated: its type parameter 'T' may be a type without the functions of 'Math': write 'where T : IFloatingPointIeee754<T>'"),

        new("a function with two type parameters", """
            using System.Numerics;
            public partial class Functions
            {
                [Differentiable] public static T F<T, {|NETGEN060:U|}>(T x, U y) where T : IFloatingPointIeee754<T> where U : IFloatingPointIeee754<U> => x;
            }
            """,
            "'F' cannot be differentiated: it has several type parameters: write it with one, the type of its numbers"),

        new("a generic function that computes with another type than its parameter", """
            using System.Numerics;
            public partial class Functions
            {
                [Differentiable] public static {|NETGEN060:double|} F<T>(double x) where T : IFloatingPointIeee754<T> => x;
                [Differentiable] public static T G<T>(T x, {|NETGEN060:double y|}) where T : IFloatingPointIeee754<T> => x;
                [Differentiable] public static T H<T>(ReadOnlySpan<T> x, {|NETGEN060:double y|}) where T : IFloatingPointIeee754<T> => x[0];
            }
            """,
            "'F' cannot be differentiated: it gives 'double': let it give 'T'",
            "'G' cannot be differentiated: its parameter 'y' is 'double': make it 'T', as the result is",
            "'H' cannot be differentiated: its parameter 'y' mixes 'T' and 'double': let all of its numbers be of one type"),

        new("an enumeration as a result, and one of long numbers", """
            public static partial class Functions
            {
                public enum Kind { Low, High }
                public enum Wide : long { None }

                [Differentiable] public static {|NETGEN060:(double, Kind)|} F(double x) => (x * x, Kind.High);
                [Differentiable] public static double G(double x, {|NETGEN060:[Constant] Wide kind|}) => x;
            }
            """,
            "'F' cannot be differentiated: its result has 'Kind', of which no derivative is made: compute it in a method of its own",
            "'G' cannot be differentiated: its parameter 'kind' has 'Wide': use 'float' or 'double', spans of them, and tuples and structures of numbers"),

        new("a row of a table of tables, and an indexer of a structure", """
            public static partial class Functions
            {
                public readonly record struct Pair(double A, double B)
                {
                    public double this[int index] => index == 0 ? A : B;
                }

                static readonly double[][] Rows = [[1, 2], [3, 4]];

                [Differentiable] public static double F(double x, int row, int n) { for (var i = 0; i < n; i++) x += Rows[{|NETGEN072:row|}][i]; return x; }
                [Differentiable] public static double G(Pair pair) => {|NETGEN088:pair[1]|} * pair.A;
            }
            """,
            "The number of a row in a table of tables depends on a parameter of the function: write the rows one after the other in one table, and compute the index: 'table[row * columns + column]'",
            "'this[]' is not known at compile time: it is an indexer; write a method, such as 'At(int index)'"),

        new("a function of the type parameter of its class", """
            using System.Numerics;
            public partial class Functions<T> where T : IFloatingPointIeee754<T>
            {
                [Differentiable] public static {|NETGEN060:T|} F(T x) => x;
            }
            """,
            "'F' cannot be differentiated: it gives 'T': make the method generic, and not its class"),

        new("a generic loss", """
            using System.Numerics;
            public partial class Functions
            {
                [Loss] public static T {|NETGEN066:F|}<T>(T x, T y) where T : IFloatingPointIeee754<T> => x * y;
            }
            """,
            "'F' cannot be a loss: it computes with 'T': write it with 'float', of which networks are made"),

        new("a function without parameters", """
            public partial class Functions
            {
                [Differentiable] public static float {|NETGEN060:F|}() => 1;
            }
            """,
            "'F' cannot be differentiated: it has no parameters: what does not depend on anything has no derivative"),

        new("a function whose result is not a number with a fraction", """
            public partial class Functions
            {
                [Differentiable] public static {|NETGEN060:int|} F(float x) => 1;
            }
            """,
            "'F' cannot be differentiated: it gives 'int': let it give 'float' or 'double', or a tuple or a structure of them"),

        new("parameters of other types than the result, each by itself", """
            public partial class Functions
            {
                [Differentiable]
                public static float F(float x, {|NETGEN060:double y|}, {|NETGEN060:ref float z|}) => x;
            }
            """,
            "'F' cannot be differentiated: its parameter 'y' is 'double': make it 'float', as the result is",
            "'F' cannot be differentiated: its parameter 'z' is not a plain value: make it 'float', as the result is"),

        new("a parameter of any number of arguments", """
            public partial class Functions
            {
                [Differentiable]
                public static double F({|NETGEN060:params double[] x|}) => x[0];
            }
            """,
            "'F' cannot be differentiated: its parameter 'x' takes any number of arguments: leave out 'params'"),

        new("a local function", """
            public partial class Functions
            {
                public static float F(float x)
                {
                    return G(x);
                    [Differentiable] static float {|NETGEN060:G|}(float x) => x;
                }
            }
            """,
            "'G' cannot be differentiated: it is not an ordinary method: call it from one that is"),

        new("a function whose types C# does not know", """
            public partial class Functions
            {
                [Differentiable] public static {|CS0246:Real|} F(float x) => default;
                [Differentiable] public static float F(float x, {|CS0246:Real|} y) => x;
            }
            """),

        new("a class that is not partial, told once for all its functions", """
            public class {|NETGEN061:Functions|}
            {
                [Differentiable] public static float F(float x) => x;
                [Differentiable] public static float G(float x) => x;
                [Loss] public static float Squared(float prediction, float target) => (prediction - target) * (prediction - target);
            }
            """,
            "'Functions' must be partial, so that the gradients of its functions can be added: write 'partial' before its kind"),

        new("a type around the class that is not partial", """
            public struct {|NETGEN061:Outer|}
            {
                public static partial class Functions
                {
                    [Differentiable] public static float F(float x) => x;
                }
            }
            """,
            "'Outer' must be partial, so that the gradients of its functions can be added: write 'partial' before its kind"),

        new("a network that is not partial and has a function", """
            [Network, Input(2), Dense(1)]
            public sealed class {|NETGEN001:DigitNet|}
            {
                [Differentiable] public static float F(float x) => x;
            }
            """,
            "Network 'DigitNet' must be partial, so that its generated half can be added: write 'partial class DigitNet'"),

        new("a generic class of functions", """
            public partial class {|NETGEN062:Functions|}<T>
            {
                [Differentiable] public static float F(float x) => x;
            }
            """,
            "'Functions' cannot hold differentiable functions because it is generic: its gradient would be one for every type: move the function to a type that is not"),

        new("a class of functions that is local to its file", """
            file partial class {|NETGEN062:Functions|}
            {
                [Differentiable] public static float F(float x) => x;
            }
            """,
            "'Functions' cannot hold differentiable functions because it is local to its file: what is generated is in another one: remove 'file'"),

        new("an interface of functions", """
            public partial interface {|NETGEN062:IFunctions|}
            {
                [Differentiable] public static float F(float x) => x;
            }
            """,
            "'IFunctions' cannot hold differentiable functions because it is an interface: a gradient is computed, not implemented: move the function to a class"),

        new("members that collide with those of a function", """
            public static partial class Functions
            {
                [Differentiable(Order = 2)] public static float F(float x) => x;
                public static void {|NETGEN063:F|}(ReadOnlySpan<float> x, Span<float> result) { }
                public static float {|NETGEN063:FGradient|}(float x) => x;
                public const float {|NETGEN063:FHessian|} = 1;
                public static float FGradient(double x) => 1;
            }
            """,
            "'FGradient(float)' collides with a member that is generated for 'F': give it another name or other parameters",
            "'F(ReadOnlySpan<float>, Span<float>)' collides with a member that is generated for 'F': give it another name or other parameters",
            "'FHessian' collides with a member that is generated for 'F': give it another name"),

        new("a class that has the name of what is generated in it", """
            public static partial class SquaredLoss
            {
                [Loss] public static float {|NETGEN063:Squared|}(float prediction, float target) => prediction - target;
            }
            """,
            "'SquaredLoss' collides with a member that is generated for 'Squared': give the class another name"),

        new("functions whose classes differ only in case", """
            public static partial class Functions
            {
                [Differentiable] public static float {|NETGEN064:F|}(float x) => x;
            }
            public static partial class FUNCTIONS
            {
                [Differentiable] public static float F(float x) => x;
            }
            """,
            "The function 'Functions.F' differs from 'FUNCTIONS.F' only in upper and lower case, so both would be written into the same file: give one of the types another name"),

        new("an order that is not known", """
            public static partial class Functions
            {
                [Differentiable(Order = {|NETGEN065:3|})] public static float F(float x) => x;
            }
            """,
            "'F' cannot be differentiated 3 times: write 'Order = 1' for the gradient, or 'Order = 2' for the second derivatives too"),

        new("checkpoints that are no rounds apart", """
            public static partial class Functions
            {
                [Differentiable(CheckpointInterval = {|NETGEN104:0|})]
                public static double F(double x, int n)
                {
                    for (var i = 0; i < n; i++)
                        x = Math.Sin(x);
                    return x;
                }
            }
            """,
            "'F' cannot have a checkpoint every 0 rounds: write 'CheckpointInterval = 1' or more, or 'Checkpoints = true' for about the root of how many rounds there are"),

        new("checkpoints that change nothing", """
            public static partial class Functions
            {
                [Differentiable(Checkpoints = true)] public static double {|NETGEN105:Short|}(double x) => x * x;

                [Differentiable(Checkpoints = true)]
                public static double {|NETGEN105:Search|}(double x, [Constant] double limit)
                {
                    while (x > limit)
                        x = Math.Sin(x);
                    return x;
                }

                [Differentiable(CheckpointInterval = 5)]
                public static double {|NETGEN105:Stored|}(double x, int n)
                {
                    var all = new double[n];
                    all[0] = x;
                    for (var i = 1; i < n; i++)
                        all[i] = Math.Sin(all[i - 1]);
                    return all[n - 1];
                }
            }
            """,
            "Checkpoints change nothing in 'Short': it has no loop that stays one: loops of at most four rounds are written out, and short functions are one expression",
            "Checkpoints change nothing in 'Search': how many rounds its loop has is known at its end alone: count with 'for', and let nothing but the count end it",
            "Checkpoints change nothing in 'Stored': its loop reads an array of the function's own, or writes one, which would have to be kept too: carry numbers from round to round"),

        // The compiler of these tests does not say what the item is; newer ones do.
        new("what nobody understands", """
            public record struct Pair(double A, double B);

            public static partial class Functions
            {
                [Differentiable]
                public static double F(double x)
                {
                    Pair[] all = [{|NETGEN107:new(x, 1)|}];
                    return all[0].A;
                }
            }
            """,
            "NetGen finds no value for this, although C# does: write it in another way, and please report the line"),

        new("arrays of structures, and tables of large numbers, at an index that is known only when the function runs", """
            public record struct Pair(double A, double B);

            public static partial class Functions
            {
                private static readonly long[] Long = [1, 5_000_000_000];

                [Differentiable]
                public static double F(double x, int n)
                {
                    Pair[] all = [new Pair(x, 1), new Pair(2, x)];
                    return all[{|NETGEN072:n|}].A;
                }

                [Differentiable] public static double G(double x, int n) => Long[{|NETGEN091:n|}] * x;
            }
            """,
            "An index into an array of tuples or structures depends on a parameter of the function: keep an array of numbers for each member",
            "5,000,000,000 in a table that is read at this index does not fit into an int; make the table one of doubles"),

        new("losses that are none", """
            public static partial class Functions
            {
                [Loss] public static double {|NETGEN066:Wide|}(double prediction, double target) => prediction - target;
                [Loss] public static float {|NETGEN066:Single|}(float prediction) => prediction;
                [Loss] public static float Twice(float prediction, float target) => prediction - target;
                [Loss] public static float {|NETGEN066:Twice|}(float prediction, float target, float weight) => weight * (prediction - target);
            }
            """,
            "'Wide' cannot be a loss: it computes with 'double': write it with 'float', of which networks are made",
            "'Single' cannot be a loss: it has no target: its parameters are the prediction, the target, and settings",
            "'Twice' cannot be a loss: there is another loss 'Twice' in this class: give one of them another name"),
    ];
}
