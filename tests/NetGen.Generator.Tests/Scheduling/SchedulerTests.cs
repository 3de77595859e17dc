using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>What is decided for representative sizes. Tiles have at most 12 accumulators of 8 floats.</summary>
public sealed class SchedulerTests
{
    [Theory]
    // Panels of 16 outputs are two vectors, for which there are 6 rows. A weight larger than a batch of samples is gone through once.
    [InlineData("Input(784), Dense(128)", "outer product 6 × 16: sample × output 128, sum over feature 784, output outermost")]
    [InlineData("Input(128), Dense(10)", "outer product 6 × 16: sample × output 10, sum over feature 128")]
    // One vector of outputs: 8 rows are enough to keep the multipliers busy.
    [InlineData("Input(784), Dense(8)", "outer product 8 × 8: sample × output 8, sum over feature 784")]
    [InlineData("Input(3), Dense(5)", "outer product 8 × 8: sample × output 5, sum over feature 3")]
    // Exponentials would spill the accumulators.
    [InlineData("Input(784), Dense(128, Activation.Tanh)", "outer product 6 × 16: sample × output 128, sum over feature 784, output outermost, finished after the store")]
    // Few outputs: the features are the vector.
    [InlineData("Input(784), Dense(1)", "dot products 6 × 1: sample × output 1, sum over feature 784")]
    [InlineData("Input(20), Dense(2)", "dot products 6 × 2: sample × output 2, sum over feature 20")]
    [InlineData("Input(20), Dense(4)", "dot products 3 × 4: sample × output 4, sum over feature 20")]
    // Few outputs, but less than a vector of features.
    [InlineData("Input(7), Dense(4)", "outer product 8 × 8: sample × output 4, sum over feature 7")]
    // The rows of all samples are one loop.
    [InlineData("Input(30, 784), Dense(16)", "outer product 6 × 16: row batch·30 × output 16, sum over feature 784")]
    public void A_layer_is_computed_by(string attributes, string expected) => Assert.Equal(expected, Of(attributes, isBackward: false, "dense1"));

    [Theory]
    // The weight's panels are stored as they lie. 784 features in tiles of 6.
    [InlineData("Input(784), Dense(128)", "outer product 6 × 16: feature 784 × output 128, sum over sample, output outermost")]
    // Equal shares: 9 features in tiles of 5 and not of 6 and 3.
    [InlineData("Input(9), Dense(16)", "outer product 5 × 16: feature 9 × output 16, sum over sample")]
    [InlineData("Input(9), Dense(5)", "outer product 5 × 8: feature 9 × output 5, sum over sample")]
    // Rows of features: with two rows of sums there is room for three vectors of features.
    [InlineData("Input(100), Dense(2)", "outer product 2 × 24: output 2 × feature 100, sum over sample")]
    public void The_gradient_of_a_weight_is_computed_by(string attributes, string expected)
        => Assert.Equal(expected, Of(attributes, isBackward: true, "∂dense1.weight"));

    [Theory]
    [InlineData("Input(20), Dense(128), Dense(10)", "outer product 6 × 16: sample × feature 128, sum over output 10, feature outermost")]
    [InlineData("Input(20), Dense(5), Dense(10)", "outer product 8 × 8: sample × feature 5, sum over output 10")]
    public void The_gradient_of_what_goes_in_is_computed_from_a_transposed_copy_by(string attributes, string expected)
    {
        Assert.Equal(expected, Of(attributes, isBackward: true, "∂dense1"));
        Assert.Contains(Stages.Of(attributes).Program.Training.Kernels, static kernel => kernel.IsBackward && kernel.Schedule is NestSchedule { Copy: not null });
    }

    [Fact]
    public void A_weight_in_rows_needs_no_copy_for_the_gradient_of_what_goes_in()
    {
        const string Attributes = "Input(20), Dense(128), Dense(2)";

        Assert.Equal("outer product 6 × 16: sample × feature 128, sum over output 2, feature outermost", Of(Attributes, isBackward: true, "∂dense1"));
        Assert.DoesNotContain(Stages.Of(Attributes).Program.Training.Kernels, static kernel => kernel.Schedule is NestSchedule { Copy: not null });
    }

    [Theory]
    [InlineData("[Dense(150)] private partial Tensor First(Tensor x); [Forward] private Tensor F([Shape(5)] Tensor x) => Last(First(x));", true)]
    // Two products read the copy, or each step of a loop
    [InlineData("[Dense(150)] private partial Tensor First(Tensor x); [Forward] private Tensor F([Shape(5)] Tensor x) => Last(Relu(Last(First(x))));", false)]
    [InlineData("private Tensor Step(Tensor x, Tensor h) => Tanh(Last(h) + x); [Forward] private Tensor F([Shape(3, 150)] Tensor x) => Scan(Step, x, Zeros(150));", false)]
    public void A_copy_of_a_large_weight_is_made_panel_by_panel_where_one_product_reads_it(string body, bool isByPanel)
    {
        var network = BodyNetworks.Lower("[Dense(150)] private partial Tensor Last(Tensor x); " + body);
        var program = Stages.Of(network).Program.Training;

        Assert.Equal(isByPanel, program.Kernels.Any(static kernel => kernel.Schedule is NestSchedule { Plan: OuterProductPlan { Repacking: not null } }));
        Assert.Equal(!isByPanel, program.Kernels.Any(static kernel => kernel.Schedule is NestSchedule { Copy: not null }));
    }

    [Theory]
    // All rows of few columns; blocks of rows that stay in the second cache, where those are long and a batch as usual is one of them
    [InlineData("Input(5), Dense(150), Dense(1000)", true, null)]
    [InlineData("Input(5), Dense(300), Dense(512)", true, 252)]
    [InlineData("Input(5), Dense(300), Dense(600)", false, null)]
    [InlineData("Input(64, 5), Dense(300), Dense(512)", false, null)]
    public void Panels_are_copied_again_for_long_blocks_of_rows_only(string attributes, bool isByPanel, int? block)
    {
        var plans = Stages.Of(attributes).Program.Training.Kernels.Select(static kernel => (kernel.Schedule as NestSchedule)?.Plan).OfType<OuterProductPlan>()
            .Where(static plan => plan.Repacking is not null).ToArray();

        Assert.Equal(isByPanel, plans.Length > 0);
        Assert.All(plans, plan => Assert.Equal(block, plan.RowBlock));
    }

    [Fact]
    public void Why_a_plan_was_taken_is_said_by_those_that_cost_more()
    {
        var stages = Stages.Of("Input(784), Dense(128, Name = \"hidden\"), Dense(10)");
        var kernel = stages.PredictionKernels.Kernels.OfType<ContractKernel>().First();
        var (least, plans) = ContractScheduler.Compare(stages.Prediction, stages.Program.Prediction.Parameters, kernel);

        Assert.Equal(((NestSchedule)stages.Program.Prediction.Kernels[0].Schedule).Plan, plans[0].Plan);
        Assert.True(plans.Count > 1 && least < plans[0].Cost);
        Assert.Equal(plans.Select(static plan => plan.Cost).Order(), plans.Select(static plan => plan.Cost));

        // 64 samples of 100,352 multiply-adds, of which a core does 16 in a cycle.
        Assert.StartsWith(
            $"hidden: {plans.Count} plans; the multiply-adds alone take 401,408 cycles\n", SchedulePrinter.Why(stages.PredictionKernels, stages.Program.Prediction.Parameters), StringComparison.Ordinal);
        Assert.Contains("  outer product 6 × 16: sample × output 128, sum over feature 784, output outermost\n", SchedulePrinter.Why(stages.PredictionKernels, stages.Program.Prediction.Parameters), StringComparison.Ordinal);
    }

    [Theory]
    // Rows of 24 pixels are three vectors as they lie.
    [InlineData("Input(1, 28, 28), Conv2D(6, 5, Name = \"last\")", "last", "outer product 3 × 24: sample × y 24 × output 6 × x 24, sum over channel 1 × ky 5 × kx 5")]
    // Rows of 7 are less than one: all 49 pixels are copied side by side, for each of the kernel's elements.
    [InlineData("Input(64, 9, 9), Conv2D(60, 3, Name = \"last\")", "last", "outer product 6 × 16: sample × output 60 × yx 49, sum over channelKyKx 576, yx outermost, packed as channel 64 × ky 3 × kx 3 × y 7 × x 7 of each sample")]
    // Where channels are whole vectors, they are the columns, and the picture is read as it is.
    [InlineData("Input(64, 9, 9), Conv2D(64, 3, Name = \"last\")", "last", "outer product 4 × 16: sample × y 7 × x 7 × output 64, sum over channel 64 × ky 3 × kx 3, output outermost, stored as yx 49 × output 16 and transposed")]
    [InlineData("Input(16, 25, 25), Conv2D(32, 3, Stride = 3, Name = \"last\")", "last", "outer product 4 × 16: sample × y 8 × x 8 × output 32, sum over channel 16 × ky 3 × kx 3, output outermost, stored as yx 64 × output 16 and transposed")]
    // Every third pixel lies apart.
    [InlineData("Input(16, 25, 25), Conv2D(28, 3, Stride = 3, Name = \"last\")", "last", "outer product 4 × 24: sample × output 28 × yx 64, sum over channelKyKx 144, yx outermost, packed as channel 16 × ky 3 × kx 3 × y 8 × x 8 of each sample")]
    // Of a large picture, one row at a time is transposed.
    [InlineData("Input(64, 300, 300), Conv2D(64, 3, Stride = 2, Name = \"last\")", "last", "outer product 6 × 16: sample × y 149 × x 149 × output 64, sum over channel 64 × ky 3 × kx 3, output outermost, stored as x 149 × output 16 and transposed")]
    // A copy of 13 million floats would be slower than to take every second pixel as it lies.
    [InlineData("Input(64, 300, 300), Conv2D(68, 3, Stride = 2, Name = \"last\")", "last", "outer product 4 × 24: sample × y 149 × output 68 × x 149, sum over channel 64 × ky 3 × kx 3, x outermost")]
    // Where every channel has its own kernel, nothing that is copied would be used again.
    [InlineData("Input(16, 9, 9), Conv2D(16, 3, Groups = 16, Name = \"last\")", "last", "outer product 8 × 8: group 16 × y 7 × sample × x 7, sum over ky 3 × kx 3")]
    // Pixels are one loop anyhow.
    [InlineData("Input(16, 7, 7), Conv2D(32, 1, Name = \"last\")", "last", "outer product 4 × 24: sample × output 32 × yx 49, sum over channel 16, yx outermost")]
    // A picture that is no larger than the kernel is a dense layer's input; its weight lies in rows.
    [InlineData("Input(16, 3, 3), Conv2D(32, 3, Name = \"last\")", "last", "dot products 3 × 4: sample × output 32, sum over channelKyKx 144")]
    public void A_convolution_is_computed_by(string attributes, string stored, string expected)
        => Assert.Equal(expected, Of(attributes, isBackward: false, stored));

    [Theory]
    // All elements of the kernels are one row, which every pixel adds to.
    [InlineData("Input(64, 9, 9), Conv2D(64, 3, Name = \"last\")", "∂last.weight", "outer product 4 × 24: sample × output 64 × channelKyKx 576, sum over yx 49, channelKyKx outermost, packed as y 7 × x 7 × channel 64 × ky 3 × kx 3 of each sample")]
    // 17 rows cannot be cut into tiles of which none takes a row of another, unless each is a tile.
    [InlineData("Input(64, 9, 9), Conv2D(17, 3, Name = \"last\")", "∂last.weight", "outer product 1 × 24: sample × output 17 × channelKyKx 576, sum over yx 49, channelKyKx outermost, packed as y 7 × x 7 × channel 64 × ky 3 × kx 3 of each sample")]
    // The zeros around the picture are not multiplied.
    [InlineData("Input(1, 16, 16), Conv2D(6, 5, Name = \"first\"), Conv2D(16, 5)", "∂first", "outer product 6 × 16: sample × y 12 × channel 6 × x 12, sum over output 16 × ky 5 × kx 5, ky only where its y meets more than zeros")]
    // Of a kernel of three, the first and the last element meet every second pixel, and the one in the middle the others.
    [InlineData("Input(1, 28, 28), Conv2D(8, 1, Name = \"first\"), Conv2D(16, 3, Stride = 2, Padding = 1)", "∂first.phase00", "outer product 4 × 16: sample × y 14 × channel 8 × x 14, sum over output 16 × ky 1 × kx 1, ky only where its y meets more than zeros")]
    [InlineData("Input(1, 28, 28), Conv2D(8, 1, Name = \"first\"), Conv2D(16, 3, Stride = 2, Padding = 1)", "∂first.phase11", "outer product 4 × 16: sample × y 14 × channel 8 × x 14, sum over output 16 × ky 2 × kx 2, ky only where its y meets more than zeros")]
    public void The_gradients_of_a_convolution_are_computed_by(string attributes, string stored, string expected)
        => Assert.Equal(expected, Of(attributes, isBackward: true, stored));

    [Theory]
    [InlineData("Input(2, 64), Activation(Activation.Tanh, Name = \"last\")", "last", "for element in batch·128 by 8; for lane in 8 lanes")]
    [InlineData("Input(5), Softmax(Name = \"soft\")", "soft.maximum", "for sample in batch; for feature in 5 by 8, the last turn shorter; for lane in 8 lanes while feature + lane < 5")]
    [InlineData("Input(5), Softmax(Name = \"soft\")", "soft.sum", "for sample in batch; for feature in 5 by 8, the last turn shorter; for lane in 8 lanes while feature + lane < 5")]
    // Elements may be computed twice, and terms of a sum may not.
    [InlineData("Input(21), Softmax(Name = \"soft\")", "soft", "for sample in batch; for feature in 16 by 8; for lane in 8 lanes; for feature2 in 21 from 13 by 8; for lane2 in 8 lanes")]
    [InlineData("Input(21), Softmax(Name = \"soft\")", "soft.sum", "for sample in batch; for feature in 16 by 8; for lane in 8 lanes; for feature2 in 21 from 16 by 8, the last turn shorter; for lane2 in 8 lanes while feature2 + lane2 < 21")]
    [InlineData("Input(3, 5), Softmax(Name = \"soft\")", "soft.maximum", "for row in batch·3; for feature in 5 by 8, the last turn shorter; for lane in 8 lanes while feature + lane < 5")]
    public void A_loop_over_elements_has_as_few_loops_as_can_be(string attributes, string stored, string expected)
        => Assert.Equal(expected, LoopsOf(attributes, isBackward: false, stored));

    [Theory]
    // Four vectors of columns side by side, and of 30 columns what is left.
    [InlineData("Input(20), Dense(128)", "for output in 128 by 32; for lane in 8 lanes; for firstSample in batch by 256, the last turn shorter; for sample in 256 while firstSample + sample < batch")]
    [InlineData("Input(3, 20), Dense(128)", "for output in 128 by 32; for lane in 8 lanes; for firstRow in batch·3 by 256, the last turn shorter; for row in 256 while firstRow + row < batch·3")]
    public void The_gradient_of_a_bias_is_a_sum_down_the_rows(string attributes, string expected)
        => Assert.Equal(expected, LoopsOf(attributes, isBackward: true, "∂dense1.bias"));

    [Theory]
    [InlineData("Input(784), Dense(128)", "panels of 16 along axis 0, 100352 floats")]
    // 10 outputs fill 16 places, 5 fill 8.
    [InlineData("Input(128), Dense(10)", "panels of 16 along axis 0, 2048 floats")]
    [InlineData("Input(12), Dense(5)", "panels of 8 along axis 0, 96 floats")]
    // Rows of 20 features are padded to whole vectors; the buffer goes on at a cache line.
    [InlineData("Input(20), Dense(3)", "strides [24, 1], 80 floats")]
    public void A_weight_lies_in(string attributes, string expected)
        => Assert.Equal(expected, SchedulePrinter.Describe(Stages.Of(attributes).Program.Training.Parameters[0]));

    private static string Of(string attributes, bool isBackward, string stored) => SchedulePrinter.Describe(ScheduleOf(attributes, isBackward, stored));

    private static string LoopsOf(string attributes, bool isBackward, string stored)
        => string.Join("; ", NestPrinter.Print(Assert.IsType<NestSchedule>(ScheduleOf(attributes, isBackward, stored)).Nest)
            .Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("for ", StringComparison.Ordinal)));

    private static Schedule ScheduleOf(string attributes, bool isBackward, string stored)
    {
        var program = Stages.Of(attributes).Program.Training;
        var kernel = program.Kernels.Single(kernel => kernel.IsBackward == isBackward && kernel.Schedule is not NestSchedule { Copy: not null }
            && kernel.Arguments.Any(argument => argument is { IsWritten: true } && program.Graph[argument.Node].Name.Mathematics == stored));
        return kernel.Schedule;
    }
}
