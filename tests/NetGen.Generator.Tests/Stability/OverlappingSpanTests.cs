using System.Reflection;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Differentiable;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Stability;

/// <summary>Spans that share memory: a result in the very place of an argument is right, everything else is refused with both names.</summary>
public sealed class OverlappingSpanTests
{
    private const int Length = 21;

    private static readonly Lazy<CompiledFunctions> Functions = new(static () => CompiledFunctions.Members(string.Concat(((string[])["float", "double"]).Select(static type => $$"""
        [Differentiable] public static {{type}} Product({{type}} x, {{type}} y) => x * y * y;

        public static void At({{type}}[] memory, int x, int y, int result) => Product(memory.AsSpan(x, {{Length}}), memory.AsSpan(y, {{Length}}), memory.AsSpan(result, {{Length}}));

        public static void GradientAt({{type}}[] memory, int x, int y, int value, int dX, int dY)
            => ProductGradient(
                memory.AsSpan(x, {{Length}}), memory.AsSpan(y, {{Length}}), memory.AsSpan(value, {{Length}}), memory.AsSpan(dX, {{Length}}), memory.AsSpan(dY, {{Length}}));

        """))));

    [Theory]
    [InlineData(0, 30, 60, null, null)]
    [InlineData(0, 30, 0, null, null)]
    [InlineData(0, 30, 30, null, null)]
    [InlineData(0, 0, 0, null, null)]
    [InlineData(0, 5, 60, null, null)]
    [InlineData(0, 30, 1, "result", "x")]
    [InlineData(8, 40, 0, "result", "x")]
    [InlineData(0, 30, 50, "result", "y")]
    [InlineData(0, 30, 51, null, null)]
    public void A_function_over_spans(int x, int y, int result, string? written, string? read)
    {
        CheckPlaces<float>("At", [x, y, result], written, read, static (x, y) => [x * y * y]);
        CheckPlaces<double>("At", [x, y, result], written, read, static (x, y) => [x * y * y]);
    }

    [Theory]
    [InlineData(0, 30, 60, 90, 120, null, null)]
    [InlineData(0, 30, 0, 30, 60, null, null)]
    [InlineData(0, 30, 60, 0, 30, null, null)]
    [InlineData(0, 30, 60, 60, 90, "dX", "value")]
    [InlineData(0, 30, 60, 90, 100, "dY", "dX")]
    [InlineData(0, 30, 90, 60, 49, "dY", "y")]
    [InlineData(10, 40, 90, 0, 120, "dX", "x")]
    public void A_gradient_over_spans(int x, int y, int value, int dX, int dY, string? written, string? read)
    {
        CheckPlaces<float>("GradientAt", [x, y, value, dX, dY], written, read, static (x, y) => [x * y * y, y * y, 2 * x * y]);
        CheckPlaces<double>("GradientAt", [x, y, value, dX, dY], written, read, static (x, y) => [x * y * y, y * y, 2 * x * y]);
    }

    [Theory]
    [InlineData(0, 20, 40, 60, null, null)]
    [InlineData(0, 3, 40, 60, null, null)]
    [InlineData(0, 20, 0, 60, "First", "left")]
    [InlineData(0, 20, 39, 25, "Second", "right")]
    [InlineData(0, 20, 40, 43, "Second", "First")]
    public void A_prediction_with_several_inputs_and_outputs(int left, int right, int first, int second, string? written, string? read)
    {
        var project = new LoadedProject(BodyNetworks.Source("""
            [Dense(2)] private partial Tensor Sum(Tensor x);

            [Forward]
            private (Tensor First, Tensor Second) Forward([Shape(2)] Tensor left, [Shape(2)] Tensor right) => (Sum(left + right), left * right);
            """, """
            public static class Predictions
            {
                public static void At(Net network, float[] memory, int left, int right, int first, int second)
                    => network.Predict(memory.AsSpan(left, 8), memory.AsSpan(right, 8), memory.AsSpan(first, 8), memory.AsSpan(second, 8));
            }
            """));
        var network = project.Network();
        var method = network.GetType().Assembly.GetTypes().Single(static type => type.Name == "Predictions").GetMethod("At")!;
        object[] arguments = [network, new float[80], left, right, first, second];
        if (written is null)
            method.Invoke(null, arguments);
        else
            AssertNames(written, read!, () => method.Invoke(null, arguments));
    }

    private static void CheckPlaces<T>(string method, int[] places, string? written, string? read, Func<double, double, double[]> expected)
        where T : struct, System.Numerics.INumber<T>
    {
        var memory = Enumerable.Range(0, 160).Select(static i => T.CreateChecked(((i % 13) - 6) / 4.0)).ToArray();
        var before = Array.ConvertAll(memory, static value => double.CreateChecked(value));
        var call = Functions.Value.Type("Functions").GetMethods().Single(found => found.Name == method && found.GetParameters()[0].ParameterType == typeof(T[]));
        object[] arguments = [memory, .. places.Cast<object>()];
        if (written is not null)
        {
            AssertNames(written, read!, () => call.Invoke(null, arguments));
            Assert.Equal(before, Array.ConvertAll(memory, static value => double.CreateChecked(value)));
            return;
        }

        call.Invoke(null, arguments);
        for (var i = 0; i < Length; i++)
        {
            var values = expected(before[places[0] + i], before[places[1] + i]);
            for (var result = 0; result < values.Length; result++)
                Assert.Equal(values[result], double.CreateChecked(memory[places[result + 2] + i]));
        }
    }

    private static void AssertNames(string written, string read, Action call)
    {
        var error = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(call).InnerException);
        Assert.Equal(written, error.ParamName);
        Assert.Contains($"'{read}'", error.Message, StringComparison.Ordinal);
    }
}
