using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>What is asked for before it is read: it changes nothing, and is what is read later.</summary>
public sealed class FetchTests
{
    // With vectors of 16 lanes, weights lie in panels of 32.
    private const int Panel = 32;
    private const int Line = 16;
    private const int Samples = 64;

    private static readonly Variable Row = new("row");
    private static readonly Buffer X = new("x", 0, ElementType.Float32, [3], [1]);
    private static readonly Nest Copied = new(new For(Row, 3, new Store(new(new Buffer("result", 1, ElementType.Float32, [3], [1]), [Row]), new Read(new(X, [Row])))));

    [Fact]
    public void What_is_fetched_may_be_outside_of_its_buffer_and_changes_nothing()
    {
        var fetching = Prepend.Of(Copied, Row, new Fetch(new(X, [(Affine)Row + 100])));

        NestVerifier.Verify(fetching);
        Assert.Contains("fetch x[row + 100]", NestPrinter.Print(fetching), StringComparison.Ordinal);
        double[] x = [4, 5, 6], result = new double[3];
        new NestInterpreter(batch: 1, memory => memory == 0 ? x : result).Run(fetching);
        Assert.Equal([4.0, 5, 6], result);
    }

    [Fact]
    public void Where_something_is_fetched_is_known_and_one_place()
    {
        Refuses(Prepend.Of(Copied, Row, new Fetch(new(X, [new Variable("column")]))), "depends on a loop that is not around it");
        var (split, lane) = Split.Of(Copied, Row, "lane", 8, Tail.Shorter);
        Refuses(Prepend.Of(Vectorise.Of(split, lane, new Target(8, Registers: 16)), lane, new Fetch(new(X, [lane]))), "more than one place");

        static void Refuses(Nest nest, string message)
            => Assert.Contains(message, Assert.Throws<InvalidGraphException>(() => NestVerifier.Verify(nest)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Input(5), Dense(512), Dense(512)")]
    [InlineData("Input(5), Dense(1024), Dense(64)")]
    public void Tiles_of_64_rows_fetch_the_lines_that_the_next_panel_is_copied_from(string attributes)
    {
        var nest = Stages.Of(attributes, Targets.OfLanes(16)).Program.Training.Kernels.Select(static kernel => kernel.Schedule).OfType<NestSchedule>()
            .Single(static schedule => schedule.Plan is OuterProductPlan { Repacking: not null }).Nest;
        var panels = nest.Body.All().OfType<For>().First(loop => loop.Step == Panel && loop.All().OfType<Fetch>().Any());

        var (fetched, read) = (new HashSet<int>(), new HashSet<int>());
        // Of the first panel, and of the one behind it
        Collect(panels.Body, new() { [panels.Variable] = 0 }, statement => (statement as Fetch)?.Place, fetched);
        var copy = panels.Body.All().OfType<Outlined>().First(static outlined => outlined.All().OfType<For>().Any(static loop => loop.Transposed is not null));
        Collect(copy, new() { [panels.Variable] = Panel }, statement => ((statement as Store)?.Value as Read)?.Place, read);

        Assert.Equal(nest.Body.All().OfType<For>().First(static loop => loop.Transposed is not null).Transposed!.From.Buffer.Memory, panels.All().OfType<Fetch>().First().Place.Buffer.Memory);
        Assert.NotEmpty(read);
        Assert.Equal(read.Order(), fetched.Order());
    }

    [Fact]
    public void Nothing_is_fetched_where_the_loop_through_a_panel_would_be_short()
    {
        var nests = Stages.Of("Input(5), Dense(512), Dense(512)", Targets.OfLanes(8)).Program.Training.Kernels.Select(static kernel => kernel.Schedule).OfType<NestSchedule>().ToArray();

        Assert.Contains(nests, static schedule => schedule.Plan is OuterProductPlan { Repacking: not null });
        Assert.DoesNotContain(nests, static schedule => schedule.Nest.Body.All().OfType<Fetch>().Any());
    }

    /// <summary>The cache lines of a kind of places in all turns of the loops of a statement, of 64 samples.</summary>
    private static void Collect(Statement statement, Dictionary<Variable, int> turns, Func<Statement, Place?> placeOf, HashSet<int> lines)
    {
        if (placeOf(statement) is { } place)
            lines.Add(place.Offset.Evaluate(variable => turns[variable]) / Line);
        if (statement is not For loop)
        {
            for (var number = 0; statement.Inner(number) is { } inner; number++)
                Collect(inner, turns, placeOf, lines);
            return;
        }

        // Large tiles have all of so many samples.
        var end = !loop.Span.Whole.IsBatch ? loop.Extent.Size : loop.Sizes is not null && !loop.IsOfLargeTiles ? 0 : Samples;
        for (var turn = loop.First; turn < end; turn += loop.Step)
        {
            turns[loop.Variable] = turn;
            Collect(loop.Body, turns, placeOf, lines);
        }

        turns.Remove(loop.Variable);
    }
}
