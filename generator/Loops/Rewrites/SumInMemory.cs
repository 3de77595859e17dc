using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A long sum in blocks, each of which is summed by itself and added to what the blocks before it have stored where the first result will
/// be. What follows the sum is done with the last block. The loop over the blocks is around a whole tile.
/// </summary>
internal sealed class SumInMemory : LoopRewriter
{
    private readonly Names names;
    private readonly Variable cut;
    private readonly int size;
    private readonly bool isAdded;
    private readonly string length;

    private SumInMemory(Names names, Variable tile, Variable cut, int size, bool isAdded, string length)
        : base(tile)
    {
        this.length = length;
        this.names = names;
        this.cut = cut;
        this.size = size;
        this.isAdded = isAdded;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="tile">The loop that the blocks go around.</param>
    /// <param name="cut">The loop of the sum whose turns are divided.</param>
    /// <param name="size">How many of its turns make a block.</param>
    /// <param name="isAdded">Whether the sums are added to what is stored, and not the other way round: a sum of lanes is no vector when it is complete.</param>
    /// <param name="length">How long a block is by that, for who reads the code; nothing where its turns say it.</param>
    /// <exception cref="InvalidGraphException">There is no such sum.</exception>
    public static Nest Of(Nest nest, Variable tile, Variable cut, int size, bool isAdded = false, string length = "")
        => new SumInMemory(Names.Of(nest), tile, cut, size, isAdded, length).Rewrite(nest);

    protected override Statement Change(For loop)
    {
        RequireOneSum(loop);
        if (loop.All().Any(static statement => statement is For { Tail: Tail.Overlap }))
            throw new InvalidGraphException($"turns in '{loop.Variable}' overlap, and a block would be added twice");
        var sum = loop.All().OfType<Sequence>().FirstOrDefault(static sequence => sequence.Parts.Any(static part => part is Total))
            ?? throw new InvalidGraphException($"nothing is summed in '{loop.Variable}'");
        var around = LoopsOf(Parts(sum).Terms).TakeWhile(inner => inner.Variable != cut).ToArray();
        var cutLoop = LoopsOf(Parts(sum).Terms).ElementAtOrDefault(around.Length);
        if (cutLoop is not { Step: 1, First: 0, Limit: null, Reach: null, Rest: null, IsVector: false }
            || around.Any(static inner => inner is not { Step: 1, Limit: null, Reach: null, Rest: null, IsVector: false }))
            throw new InvalidGraphException($"'{cut}' is no plain loop of the sum");

        var block = size == 1 ? cut : names.Variable("first" + Identifiers.Pascal(cut.Name));
        var tile = new Inside(cutLoop, block, size, isAdded, [.. around.Select(static inner => inner.Variable), block]).In(loop);
        var isAddedTo = loop.All().Any(static statement => statement is OnTurn { IsOfPass: true });
        Statement blocks = new For(block, cutLoop.Extent, tile)
        {
            Step = size,
            Tail = size == 1 ? Tail.None : Tail.Shorter,
            Reason = Reason(isAddedTo),
        };
        return around.AsEnumerable().Reverse().Aggregate(blocks, static (body, inner) => inner with { Body = body });
    }

    private string Reason(bool isAddedTo)
        => $"A long sum, in blocks of {Counts.Of(size, cut.Name)}{length}: the first is stored{(isAddedTo ? ", or added to what is there" : "")}, the others are added to it. "
            + "Rounding errors grow with the length of a block and the number of blocks, not with their product.";

    /// <exception cref="InvalidGraphException">There is no sum in a loop, or there are several, or something else is done.</exception>
    public static void RequireOneSum(For loop)
    {
        var sum = loop.All().OfType<Sequence>().Where(static sequence => sequence.Parts.Any(static part => part is Total)).ToArray();
        if (sum.Length != 1 || loop.All().Count(static statement => statement is Total) != 1 || Writes(loop) != Writes(sum[0]))
            throw new InvalidGraphException($"there is not one sum in '{loop.Variable}'");

        static int Writes(Statement statement) => statement.AllWrittenPlaces().Count();
    }

    /// <summary>A total, the loops in which it is summed, and what follows.</summary>
    public static (Total Total, Statement Terms, Statement[] After) Parts(Sequence sequence)
        => sequence.Parts.Count > 2 && sequence.Parts[0] is Total { Reduction: Reduction.Sum, Local.Lanes: 1 } total && Adds(sequence.Parts[1], total)
            && !sequence.Parts.Skip(2).Any(part => part is not OnTurn { Turn: Turn.Later } && Adds(part, total))
            ? (total, sequence.Parts[1], [.. sequence.Parts.Skip(2)])
            : throw new InvalidGraphException("a sum is not followed by what is made of it");

    private static bool Adds(Statement part, Total total) => part.All().Any(inside => inside is Accumulate sum && sum.Local == total.Local);

    /// <summary>Where the first result is stored that is made of a total.</summary>
    public static Place FirstResult(Total total, Statement[] rest)
    {
        var store = rest.OfType<Store>().FirstOrDefault() ?? throw new InvalidGraphException($"nothing that is made of '{total.Local}' is stored");
        return rest.Where(static part => part is not OnTurn { Turn: Turn.Later }).SelectMany(static part => part.Places()).Count(place => place.Buffer.Memory == store.Place.Buffer.Memory) == 1
            ? store.Place
            : throw new InvalidGraphException($"'{store.Place.Buffer.Name}' is read where it is stored");
    }

    /// <summary>The loops in whose later turns a sum goes on with what is stored, and what follows it in their first turn.</summary>
    public static (EquatableArray<Variable> Loops, Statement[] After) Resumed(Total total, Statement[] rest) => rest switch
    {
        [OnTurn { Turn: Turn.Later, Body: Accumulate } turn, ..] => (turn.Loops, [.. rest.Skip(1)]),
        [OnTurn { Turn: Turn.Later, Body: AddTo(_, Named(var sum)), Otherwise: Store store } turn] when sum == total.Local => (turn.Loops, [store]),
        _ => ([], rest),
    };

    private static IEnumerable<For> LoopsOf(Statement terms)
    {
        for (var inner = terms; inner is For loop; inner = loop.Body)
            yield return loop;
    }

    private sealed class Inside(For cut, Variable block, int size, bool isAdded, EquatableArray<Variable> blocks) : NestRewriter
    {
        public Statement In(For loop) => Visit((Statement)loop);

        protected override Statement Visit(Statement statement)
        {
            if (statement is not Sequence sequence || !sequence.Parts.Any(static part => part is Total))
                return base.Visit(statement);
            var (total, _, rest) = Parts(sequence);
            (var resumed, rest) = Resumed(total, rest);
            var place = FirstResult(total, rest);
            var terms = size == 1
                ? cut.Body
                : cut with { Extent = size, Least = 1, Limit = new Limit(block, cut.Extent), Body = InPlaceOf.In(cut.Body, cut.Variable, (Affine)block + cut.Variable) };
            Statement stored = new Store(place, new Named(total.Local));

            // What goes on with the samples or passes before goes on with the blocks before, too.
            EquatableArray<Variable> all = [.. resumed, .. blocks];
            var isPlain = rest is [Store { Value: Named }];
            if (isAdded && isPlain)
                return Sequence.Of([total, terms, new OnTurn(Turn.Later, all, new AddTo(place, new Named(total.Local)), stored)]);
            return Sequence.Of(
            [
                total,
                terms,
                new OnTurn(Turn.Later, all, new Accumulate(total.Local, Reduction.Sum, new Read(place))),
                isPlain ? stored : new OnTurn(Turn.Last, blocks, Sequence.Of(rest), stored),
            ]);
        }
    }
}
