using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>What a rewrite refuses, since the nest would mean something else. The verifier refuses such a nest, too, where it can be seen in it.</summary>
public sealed class RewriteTests
{
    private static readonly Variable Row = new("row");
    private static readonly Variable Term = new("term");
    private static readonly Variable Column = new("column");
    private static readonly Local Sum = new("sum", ElementType.Float32);

    // sum[row] = Σ_term x[row, term], of 3 rows and 8 terms
    private static readonly Buffer X = new("x", 0, ElementType.Float32, [3, 8], [8, 1]);
    private static readonly Buffer Result = new("result", 1, ElementType.Float32, [3], [1]);

    private static readonly Nest Sums = new(new For(Row, 3, Sequence.Of(
    [
        new Total(Sum, Reduction.Sum),
        new For(Term, 8, new Accumulate(Sum, Reduction.Sum, new Read(new(X, [Row, Term])))),
        new Store(new(Result, [Row]), new Named(Sum)),
    ])));

    [Fact]
    public void A_loop_that_adds_its_later_turns_to_the_first_is_not_peeled_into_two()
    {
        // Blocks of 3 of the 8 terms, around all rows.
        var blocks = SumInMemory.Of(Sums, Row, Term, 3);
        var first = ((For)blocks.Body).Variable;
        NestVerifier.Verify(blocks);

        Refuses(() => Peel.Of(blocks, first), "some turns");
        // The second of two such loops stores its first block in the place of what the first loop has summed.
        var loop = (For)blocks.Body;
        var second = loop with { First = 6 };
        Refuses(() => NestVerifier.Verify(new(second)), "goes on where another ended");

        // A tile in it is another loop, and a rest is another part of the same one.
        var rows = Peel.Of(Split.Of(blocks, Row, "lane", 2, Tail.Shorter).Nest, Row);
        NestVerifier.Verify(rows);
        // 0 to 7, 8 to 15 and 16 to 23
        Assert.Equal([28.0, 92, 156], Run(rows, Numbers));
    }

    [Fact]
    public void A_last_turn_that_overlaps_is_not_peeled_off_a_loop_over_the_batch()
    {
        var copy = new Nest(new For(Row, Extent.Batch, new Store(new(Batched("result", 1), [Row]), new Read(new(Batched("x", 0), [Row])))));
        var tiles = Split.Of(AtLeast.Of(copy, Row, 2, Row), Row, "inner", 2, Tail.Overlap).Nest;
        NestVerifier.Verify(tiles);

        Refuses(() => Peel.Of(tiles, Row), "run time");

        static Buffer Batched(string name, int memory) => new(name, memory, ElementType.Float32, [Extent.Batch], [1]);
    }

    [Fact]
    public void Terms_that_are_one_object_are_told_apart()
    {
        // Two loops of equal terms, which no rewrite has to copy: a vector of the second has the terms of the first in none of its lanes.
        var ones = Ones();
        Refuses(() => Vectorise.Of(ones, Term, new Target(3, Registers: 16)), "something else");

        // The partial sums of the loop are added to the total once, whatever is behind it.
        var apart = SumsApart.Of(Unroll.Of(ones, Column), Term);
        NestVerifier.Verify(apart);
        Assert.Equal([5.0], Run(apart, [1], size: 1));

        static Nest Ones()
        {
            var one = new Accumulate(Sum, Reduction.Sum, new Read(new(new Buffer("x", 0, ElementType.Float32, [1], [1]), [0])));
            return new(Sequence.Of(
            [
                new Total(Sum, Reduction.Sum),
                new For(Term, 3, one),
                new For(Column, 2, one),
                new Store(new(Result, [0]), new Named(Sum)),
            ]));
        }
    }

    [Fact]
    public void Turns_that_need_each_other_are_not_lanes_of_a_vector()
    {
        var target = new Target(8, Registers: 16);

        // Each turn adds to what the turns before it have stored.
        var blocks = SumInMemory.Of(Sums, Row, Term, 1);
        RefusesVector(blocks, Term, "some turns");

        // Each turn adds to the same row.
        var table = new Buffer("table", 1, ElementType.Float32, [3], [1]);
        var numbers = new Buffer("numbers", 2, ElementType.Float32, [1], [1]);
        Place row = new(table, [0]) { Row = new Row(new(numbers, [0]), 1, 3) };
        var rows = new Nest(Sequence.Of(
        [
            new For(Row, 3, new Store(new(table, [Row]), new Compute(new Constant(0), []))),
            new For(Term, 8, new AddTo(row, new Read(new(X, [0, Term])))),
        ]));
        RefusesVector(rows, Term, "same element");

        // Each turn has another number of terms.
        var rowsOfSums = (For)Sums.Body;
        var shorter = Sequence.PartsOf(rowsOfSums.Body).Select(static part => part is For terms ? terms with { Limit = new(Row, 8) } : part);
        var triangle = new Nest(rowsOfSums with { Extent = 8, Body = Sequence.Of(shorter) });
        RefusesVector(triangle, Row, "turn", "in each lane");

        // All turns have one sum, which is begun outside of them.
        Refuses(() => NestVerifier.Verify(new(new AsVector(Term).In(Sums.Body))), "every lane adds to the one 'sum'");

        void RefusesVector(Nest nest, Variable variable, string message, string? verified = null)
        {
            Refuses(() => Vectorise.Of(nest, variable, target), message);
            Refuses(() => NestVerifier.Verify(new(new AsVector(variable).In(nest.Body))), verified ?? message);
        }
    }

    [Fact]
    public void Turns_that_read_what_they_store_do_not_overlap()
    {
        // What follows the sums reads them where it stores its result.
        var (later, finish) = FinishLater.Of(Twice(Sums), Row);
        NestVerifier.Verify(later);
        Refuses(() => Split.Of(later, finish, "inner", 2, Tail.Overlap), "stored already");
        Refuses(() => Divide.Of(later, finish, 2, from: 1), "cannot be divided");
        Refuses(() => NestVerifier.Verify(new(new Overlapping(finish).In(later.Body))), "read what they have stored");

        // With the sums themselves, they begin anew.
        var together = Split.Of(Twice(Sums), Row, "inner", 2, Tail.Overlap).Nest;
        var inner = together.Body.All().OfType<For>().ElementAt(1).Variable;
        var whole = FinishLater.Of(together, inner).Nest;
        NestVerifier.Verify(whole);
        Assert.Equal([56.0, 184, 312], Run(whole, Numbers));

        // Side by side, or one loop after another, they do not.
        Refuses(() => Unroll.Of(whole, Row), "overlap and read");
        Refuses(() => FinishLater.Of(together, Row), "done twice");
        Refuses(() => SumInMemory.Of(together, Row, Term, 3), "added twice");

        static Nest Twice(Nest nest) => new(new Doubled().In(nest.Body));
    }

    [Fact]
    public void Rows_may_be_added_to_what_two_vectors_have_begun()
    {
        var table = new Buffer("table", 1, ElementType.Float32, [], [1]);
        var numbers = new Buffer("numbers", 2, ElementType.Float32, [], [1]);
        Store Cleared(int place) => new(new(table, [((Affine)Row * 2) + place]), new Compute(new Constant(0), []));
        NestVerifier.Verify(InterleaveStores.Of(new Nest(Sequence.Of(
        [
            new For(Row, 8, Sequence.Of([Cleared(0), Cleared(1)])) { IsVector = true },
            new For(Term, 8, new AddTo(new(table, [0]) { Row = new Row(new(numbers, [Term]), 1, 16) }, new Read(new(X, [0, Term])))),
        ]))));
    }

    [Fact]
    public void A_copy_for_a_loop_is_read_in_that_loop_only()
    {
        // Two loops, each of which has the same factor.
        var factor = new Buffer("x", 0, ElementType.Float32, [], [1]);
        var place = new Place(factor, [0]);
        Nest both = new(Sequence.Of(
        [
            new For(Row, 2, new Store(new(Result, [Row]), new Read(place))),
            new For(Column, 3, new Store(new(Result, [Column]), new Read(place))) { First = 2 },
        ]));

        var copy = new Buffer("copy", 2, ElementType.Float32, [], [1]) { IsScratch = true };
        var packed = Pack.Of(both, Column, place, copy, 0, [], static part => part, "Pack", "A copy");

        NestVerifier.Verify(packed);
        Assert.Equal([7.0, 7, 7], Run(packed, [7]));
    }

    [Fact]
    public void What_is_copied_for_a_turn_is_copied_again_in_each_turn_of_a_loop_that_is_moved_around_it()
    {
        var (x, result) = (new Buffer("x", 0, ElementType.Float32, [], [1]), new Buffer("result", 1, ElementType.Float32, [], [1]));
        var copy = new Buffer("copy", 2, ElementType.Float32, [], [1]) { IsScratch = true };
        Nest Of(Statement first) => new(new For(Column, 3, Sequence.Of([first, new For(Row, 2, new Store(new(result, [((Affine)Row * 3) + Column]), new Read(new(copy, [0]))))])));
        var copied = Of(new Store(new(copy, [0]), new Read(new(x, [Column]))));

        var reordered = Reorder.WithCopies(copied, Column);

        NestVerifier.Verify(reordered);
        Assert.Equal(Row, reordered.Body.All().OfType<For>().First().Variable);
        Assert.Equal([4.0, 5, 6, 4, 5, 6], Run(reordered, [4, 5, 6], size: 6));

        // What is no copy, what it reads is stored behind it, or it reads what it has stored.
        const string Message = "more than a loop";
        Refuses(() => Reorder.Of(copied, Column), Message);
        Refuses(() => Reorder.WithCopies(Of(new Store(new(copy with { IsScratch = false }, [0]), new Read(new(x, [Column])))), Column), Message);
        Refuses(() => Reorder.WithCopies(Of(new Store(new(copy, [0]), new Read(new(result, [Column])))), Column), Message);
        Refuses(() => Reorder.WithCopies(Of(new Store(new(copy, [0]), new Read(new(copy, [Column])))), Column), Message);
    }

    [Fact]
    public void Where_nothing_is_left_nothing_is_peeled()
    {
        // 8 terms in blocks of 4, of which nothing says that all are whole.
        var blocks = SumInBlocks.Of(Sums, Term, 4);
        var first = blocks.Body.All().OfType<For>().First(static loop => loop.Step == 4).Variable;

        var peeled = Peel.Of(blocks, first);

        NestVerifier.Verify(peeled);
        Assert.Equal(blocks.Body.All().OfType<For>().Count(), peeled.Body.All().OfType<For>().Count());
        Assert.Equal([28.0, 92, 156], Run(peeled, Numbers));
    }

    [Fact]
    public void A_whole_turn_of_a_batch_that_is_known_to_be_long_is_no_part_of_it_any_more()
    {
        var (x, result) = (new Buffer("x", 0, ElementType.Float32, [Extent.Batch], [1]), new Buffer("result", 1, ElementType.Float32, [Extent.Batch], [1]));
        var known = AtLeast.Of(new Nest(new For(Row, Extent.Batch, new Store(new(result, [Row]), new Read(new(x, [Row]))))), Row, 3, Row);
        var (blocks, outer) = Block.Of(known, Row, 4);

        var peeled = Peel.Of(blocks, outer);

        NestVerifier.Verify(peeled);

        // The loop has a rest now, which other rewrites of its turns know nothing of.
        Refuses(() => Split.Of(peeled, outer, "inner", 4, Tail.Shorter), "split already");
    }

    [Fact]
    public void Lanes_that_do_not_count_are_read_along_no_axis()
    {
        // One element for all rows, as of a tensor that is broadcast along them.
        var broadcast = new Buffer("x", 0, ElementType.Float32, [3], [0]);
        var (split, lane) = Split.Of(new Nest(new For(Row, 3, new Store(new(Result, [Row]), new Read(new(broadcast, [Row]))))), Row, "lane", 8, Tail.Shorter);

        var limited = LimitPlaces.Of(Vectorise.Of(split, lane, new Target(8, Registers: 16)), lane);

        NestVerifier.Verify(limited);
        Assert.Equal([7.0, 7, 7], Run(limited, [7]));
    }

    [Theory]
    // Neighbours; a gap, another order, a value that is needed once more: those stay as they are
    [InlineData(true, 0, 1, 2, 3)]
    [InlineData(false, 0, 1, 2, 4)]
    [InlineData(false, 0, 2, 1, 3)]
    [InlineData(false, 0, 1, 2, 3, 4)]
    public void Sums_across_lanes_are_stored_together_where_they_are_neighbours(bool areTogether, params int[] places)
    {
        var numbers = new Buffer("x", 0, ElementType.Float32, [], [1]);
        var result = new Buffer("result", 1, ElementType.Float32, [], [1]);
        Local[] lanes = [.. Enumerable.Range(1, 4).Select(static number => new Local("sumLanes", ElementType.Float32, number, Lanes: 8))];
        Local[] sums = [.. Enumerable.Range(1, 4).Select(static number => new Local("sum", ElementType.Float32, number))];
        var nest = new Nest(Sequence.Of(
        [
            .. lanes.Select(static local => new Total(local, Reduction.Sum)),
            new For(Column, 8, Sequence.Of(lanes.Select((local, number) => (Statement)new Accumulate(local, Reduction.Sum, new Read(new(numbers, [(Affine)Column + (number * 4)])))))) { IsVector = true },
            .. lanes.SelectMany((local, number) => new Statement[] { new Let(sums[number], new Across(local, Reduction.Sum)), new Store(new(result, [places[number]]), new Named(sums[number])) }),
            .. places.Skip(4).Select(place => new Store(new(result, [place]), new Named(sums[0]))),
        ]));

        var together = StoreSumsTogether.Of(nest);

        NestVerifier.Verify(together);
        Assert.Equal(areTogether ? 1 : 0, together.Body.All().OfType<Interleave>().Count());
        Assert.Equal(Run(nest, Numbers, size: 5), Run(together, Numbers, size: 5));
    }

    private static double[] Numbers => [.. Enumerable.Range(0, 24).Select(static number => (double)number)];

    private static void Refuses(Action rewrite, string message)
        => Assert.Contains(message, Assert.Throws<InvalidGraphException>(rewrite).Message, StringComparison.Ordinal);

    /// <summary>What a nest stores in the memory of its result.</summary>
    private static double[] Run(Nest nest, double[] x, int size = 3)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, size)], copy = [double.NaN];
        new NestInterpreter(batch: 1, memory => memory == 0 ? x : memory == 1 ? result : copy).Run(nest);
        return result;
    }

    /// <summary>Takes all turns of a loop at once, whatever they do.</summary>
    private sealed class AsVector(Variable variable) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop && loop.Variable == variable ? loop with { IsVector = true } : statement);
    }

    /// <summary>Lets the last turn of a loop begin where two turns fit, whatever they do.</summary>
    private sealed class Overlapping(Variable variable) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop && loop.Variable == variable ? loop with { Step = 2, Tail = Tail.Overlap } : statement);
    }

    /// <summary>Stores twice the sum.</summary>
    private sealed class Doubled : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Statement Visit(Statement statement)
            => statement is Store store ? store with { Value = new Compute(new Argument(0) * new Constant(2), [store.Value]) } : base.Visit(statement);
    }
}
