using System.Globalization;

namespace NetGen.Generator.Tests.Stability;

/// <summary>A random expression of x and y in one of the forms that README names, as C# and as what it is in real numbers.</summary>
/// <param name="Text">The C# text, with MATH for the class of functions and # for the suffix of numbers.</param>
/// <param name="Value">Its value; null outside of its domain.</param>
/// <param name="Shift">How far logarithms of its coefficients shift an argument: their rounding is as that of such an argument.</param>
internal sealed record RandomForm(string Text, Func<BigFloat, BigFloat, BigFloat?> Value, double Shift)
{
    /// <summary>How large the terms are of which the derivative by x is a sum, where they cancel.</summary>
    public double Cancelling { get; init; }

    private sealed record Exponent(string Text, Func<BigFloat, BigFloat, BigFloat> Value);

    private sealed record Term(double Coefficient, Exponent Exponent)
    {
        public string Text => Coefficient == 1 ? $"MATH.Exp({Exponent.Text})" : $"{Number(Coefficient)} * MATH.Exp({Exponent.Text})";

        public BigFloat Value(BigFloat x, BigFloat y) => Coefficient * BigFloat.Exp(Exponent.Value(x, y));
    }

    public static readonly int Kinds = 21;

    /// <summary>One of the kinds, with random exponents and coefficients.</summary>
    public static RandomForm Of(int kind, Random random)
    {
        var u = Linear();
        var t = new Term(Coefficient(), u);
        var terms = Enumerable.Range(0, random.Next(2, 5)).Select(_ => new Term(Coefficient(), Linear())).ToArray();
        var sum = string.Join(" + ", terms.Select(static term => term.Text));
        var shift = terms.Max(static term => Math.Abs(Math.Log(term.Coefficient)));
        BigFloat E(BigFloat x, BigFloat y) => BigFloat.Exp(u.Value(x, y));
        BigFloat S(BigFloat x, BigFloat y) => terms.Aggregate((BigFloat)0, (value, term) => value + term.Value(x, y));
        var (e, em) = ($"MATH.Exp({u.Text})", $"MATH.Exp(-({u.Text}))");
        var own = terms[random.Next(terms.Length)];
        return kind switch
        {
            0 => New($"MATH.Log({sum})", (x, y) => BigFloat.Log(S(x, y)), shift),
            1 => New($"MATH.Log(1 + {sum})", (x, y) => BigFloat.Log(1 + S(x, y)), shift),
            2 => New($"{own.Text} / ({sum})", (x, y) => own.Value(x, y) / S(x, y), 2 * shift),
            3 => New(random.Next(2) == 0 ? $"1 / (1 + {em})" : $"{e} / (1 + {e})", (x, y) => 1 / (1 + (1 / E(x, y))), 0),
            4 => New(
                random.Next(4) switch
                {
                    0 => $"({e} - {em}) / ({e} + {em})",
                    1 => $"(MATH.Exp(2 * ({u.Text})) - 1) / (MATH.Exp(2 * ({u.Text})) + 1)",
                    2 => $"1 - 2 / (MATH.Exp(2 * ({u.Text})) + 1)",
                    _ => $"2 / (1 + MATH.Exp(-2 * ({u.Text}))) - 1",
                },
                (x, y) => E(x, y) is var a && 1 / a is var b ? (a - b) / (a + b) : null,
                0),
            5 => New(random.Next(2) == 0 ? $"1 - 1 / (1 + {em})" : $"1 - {e} / ({e} + 1)", (x, y) => 1 / (1 + E(x, y)), 0),
            6 => New(random.Next(2) == 0 ? $"MATH.Log(1 / (1 + {em}))" : $"MATH.Log({e} / (1 + {e}))", (x, y) => -BigFloat.Log(1 + (1 / E(x, y))), 0),
            7 => New($"MATH.Log(1 - 1 / (1 + {em}))", (x, y) => -BigFloat.Log(1 + E(x, y)), 0),
            8 => New(
                random.Next(3) switch { 0 => $"MATH.Log(MATH.Cosh({u.Text}))", 1 => $"MATH.Log(({e} + {em}) / 2)", _ => $"MATH.Log(0.5# * {e} + 0.5# * {em})" },
                (x, y) => E(x, y) is var a ? BigFloat.Log(0.5 * (a + (1 / a))) : null,
                0),
            9 => New($"MATH.Log({e} * MATH.Exp({own.Exponent.Text}))", (x, y) => u.Value(x, y) + own.Exponent.Value(x, y), 0),
            10 => New($"MATH.Log({t.Text} / ({sum}))", (x, y) => BigFloat.Log(t.Value(x, y) / S(x, y)), 2 * Math.Max(shift, Math.Abs(Math.Log(t.Coefficient)))),
            11 => New($"MATH.Log(MATH.Pow({sum}, 1.5#))", (x, y) => 1.5 * BigFloat.Log(S(x, y)), shift),
            12 => New($"MATH.Log(MATH.Sqrt({sum}))", (x, y) => 0.5 * BigFloat.Log(S(x, y)), shift),
            13 => New(random.Next(2) == 0 ? $"{e} - 1" : $"3 * ({e} - 1)", null!, 0) is var form && form.Text[0] == '3'
                ? form with { Value = (x, y) => 3 * (E(x, y) - 1) }
                : form with { Value = (x, y) => E(x, y) - 1 },
            14 => New($"MATH.Log(1 + {u.Text})", (x, y) => 1 + u.Value(x, y) is { IsPositive: true } argument ? BigFloat.Log(argument) : null, 0),
            15 => New($"MATH.Sqrt(x * x + y * y)", static (x, y) => BigFloat.Sqrt((x * x) + (y * y)), 0),
            16 => New($"MATH.Sqrt(4 * x * x + (y / 2) * (y / 2) + 2.25#)", static (x, y) => BigFloat.Sqrt((4 * x * x) + (0.25 * y * y) + 2.25), 0),
            17 => New(random.Next(2) == 0 ? $"x / (1 + {em})" : $"x * {e} / (1 + {e})", (x, y) => x / (1 + (1 / E(x, y))), 0),
            18 => New(
                "((1 + MATH.Exp(x)) * (1 + MATH.Exp(x)) - 1) / ((1 + MATH.Exp(x)) * (1 + MATH.Exp(x)) + 1)",
                static (x, y) => 1 + BigFloat.Exp(x) is var a ? ((a * a) - 1) / ((a * a) + 1) : null,
                1)
            with
            { Cancelling = 1 },
            19 => New($"MATH.Log(1 - {e})", (x, y) => 1 - E(x, y) is { IsPositive: true } argument ? BigFloat.Log(argument) : null, 0),
            _ => New($"{t.Text} / MATH.Exp({own.Exponent.Text})", (x, y) => t.Value(x, y) / BigFloat.Exp(own.Exponent.Value(x, y)), 0),
        };

        // An exponent is a multiple of one argument, so that its own rounding is that of the argument.
        Exponent Linear()
        {
            var factor = (random.Next(2) == 0 ? 1 : -1) * new[] { 1, 1, 1, 2, 0.5, 0.25 }[random.Next(6)];
            var isX = random.Next(2) == 0;
            var text = factor == 1 ? "x" : factor == -1 ? "-x" : $"{Number(factor)} * x";
            return new(isX ? text : text.Replace('x', 'y'), (x, y) => factor * (isX ? x : y));
        }

        double Coefficient() => random.Next(3) == 0 ? 1 : random.Next(1, 40) / 8.0;
    }

    private static RandomForm New(string text, Func<BigFloat, BigFloat, BigFloat?> value, double shift) => new(text, value, shift);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture) + "#";
}
