using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Memory;

/// <summary>The memory of a small network, each time with one thing wrong.</summary>
public sealed class MemoryVerifierTests
{
    private static readonly Stages Network = Stages.Of("Input(20), Dense(40, Activation.Gelu, Name = \"hidden\"), Dense(18, Name = \"output\")");
    private static readonly ScheduledProgram Program = Network.Program.Training;
    private static readonly MemoryPlan Plan = Network.Program.TrainingMemory;

    private static readonly Dictionary<string, (MemoryPlan Plan, string Message)> Broken = new()
    {
        ["a tensor without a place"] = (Plan with { Placements = [.. Plan.Placements.Where(static place => place.Node != 3)] }, "%3 hidden.bias has no place in memory"),
        ["a tensor with two places"] = (Plan with { Placements = [.. Plan.Placements, Of("hidden")] }, "hidden has two places in memory"),
        ["a tensor of the wrong kind"] = (With("hidden", place => place with { Kind = MemoryKind.Shared }), "hidden lies in Shared memory and belongs into Sample memory"),
        ["a copy of the wrong kind"] = (With("output.weight", place => place with { Kind = MemoryKind.Parameter }, TensorForm.Repacked), "output.weight repacked lies in Parameter memory and belongs into Shared memory"),
        ["a gradient of the wrong kind"] = (With("∂hidden.weight", place => place with { Kind = MemoryKind.Parameter }), "∂hidden.weight lies in Parameter memory and belongs into Gradient memory"),
        ["beyond the end"] = (Plan with { SampleLength = Plan.SampleLength - 1 }, $"takes floats {Last.Offset} to {Plan.SampleLength - 1} of {Plan.SampleLength - 1}"),
        ["beyond the end of what is shared"] = (Plan with { SharedLength = 0 }, "output.weight repacked takes floats 0 to 863 of 0"),
        ["before the start"] = (With("hidden", place => place with { Offset = -1 }), "hidden takes floats -1 to 38"),
        ["a place that is too small"] = (With("hidden", place => place with { Size = 39 }), "hidden has 39 floats and needs 40"),
        ["a parameter without its padding"] = (With("output.weight", place => place with { Size = 720 }), "output.weight has 720 floats and needs 1280"),
        ["a copy without its padding"] = (With("output.weight", place => place with { Size = 720 }, TensorForm.Repacked), "output.weight repacked has 720 floats and needs 864"),
        ["a parameter across cache lines"] = (With("hidden.bias", place => place with { Offset = place.Offset + 8 }), "which is not the start of a cache line"),
        ["a life that is too short"] = (With("hidden", place => place with { LastKernel = 0 }), "hidden lives from kernel 0 to 0, but is needed in 1"),
        ["a life that begins too late"] = (With("hidden", place => place with { FirstKernel = 1 }), "hidden lives from kernel 1 to"),
        ["inputs that are overwritten"] = (With("input", place => place with { LastKernel = Program.Kernels.Count - 1 }), "input is the caller's, but lives from kernel -1 to"),
        ["outputs that are not there before"] = (With("output", place => place with { FirstKernel = 1 }), "output is the caller's, but lives from kernel 1 to"),
        ["two tensors in one place"] = (With("hidden", place => place with { Offset = Of("input").Offset }), "%5 hidden and %0 input overlap"),
        ["two parameters in one place"] = (With("hidden.bias", place => place with { Offset = 16 }), "%3 hidden.bias and %1 hidden.weight overlap"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    private static Placement Last => Plan.Placements.Single(static place => place.Kind == MemoryKind.Sample && place.Offset + place.Size == Plan.SampleLength);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_that_breaks_a_rule_is_refused_by_the_tensor(string name)
    {
        var (plan, message) = Broken[name];

        Assert.Contains(
            message,
            Assert.Throws<InvalidGraphException>(() => MemoryVerifier.Verify(Program, plan, isPrediction: false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_has_its_inputs_and_outputs_from_the_caller()
    {
        var (program, plan) = (Network.Program.Prediction, Network.Program.PredictionMemory);

        MemoryVerifier.Verify(program, plan, isPrediction: true);
        Assert.Contains(
            "%0 input lies in CallerInput memory and belongs into Sample memory",
            Assert.Throws<InvalidGraphException>(() => MemoryVerifier.Verify(program, plan, isPrediction: false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_caller_reads_lies_as_a_whole()
    {
        var stages = Stages.Of("Input(1, 4, 4), MaxPool2D(2, Name = \"pool\")");
        var (program, plan) = (stages.Program.Training, stages.Program.TrainingMemory);
        var slice = Enumerable.Range(0, program.Graph.Nodes.Count).First(node => program.Graph[node].Operation is Slice);
        var broken = program with { Graph = program.Graph with { InputGradients = [slice] } };

        MemoryVerifier.Verify(program, plan, isPrediction: false);
        Assert.Contains(
            "of %0 input, and the caller reads it as a whole",
            Assert.Throws<InvalidGraphException>(() => MemoryVerifier.Verify(broken, plan, isPrediction: false)).Message,
            StringComparison.Ordinal);
    }

    private static bool Is(Placement place, string name, TensorForm form)
        => Program.Graph[place.Node].Name.Mathematics == name && place.Form == form;

    private static Placement Of(string name) => Plan.Placements.Single(place => Is(place, name, TensorForm.Own));

    private static MemoryPlan With(string name, Func<Placement, Placement> change, TensorForm form = TensorForm.Own)
        => Plan with { Placements = [.. Plan.Placements.Select(place => Is(place, name, form) ? change(place) : place)] };
}
