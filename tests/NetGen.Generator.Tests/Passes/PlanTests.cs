using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Passes;

/// <summary>
/// A plan has choices that make a contraction faster, and that it means the same without: overlapping tiles, panels, blocks of rows, tiles of two sizes, loops that are written
/// out, the order of the loops, a finish in registers, and several rows. Each of them is left out, or taken the other way, in random networks.
/// </summary>
public sealed class PlanTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_contraction_means_the_same_without_a_choice_of_its_plan(int lanes)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            MeaningTests.CheckContractions(RandomGraphs.Build(seed, hasWindows: true), lanes, seed, samples: 9, (kernel, schedule, plan, nameOf) => Changed(random, counts, kernel, schedule, plan, nameOf));
        }).Check(Seeds.Property(TestTier.Cases(quick: 40, complete: 150)));

        foreach (var count in counts)
            output.WriteLine($"{count.Key}: {count.Value} times");
        Assert.All(new[] { "loop order", "written out", "finish", "one row" }, choice => Assert.True(counts.TryGetValue(choice, out var times) && times >= 5, choice));
    }

    public static TheoryData<string, string, int> Choices
    {
        get
        {
            var data = new TheoryData<string, string, int>
            {
                { "Input(3, 110), Dense(2, Activation.Sigmoid), Dense(18), Flatten, Dense(3)", "columns overlap", 8 },
                { "Input(3, 8), Lstm(16), Dense(2)", "tiles of two sizes", 8 },
            };
            // Only large products are done in panels.
            if (TestTier.IsComplete)
                data.Add("Input(5), Dense(1024, Activation.Relu), Dense(516), Dense(2)", "panels", 8);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void A_network_means_the_same_without(string attributes, string choice, int lanes)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 1; seed++)
        {
            var random = new Random(seed);
            MeaningTests.CheckContractions(Stages.Of(attributes).Lowered, lanes, seed, samples: 5, (kernel, schedule, plan, nameOf) => Changed(random, counts, kernel, schedule, plan, nameOf, choice));
        }

        Assert.True(counts.ContainsKey(choice), choice);
    }

    private static ScheduledKernel Changed(
        Random random, SortedDictionary<string, int> counts, ScheduledKernel kernel, NestSchedule schedule, TilePlan plan, Func<int, ValueName> nameOf, string? choice = null)
    {
        var others = Others(plan).Where(other => choice is null || other.Choice == choice).ToArray();
        if (others.Length == 0)
            return kernel;
        var (taken, other) = others[random.Next(others.Length)];
        var steps = TileStrategy.Of(other, nameOf);
        foreach (var step in steps)
            NestVerifier.Verify(step, lanes: plan.Target.Lanes);
        counts[taken] = counts.GetValueOrDefault(taken) + 1;
        return kernel with { Schedule = new NestSchedule(steps[^1]) { Plan = other } };
    }

    /// <summary>The plan with one of its choices left out, or taken the other way.</summary>
    private static IEnumerable<(string Choice, TilePlan Plan)> Others(TilePlan plan)
    {
        switch (plan)
        {
            case OuterProductPlan outer:
                if (outer.ColumnsOverlap)
                    yield return ("columns overlap", outer with { ColumnsOverlap = false });
                if (outer.Panels is null)
                    yield return ("loop order", outer with { ColumnsOutermost = !outer.ColumnsOutermost });
                else
                    yield return ("panels", outer with { Panels = null });
                if (outer.IsUnrolled)
                    yield return ("written out", outer with { IsUnrolled = false });
                if (outer.FinishInRegisters && !outer.Accumulates && outer.Panels is null)
                    yield return ("finish", outer with { FinishInRegisters = false });
                if (outer.SmallRowTile is not null)
                    yield return ("tiles of two sizes", outer with { SmallRowTile = null });
                if (outer.RowTile > 1 && outer.SmallRowTile is null)
                    yield return ("one row", outer with { RowTile = 1 });
                break;
            case DotProductPlan dot:
                if (dot.LastOverlaps)
                    yield return ("last vector overlaps", dot with { LastOverlaps = false });
                if (dot.IsUnrolled)
                    yield return ("dot written out", dot with { IsUnrolled = false });
                if (dot.RowTile > 1)
                    yield return ("dot of one row", dot with { RowTile = 1 });
                break;
        }
    }
}
