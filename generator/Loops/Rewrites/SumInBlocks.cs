using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A sum of sums in the place of a long one. A float keeps 24 bits: what is added to a large sum loses its last ones, and the errors grow
/// with the number of terms. So a block of terms is summed by itself, and the blocks' sums are added up in double.
/// </summary>
internal sealed class SumInBlocks : NestRewriter
{
    private readonly Names names;
    private readonly Variable variable;
    private readonly int size;
    private readonly string length;
    private readonly Local sum;
    private readonly Local whole;

    private SumInBlocks(Names names, Variable variable, int size, Local sum, string length)
    {
        this.length = length;
        this.names = names;
        this.variable = variable;
        this.size = size;
        this.sum = sum;
        whole = sum with { Type = ElementType.Float64 };
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop whose turns make blocks, with all loops in it.</param>
    /// <param name="size">How many of its turns make a block.</param>
    /// <param name="length">How long a block is by that, for who reads the code; nothing where its turns say it.</param>
    /// <exception cref="InvalidGraphException">Nothing is summed over the loop, or something else is done with it.</exception>
    public static Nest Of(Nest nest, Variable variable, int size, string length = "")
    {
        var loop = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        if (loop is not { Step: 1, First: 0, Limit: null, Reach: null, Rest: null, IsVector: false } || size < 1
            || loop.Accumulated().ToArray() is not [{ Type: ElementType.Float32, Lanes: 1 } sum]
            || !nest.Body.All().Any(statement => statement is Total { Reduction: Reduction.Sum } total && total.Local == sum))
        {
            throw new InvalidGraphException($"'{variable}' is no loop over a sum that can be cut into blocks");
        }

        return new SumInBlocks(Names.Of(nest), variable, size, sum, length).Rewrite(nest);
    }

    private string Reason()
        => $"A long sum: blocks of {Counts.Of(size, variable.Name)}{(length.Length == 0 ? "" : length + ",")} are summed in single precision, and the blocks in double, so that rounding errors stay small.";

    protected override Local Visit(Local local) => local == sum ? whole : local;

    protected override Statement Visit(Statement statement)
    {
        if (statement is not For loop || loop.Variable != variable)
            return base.Visit(statement);
        var block = names.Local("block" + Identifiers.Pascal(sum.Name));
        var body = Renaming.In(loop.Body, new Dictionary<Variable, Variable>(), new Dictionary<Local, Local> { [sum] = block });
        if (size == 1)
            return loop with { Reason = Reason(), Body = Block(body) };
        var first = names.Variable("first" + Identifiers.Pascal(loop.Variable.Name));
        return new For(
            first,
            loop.Extent,
            Block(loop with
            {
                Extent = size,
                Least = 1,
                Limit = new Limit(first, loop.Extent),
                Body = InPlaceOf.In(body, loop.Variable, (Affine)first + loop.Variable),
            }))
        {
            Step = size,
            Tail = Tail.Shorter,
            Reason = Reason(),
        };

        Statement Block(Statement terms)
            => Sequence.Of([new Total(block, Reduction.Sum), terms, new Accumulate(whole, Reduction.Sum, new Named(block))]);
    }
}
