using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What emitted code calls things, where a reader took one for another: each name is that of what it stands for, in every step that uses it.</summary>
public sealed class StoryTests
{
    private const string Residual = """
        [Network]
        public sealed partial class Net
        {
            [Conv2D(4, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Conv(int index, Tensor x);
            [BatchNorm(Count = 3)] private partial Tensor Norm(int index, Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] private Tensor Forward([Shape(4, 6, 6)] Tensor picture)
            {
                var h = picture;
                h = Functional.Relu(h + Norm(0, Conv(0, h)));
                h = Functional.Relu(h + Norm(2, Conv(2, Functional.Relu(Norm(1, Conv(1, h))))));
                return Head(Functional.Flatten(h));
            }
        }
        """;

    private const string Stack = """
        [Network, Input(1, 12, 12)]
        [Conv2D(4, 3, Activation.Relu)]
        [MaxPool2D(2)]
        [Conv2D(4, 3, Activation.Relu)]
        [Flatten]
        [Dense(20, Activation.Relu)]
        [Dense(3)]
        public sealed partial class Net;
        """;

    [Fact]
    public void Methods_that_normalisations_share_say_which_gradient_comes_in_and_which_goes_out()
    {
        var kernels = Host.Run(Residual).AssertClean().Files["Net.Kernels.g.cs"];

        var head = Between(kernels, "public static void BatchNormInputGradientOf4x6x6(", ")");
        Assert.Equal(
            ["dOutput", "inverseDeviation", "dVarianceSum", "input", "mean", "dMeanSum", "weight", "dInput", "dInputSpread"],
            head.Split(',').Select(static parameter => parameter.Trim().Split(' ')[^1]).Where(static name => name is not "batch"));
        Assert.Contains("public static void BatchNormBiasGradientOf4x6x6(ref float dOutput, ref float dBias, int batch, bool accumulate)", kernels, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_of_a_second_value_are_called_after_it()
    {
        var backward = Host.Run(Residual).AssertClean().Files["Net.Backward.g.cs"];

        Assert.Contains("∂h2.z", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("h.z2", backward, StringComparison.Ordinal);
        Assert.Contains("h is used by conv.1 and h2.z, so that its gradient is a sum: ∂h = ∂h2.z + what comes back through conv.1.", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_one_of_two_by_the_mode_has_its_layers_name()
    {
        var run = Host.Run(Residual).AssertClean();

        foreach (var text in run.Files.Values)
            Assert.DoesNotMatch(@"norm\.\d_\d", text);
    }

    [Fact]
    public void The_gradient_of_a_layers_input_is_that_and_not_what_an_activation_makes_of_it()
    {
        var backward = Host.Run(Residual).AssertClean().Files["Net.Backward.g.cs"];

        Assert.Contains("Kernels.HeadInputGradient(", backward, StringComparison.Ordinal);
        Assert.Contains("Kernels.Norm1OutputGradient(", backward, StringComparison.Ordinal);
        Assert.Contains("Kernels.HZGradient(", backward, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"Kernels\.Conv\dInputGradient\(", backward);
    }

    [Fact]
    public void The_steps_of_a_normalisation_are_all_that_compute_something_of_it()
    {
        var forward = Host.Run(Residual).AssertClean().Files["Net.Forward.g.cs"];

        var heading = forward.Split('\n').First(static line => line.Contains("Batch normalisation 'norm.1'", StringComparison.Ordinal));
        Assert.Matches(@"Steps \d+ to \d+: Batch normalisation", heading);
        Assert.Contains("x is conv.1", Between(forward, "Batch normalisation 'norm.1'", "\n\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_above_and_below_that_nobody_reads_are_not_stored_and_named()
    {
        var backward = Host.Run(Stack).AssertClean().Files["Net.Backward.g.cs"];

        Assert.Contains("The zeros in ∂conv2.z.spread[:, :, 0..2, :] and ∂conv2.z.spread[:, :, 5..7, :] are not stored: no step reads them.", backward, StringComparison.Ordinal);
        Assert.Contains("∂conv2.z.spread[:, :, 2..5, 0..2] = 0", backward, StringComparison.Ordinal);
        Assert.DoesNotContain("∂conv2.z.spread[:, :, :, 0..2] = 0", backward, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flatten_says_what_it_is_and_has_the_shape_of_its_layer()
    {
        var run = Host.Run(Stack).AssertClean();

        Assert.Contains("// Flatten 'flatten1': flatten1 is conv2, read as [batch × 36]; nothing is computed.", run.Files["Net.Forward.g.cs"], StringComparison.Ordinal);
        Assert.Contains("new(\"flatten1\", [36], true,", run.Files["Net.Description.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_read_through_a_copy_says_so()
        => Assert.Contains(
            "and through its copy by",
            Host.Run(Stack).AssertClean().Files["Net.Parameters.g.cs"],
            StringComparison.Ordinal);

    [Fact]
    public void Where_a_tensor_begins_in_another_place_both_the_call_and_the_method_say_so()
    {
        var run = Host.Run(Stack).AssertClean();

        Assert.Contains("begins at element [0, 0, 2, 2] of ∂conv2.z.spread, 2·7 + 2 = 16 floats in.", run.Files["Net.Backward.g.cs"], StringComparison.Ordinal);
        Assert.Contains("dConv2ZSpread points into ∂conv2.z.spread, at element [0, 0, 2, 2], 2·7 + 2 = 16 floats in: ", run.Files["Net.Kernels.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_panel_is_not_a_part_of_a_sum()
    {
        var kernels = Host.Run("[Network, Input(9), Dense(40), Dense(3)] public sealed partial class Net;").AssertClean().Files["Net.Kernels.g.cs"];

        Assert.Contains("// The last panel, outputs 32 to 39: 8 of 16.", kernels, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"of the sum: \w*Panel", kernels);
    }

    [Fact]
    public void A_pool_names_the_larger_ones_and_the_elements_of_its_windows()
    {
        var kernels = Host.Run(Stack).AssertClean().Files["Net.Kernels.g.cs"];

        foreach (var part in new[] { "TopLeft", "TopRight", "BottomLeft", "BottomRight" })
            Assert.Contains($"private static Vector MaxPool1Backward{part}(", kernels, StringComparison.Ordinal);
        Assert.Contains("conv1TopMaximum", kernels, StringComparison.Ordinal);
        Assert.DoesNotContain("selected", kernels, StringComparison.Ordinal);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no '{start}'.");
        from += start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
