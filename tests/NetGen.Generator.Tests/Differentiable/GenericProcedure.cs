using System.Text.RegularExpressions;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>A random function of doubles as a generic one, by its text.</summary>
internal static partial class GenericProcedure
{
    /// <summary>What all of them use.</summary>
    public const string Shared = """
            public readonly record struct Pair<T>(T X, T Y) where T : IFloatingPointIeee754<T>
            {
                public T Length => T.Sqrt(T.One + X * X + Y * Y);

                public static Pair<T> operator +(Pair<T> a, Pair<T> b) => new(a.X + b.X, a.Y + b.Y);

                public static Pair<T> operator *(T factor, Pair<T> a) => new(factor * a.X, factor * a.Y);

                public Pair<T> Turned(T angle)
                {
                    var (sin, cos) = T.SinCos(angle);
                    return new(cos * X - sin * Y, sin * X + cos * Y);
                }
            }

            static Pair<double>[] Pairs(double[] x) => [new(x[6], x[7]), new(x[8], x[9])];

            static double[] Numbers(Pair<double>[] pairs) => [pairs[0].X, pairs[0].Y, pairs[1].X, pairs[1].Y];

            static readonly double[] Table = [0.5, -1.25, 0.75, 2];

            static T Soft<T>(T x) where T : IFloatingPointIeee754<T>
            {
                if (x > T.One)
                    return T.One + T.Log(x);
                return x < -T.One ? T.NegativeOne - T.Log(-x) : x;
            }

            static void Fill<T>(Span<T> s, T x) where T : IFloatingPointIeee754<T>
            {
                for (var i = 0; i < s.Length; i++)
                    s[i] += x * T.CreateChecked(i + 1) * T.CreateChecked(0.1);
            }

            static (T Sum, T Product) Both<T>(T x, T y) where T : IFloatingPointIeee754<T> => (x + y, T.Tanh(x) * y);

        """;

    /// <summary>The generic form of a function, with methods that call it with doubles.</summary>
    public static string Source(RandomProcedure program)
    {
        var source = program.Source();
        var calls = source.IndexOf($"public static double[] {program.Name}Values", StringComparison.Ordinal);
        return Generic(source[..calls], program.Name) + OfDoubles(source[calls..], program.Name);
    }

    private static string Generic(string function, string name)
    {
        function = Decimal().Replace(function, "T.CreateChecked($0)").Replace("= 4 + ", "= T.CreateChecked(4) + ", StringComparison.Ordinal);
        // A counter times a number.
        function = Counter().Replace(function, "(T.CreateChecked($1) * $2");
        function = Entry().Replace(function, "T.CreateChecked($0)");
        function = function.Replace("Math.", "T.", StringComparison.Ordinal).Replace("double", "T", StringComparison.Ordinal)
            .Replace("Pair(", "Pair<T>(", StringComparison.Ordinal).Replace("Pair s,", "Pair<T> s,", StringComparison.Ordinal).Replace("<Pair>", "<Pair<T>>", StringComparison.Ordinal)
            .Replace(name + "(", name + "<T>(", StringComparison.Ordinal);
        var body = function.IndexOf(")\n    {", StringComparison.Ordinal) + 1;
        return function[..body] + "\n        where T : unmanaged, IFloatingPointIeee754<T>" + function[body..];
    }

    private static string OfDoubles(string calls, string name)
        => Regex.Replace(calls, $@"\b{name}(Gradient|Jacobian|Vjp|Jvp|HessianVectorProduct)?(?=\()", "$0<double>")
            .Replace("Pair(", "Pair<double>(", StringComparison.Ordinal).Replace("Pair[", "Pair<double>[", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.])\d+\.\d+")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\((\w+) \* (T\.CreateChecked)")]
    private static partial Regex Counter();

    [GeneratedRegex(@"Table\[[^\]]*\]")]
    private static partial Regex Entry();
}
