using System.Text.RegularExpressions;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class CSharpTextTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);
    private static readonly Scalar Z = new Argument(2);

    private static readonly CSharpTarget[] AllTargets =
        [CSharpTarget.Single, CSharpTarget.Double, CSharpTarget.Generic("T"), CSharpTarget.Vector256, CSharpTarget.Vector256OfDouble, CSharpTarget.Vector512];

    public static TheoryData<string> Targets => [.. AllTargets.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_activation_and_its_derivatives_compute_what_they_say(string name)
    {
        var target = AllTargets.Single(one => one.Name == name);
        Scalar[][] functions = [.. Enum.GetValues<ActivationKind>().Select(kind => Activations.Of(kind).Function).Select(function =>
            (Scalar[])[function, Derivative.Of(function, 0), Derivative.Of(Derivative.Of(function, 0), 0)])];
        var compiled = CompiledScalars.Compile(target, functions);
        foreach (var x in (double[])[-20, -3, -2.5, -1, -0.5, 0, 0.125, 1, 2, 3, 7.5])
        {
            for (var i = 0; i < functions.Length; i++)
                AssertEqual(functions[i], compiled.Run(i, x, 0, 0), [x, 0, 0], Tolerance(target));
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_function_that_the_target_has_computes_what_it_says(string name)
    {
        var target = AllTargets.Single(one => one.Name == name);
        Scalar[][] functions =
        [
            .. Enum.GetValues<UnaryFunction>().Select(function => (Scalar[])[new Unary(function, X)]),
            .. Enum.GetValues<BinaryFunction>().Select(function => (Scalar[])[new Binary(function, X, Y)]),
            .. Enum.GetValues<Comparison>().Select(comparison => (Scalar[])[new Select(comparison, X, Y, 1.0, 2.0)]),
        ];
        functions = [.. functions.Where(function => target.Unsupported(function[0]).Count == 0)];
        Assert.InRange(functions.Length, !target.IsVector ? 45 : target.IsDouble ? 25 : 35, 70);
        var compiled = CompiledScalars.Compile(target, functions);
        double[][] points =
        [
            [0.5, 0.5, 0], [-0.5, 1.5, 0], [0.75, -2, 0], [1.5, 0.25, 0], [2.5, 3, 0], [-2.5, -1.25, 0], [0, 1, 0], [0, -1, 0],
            [double.NaN, 1, 0], [1, double.NaN, 0], [double.NaN, double.NaN, 0],
        ];
        foreach (var point in points)
        {
            for (var i = 0; i < functions.Length; i++)
            {
                // NaN is no whole number, and an estimate is as exact as the processor likes.
                if (functions[i][0] is Binary(BinaryFunction.ScaleB or BinaryFunction.RootN, _, _) && double.IsNaN(point[1]))
                    continue;
                var isEstimate = !target.IsVector && functions[i][0] is Unary(UnaryFunction.ReciprocalEstimate or UnaryFunction.ReciprocalSqrtEstimate, _);
                AssertEqual(functions[i], compiled.Run(i, point), point, isEstimate ? 1e-3 : Tolerance(target));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Random_expressions_and_their_derivatives_compute_what_they_say(string name)
    {
        var target = AllTargets.Single(one => one.Name == name);
        Scalar[][] functions = [.. Seeds.Draw(RandomScalars.Expressions.Generator, size: 45, count: 60)
            .Where(expression => target.Unsupported(expression).Count == 0)
            .Select(expression => (Scalar[])[expression, Simplifier.Simplify(expression), Derivative.Of(expression, 0), Derivative.Of(expression, 1)])
            .Where(function => Array.TrueForAll(function, scalar => target.Unsupported(scalar).Count == 0))];
        var compiled = CompiledScalars.Compile(target, functions);
        var points = Seeds.Draw(RandomScalars.Points, size: 45, count: 6).Select(point => Array.ConvertAll(point, x => (double)(float)x)).ToArray();
        var step = IsExact(target) ? 1e-10 : 1e-5;
        var compared = 0;
        for (var i = 0; i < functions.Length; i++)
        {
            foreach (var point in points)
            {
                var actual = compiled.Run(i, point);
                for (var scalar = 0; scalar < actual.Length; scalar++)
                {
                    var expression = functions[i][scalar];
                    var largest = RandomScalars.LargestIntermediate(expression, point);
                    if (largest > 1e3
                        || !RandomScalars.IsAwayFromUnderflow(expression, point)
                        || !RandomScalars.IsSmoothAt(expression, point, step, 100 * step * largest))
                        continue;
                    AssertEqual([expression], [actual[scalar]], point, 20 * Tolerance(target) * largest);
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 20, int.MaxValue);
    }

    [Fact]
    public void What_a_value_and_its_derivative_share_is_computed_once()
    {
        var silu = Activations.Of(ActivationKind.Silu).Function;
        var emitted = CSharpText.Emit([silu, Derivative.Of(silu, 0)], ["z"], CSharpTarget.Single, []);
        Assert.Equal(["var sigmoidZ = global::NetGen.Numerics.ScalarMath.Sigmoid(z);"], emitted.Statements);
        Assert.Equal(["z * sigmoidZ", "sigmoidZ + z * (sigmoidZ * (1f - sigmoidZ))"], emitted.Expressions);
    }

    [Fact]
    public void A_condition_that_is_shared_has_a_name()
    {
        var relu = Activations.Of(ActivationKind.Relu).Function;
        var emitted = CSharpText.Emit([relu, Derivative.Of(relu, 0)], ["z"], CSharpTarget.Double, []);
        Assert.Equal(["var zIsNotPositive = z <= 0.0;"], emitted.Statements);
        Assert.Equal(["zIsNotPositive ? 0.0 : z", "zIsNotPositive ? 0.0 : 1.0"], emitted.Expressions);
    }

    [Fact]
    public void A_product_and_a_sum_are_one_instruction_on_vectors()
    {
        const string vector = "global::System.Runtime.Intrinsics.Vector256";
        Assert.Equal($"{vector}.MultiplyAddEstimate(x, y, z)", Vector((X * Y) + Z));
        Assert.Equal($"{vector}.MultiplyAddEstimate(x, y, z)", Vector(Z + (X * Y)));
        Assert.Equal($"{vector}.MultiplyAddEstimate(x, y, {vector}.Create(-2f))", Vector((X * Y) - 2.0));
        Assert.Equal($"{vector}.MultiplyAddEstimate({vector}.Create(-2f), x, z)", Vector(Z - (2.0 * X)));
        Assert.Equal($"{vector}.ConditionalSelect({vector}.LessThanOrEqual(x, {vector}<float>.Zero), y, z)", Vector(new Select(Comparison.LessOrEqual, X, 0.0, Y, Z)));
        Assert.Equal($"~{vector}.Equals(x, y)", Regex.Match(Vector(new Select(Comparison.NotEqual, X, Y, Y, Z)), @"~.*?\)").Value);
    }

    [Fact]
    public void A_comparison_of_a_value_with_itself_asks_for_NaN()
    {
        Assert.Equal("float.IsNaN(x) ? y : z", Single(new Select(Comparison.NotEqual, X, X, Y, Z)));
        Assert.Equal("!float.IsNaN(x) ? y : z", Single(new Select(Comparison.LessOrEqual, X, X, Y, Z)));
    }

    [Fact]
    public void Only_an_exact_reciprocal_replaces_a_division()
    {
        Assert.Equal("0.125f * x", Single(X / 8.0));
        Assert.Equal("x / 6f", Single(X / 6.0));
        Assert.Equal("x / 0f", Single(X / 0.0));
    }

    [Fact]
    public void The_order_of_evaluation_keeps_its_parentheses()
    {
        Assert.Equal("x * (y * z)", Single(X * (Y * Z)));
        Assert.Equal("x * y * z", Single(X * Y * Z));
        Assert.Equal("x - (y - z)", Single(X - (Y - Z)));
        Assert.Equal("x - (-y)", Single(X - (-Y)));
        Assert.Equal("-(x + y)", Single(-(X + Y)));
        Assert.Equal("(x < y ? x : y) * z", Single(new Select(Comparison.Less, X, Y, X, Y) * Z));
    }

    [Fact]
    public void Names_are_words_that_nothing_else_has()
    {
        var square = X * X;
        var exponential = new Unary(UnaryFunction.Exp, X + Y);
        var emitted = CSharpText.Emit(
            [square + exponential, square * exponential, new Unary(UnaryFunction.Sin, Y), new Unary(UnaryFunction.Sin, Y) * square],
            ["@float", "Load(ref sineOfY, index)"],
            CSharpTarget.Single,
            ["exponential", "squareFloat"]);
        Assert.Equal(["squareFloat2", "exponential2", "sine"], emitted.Locals.Select(local => local.Name));
    }

    [Fact]
    public void Names_of_random_expressions_are_unique_identifiers()
    {
        foreach (var expression in Seeds.Draw(RandomScalars.Expressions.Generator, size: 90, count: 200))
        {
            var emitted = CSharpText.Emit([expression, Derivative.Of(expression, 0), Derivative.Of(expression, 1)], ["x", "y", "z"], CSharpTarget.Single, ["sum"]);
            var names = emitted.Locals.Select(local => local.Name).ToArray();
            Assert.Equal(names.Length, names.Distinct().Count());
            Assert.All(names, name => Assert.Matches("^[a-z][A-Za-z0-9]*$", name));
            Assert.DoesNotContain("sum", names);
        }
    }

    [Fact]
    public void An_argument_of_several_terms_is_enclosed() =>
        Assert.Equal("(a + b) * data[i + 1]", CSharpText.Emit([X * Y], ["a + b", "data[i + 1]"], CSharpTarget.Single, []).Expressions[0]);

    [Fact]
    public void A_function_without_vector_form_is_refused_by_name()
    {
        var expression = new Unary(UnaryFunction.Asin, X) + new Binary(BinaryFunction.Atan2, X, Y);
        Assert.Equal(["Asin", "Atan2"], CSharpTarget.Vector256.Unsupported(expression));
        Assert.Empty(CSharpTarget.Single.Unsupported(expression));
        var exception = Assert.Throws<NotSupportedException>(() => CSharpText.Emit([expression], ["x", "y"], CSharpTarget.Vector256, []));
        Assert.Equal("'Asin' has no form on Vector256.", exception.Message);
    }

    private static string Single(Scalar expression) => Assert.Single(CSharpText.Emit([expression], ["x", "y", "z"], CSharpTarget.Single, []).Expressions);

    private static string Vector(Scalar expression) => Assert.Single(CSharpText.Emit([expression], ["x", "y", "z"], CSharpTarget.Vector256, []).Expressions);

    private static double Tolerance(CSharpTarget target) => IsExact(target) ? 1e-6 : 2e-5;

    /// <summary>Whether it computes with doubles, as a type parameter does in these tests.</summary>
    private static bool IsExact(CSharpTarget target) => target.IsDouble || target.Numbers == NumberFunctions.OfParameter;

    private static void AssertEqual(Scalar[] expected, double[] actual, double[] point, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var value = ScalarEvaluator.Evaluate(expected[i], point);
            Assert.True(
                value.Equals(actual[i]) || Math.Abs(value - actual[i]) <= tolerance * Math.Max(1.0, Math.Abs(value)),
                $"{expected[i]} at {string.Join(", ", point)} is {value}, but the emitted code gives {actual[i]}.");
        }
    }
}
