using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>Rows in tiles of two sizes: none is left out, and few are done twice.</summary>
public sealed class TwoSizesTests
{
    private static readonly Variable Row = new("row");

    [Theory]
    [InlineData(6, 4)]
    [InlineData(8, 4)]
    [InlineData(5, 2)]
    [InlineData(3, 2)]
    public void As_few_rows_are_done_twice_as_tiles_of_these_sizes_allow(int large, int small)
    {
        for (var rows = small; rows < 100; rows++)
        {
            var inLarge = new TileSizes(large, small).RowsInLarge(rows);
            Assert.Equal(0, inLarge % large);
            var fewest = Enumerable.Range(0, (rows / large) + 1).Min(tiles => (tiles * large) + InSmall(rows - (tiles * large)));
            Assert.Equal(fewest, inLarge + InSmall(rows - inLarge));
        }

        int InSmall(int left) => (left + small - 1) / small * small;
    }

    [Theory]
    [InlineData(6, 4, 1)]
    [InlineData(8, 4, 1)]
    [InlineData(6, 4, 3)]
    [InlineData(5, 2, 1)]
    public void Every_row_is_computed(int large, int small, int rowsOfSample) => Check(static nest => nest, large, small, rowsOfSample);

    [Fact]
    public void Every_row_is_computed_in_blocks() => Check(static nest => Block.Of(nest, Row, 12).Nest, 6, 4, rowsOfSample: 1);

    [Fact]
    public void Loops_of_which_nothing_says_how_long_they_are_or_that_add_up_are_refused()
    {
        Assert.Throws<InvalidGraphException>(() => SplitInTwoSizes.Of(Doubling(1), Row, "inner", new(6, 4)));
        Assert.Throws<InvalidGraphException>(() => SplitInTwoSizes.Of(AtLeast.Of(Doubling(1), Row, 3, Row), Row, "inner", new(6, 4)));
        var sum = new Local("sum", ElementType.Float32);
        var read = ((Store)((For)Doubling(1).Body).Body).Value;
        var adding = new Nest(Sequence.Of(
        [
            new Total(sum, Reduction.Sum),
            new For(Row, Extent.Batch, new Accumulate(sum, Reduction.Sum, read)),
            new Store(Place(1, 0, Extent.Batch), new Named(sum)),
        ]));
        Assert.Throws<InvalidGraphException>(() => SplitInTwoSizes.Of(AtLeast.Of(adding, Row, 4, Row), Row, "inner", new(6, 4)));
    }

    [Fact]
    public void A_loop_behind_whose_whole_turns_something_else_is_done_is_refused()
    {
        var (blocks, block) = Block.Of(Doubling(1), Row, 1);
        var known = AtLeast.Of(Peel.Of(blocks, block), block, 4, block);

        NestVerifier.Verify(known);
        Assert.Throws<InvalidGraphException>(() => SplitInTwoSizes.Of(known, block, "inner", new(6, 4)));
    }

    [Fact]
    public void One_of_the_two_loops_alone_is_not_legal()
    {
        var (nest, _, _) = SplitInTwoSizes.Of(AtLeast.Of(Doubling(1), Row, 4, Row), Row, "inner", new(6, 4));
        NestVerifier.Verify(nest);
        var choice = (Choice)nest.Body;
        var loops = ((Sequence)choice.Enough).Parts;
        Assert.All(loops, loop => Assert.Throws<InvalidGraphException>(() => NestVerifier.Verify(new Nest(choice with { Enough = loop }))));
        Assert.Throws<InvalidGraphException>(() => NestVerifier.Verify(new Nest(choice with { Enough = Sequence.Of([loops[1], loops[0]]) })));
    }

    /// <summary>Every element of a batch, doubled.</summary>
    private static Nest Doubling(int rowsOfSample)
    {
        var extent = rowsOfSample == 1 ? Extent.Batch : Extent.Batch * rowsOfSample;
        return new Nest(new For(Row, extent, new Store(Place(1, Row, extent), new Compute(new Argument(0) * new Constant(2), [new Read(Place(0, Row, extent))]))));
    }

    private static Place Place(int memory, Affine index, Extent extent) => new(new Buffer(memory == 0 ? "x" : "y", memory, ElementType.Float32, [extent], [1]), [index]);

    private static void Check(Func<Nest, Nest> rewrite, int large, int small, int rowsOfSample)
    {
        var nest = rewrite(rowsOfSample >= small ? AtLeast.Known(Doubling(rowsOfSample), Row, small) : AtLeast.Of(Doubling(rowsOfSample), Row, small, Row));
        (nest, _, _) = SplitInTwoSizes.Of(nest, Row, "inner", new(large, small));
        NestVerifier.Verify(nest);
        for (var batch = 1; batch < 60; batch++)
        {
            double[][] memory = [[.. Enumerable.Range(1, batch * rowsOfSample).Select(static number => (double)number)], new double[batch * rowsOfSample]];
            new NestInterpreter(batch, number => memory[number]).Run(nest);
            Assert.Equal(memory[0].Select(static number => 2 * number), memory[1]);
        }
    }
}
