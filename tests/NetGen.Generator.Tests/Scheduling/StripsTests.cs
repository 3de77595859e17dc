using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>Which steps are carried out sample by sample, and what that saves.</summary>
public sealed class StripsTests
{
    private const string Attention = "Input(64, 32), MultiHeadAttention(4, Causal = true, Name = \"look\"), Dense(3)";

    [Fact]
    public void Attention_passes_on_its_scores_and_their_gradients_sample_by_sample()
    {
        var program = Stages.Of(Attention).Program.Training;

        Assert.Equal(2, program.Strips.Count);
        Assert.Equal(["look.scores", "look.attention.maximum", "look.attention.exponential", "look.attention.sum", "look.attention"], Names(program, 0, isKept: true));
        Assert.Equal(["look.scores", "look.attention.exponential", "look.attention"], Names(program, 0, isKept: false));
        Assert.Equal(
            ["look.attention.exponential", "look.attention", "∂look.value", "∂look.attention", "∂look.attention.sum", "∂look.products", "∂look.key", "∂look.query"],
            Names(program, 1, isKept: false));

        // The values of a strip, or with what its steps store for others, too.
        static string[] Names(ScheduledProgram program, int strip, bool isKept)
            => [.. (isKept
                ? program.Kernels.Skip(program.Strips[strip].First).Take(program.Strips[strip].Last + 1 - program.Strips[strip].First).SelectMany(static kernel => kernel.Source!.Stores).Select(static output => output.Node).Where(node => program.Graph[node].Name.Text.StartsWith("look.", StringComparison.Ordinal) && program.Graph[node].Name.Text != "look.heads")
                : program.Strips[strip].Values).Select(node => program.Graph[node].Name.Mathematics)];
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public void Neither_training_nor_a_prediction_has_scores_of_a_whole_batch(int length)
    {
        var network = Stages.Of($"Input({length}, 16), MultiHeadAttention(2, Causal = true), MultiHeadAttention(2), Dense(3)").Program;
        var scores = 2 * length * length;

        foreach (var (program, memory) in new[] { (network.Training, network.TrainingMemory), (network.Prediction, network.PredictionMemory) })
        {
            Assert.All(memory.Placements.Where(static place => place.Kind == MemoryKind.Sample), place => Assert.True(place.Size < scores, program.Graph[place.Node].Name.Text));
            Assert.Contains(memory.Placements, place => place.Kind == MemoryKind.Shared && place.Size >= scores);
        }
    }

    [Theory]
    [InlineData("Input(64, 32), Dense(512, Activation.Gelu), LayerNorm, Dense(3)")]
    [InlineData("Input(3, 16, 16), Conv2D(8, 3, Activation.Relu, Padding = 1), MaxPool2D(2), BatchNorm, Flatten, Dense(3)")]
    [InlineData("Input(16, 8), MultiHeadAttention(2), Dense(3)")]
    [InlineData("Input(64, 8), Lstm(16), Dense(3)")]
    public void Others_take_all_samples_at_once(string attributes)
    {
        var program = Stages.Of(attributes).Program;

        Assert.Empty(program.Training.Strips);
        Assert.Empty(program.Prediction.Strips);
    }

    [Fact]
    public void What_the_caller_reads_is_that_of_all_samples()
    {
        var stages = Stages.Of(BodyNetworks.Lower("[Forward] private (Tensor Weights, Tensor Mean) F([Shape(48, 4)] Tensor x) { var weights = Softmax(MatMul(x, Transpose(x))); return (weights, MatMul(weights, x)); }"));
        var program = stages.Program.Prediction;

        Assert.DoesNotContain(stages.Prediction.Outputs.Select(output => Views.Owner(stages.Prediction, output)), node => program.ValuesOfOneSample().Contains(node));
        Assert.All(stages.Prediction.Outputs, output => Assert.Equal(MemoryKind.CallerOutput, stages.Program.PredictionMemory[Views.Owner(stages.Prediction, output)].Kind));
    }

    [Fact]
    public void What_the_next_sample_reads_stays_for_the_whole_run()
    {
        var stages = Stages.Of(Attention).Program;
        var (program, memory) = (stages.Training, stages.TrainingMemory);
        var strip = program.Strips[1];
        var mask = memory.Placements.First(place => place.Kind == MemoryKind.Shared && program.Graph[place.Node].Name.Text == "look.mask" && program.Graph[place.Node].IsComputedAgain);

        Assert.Equal(strip.Last, mask.LastKernel);
        var broken = memory with { Placements = memory.Placements.Select(place => place == mask ? place with { LastKernel = strip.First } : place).ToEquatableArray() };
        Assert.Contains("the samples need it one after the other", Assert.Throws<InvalidGraphException>(() => MemoryVerifier.Verify(program, broken, isPrediction: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_a_sum_over_the_batch_is_refused()
    {
        var program = Stages.Of(Attention).Program.Training;
        var last = program.Strips[1];
        var longer = program with { Strips = [program.Strips[0], last with { Last = last.Last + 1 }] };

        Assert.Contains("cannot be carried out sample by sample", Assert.Throws<InvalidGraphException>(() => ScheduleVerifier.Verify(longer)).Message, StringComparison.Ordinal);

        var shorter = program with { Strips = [program.Strips[0], last with { Last = last.Last - 1 }] };
        Assert.Contains("which has the memory of one sample", Assert.Throws<InvalidGraphException>(() => ScheduleVerifier.Verify(shorter)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_passes_say_so()
    {
        var files = Host.Run($"[Network, {Attention}] public sealed partial class Net;").AssertClean().Files;
        var forward = files["Net.Forward.g.cs"];

        Assert.Contains("for (var sample = 0; sample < batch; sample++)", forward, StringComparison.Ordinal);
        Assert.Contains("for one sample after the other, so that look.scores, look.attention.exponential and look.attention take the memory of one sample", forward, StringComparison.Ordinal);
        Assert.Contains("// look.scores [4 × 64 × 64], of one sample", forward, StringComparison.Ordinal);
        Assert.Contains("; sample by sample\"", files["Net.Description.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KeepGradients = true")]
    [InlineData("Code = EmittedCode.Readable")]
    public void All_samples_are_there_to_be_looked_at(string argument)
    {
        var files = Host.Run($"[Network({argument}), {Attention}] public sealed partial class Net;").AssertClean().Files;

        Assert.DoesNotContain("of one sample", files["Net.Backward.g.cs"], StringComparison.Ordinal);
    }
}
