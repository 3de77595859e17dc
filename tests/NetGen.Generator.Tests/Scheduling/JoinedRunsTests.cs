using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>Which kernels become one, and what that saves.</summary>
public sealed class JoinedRunsTests
{
    private const string Attention = "Input(64, 32), MultiHeadAttention(4, Causal = true, Name = \"look\"), Dense(3)";

    [Fact]
    public void Attention_is_one_kernel_forward_and_one_backward()
    {
        var program = Stages.Of(Attention).Program.Training;
        ScheduledKernel[] joined = [.. program.Kernels.Where(static kernel => kernel.Parts.Count > 0)];

        Assert.Equal([false, true], joined.Select(static kernel => kernel.IsBackward));
        Assert.Equal(["look.attention.maximum", "look.attention.sum", "look.heads"], Names(joined[0], TensorForm.Own, isWritten: true));
        Assert.Equal(["look.scores", "look.attention.exponential", "look.attention"], Names(joined[0], TensorForm.Passed, isWritten: true));
        Assert.Equal(["∂look.projected"], Names(joined[1], TensorForm.Own, isWritten: true));
        Assert.Equal(
            ["look.attention.exponential", "look.attention", "∂look.value", "∂look.attention", "∂look.attention.sum", "∂look.products", "∂look.key", "∂look.query"],
            Names(joined[1], TensorForm.Passed, isWritten: true));

        string[] Names(ScheduledKernel kernel, TensorForm form, bool isWritten)
            => [.. kernel.Arguments.Where(argument => argument.Form == form && argument.IsWritten == isWritten).Select(static argument => argument.Node).Distinct().Select(node => program.Graph[node].Name.Mathematics)];
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public void What_is_passed_on_has_the_memory_of_one_turn(int length)
    {
        var network = Stages.Of($"Input({length}, 16), MultiHeadAttention(2, Causal = true), MultiHeadAttention(2), Dense(3)").Program;
        foreach (var (program, memory) in new[] { (network.Training, network.TrainingMemory), (network.Prediction, network.PredictionMemory) })
        {
            var passed = memory.Placements.Where(static place => place.Form == TensorForm.Passed).ToArray();
            Assert.NotEmpty(passed);
            Assert.All(memory.Placements.Where(static place => place.Kind == MemoryKind.Sample), place => Assert.True(place.Size < 2 * length * length, program.Graph[place.Node].Name.Text));

            // Of one head; in the forward pass of some rows of it.
            Assert.All(passed, place => Assert.True(place.Size <= (length * length) + 16, program.Graph[place.Node].Name.Text));
            Assert.All(passed.Where(place => !program.Kernels[place.FirstKernel].IsBackward), place => Assert.True(place.Size <= (program.Target.FirstCache / 2) + 16, program.Graph[place.Node].Name.Text));
        }
    }

    [Theory]
    [InlineData("Input(64, 32), Dense(512, Activation.Gelu), LayerNorm, Dense(3)")]
    [InlineData("Input(3, 16, 16), Conv2D(8, 3, Activation.Relu, Padding = 1), MaxPool2D(2), BatchNorm, Flatten, Dense(3)")]
    [InlineData("Input(16, 8), MultiHeadAttention(2), Dense(3)")]
    [InlineData("Input(64, 8), Lstm(16), Dense(3)")]
    public void Others_are_kernels_of_their_own(string attributes)
    {
        var program = Stages.Of(attributes).Program;

        Assert.DoesNotContain(program.Training.Kernels, static kernel => kernel.Parts.Count > 0);
        Assert.DoesNotContain(program.Prediction.Kernels, static kernel => kernel.Parts.Count > 0);
    }

    [Fact]
    public void What_the_caller_reads_is_that_of_all_samples()
    {
        var stages = Stages.Of(BodyNetworks.Lower("[Forward] private (Tensor Weights, Tensor Mean) F([Shape(48, 4)] Tensor x) { var weights = Softmax(MatMul(x, Transpose(x))); return (weights, MatMul(weights, x)); }"));

        Assert.All(stages.Prediction.Outputs, output => Assert.Equal(MemoryKind.CallerOutput, stages.Program.PredictionMemory[Views.Owner(stages.Prediction, output)].Kind));
    }

    [Fact]
    public void The_passes_say_so()
    {
        var files = Host.Run($"[Network, {Attention}] public sealed partial class Net;").AssertClean().Files;
        var forward = files["Net.Forward.g.cs"];

        Assert.Contains("does all of this for one sample and one head after the other: so look.scores, look.attention.exponential and look.attention take the memory of one turn", Joined(forward), StringComparison.Ordinal);
        Assert.Contains("// look.scores of one turn [4112]", forward, StringComparison.Ordinal);
        Assert.Contains("Kernels.LookHeadsForward(", forward, StringComparison.Ordinal);
        Assert.DoesNotContain("Kernels.LookScores", forward, StringComparison.Ordinal);

        static string Joined(string text) => string.Join(" ", text.Split('\n').Select(static line => line.Trim().TrimStart('/').Trim()));
    }

    [Theory]
    [InlineData("KeepGradients = true")]
    [InlineData("Code = EmittedCode.Readable")]
    public void All_samples_are_there_to_be_looked_at(string argument)
    {
        var files = Host.Run($"[Network({argument}), {Attention}] public sealed partial class Net;").AssertClean().Files;

        Assert.DoesNotContain("of one turn", files["Net.Backward.g.cs"], StringComparison.Ordinal);
    }
}
