using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Operators and functions on tensors: the graph of each.</summary>
public sealed class FunctionTests
{
    [Theory]
    [InlineData("x + y", "%0 + %1")]
    [InlineData("x - y", "%0 − %1")]
    [InlineData("x * y", "%0·%1")]
    [InlineData("x / y", "%0/%1")]
    [InlineData("-x", "−%0")]
    [InlineData("1 - x", "1 − %0")]
    [InlineData("2 / x", "2/%0")]
    [InlineData("x < y", "%0 < %1 ? 1 : 0")]
    [InlineData("x <= 1", "%0 ≤ 1 ? 1 : 0")]
    [InlineData("x > y", "%0 > %1 ? 1 : 0")]
    [InlineData("x >= y", "%0 ≥ %1 ? 1 : 0")]
    [InlineData("x == y", "%0 == %1 ? 1 : 0")]
    [InlineData("x != 2", "%0 ≠ 2 ? 1 : 0")]
    [InlineData("Where(x, x, y)", "%0 ≠ 0 ? %0 : %1")]
    [InlineData("Relu(x)", "max(%0, 0)")]
    [InlineData("Sigmoid(x)", "sigmoid(%0)")]
    [InlineData("Tanh(x)", "tanh(%0)")]
    [InlineData("Silu(x)", "%0·sigmoid(%0)")]
    [InlineData("Exp(x)", "exp(%0)")]
    [InlineData("Log(x)", "log(%0)")]
    [InlineData("Sqrt(x)", "sqrt(%0)")]
    [InlineData("Abs(x)", "|%0|")]
    [InlineData("Sin(x)", "sin(%0)")]
    [InlineData("Cos(x)", "cos(%0)")]
    [InlineData("Erf(x)", "erf(%0)")]
    [InlineData("Pow(x, y)", "%0^%1")]
    [InlineData("Maximum(x, y)", "max(%0, %1)")]
    [InlineData("Minimum(x, 0f)", "min(%0, 0)")]
    [InlineData("Relu(2) * x", "2·%0")]
    public void A_function_of_elements_is_one_map(string expression, string expected)
    {
        var lines = Lines($"[Forward] Tensor F([Shape(4)] Tensor x, [Shape(4)] Tensor y) => {expression};");

        Assert.Equal($"%2 = map {expected}  [batch × 4]  output  → output", lines[^1]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Every_activation_is_a_function()
        => Assert.All(
            Enum.GetNames<Activation>().Where(static name => name != nameof(Activation.None)),
            static name => Assert.NotNull(typeof(Functional).GetMethod(name, [typeof(Tensor)])));

    [Theory]
    [InlineData("[Shape(3, 4)]", "[Shape(4)]", "[batch × 3 × 4]")]
    [InlineData("[Shape(4)]", "[Shape(3, 4)]", "[batch × 3 × 4]")]
    [InlineData("[Shape(3, 1)]", "[Shape(1, 4)]", "[batch × 3 × 4]")]
    [InlineData("[Shape(2, 3, 4)]", "[Shape(3, 1)]", "[batch × 2 × 3 × 4]")]
    [InlineData("[Shape(1)]", "[Shape(5)]", "[batch × 5]")]
    public void Samples_are_broadcast_by_NumPys_rule_and_the_batch_stays_first(string x, string y, string expected)
    {
        var graph = Lower($"[Forward] Tensor F({x} Tensor x, {y} Tensor y) => x + y;");

        Assert.Equal(expected, graph[graph.Outputs[0]].Shape.ToString());
    }

    [Fact]
    public void Parameters_are_broadcast_to_samples_and_samples_to_parameters()
    {
        var graph = Lower("[Parameter(2, 3)] private partial Tensor Scale(); [Forward] (Tensor, Tensor) F([Shape(3)] Tensor x, [Shape(5, 1, 3)] Tensor y) => (x * Scale(), y * Scale());");

        Assert.Equal(["[batch × 2 × 3]", "[batch × 5 × 2 × 3]"], graph.Outputs.Select(output => graph[output].Shape.ToString()));
    }

    [Theory]
    [InlineData("[Shape(3, 4)]", "[Shape(4, 5)]", "[batch × 3 × 5]")]
    [InlineData("[Shape(4)]", "[Shape(4, 5)]", "[batch × 5]")]
    [InlineData("[Shape(3, 4)]", "[Shape(4)]", "[batch × 3]")]
    [InlineData("[Shape(2, 3, 4)]", "[Shape(2, 4, 5)]", "[batch × 2 × 3 × 5]")]
    [InlineData("[Shape(2, 3, 4)]", "[Shape(4, 5)]", "[batch × 2 × 3 × 5]")]
    [InlineData("[Shape(6, 1, 3, 4)]", "[Shape(2, 4, 5)]", "[batch × 6 × 2 × 3 × 5]")]
    public void A_matrix_product_has_NumPys_shape(string x, string y, string expected)
    {
        var graph = Lower($"[Forward] Tensor F({x} Tensor x, {y} Tensor y) => MatMul(x, y);");

        Assert.Equal(expected, graph[graph.Outputs[0]].Shape.ToString());
    }

    [Theory]
    [InlineData("Sum(x, 1)", "[batch × 2 × 4]")]
    [InlineData("Sum(x, -1)", "[batch × 2 × 3]")]
    [InlineData("Sum(x)", "[batch]")]
    [InlineData("Mean(x, 0, 2)", "[batch × 3]")]
    [InlineData("Max(x, [0], keepDimensions: true)", "[batch × 1 × 3 × 4]")]
    [InlineData("Max(x, [0], false)", "[batch × 3 × 4]")]
    [InlineData("Reshape(x, 6, 4)", "[batch × 6 × 4]")]
    [InlineData("Reshape(x, -1, 2)", "[batch × 12 × 2]")]
    [InlineData("Flatten(x)", "[batch × 24]")]
    [InlineData("Transpose(x)", "[batch × 4 × 3 × 2]")]
    [InlineData("Transpose(x, 1, 0, -1)", "[batch × 3 × 2 × 4]")]
    [InlineData("Slice(x, -1, 1, 2)", "[batch × 2 × 3 × 2]")]
    [InlineData("Slice(x, 1, -2, 2)", "[batch × 2 × 2 × 4]")]
    [InlineData("Concatenate(x, x)", "[batch × 4 × 3 × 4]")]
    [InlineData("Concatenate(-1, x, x, x)", "[batch × 2 × 3 × 12]")]
    [InlineData("Concatenate(1, x, Full(0, 2, 5, 4))", "[batch × 2 × 8 × 4]")]
    [InlineData("Softmax(x)", "[batch × 2 × 3 × 4]")]
    [InlineData("LogSoftmax(x, 0)", "[batch × 2 × 3 × 4]")]
    [InlineData("x + Full(1, 3, 1)", "[batch × 2 × 3 × 4]")]
    public void A_function_of_shapes_has_its_shape(string expression, string expected)
    {
        var graph = Lower($"[Forward] Tensor F([Shape(2, 3, 4)] Tensor x) => {expression};");

        Assert.Equal(expected, graph[graph.Outputs[0]].Shape.ToString());
    }

    [Fact]
    public void Values_are_called_after_the_variables_that_hold_them()
        => AssertGraph(
            """
            %0 = input  [batch × 3]  x
            %1 = map max(%0, 0)  [batch × 3]  h
            %2 = map exp(%1)  [batch × 3]  h.exp
            %3 = map %1 + %2  [batch × 3]  h2
            %4 = map −%3  [batch × 3]  out
            %5 = map 2·%4  [batch × 3]  output  → output
            """,
            "[Forward] Tensor F([Shape(3)] Tensor x) { var h = Relu(x); h = h + Exp(h); var @out = -h; return @out * 2; }");

    [Fact]
    public void Outputs_are_called_what_the_tuple_calls_them()
    {
        var graph = Lower("[Forward] (Tensor mean, Tensor x, Tensor) F([Shape(3)] Tensor x) => (Relu(x), x * 2, x);");

        Assert.Equal(["mean", "xOutput", "x2"], graph.Outputs.Select(output => graph[output].Name.Text));
        Assert.Equal(["mean", "xOutput", "output3"], Declare("[Forward] (Tensor mean, Tensor x, Tensor) F([Shape(3)] Tensor x) => (Relu(x), x * 2, x);").OutputNames);
        Assert.Equal(3, graph.Outputs.Distinct().Count());
    }
}
