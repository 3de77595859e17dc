using System.Globalization;
using System.Text;
using NetGen.Generator.Tests.Differentiable;

namespace NetGen.Generator.Tests.Stability;

/// <summary>
/// Functions that overflow or cancel as they are written, compared with what they are in 1,400 bits: value and derivatives, one at a time and
/// over spans, in double and in float, for arguments from 1e-6 to 1e4.
/// </summary>
/// <remarks>
/// The derivatives of the reference are differences in 1,400 bits, which know no rule. A result may be off by some units of its last place, and
/// by what a change of the arguments in their last places makes: x − y is rounded before it is an exponent.
/// </remarks>
public sealed class StableFunctionTests
{
    private const double Ulps = 10;

    private static readonly int FormsOfEachKind = TestTier.Cases(quick: 1, complete: 5);
    private static readonly int Points = TestTier.Cases(quick: 8, complete: 40);

    private static readonly string[] Parts = ["f", "∂f/∂x", "∂f/∂y"];

    private static readonly double[] Extremes =
    [
        0, -0.0, 1e-6, -1e-6, 0.1, -0.3, 1, -1, 5, -7.5, 15, -20, 40, -44.5, 60, -80, 88, -88.5, 90, -95, 104, -120, 300, -354, 700, -709, 710, -740, 800,
        -1000, 1e4, -1e4,
    ];

    [Fact]
    public void Random_forms_have_values_and_derivatives_to_their_last_digits()
    {
        var random = new Random(11);
        var forms = Enumerable.Range(0, RandomForm.Kinds * FormsOfEachKind).Select(index => RandomForm.Of(index % RandomForm.Kinds, random)).ToArray();
        var functions = Compile(forms);
        var failures = new List<string>();
        for (var index = 0; index < forms.Length; index++)
        {
            for (var point = 0; point < Points; point++)
            {
                var (x, y) = (Argument(random), random.Next(4) == 0 ? double.NaN : Argument(random));
                y = double.IsNaN(y) ? x : y;
                if (Reference.At(forms[index], x, y) is not { } reference)
                    continue;
                var suffix = index.ToString(CultureInfo.InvariantCulture);
                Check("double", functions.Call("D" + suffix + "Gradient", x, y), double.MaxValue, Math.ScaleB(1, -52), Math.ScaleB(1, -1070));
                Check("float", functions.CallSingle("F" + suffix + "Gradient", x, y), float.MaxValue, Math.ScaleB(1, -23), Math.ScaleB(1, -146));
                Check("span", Span(functions, "S" + suffix, x, y), float.MaxValue, Math.ScaleB(1, -23), Math.ScaleB(1, -146));

                void Check(string type, double[] actual, double largest, double epsilon, double smallest)
                {
                    // A factor may come after an exponential that is larger than any number.
                    var mayOverflow = Enumerable.Range(0, 3).Any(part => Math.Abs(reference[part].Item1) > largest / 4);
                    for (var part = 0; part < 3; part++)
                    {
                        var (value, sensitivity) = reference[part];
                        // An exponent is rounded before it is one: that changes its exponential by as many units of the last place as it is large.
                        var ofExponent = epsilon * Math.Abs(value) * (Math.Abs(x) + Math.Abs(y));
                        var tolerance = (Ulps * epsilon * (Math.Abs(value) + sensitivity)) + ofExponent + (smallest * (1 + Math.Abs(x)));
                        var isRight = Math.Abs(actual[part] - value) <= tolerance || (mayOverflow && Math.Abs(actual[part]) >= 0.9 * largest);
                        if (!isRight)
                            failures.Add($"{type} {Parts[part]} of {forms[index].Text} at ({x:R}, {y:R}) is {actual[part]:R} instead of {value:R} (± {tolerance:R})");
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {forms.Length * Points} points, among them\n" + string.Join('\n', failures.Take(40)));
    }

    [Fact]
    public void NaN_gives_NaN()
    {
        var random = new Random(12);
        var forms = Enumerable.Range(0, RandomForm.Kinds).Select(kind => RandomForm.Of(kind, random)).ToArray();
        var functions = Compile(forms);
        for (var index = 0; index < forms.Length; index++)
        {
            // log(exp(x)·exp(−x)) is 0, whatever x is.
            if (forms[index].Value(1, 1) is { } one && forms[index].Value(2, 3) is { } other && (double)(one - other) == 0)
                continue;
            var suffix = index.ToString(CultureInfo.InvariantCulture);
            Assert.True(double.IsNaN(functions.Call("D" + suffix + "Gradient", double.NaN, double.NaN)[0]), forms[index].Text);
            Assert.True(double.IsNaN(functions.CallSingle("F" + suffix + "Gradient", double.NaN, double.NaN)[0]), forms[index].Text);
            Assert.True(double.IsNaN(Span(functions, "S" + suffix, double.NaN, double.NaN)[0]), forms[index].Text);
        }
    }

    [Fact]
    public void Parts_that_are_shared_are_looked_at_once()
    {
        // As trees these have 2⁴⁰ and 2¹⁸ parts.
        var functions = CompiledFunctions.Members("""
            [Differentiable] public static double Likelihood(double x)
            {
                var product = 1.0;
                for (var i = 1; i <= 40; i++)
                    product *= 1 / (1 + Math.Exp(-x / i));
                return Math.Log(product);
            }

            [Differentiable] public static double Power(double x)
            {
                for (var i = 0; i < 18; i++)
                    x *= x;
                return x;
            }
            """);

        var likelihood = functions.Call("LikelihoodGradient", -900);
        Assert.Equal(Enumerable.Range(1, 40).Sum(static i => -Math.Log(1 + Math.Exp(900.0 / i)) is var log && double.IsFinite(log) ? log : -900.0 / i), likelihood[0], 1e-9);
        Assert.Equal(Enumerable.Range(1, 40).Sum(static i => 1 / (1 + Math.Exp(-900.0 / i)) / i), likelihood[1], 1e-12);
        Assert.Equal(Math.Pow(1.000001, 1 << 18), functions.Call("PowerGradient", 1.000001)[0], 1e-9);
    }

    private static double Argument(Random random) => random.Next(3) > 0
        ? (float)Extremes[random.Next(Extremes.Length)]
        : (float)Math.CopySign(Math.Pow(10, (random.NextDouble() * 10) - 6), random.Next(2) - 0.5);

    private static CompiledFunctions Compile(RandomForm[] forms)
    {
        var source = new StringBuilder();
        for (var index = 0; index < forms.Length; index++)
        {
            foreach (var (letter, type) in (ReadOnlySpan<(char, string)>)[('D', "double"), ('F', "float")])
            {
                var text = forms[index].Text.Replace("MATH", letter == 'D' ? "Math" : "MathF").Replace("#", letter == 'D' ? "" : "f");
                source.Append(CultureInfo.InvariantCulture, $"[Differentiable] public static {type} {letter}{index}({type} x, {type} y) => {text} + 0 * y;\n");
            }

            source.Append(CultureInfo.InvariantCulture, $$"""
                public static float[] S{{index}}(float[] x, float[] y)
                {
                    var (value, dX, dY) = (new float[1], new float[1], new float[1]);
                    F{{index}}Gradient(x, y, value, dX, dY);
                    return [value[0], dX[0], dY[0]];
                }

                """);
        }

        return CompiledFunctions.Members(source.ToString());
    }

    private static double[] Span(CompiledFunctions functions, string name, double x, double y)
        => Array.ConvertAll((float[])functions.CallStatic("Functions", name, [new[] { (float)x }, new[] { (float)y }])!, static value => (double)value);

    /// <summary>Value and both derivatives, each with what a relative change of the arguments by 1 would make of it, to first order.</summary>
    private static class Reference
    {
        private static readonly BigFloat Step = BigFloat.PowerOfTwo(-200);

        public static (double Value, double Sensitivity)[]? At(RandomForm form, double x, double y)
        {
            BigFloat?[,] values = new BigFloat?[3, 3];
            for (var i = -1; i <= 1; i++)
            {
                for (var j = -1; j <= 1; j++)
                {
                    values[i + 1, j + 1] = form.Value(x + (i * Step), y + (j * Step));
                    if (values[i + 1, j + 1] is null)
                        return null;
                }
            }

            BigFloat F(int i, int j) => values[i + 1, j + 1]!.Value;
            var half = 0.5 / Step;
            var (byX, byY) = ((double)((F(1, 0) - F(-1, 0)) * half), (double)((F(0, 1) - F(0, -1)) * half));
            var byXX = (double)((F(1, 0) + F(-1, 0) - (2 * F(0, 0))) / (Step * Step));
            var byYY = (double)((F(0, 1) + F(0, -1) - (2 * F(0, 0))) / (Step * Step));
            var byXY = (double)((F(1, 1) - F(1, -1) - F(-1, 1) + F(-1, -1)) / (4 * Step * Step));
            if (!double.IsFinite(byX + byY))
                return null;
            var (scaleX, scaleY) = (Math.Abs(x) + form.Shift, Math.Abs(y) + form.Shift);
            return
            [
                ((double)F(0, 0), (scaleX * Math.Abs(byX)) + (scaleY * Math.Abs(byY))),
                (byX, (scaleX * Math.Abs(byXX)) + (scaleY * Math.Abs(byXY)) + form.Cancelling),
                (byY, (scaleX * Math.Abs(byXY)) + (scaleY * Math.Abs(byYY))),
            ];
        }
    }
}
