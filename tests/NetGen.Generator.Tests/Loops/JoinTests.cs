using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>Nests that are done one after the other, in loops that they have in common.</summary>
public sealed class JoinTests
{
    private const int Rows = 4;
    private const int Columns = 6;

    [Fact]
    public void Loops_whose_turns_have_elements_of_their_own_become_one()
    {
        var joined = Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0)], depth: 1);

        Assert.Equal(1, joined.Body.All().OfType<For>().Count(static loop => loop.Extent == Rows));
        AssertSame([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0)], joined);
    }

    [Fact]
    public void Loops_of_which_one_reads_what_other_turns_store_stay_two()
    {
        // The second reads the row behind.
        var joined = Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, Columns)], depth: 1);

        Assert.Equal(2, joined.Body.All().OfType<For>().Count(static loop => loop.Extent == Rows));
        AssertSame([Copy("a", 0, 1, 0), Copy("b", 1, 2, Columns)], joined);
    }

    [Fact]
    public void What_only_turns_pass_on_has_the_memory_of_one()
    {
        var (nest, lengths, _) = OfOneTurn.Of(Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0)], depth: 1), [1]);

        Assert.Equal(Columns, lengths[1]);
        NestVerifier.Verify(nest, static memory => (0, memory == 1 ? Columns : (Rows + 1) * Columns));
        var (given, passed, stored) = (Numbered(), new double[Columns], new double[(Rows + 1) * Columns]);
        new NestInterpreter(1, memory => memory == 0 ? given : memory == 1 ? passed : stored).Run(nest);
        Assert.Equal(given[..(Rows * Columns)], stored[..(Rows * Columns)]);
    }

    [Fact]
    public void What_replaces_elements_that_nobody_reads_any_more_has_their_memory()
    {
        var (nest, _, firsts) = OfOneTurn.Of(Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0), Copy("c", 2, 3, 0)], depth: 1), [1, 2]);

        Assert.Equal(1, firsts[2]);
        // As one memory, the two give the same.
        var (given, passed, stored) = (Numbered(), new double[Columns], new double[(Rows + 1) * Columns]);
        new NestInterpreter(1, memory => memory == 0 ? given : memory == 3 ? stored : passed).Run(nest);
        Assert.Equal(given[..(Rows * Columns)], stored[..(Rows * Columns)]);
    }

    [Fact]
    public void What_is_stored_while_other_elements_are_still_read_has_its_own_memory()
    {
        // The second reads each element after the first has stored the one before it; the third reads what the first has stored once more.
        var shifted = OfOneTurn.Of(Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0, stored: 1), Copy("c", 2, 3, 0)], depth: 1), [1, 2]);
        var readAgain = OfOneTurn.Of(Join.Of([Copy("a", 0, 1, 0), Copy("b", 1, 2, 0), Copy("c", 2, 3, 0), Copy("d", 1, 4, 0)], depth: 1), [1, 2]);

        Assert.Equal(2, shifted.Firsts[2]);
        Assert.Equal(2, readAgain.Firsts[2]);
    }

    private static double[] Numbered() => [.. Enumerable.Range(0, (Rows + 1) * Columns).Select(static number => number + 1.0)];

    private static void AssertSame(Nest[] apart, Nest joined)
    {
        var (expected, found) = (Run(apart), Run([joined]));
        Assert.Equal(expected, found);

        static double[] Run(Nest[] nests)
        {
            double[][] memories = [Numbered(), new double[(Rows + 1) * Columns], new double[(Rows + 1) * Columns]];
            foreach (var nest in nests)
                new NestInterpreter(1, memory => memories[memory]).Run(nest);
            return memories[2];
        }
    }

    /// <summary>Rows of one memory copied to another.</summary>
    private static Nest Copy(string name, int from, int to, int shift, int stored = 0)
    {
        var (row, column) = (new Variable(name + "Row"), new Variable(name + "Column"));
        var place = ((Affine)row * Columns) + column;
        return new(new For(row, Rows, new For(column, Columns, new Store(new(Memory(to), [place + stored]), new Read(new(Memory(from), [place + shift]))))));

        static Buffer Memory(int number) => new($"memory{number}", number, ElementType.Float32, [], [1]);
    }
}
