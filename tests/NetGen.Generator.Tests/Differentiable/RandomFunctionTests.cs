using System.Globalization;
using System.Text;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Scalars;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Random functions, compiled with their gradients and run.</summary>
public sealed class RandomFunctionTests(ITestOutputHelper output)
{
    private static readonly int BatchSize = TestTier.Cases(quick: 20, complete: 55);
    private const int PointCount = 11;

    /// <summary>Where a value on the way is larger, rounding and differences say little.</summary>
    private const double LargestValue = 1e4;

    private static readonly int Batches = TestTier.Cases(quick: 1, complete: 6);

    [Fact]
    public void Gradients_of_random_functions_are_those_of_their_central_differences_in_all_forms()
    {
        var count = new Counts();
        foreach (var seed in Seeds.Draw(Batches))
            Seeds.Run(seed, "", () => Check(RandomFunction.Batch(seed, BatchSize), count));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count.Functions} functions; {count.Derivatives} derivatives, largest relative error {count.LargestError:0.0e0}; "
            + $"{count.Singles} floats, {count.Vectors} of vectors, largest error {count.LargestSingleError:0.0e0} of the largest intermediate value"));
        Assert.Equal(Batches * BatchSize, count.Functions);
        // Most points are inside of the domain, and away from kinks.
        var fewest = 9 * BatchSize * Batches;
        Assert.InRange(count.Derivatives, fewest, int.MaxValue);
        Assert.InRange(count.Singles, fewest, int.MaxValue);
        Assert.InRange(count.Vectors, fewest, int.MaxValue);
    }

    private static void Check(IReadOnlyList<RandomFunction> functions, Counts count)
    {
        var members = new StringBuilder();
        var spans = new StringBuilder("public static class Spans\n{\n");
        foreach (var function in functions)
        {
            members.Append(function.Source("double")).Append(function.Source("float"));
            spans.Append(OverSpans(function));
        }

        var compiled = CompiledFunctions.Members(members.ToString(), spans.Append("}\n").ToString());
        var bodies = compiled.Declarations.ToDictionary(
            static function => (function.Name, function.Type), static function => function.Body!.Expressions.ToScalars()[0]);
        foreach (var function in functions)
        {
            count.Functions++;
            var random = new Random(function.Seed);
            var points = Enumerable.Range(0, PointCount)
                .Select(_ => Enumerable.Range(0, function.ParameterCount).Select(_ => (double)(float)((random.NextDouble() * 5) - 2.5)).ToArray()).ToArray();
            foreach (var point in points)
                CheckDouble(compiled, function, bodies[(function.Name, RealType.Double)], point, count);
            CheckSingle(compiled, function, bodies[(function.Name, RealType.Single)], points, count);
        }
    }

    private static void CheckDouble(CompiledFunctions compiled, RandomFunction function, Scalar body, double[] point, Counts count)
    {
        // Differences tell the steps of a Floor only where these are wide beside their own; and infinity times zero, the slope of
        // Cbrt(0·x), is NaN as it is in PyTorch. Where rounding is magnified, as by sin(x³) of itself, two forms of one function differ.
        var largest = RandomScalars.LargestIntermediate(body, point);
        if (largest > LargestValue
            || !RandomScalars.HasFiniteSlopes(body, point)
            || !(RandomScalars.RoundingError(body, point, function.Seed) <= 1e-3 * largest))
            return;

        double Value(double[] at) => compiled.Call(function.Name, at)[0];
        var gradient = compiled.Call(function.Name + "Gradient", point);
        for (var argument = 0; argument < point.Length; argument++)
        {
            if (Differences.Derivative(Value, point, argument) is not { } expected)
                continue;
            var value = Value(point);
            Assert.True(
                Math.Abs(gradient[0] - value) <= 1e-9 * Math.Max(1, Math.Abs(value)),
                $"The value at {Text(point)} is {value}, but the gradient gives {gradient[0]} beside it:\n{function}");
            var error = Math.Abs(gradient[argument + 1] - expected) / Math.Max(1, Math.Abs(expected));
            Assert.True(
                error <= 1e-5,
                $"The derivative by argument {argument} at {Text(point)} is {gradient[argument + 1]}, but the central difference is {expected}:\n{function}");
            count.Derivatives++;
            count.LargestError = Math.Max(count.LargestError, error);
        }
    }

    /// <summary>Floats and vectors are compared with the doubles' value, relative to the largest number on the way to it.</summary>
    private static void CheckSingle(CompiledFunctions compiled, RandomFunction function, Scalar body, double[][] points, Counts count)
    {
        var columns = Enumerable.Range(0, function.ParameterCount).Select(argument => points.Select(point => (float)point[argument]).ToArray()).ToArray();
        var vectors = (float[][])compiled.CallStatic("Spans", function.Name, [columns])!;
        Scalar[] scalars = [StableForms.Of(body), .. Enumerable.Range(0, function.ParameterCount).Select(argument => Derivative.Of(body, argument))];
        for (var i = 0; i < points.Length; i++)
        {
            // Infinity minus infinity is NaN in C#, and e − e is 0 in mathematics; what overflows without that is to be mended.
            if (double.IsNaN(compiled.CallSingle(function.Name, points[i])[0]))
                continue;
            var single = compiled.CallSingle(function.Name + "Gradient", points[i]);
            for (var scalar = 0; scalar < scalars.Length; scalar++)
            {
                var largest = RandomScalars.LargestIntermediate(scalars[scalar], points[i]);
                if (largest > LargestValue
                    || !RandomScalars.IsSmoothAt(scalars[scalar], points[i], 1e-5, 1e-3 * largest)
                    || !(RandomScalars.RoundingError(scalars[scalar], points[i], function.Seed) <= 1e-5 * largest))
                    continue;
                var expected = ScalarEvaluator.Evaluate(scalars[scalar], points[i]);
                Compare("float", single[scalar]);
                Compare("vector", vectors[scalar + 1][i]);
                if (scalar == 0)
                    Compare("vector alone", vectors[0][i]);
                count.Singles++;
                count.Vectors++;

                void Compare(string form, double actual)
                {
                    var error = Math.Abs(actual - expected) / largest;
                    Assert.True(
                        error <= 2e-4,
                        $"Output {scalar} at {Text(points[i])} as {form} is {actual}, but {expected} of numbers up to {largest}:\n{function}");
                    count.LargestSingleError = Math.Max(count.LargestSingleError, error);
                }
            }
        }
    }

    /// <summary>A method that calls both span forms: the value alone, then the value and the derivatives.</summary>
    private static string OverSpans(RandomFunction function)
    {
        var inputs = string.Join(", ", Enumerable.Range(0, function.ParameterCount).Select(argument => $"x[{argument}]"));
        var outputs = string.Join(", ", Enumerable.Range(1, function.ParameterCount + 1).Select(result => $"results[{result}]"));
        return $$"""
                public static float[][] {{function.Name}}(float[][] x)
                {
                    var results = new float[x.Length + 2][];
                    for (var i = 0; i < results.Length; i++)
                        results[i] = new float[x[0].Length];
                    Functions.{{function.Name}}({{inputs}}, results[0]);
                    Functions.{{function.Name}}Gradient({{inputs}}, {{outputs}});
                    return results;
                }

            """;
    }

    private static string Text(double[] point) => string.Join(", ", point.Select(static x => x.ToString("R", CultureInfo.InvariantCulture)));

    private sealed class Counts
    {
        public int Functions { get; set; }

        public int Derivatives { get; set; }

        public int Singles { get; set; }

        public int Vectors { get; set; }

        public double LargestError { get; set; }

        public double LargestSingleError { get; set; }
    }
}
