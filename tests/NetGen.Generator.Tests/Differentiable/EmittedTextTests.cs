using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>What is read by people.</summary>
public sealed class EmittedTextTests
{
    [Fact]
    public void Functions_have_readable_derivatives()
        => Snapshot.Verify(Host.Run("""
            namespace Space;

            public static partial class Functions
            {
                /// <summary>The README's first example.</summary>
                [Differentiable]
                public static float Product(float a, float b, float c) => (a + b) * c;

                [Differentiable(Order = 2)]
                public static double Rosenbrock(double x, double y)
                {
                    var valley = y - x * x;
                    return (1 - x) * (1 - x) + 100 * valley * valley;
                }

                [Loss]
                internal static float Quantile(float prediction, float target, float level = 0.5f)
                    => prediction < target ? level * (target - prediction) : (1 - level) * (prediction - target);

                [Differentiable]
                public static float Mish(float x) => x * MathF.Tanh(MathF.Log(1 + MathF.Exp(x)));
            }
            """).AssertClean());

    [Fact]
    public void Checkpoints_are_readable()
        => Snapshot.Verify(Host.Run("""
            namespace Space;

            public static partial class Simulations
            {
                /// <summary>The README's example.</summary>
                [Differentiable(Checkpoints = true)]
                public static double Swing(double gravity, double angle, double speed, double step, int steps)
                {
                    for (var i = 0; i < steps; i++)
                    {
                        speed -= step * gravity * System.Math.Sin(angle);
                        angle += step * speed;
                    }

                    return angle;
                }

                /// <summary>Loops inside of another, from the last element to the first.</summary>
                [Differentiable(CheckpointInterval = 64)]
                public static float Nested(System.ReadOnlySpan<float> x)
                {
                    var state = 0f;
                    for (var i = x.Length - 1; i >= 0; i -= 2)
                    {
                        for (var j = 0; j < 20; j++)
                            state = System.MathF.Tanh(state + x[i] * j);
                    }

                    return state;
                }
            }
            """).AssertClean());

    [Fact]
    public void A_function_with_an_error_keeps_its_members()
        => Snapshot.Verify(Host.Run("""
            public static partial class Functions
            {
                [Differentiable(Order = 2), Loss]
                public static float Odd(float prediction, float target, float scale) => MathF.BitIncrement(prediction) * target * scale;
            }
            """));

    [Fact]
    public void Long_expressions_are_taken_apart()
    {
        var file = Assert.Single(Host.Run("""
            public static partial class Functions
            {
                [Differentiable]
                public static float Series(float x)
                {
                    var sum = 0f;
                    for (var i = 0; i < 100; i++)
                        sum += MathF.Sin(i * x) / (i + 1);
                    return sum;
                }
            }
            """).AssertClean().Files).Value;

        Assert.All(file.Split('\n'), static line => Assert.InRange(line.Length, 0, 600));
    }

    [Fact]
    public void Locals_keep_the_names_that_they_were_given()
    {
        var file = Assert.Single(Host.Run("""
            public static partial class Functions
            {
                [Differentiable]
                public static float Ring(float x, float y)
                {
                    var radius = MathF.Sqrt(x * x + y * y);
                    return MathF.Exp(-radius) * radius;
                }
            }
            """).AssertClean().Files).Value;

        Assert.Contains("var radius = float.Hypot(x, y);", file, StringComparison.Ordinal);
        Assert.Contains("Value: exponentialMinusRadius * radius", file, StringComparison.Ordinal);
    }
}
