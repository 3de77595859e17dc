using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;
using Panels = NetGen.Generator.Scheduling.TensorLayout;

namespace NetGen.Generator.Tests.Loops;

/// <summary>The copy of a weight in panels along its other axis: every step of its strategy, and random rewrites of the first.</summary>
public class TransposeTests
{
    private const double Unset = -1;

    // As many as random rewrites copy at most.
    private const int Scratch = 1 << 14;

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_step_of_the_strategy_copies_each_element_to_its_place_for_vectors_of(int lanes)
    {
        var random = new Random(lanes);
        for (var number = 0; number < TestTier.Cases(quick: 60, complete: 400); number++)
            Check(1 + random.Next(5 * lanes), 1 + random.Next(5 * lanes), lanes, static steps => steps);
    }

    [Fact]
    public void Random_rewrites_copy_each_element_to_its_place()
    {
        var applied = 0;
        var random = new Random(1);
        for (var number = 0; number < TestTier.Cases(quick: 600, complete: 3000); number++)
        {
            var rewrites = new RandomRewrites(number);
            Nest[] Rewritten(IReadOnlyList<Nest> steps) => [rewrites.Of(steps[random.Next(steps.Count)]), rewrites.Of(steps[^1])];
            Check(1 + random.Next(40), 1 + random.Next(40), lanes: 8, Rewritten, areOfTarget: false);
            applied += rewrites.Applied.GetValueOrDefault("TransposeInRegisters");
        }

        Assert.True(applied >= 10, $"only {applied} blocks were transposed");
    }

    [Fact]
    public void Loops_that_do_more_than_to_copy_a_block_are_refused()
    {
        var nest = Steps(8, 8, Targets.Default).Steps[0];
        var (row, column) = (new Variable("row"), new Variable("column"));
        Nest With(Func<Store, Statement> change) => new(new For(row, 8, new For(column, 8, change((Store)((For)((For)nest.Body).Body).Body))));
        var store = (Store)((For)((For)nest.Body).Body).Body;
        var read = ((Read)store.Value).Place;

        Assert.NotNull(((For)TransposeInRegisters.Of(nest, row, Targets.Default).Body).Transposed);
        foreach (var other in new[]
        {
            With(store => store with { Value = new Compute(new Argument(0) * new Constant(2), [store.Value]) }),
            With(store => new AddTo(store.Place, store.Value)),
            With(store => store with { Place = store.Place with { Indices = read.Indices } }),
            With(store => store with { Place = read with { Indices = store.Place.Indices } }),
            With(store => Sequence.Of([store, store])),
        })
        {
            Assert.Throws<InvalidGraphException>(() => TransposeInRegisters.Of(other, row, Targets.Default));
        }

        Assert.Throws<InvalidGraphException>(() => TransposeInRegisters.Of(nest, row, Targets.OfLanes(4)));
        Assert.Throws<InvalidGraphException>(() => TransposeInRegisters.Of(nest, column, Targets.Default));
    }

    /// <summary>Runs nests that copy a matrix, by what the layouts say of where each element is.</summary>
    private static void Check(int rows, int columns, int lanes, Func<IReadOnlyList<Nest>, IReadOnlyList<Nest>> nests, bool areOfTarget = true)
    {
        var (source, copy, steps) = Steps(rows, columns, Targets.OfLanes(lanes));
        double[] elements = [.. Enumerable.Range(0, source.Length)];
        var expected = Enumerable.Repeat(Unset, copy.Length).ToArray();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                expected[Place(copy, row, column)] = elements[Place(source, column, row)];
        }

        foreach (var nest in nests(steps))
        {
            NestVerifier.Verify(nest, memory => (0, memory == 0 ? source.Length : memory == 1 ? copy.Length : Scratch), areOfTarget ? lanes : null);
            Dictionary<int, double[]> memories = new() { [0] = elements, [1] = [.. Enumerable.Repeat(Unset, copy.Length)] };
            new NestInterpreter(batch: 1, memory => memories.TryGetValue(memory, out var own) ? own : memories[memory] = new double[Scratch]).Run(nest);
            Assert.Equal(expected, memories[1]);
        }

        // Panels of a few of one axis, in each of which the other axis is gone through.
        static int Place(Panels panels, int other, int inPanels)
            => (inPanels / panels.Block * panels.BlockStride) + (inPanels % panels.Block) + (other * panels.Block);
    }

    private static (Panels Source, Panels Copy, IReadOnlyList<Nest> Steps) Steps(int rows, int columns, Target target)
    {
        int Block(int extent) => extent > target.Lanes ? 2 * target.Lanes : target.Lanes;
        var (source, copy) = (Panels.RowPanels(rows, columns, Block(rows)), Panels.ColumnPanels(rows, columns, Block(columns)));
        return (source, copy, TransposeStrategy.Of(rows, columns, source, copy, new("weight"), target));
    }
}
