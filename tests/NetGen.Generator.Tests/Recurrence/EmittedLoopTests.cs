using NetGen.Generator.Compilation;
using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>A recurrence is emitted as a loop: its code does not grow with the number of steps.</summary>
public sealed class EmittedLoopTests
{
    [Theory]
    [InlineData("Lstm(16)")]
    [InlineData("Gru(16, Layers = 2, Bidirectional = true)", "", 2)]
    [InlineData("Rnn(9, LastStep = true), Dense(3)")]
    [InlineData("Lstm(16, Bidirectional = true)", ", Lengths = true")]
    public void The_number_of_statements_does_not_depend_on_the_number_of_steps(string layers, string lengths = "", int depth = 1)
    {
        string[] attributes = [.. new[] { 8, 64, 512 }.Select(steps => $"Input({steps}, 5{lengths}), {layers}")];
        int[] passes = [.. attributes.Select(static network => Statements(network, isOfKernels: false))];
        int[] kernels = [.. attributes.Select(static network => Statements(network, isOfKernels: true))];

        Assert.Equal(passes[0], passes[1]);
        Assert.Equal(passes[0], passes[2]);
        // In a layer, a sum over the samples and steps has a block more or less where its parts are of another length, or a product goes through its columns before its rows.
        Assert.InRange(kernels[1] - kernels[0], -2 * depth, 2 * depth);
        Assert.InRange(kernels[2] - kernels[0], -2 * depth, 2 * depth);
    }

    /// <summary>What waits for the step before is in the loop, and nothing else: one product and one loop over elements, both ways.</summary>
    [Fact]
    public void Only_the_recurrent_product_and_the_cell_are_in_the_loops_of_an_LSTM()
    {
        var kernels = Stages.Of("Input(6, 5), Lstm(16), Dense(3)").TrainingKernels;
        var graph = kernels.Graph;
        int[] OfLoops(bool isBackward) => [.. kernels.Kernels.Where(kernel => kernel.IsBackward == isBackward && kernel.Loop is not null).GroupBy(static kernel => kernel.Loop).Select(static loop => loop.Count())];

        // The input is brought into the order of the steps first.
        Assert.Equal([1, 2], OfLoops(isBackward: false));
        Assert.Equal([2], OfLoops(isBackward: true));
        Assert.NotEmpty(graph.Loops);
    }

    /// <summary>The same number of kernels a step with lengths: what brings rows into order is outside of the loops, and no loop runs over more rows than there are.</summary>
    [Fact]
    public void Lengths_add_nothing_to_the_loops_of_an_LSTM()
    {
        var kernels = Stages.Of("Input(6, 5, Lengths = true), Lstm(16), Dense(3)").TrainingKernels;
        int[] OfLoops(bool isBackward) => [.. kernels.Kernels.Where(kernel => kernel.IsBackward == isBackward && kernel.Loop is not null).GroupBy(static kernel => kernel.Loop).Select(static loop => loop.Count())];

        // The states before the steps are brought into rows for the gradient of their weight.
        Assert.Equal([2, 1], OfLoops(isBackward: false));
        Assert.Equal([2], OfLoops(isBackward: true));
        var products = kernels.Kernels.OfType<NetGen.Generator.Kernels.ContractKernel>().Where(static kernel => kernel.Loop is null && kernel.Contract.Indices.Any(static index => index.Extent.Lengths is not null)).ToArray();
        // The product with the inputs of all steps, and the gradients of both weights.
        Assert.Equal(3, products.Length);
    }

    private static int Statements(string attributes, bool isOfKernels)
    {
        var declaration = Stages.Declare(attributes);
        var files = NetworkFiles.Write(declaration, Pipeline.Run(StackLowering.Lower(declaration), Targets.Default, PipelineObserver.None));
        return files.Where(file => file.Name.Contains(".Kernels.", StringComparison.Ordinal) == isOfKernels).Sum(static file => file.Text.Split('\n').Count(IsStatement));

        // How comments and long calls are broken depends on how many digits a number has.
        static bool IsStatement(string line) => line.Split("//")[0].TrimEnd() is [.., ';' or '{' or '}'];
    }
}
