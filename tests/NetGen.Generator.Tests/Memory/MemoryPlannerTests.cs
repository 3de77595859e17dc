using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Numerics;

namespace NetGen.Generator.Tests.Memory;

public sealed class MemoryPlannerTests
{
    private static readonly string TenLayers = "Input(32), " + string.Join(", ", Enumerable.Repeat("Dense(32, Activation.Relu)", 10));

    [Fact]
    public void A_prediction_goes_back_and_forth_between_two_buffers()
    {
        var memory = Stages.Of(TenLayers).Program.PredictionMemory;

        // The input and the output are the caller's; of what is between them, one is read while the next is written.
        Assert.Equal(2 * 32, memory.SampleLength);
        Assert.Equal(0, memory.SharedLength);
    }

    [Fact]
    public void Training_keeps_the_activations_and_reuses_what_the_backward_pass_is_done_with()
    {
        var stages = Stages.Of(TenLayers);

        // The input, ten outputs and the last one's gradient are the caller's or still to be read when the backward pass begins. Behind
        // them two gradients have room, of which one is read while the next is written.
        Assert.InRange(stages.Program.TrainingMemory.SampleLength, 12 * 32, 14 * 32);
    }

    [Fact]
    public void Random_programs_take_no_less_than_what_lives_at_once_and_no_more_than_everything()
        => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var program = Stages.Of(RandomGraphs.Build(seed, hasWindows: false)).Program;
            Check(program.Training, program.TrainingMemory);
            Check(program.Prediction, program.PredictionMemory);
        }).Check(Seeds.Property(100));

    [Fact]
    public void Tensors_that_live_at_once_lie_apart_for_any_number_of_samples()
        => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var program = Stages.Of(RandomGraphs.Build(seed, hasWindows: false)).Program;
            foreach (var (plan, slots) in new[] { (program.TrainingMemory, program.Slots), (program.PredictionMemory, program.PredictionSlots) })
            {
                var places = plan.Placements.Where(static place => place.Kind == MemoryKind.Sample).ToArray();
                var layout = new BatchLayout(plan.SampleLength, slots.Count, slots.Largest, plan.SharedLength);
                foreach (var capacity in new[] { 1, 2 + (seed % 15), 16, 17 })
                    CheckApart(places, slots, new BatchBuffer(layout, capacity));
            }
        }).Check(Seeds.Property(100));

    [Fact]
    public void Parameters_and_gradients_have_the_same_places()
    {
        var stages = Stages.Of(TenLayers);
        var graph = stages.Program.Training.Graph;
        var memory = stages.Program.TrainingMemory;
        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            var parameter = Enumerable.Range(0, graph.Nodes.Count).Single(node => graph[node].Operation is NetGen.Generator.Graph.Parameter(var own) && own == index);
            var gradient = NetGen.Generator.Graph.Views.Owner(graph, graph.Gradients[index]);
            Assert.Equal(memory[parameter].Offset, memory[gradient].Offset);
            Assert.Equal(memory[parameter].Size, memory[gradient].Size);
        }
    }

    private static void CheckApart(Placement[] places, SlotNumbers slots, BatchBuffer buffer)
    {
        long Start(Placement place) => Unsafe.ByteOffset(ref buffer.Sample(0, 0), ref buffer.Sample(place.Offset, slots[place])) / sizeof(float);
        long End(Placement place) => Start(place) + ((long)place.Size * buffer.Capacity);
        foreach (var one in places)
        {
            Assert.Equal(0, Start(one) % 16);
            Assert.True(End(one) <= Unsafe.ByteOffset(ref buffer.Sample(0, 0), ref buffer.Shared(0)) / sizeof(float));
            foreach (var other in places.Where(other => other != one && other.FirstKernel <= one.LastKernel && one.FirstKernel <= other.LastKernel))
                Assert.True(End(one) <= Start(other) || End(other) <= Start(one), $"At capacity {buffer.Capacity} {one} and {other} overlap.");
        }
    }

    private static void Check(ScheduledProgram program, MemoryPlan plan)
    {
        foreach (var (kind, length) in new[] { (MemoryKind.Sample, plan.SampleLength), (MemoryKind.Shared, plan.SharedLength), (MemoryKind.Prepared, plan.PreparedLength) })
        {
            var places = plan.Placements.Where(place => place.Kind == kind).ToArray();
            var most = Enumerable.Range(-1, program.Kernels.Count + 2)
                .Max(kernel => places.Where(place => place.FirstKernel <= kernel && kernel <= place.LastKernel).Sum(static place => place.Size));
            Assert.InRange(length, most, places.Sum(static place => place.Size));
        }
    }
}
