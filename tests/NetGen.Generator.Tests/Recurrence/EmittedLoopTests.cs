using NetGen.Generator.Compilation;
using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>A recurrence is emitted as a loop: its code does not grow with the number of steps.</summary>
public sealed class EmittedLoopTests
{
    [Theory]
    [InlineData("Lstm(16), Dense(3)")]
    [InlineData("Gru(16, Layers = 2, Bidirectional = true), Dense(3)")]
    [InlineData("Rnn(9, LastStep = true), Dense(3)")]
    public void The_number_of_lines_does_not_depend_on_the_number_of_steps(string layers)
    {
        var lines = new[] { 8, 64, 512 }.Select(steps => Lines($"Input({steps}, 5), {layers}")).ToArray();

        Assert.Equal(lines[0], lines[1]);
        Assert.Equal(lines[0], lines[2]);
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

    private static int Lines(string attributes)
    {
        var declaration = Stages.Declare(attributes);
        return NetworkFiles.Write(declaration, Pipeline.Run(StackLowering.Lower(declaration), PipelineObserver.None)).Sum(static file => file.Text.Count(static character => character == '\n'));
    }
}
