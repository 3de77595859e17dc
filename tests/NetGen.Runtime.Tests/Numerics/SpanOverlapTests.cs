using System.Runtime.InteropServices;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>What is written is never what is still to be read.</summary>
public class SpanOverlapTests
{
    public static TheoryData<string> Losses => [.. LossTable.Keys];

    private static Dictionary<string, Loss> LossTable { get; } = new()
    {
        [nameof(MSELoss)] = new MSELoss(),
        [nameof(L1Loss)] = new L1Loss(),
        [nameof(HuberLoss)] = new HuberLoss(),
        [nameof(SmoothL1Loss)] = new SmoothL1Loss(),
        [nameof(BCEWithLogitsLoss)] = new BCEWithLogitsLoss(),
        [nameof(KLDivLoss)] = new KLDivLoss(),
    };

    [Fact]
    public void Spans_overlap_where_the_framework_says_so_at_every_distance_and_length()
    {
        var memory = new float[40];
        for (var start = 0; start < 16; start++)
        {
            for (var first = 0; first < 6; first++)
            {
                for (var second = 0; second < 6; second++)
                {
                    var (a, b) = (memory.AsMemory(8, first), memory.AsMemory(start, second));
                    var overlap = a.Span.Overlaps(b.Span, out var distance);
                    var apart = Record.Exception(() => SpanOverlap.CheckApart<float>(a.Span, "a", b.Span, "b"));
                    var same = Record.Exception(() => SpanOverlap.CheckApartOrSame<float>(a.Span, "a", b.Span, "b"));
                    Assert.Equal(overlap, apart is ArgumentException);
                    Assert.Equal(overlap && distance != 0, same is ArgumentException);
                }
            }
        }
    }

    [Fact]
    public void Spans_of_other_memory_and_of_other_types_are_told_apart()
    {
        var (memory, other) = (new float[8], new float[8]);
        SpanOverlap.CheckApart<float>(memory, "a", other, "b");
        SpanOverlap.CheckApart<float>([], "a", memory, "b");
        SpanOverlap.CheckApart<float>([], "a", [], "b");
        var integers = MemoryMarshal.Cast<float, int>(memory);
        SpanOverlap.CheckApart<float, int>(memory.AsSpan(0, 4), "a", integers[4..], "b");
        Assert.Throws<ArgumentException>("a", () => SpanOverlap.CheckApart<float, int>(memory, "a", MemoryMarshal.Cast<float, int>(memory)[7..], "b"));
        Assert.Throws<ArgumentException>("a", () => SpanOverlap.CheckApart<float, byte>(memory.AsSpan(1), "a", MemoryMarshal.AsBytes(memory.AsSpan())[4..5], "b"));
        SpanOverlap.CheckApart<float, byte>(memory.AsSpan(1), "a", MemoryMarshal.AsBytes(memory.AsSpan())[..4], "b");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Gradients_over_outputs_or_targets_are_refused_with_both_names(string name)
    {
        var loss = LossTable[name];
        foreach (var shift in (int[])[0, 1, 8])
        {
            var memory = new float[48];
            var overOutputs = Assert.Throws<ArgumentException>("gradients", () => loss.Evaluate(memory.AsSpan(0, 16), new float[16], memory.AsSpan(shift, 16), 2));
            Assert.Contains("'outputs'", overOutputs.Message, StringComparison.Ordinal);
            var overTargets = Assert.Throws<ArgumentException>("gradients", () => loss.Evaluate(new float[16], memory.AsSpan(0, 16), memory.AsSpan(shift, 16), 2));
            Assert.Contains("'targets'", overTargets.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_step_with_gradients_in_the_parameters_is_refused()
    {
        foreach (var optimizer in (Optimizer[])[new SGD(), new Adam(), new AdamW(), new NAdam(), new Adagrad(), new Adadelta(), new RMSprop()])
        {
            var memory = new float[48];
            var error = Assert.Throws<ArgumentException>("parameters", () => optimizer.Step(memory.AsSpan(0, 32), memory.AsSpan(3, 32)));
            Assert.Contains("'gradients'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_tensor_is_copied_from_its_neighbour_and_not_from_itself()
    {
        var memory = Enumerable.Range(0, 20).Select(static i => (float)i).ToArray();
        var parameter = new ParameterInfo("weight", "layer", [2, 3], new TensorLayout(4, [3, 1]), default!);
        new TensorView(memory, parameter).CopyFrom(memory.AsSpan(10, 6));
        Assert.Equal([10, 11, 12, 13, 14, 15], memory[4..10]);
        new TensorView(memory, parameter).CopyTo(memory.AsSpan(14, 6));
        Assert.Equal([10, 11, 12, 13, 14, 15], memory[14..20]);
        Assert.Contains("'weight'", Assert.Throws<ArgumentException>(() => new TensorView(memory, parameter).CopyFrom(memory.AsSpan(5, 6))).Message, StringComparison.Ordinal);
        Assert.Contains("'weight'", Assert.Throws<ArgumentException>(() => new TensorView(memory, parameter).CopyTo(memory.AsSpan(3, 6))).Message, StringComparison.Ordinal);
    }
}
