using System.Globalization;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Gradients that keep checkpoints of their loops in the place of every round.</summary>
public sealed class CheckpointTests
{
    /// <summary>Two simulations, and methods that call their gradients.</summary>
    /// <param name="suffix">What is added to the name of each.</param>
    /// <param name="option">The argument of their attributes.</param>
    private static string Simulations(string suffix, string option) => $$"""
        [Differentiable({{option}})]
        public static double Swing{{suffix}}(double gravity, double angle, double speed, double step, int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                speed -= step * gravity * Math.Sin(angle);
                angle += step * speed;
            }

            return angle;
        }

        [Differentiable({{option}})]
        public static float Nested{{suffix}}(ReadOnlySpan<float> x, int rounds)
        {
            var state = 0.5f;
            for (var i = x.Length - 1; i >= 0; i -= 2)
            {
                for (var j = 0; j < rounds; j++)
                    state = MathF.Tanh(state + x[i] * j);
                for (var j = 0; j < rounds && state > 0.1f; j++)
                    state *= x[i];
            }

            return state;
        }

        public static double[] OfSwing{{suffix}}(int steps)
        {
            var r = Swing{{suffix}}Gradient(9.81, 0.5, 0.1, 0.01, steps);
            return [r.Value, r.DGravity, r.DAngle, r.DSpeed, r.DStep];
        }

        public static float[] OfNested{{suffix}}(float[] x) { var d = new float[x.Length]; return [Nested{{suffix}}Gradient(x, 7, d), .. d]; }

        /// <summary>How many numbers of what it is given a gradient needs.</summary>
        public static int Used{{suffix}}(int steps)
        {
            var memory = new double[100000];
            Array.Fill(memory, 1234.5);
            Swing{{suffix}}Gradient(9.81, 0.5, 0.1, 0.01, steps, memory);
            return 1 + Array.FindLastIndex(memory, number => number != 1234.5);
        }

        """;

    private static CompiledFunctions WithAndWithout(string option) => CompiledFunctions.Members(Simulations("", "") + Simulations("Cut", option));

    public static TheoryData<string> Options => ["Checkpoints = true", "CheckpointInterval = 1", "CheckpointInterval = 3", "CheckpointInterval = 1000"];

    [Theory]
    [MemberData(nameof(Options))]
    public void Gradients_have_the_bits_of_those_without(string option)
    {
        var compiled = WithAndWithout(option);
        foreach (var steps in (int[])[-1, 0, 1, 2, 3, 4, 9, 10, 100, 101])
            Assert.Equal((double[])compiled.CallStatic("Functions", "OfSwing", steps)!, (double[])compiled.CallStatic("Functions", "OfSwingCut", steps)!);
        foreach (var count in (int[])[0, 1, 2, 5, 16, 23])
        {
            float[] x = [.. Enumerable.Range(0, count).Select(static i => MathF.Sin(1 + i))];
            Assert.Equal((float[])compiled.CallStatic("Functions", "OfNested", x)!, (float[])compiled.CallStatic("Functions", "OfNestedCut", x)!);
        }
    }

    [Theory]
    [InlineData("Checkpoints = true", 100)]
    [InlineData("CheckpointInterval = 25", 25)]
    public void The_tape_holds_the_rounds_of_one_segment(string option, int segment)
    {
        const int steps = 10_000;
        var compiled = WithAndWithout(option);

        var whole = (int)compiled.CallStatic("Functions", "Used", steps)!;
        var cut = (int)compiled.CallStatic("Functions", "UsedCut", steps)!;

        // What a round keeps is the same.
        Assert.Equal(whole / steps * segment, cut);
    }

    [Fact]
    public void What_is_written_does_not_depend_on_the_rounds()
    {
        Assert.Equal(Lines(10), Lines(1000));

        static int Lines(int rounds) => CompiledFunctions.Members(string.Create(CultureInfo.InvariantCulture, $$"""
            [Differentiable(Checkpoints = true)]
            public static double F(double x)
            {
                for (var i = 0; i < {{rounds}}; i++)
                    x = Math.Exp(Math.Sin(x));
                return x;
            }
            """)).Run.Files.Values.Single(static file => file.Contains("FGradient", StringComparison.Ordinal)).Count(static character => character == '\n');
    }
}
