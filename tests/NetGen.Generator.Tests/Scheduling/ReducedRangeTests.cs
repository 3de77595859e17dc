using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>The steps that a range leaves are those that count, for every step around it.</summary>
public sealed class ReducedRangeTests
{
    [Fact]
    public void A_range_leaves_the_steps_that_count_and_no_other()
    {
        const int Size = 5;
        var left = 0;
        foreach (var (step, keptStep) in new[] { (1, 1), (2, 1), (3, 1), (1, 2), (2, 3) })
        {
            for (var from = -2; from < 8; from++)
            {
                for (var to = from; to < 20; to++)
                {
                    var range = new ReducedRange(Loop: 1, step, Kept: 0, keptStep, from, to);
                    for (var kept = 0; kept < 6; kept++)
                    {
                        var counting = Enumerable.Range(0, Size).Where(own => (own * step) + (kept * keptStep) is var place && place >= from && place < to);
                        var (first, end) = (range.FirstAt(kept), range.EndAt(kept, Size));

                        Assert.Equal(counting, Enumerable.Range(0, Size).Where(own => own >= first && own < end));
                        Assert.True(first >= 0 && end <= Size);
                        left += end - first;
                    }
                }
            }
        }

        Assert.True(left > 0);
    }

    /// <summary>A loop of one step is not written, so nothing can depend on its variable.</summary>
    [Theory]
    [InlineData("Input(1, 1, 2), ConvTranspose2D(1, 3, Padding = 1)")]
    [InlineData("Input(8, 1, 1), Conv2D(8, 3, Padding = 1)")]
    [InlineData("Input(2, 5, 1), Conv2D(4, 3, Padding = 1), ConvTranspose2D(2, 3, Padding = 1)")]
    public void No_range_depends_on_a_loop_of_one_step(string attributes)
    {
        Stages.Of(attributes);

        Host.Run($"[Network(InputGradient = true), {attributes}] public partial class Net;").AssertClean();
    }
}
