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
        Assert.Equal([28.0, 92, 156], Run(rows, [.. Enumerable.Range(0, 24).Select(static number => (double)number)]));
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
        Assert.Equal([5.0], Run(apart, [1]));

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
        var triangle = Sums with { Body = ((For)Sums.Body) with { Extent = 8, Body = Sequence.Of(Sequence.PartsOf(((For)Sums.Body).Body).Select(static part => part is For terms ? terms with { Limit = new(Row, 8) } : part)) } };
        RefusesVector(triangle, Row, "turn", "in each lane");

        // All turns have one sum, which is begun outside of them.
        Refuses(() => NestVerifier.Verify(new(new AsVector(Term).In(Sums.Body))), "every lane adds to the one 'sum'");

        void RefusesVector(Nest nest, Variable variable, string message, string? verified = null)
        {
            Refuses(() => Vectorise.Of(nest, variable, target), message);
            Refuses(() => NestVerifier.Verify(new(new AsVector(variable).In(nest.Body))), verified ?? message);
        }
    }

    private static void Refuses(Action rewrite, string message) => Assert.Contains(message, Assert.Throws<InvalidGraphException>(rewrite).Message, StringComparison.Ordinal);

    /// <summary>What a nest stores in the memory of its result.</summary>
    private static double[] Run(Nest nest, double[] x)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, x.Length == 1 ? 1 : 3)];
        new NestInterpreter(batch: 1, memory => memory == 0 ? x : result).Run(nest);
        return result;
    }

    /// <summary>Takes all turns of a loop at once, whatever they do.</summary>
    private sealed class AsVector(Variable variable) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop && loop.Variable == variable ? loop with { IsVector = true } : statement);
    }
}
