using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>How many products a gradient takes after its contraction has been turned round; that they are the right ones, LayerCheck says.</summary>
public sealed class GatherFormTests
{
    [Theory]
    // As many as forward: every product of a pixel and an element of the kernel, once, and nothing times the zeros between pixels.
    [InlineData("Input(1, 8, 8), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 2, Stride = 2)", 4, 3 * 5 * 16 * 4)]
    [InlineData("Input(1, 9, 9), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 3, Stride = 3)", 9, 3 * 5 * 9 * 9)]
    // Even pixels meet the kernel's elements 0 and 2, and 5 × 5 of them with the zeros around; odd ones element 1.
    [InlineData("Input(1, 10, 10), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 3, Stride = 2, Padding = 1)", 4, 3 * 5 * 25 * (1 + 2 + 2 + 4))]
    // Of four phases, three meet no element of a kernel of one.
    [InlineData("Input(1, 8, 8), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 1, Stride = 2)", 1, 3 * 5 * 16)]
    // With a dilation of two, every element of the kernel meets even pixels.
    [InlineData("Input(1, 9, 9), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 3, Stride = 2, Dilation = 2)", 1, 3 * 5 * 25 * 9)]
    public void A_stride_makes_sums_of_which_none_is_of_zeros_between(string attributes, int phases, long products)
    {
        var graph = Stages.Of(attributes).Program.Training.Graph;
        var sums = graph.Nodes.Where(static node => node.Operation is Contract && node.Shape.IsBatched && node.Name.IsGradient).ToArray();

        Assert.Equal(phases, sums.Length);
        Assert.Equal(products, sums.Sum(static node => ((Contract)node.Operation).Indices.Where(static index => !index.Extent.IsBatch).Aggregate(1L, static (count, index) => count * index.Extent.Size)));
    }

    [Fact]
    public void All_phases_read_one_image()
    {
        var graph = Stages.Of("Input(1, 10, 10), Conv2D(3, 1, Name = \"first\"), Conv2D(5, 3, Stride = 2, Padding = 1)").Program.Training.Graph;

        Assert.Single(graph.Nodes.Where(static node => node.Operation is Contract && node.Shape.IsBatched && node.Name.IsGradient).Select(static node => node.Inputs[0]).Distinct());
    }
}
