using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>What becomes one kernel, and what must not.</summary>
public sealed class FusionTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    [Fact]
    public void Bias_and_activation_ride_along_with_the_product()
        => Assert.Equal(["hidden"], Stored(Stages.Of("Input(3), Dense(4, Activation.Mish, Name = \"hidden\")").PredictionKernels));

    [Fact]
    public void A_chain_of_elementwise_steps_is_one_loop()
        => Assert.Equal(
            ["last"], Stored(Stages.Of("Input(3), Activation(Activation.Tanh), Activation(Activation.Elu), Activation(Activation.Relu, Name = \"last\")").PredictionKernels));

    [Fact]
    public void A_reduction_is_taken_while_its_elements_are_computed()
        => Assert.Equal(
            ["soft.maximum", "soft.exponential, soft.sum", "soft"], Stored(Stages.Of("Input(3), Softmax(Name = \"soft\")").PredictionKernels));

    [Fact]
    public void A_value_that_the_gradient_needs_is_stored_by_the_kernel_that_computes_it()
    {
        // hardswish′ needs z; relu′ is told by relu, and nothing else needs z.
        Assert.Equal("hidden.z, hidden", Stored(Stages.Of("Input(3), Dense(4, Activation.HardSwish, Name = \"hidden\")").TrainingKernels)[0]);
        Assert.Equal("hidden", Stored(Stages.Of("Input(3), Dense(4, Activation.Relu, Name = \"hidden\")").TrainingKernels)[0]);
    }

    [Theory]
    [InlineData("GeluTanh")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    [InlineData("Mish")]
    public void A_derivative_is_computed_beside_a_function_that_takes_long_and_kept_in_the_place_of_the_argument(string activation)
    {
        var stages = Stages.Of($"Input(3), Dense(4, Activation.{activation}, Name = \"hidden\"), Dense(2, Name = \"output\")");

        Assert.Equal("hidden, hidden.derivative", Stored(stages.TrainingKernels)[0]);
        Assert.All(stages.TrainingKernels.Backward, static kernel => Assert.DoesNotContain(Expressions(kernel), static expression => ScalarSize.IsTranscendental(expression)));
        // A prediction has no use for it.
        Assert.Equal("hidden", Stored(stages.PredictionKernels)[0]);
    }

    [Fact]
    public void What_a_few_operations_make_of_stored_values_is_computed_again_and_not_stored()
    {
        var stages = Stages.Of("Input(8), Dense(16, Name = \"x\"), LayerNorm(Name = \"norm\"), Dense(2, Name = \"output\")");
        var stored = Stored(stages.TrainingKernels);

        // Neither x − μ nor (x − μ)/σ, nor what is made of ∂norm, which is stored anyway for the gradient of the bias.
        Assert.Equal(["x", "norm.mean", "norm.inverseDeviation", "norm", "output"], stored.Take(5));
        Assert.Contains("∂norm", stored);
        Assert.DoesNotContain(stored, static names => names.Contains("normalized", StringComparison.Ordinal) || names.Contains("terms", StringComparison.Ordinal));
    }

    [Fact]
    public void What_would_take_more_loads_than_a_store_is_stored()
    {
        var graph = new GraphBuilder();
        var (x, y) = (graph.Input(0, Shape.Of(Extent.Batch, 3), new("x")), graph.Input(1, Shape.Of(Extent.Batch, 3), new("y")));
        var product = graph.Map(X * Y, [x, y], new("product"));
        var (sum, largest) = (graph.Reduce(Reduction.Sum, product, [1], new("sum")), graph.Reduce(Reduction.Max, product, [1], new("largest")));
        var z = graph.Map(X + Y + new Argument(2), [product, sum, largest], new("z"));

        // Three kernels would load x and y, each of them.
        Assert.Equal(["product, sum", "largest", "z"], Stored(Stages.Of(graph.Build([z])).PredictionKernels));
    }

    [Fact]
    public void What_is_compared_is_computed_once()
    {
        var graph = new GraphBuilder();
        var (x, scale) = (graph.Input(0, Shape.Of(Extent.Batch, 3), new("x")), graph.Input(1, Shape.Of(Extent.Batch, 1), new("scale")));
        var product = graph.Map(X * Y, [x, scale], new("product"));
        var positive = graph.Map(new Select(Comparison.Greater, X, 0, 1, 0), [product], new("positive"));
        var (sum, count) = (graph.Reduce(Reduction.Sum, product, [1], new("sum")), graph.Reduce(Reduction.Sum, positive, [1], new("count")));
        var z = graph.Map(X * (new Argument(2) + Y), [positive, sum, count], new("z"));

        // Computed again, a product that is rounded otherwise would not be positive for all that read it.
        Assert.Equal(["positive, sum", "count", "z"], Stored(Stages.Of(graph.Build([z])).PredictionKernels));
    }

    [Fact]
    public void A_value_that_two_kernels_read_is_stored_once()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var shared = graph.Map(new Unary(UnaryFunction.Tanh, X), [x], new("shared"));
        var sum = graph.Reduce(Reduction.Sum, shared, [1], new("sum"));
        var maximum = graph.Reduce(Reduction.Max, shared, [1], new("maximum"));

        // The loop that computes it can take one of its reductions, but not both.
        var kernels = Stages.Of(graph.Build([graph.Map(X + Y, [sum, maximum], new("y"))])).PredictionKernels;

        Assert.Equal(["shared, sum", "y"], Stored(kernels));
    }

    [Fact]
    public void Nothing_is_computed_from_a_result_before_the_result_is_complete()
    {
        // x − Σx: the elements need the sum of all elements.
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var bent = graph.Map(new Unary(UnaryFunction.Tanh, X), [x], new("bent"));
        var sum = graph.Reduce(Reduction.Sum, bent, [1], new("sum"));

        var kernels = Stages.Of(graph.Build([graph.Map(X - Y, [bent, sum], new("y"))])).PredictionKernels;

        Assert.Equal(["bent, sum", "y"], Stored(kernels));
    }

    [Fact]
    public void What_is_made_of_a_result_rides_along_with_its_reduction()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var sum = graph.Reduce(Reduction.Sum, x, [1], new("sum"));

        Assert.Equal(["y"], Stored(Stages.Of(graph.Build([graph.Map(X / 3, [sum], new("y"))])).PredictionKernels));
    }

    [Fact]
    public void A_product_can_read_another_product_but_does_not_become_one_with_it()
    {
        var stages = Stages.Of("Input(3), Dense(4, Name = \"first\"), Dense(4, Name = \"second\")");

        Assert.Equal(["first", "second"], Stored(stages.PredictionKernels));
    }

    [Fact]
    public void A_second_summand_rides_along_with_the_later_product()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var (first, second) = (Dense(graph, x, "first"), Dense(graph, x, "second"));

        var kernels = Stages.Of(graph.Build([graph.Map(X + Y, [first, second], new("y"))])).PredictionKernels;

        Assert.Equal(["first", "y"], Stored(kernels));
        Assert.Equal([first], Assert.IsType<ContractKernel>(kernels.Kernels[1]).Extras);
    }

    [Fact]
    public void Steps_that_read_the_same_values_share_a_loop()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 4), new("x"));
        var (left, right) = (graph.Slice(x, 1, 0, 2, new("left")), graph.Slice(x, 1, 2, 2, new("right")));
        var (sum, difference) = (graph.Map(X + Y, [left, right], new("sum")), graph.Map(X - Y, [left, right], new("difference")));
        var negative = graph.Map(-X, [right], new("negative"));

        var kernels = Stages.Of(graph.Build([graph.Concatenate([sum, difference, negative], 1, new("all"))])).PredictionKernels;

        Assert.Equal(["all, all, all"], Stored(kernels));
        Assert.Equal([0, 2, 4], kernels.Kernels[0].Stores.Select(static output => output.Offset));
    }

    [Fact]
    public void Zeros_around_an_image_are_stored_with_it_once()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 2, 3), new("x"));
        var doubled = graph.Map(2 * X, [x], new("doubled"));
        var wide = graph.Pad(doubled, 2, 1, 1, new("wide"));
        var padded = graph.Pad(wide, 1, 1, 0, new("padded"));

        var kernels = Stages.Of(graph.Build([padded])).PredictionKernels;

        // [3 × 5] with the image from place 6 on; the zeros of the row above, of the column to the left and of that to the right.
        Assert.All(kernels.Kernels.SelectMany(static kernel => kernel.Stores), output => Assert.Equal(padded, output.Node));
        Assert.Equal([0, 5, 6, 9], kernels.Kernels.SelectMany(static kernel => kernel.Stores).Select(static output => output.Offset).Order());
    }

    [Fact]
    public void A_concatenation_that_is_read_by_itself_has_memory_of_its_own()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 2), new("x"));
        var inner = graph.Concatenate([x, graph.Map(2 * X, [x], new("doubled"))], 1, new("inner"));
        var outer = graph.Concatenate([inner, graph.Map(-X, [inner], new("negative"))], 1, new("outer"));

        var kernels = Stages.Of(graph.Build([outer])).PredictionKernels;

        Assert.Equal([inner, outer], kernels.Kernels.SelectMany(static kernel => kernel.Stores).Select(static output => output.Node).Distinct().Order());
    }

    [Fact]
    public void A_value_is_not_read_through_a_view_while_it_is_being_computed()
        => Assert.Equal(
            ["dense1", "last"], Stored(Stages.Of("Input(2, 3), Dense(4), Flatten, Activation(Activation.Tanh, Name = \"last\")").PredictionKernels));

    [Fact]
    public void The_backward_pass_computes_nothing_in_kernels_of_the_forward_pass()
    {
        var kernels = Stages.Of("Input(3), Dense(4, Activation.Tanh, Name = \"hidden\")").TrainingKernels;

        // ∂z = ∂hidden · (1 − hidden²) has the shape of what the forward kernel stores, and reads it; but then ∂hidden is not known.
        Assert.Equal(["hidden"], Stored(kernels, isBackward: false));
        Assert.Contains("∂hidden.z", Stored(kernels, isBackward: true)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_gradient_of_an_activation_rides_along_with_the_gradient_of_the_next_layer()
        => Assert.Contains(
            "∂hidden.z", Stored(Stages.Of("Input(3), Dense(4, Activation.Relu, Name = \"hidden\"), Dense(2)").TrainingKernels, isBackward: true));

    [Fact]
    public void An_expression_that_grows_too_long_is_cut()
    {
        var layers = string.Join(", ", Enumerable.Repeat("Activation(Activation.GeluTanh)", 20));
        var kernels = Stages.Of($"Input(3), {layers}").PredictionKernels;

        Assert.InRange(kernels.Kernels.Count, 2, 19);
        Assert.All(kernels.Kernels.SelectMany(static kernel => kernel.Stores), static output => Assert.InRange(ScalarSize.Of(output.Expression), 1, 160));
    }

    private static int Dense(GraphBuilder graph, int x, string name)
    {
        var weight = graph.Parameter(new(name + ".weight", name, [4, 3], default, 3, 4, 1));
        return graph.Contract(
            new([new("sample", Extent.Batch), new("output", 4), new("feature", 3)], Access.Of(0, 1), Access.Of(0, 2), Access.Of(1, 2)),
            x, weight, Shape.Of(Extent.Batch, 4), new(name));
    }

    private static IEnumerable<Scalar> Expressions(Kernel kernel)
        => kernel.Stores.Select(static output => output.Expression).Concat(kernel is LoopKernel { Reduction: { } reduction } ? [reduction.Expression] : []);

    /// <summary>The names of what each kernel stores.</summary>
    private static List<string> Stored(KernelProgram program, bool? isBackward = null)
        =>
        [
            .. program.Kernels.Where(kernel => isBackward is null || kernel.IsBackward == isBackward)
                .Select(kernel => string.Join(", ", kernel.Stores.Select(output => program.Graph[output.Node].Name.Mathematics))),
        ];
}
