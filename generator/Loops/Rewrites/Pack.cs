using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A copy of what the turns of some loops read of a memory, made before them, in the order in which they read it. So what is read again and
/// again is side by side, whatever is between its elements in the memory.
/// </summary>
internal sealed class Pack : LoopRewriter
{
    private readonly Statement made;
    private readonly Copied copied;

    private Pack(Variable at, Statement made, Copied copied)
        : base(at)
    {
        this.made = made;
        this.copied = copied;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="at">The loop at whose start the copy is made, in each of its turns; null where it is made once, before all loops.</param>
    /// <param name="read">What is read.</param>
    /// <param name="copy">The memory that it is copied to.</param>
    /// <param name="start">Where in that memory the copy begins.</param>
    /// <param name="order">The loops that go through what is copied, outermost first; the last becomes the one along which elements are neighbours.</param>
    /// <param name="rewrite">What is done to the copy, as a nest of its own.</param>
    /// <param name="name">What the name of the method ends in that makes the copy.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="of">The memory that the summary begins with.</param>
    /// <exception cref="InvalidGraphException">What is read depends on other loops too, on how long a batch is, or on a number that is loaded, or it is written.</exception>
    public static Nest Of(
        Nest nest, Variable? at, Place read, Buffer copy, int start, IReadOnlyList<Variable> order, Func<Nest, Nest> rewrite, string name, string summary, int of = -1)
    {
        var names = Names.Of(nest);
        var around = at is null ? null : nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == at)
            ?? throw new InvalidGraphException($"there is no loop over '{at}'");
        var inside = around is null ? nest.Body : around.Body;
        For[] loops = [.. order.Select(variable => inside.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable)
            ?? throw new InvalidGraphException($"there is no loop over '{variable}' in '{at}'"))];
        if (read.Row is not null || read.Limit is not null || !read.Buffer.IsFlat || Array.Exists(loops, static loop => loop.Extent.IsBatch || loop.Tail == Tail.Overlap || loop.Reach is not null || loop.IsVector || loop.Rest is not null)
            || inside.All().Any(static part => part is Choice) || nest.Body.All().OfType<For>().Any(loop => loop.IsVector && loop.All().Any(part => ReferenceEquals(part, around)))
            || inside.All().OfType<For>().Any(loop => read.Offset.Stride(loop.Variable) != 0 && !order.Contains(loop.Variable))
            || inside.AllWrittenPlaces().Any(place => place.Buffer.Memory == read.Buffer.Memory))
            throw new InvalidGraphException($"'{read.Buffer.Name}' cannot be copied for '{at}'");

        for (var loop = 0; loop < loops.Length; loop++)
        {
            if (loops[loop].Limit is { } limit && order.Skip(loop + 1).Any(inner => limit.Begin.Stride(inner) != 0))
                throw new InvalidGraphException($"where '{order[loop]}' ends depends on a loop that would be in it");
        }

        Affine to = start;
        Variable[] copies = [.. loops.Select(loop => names.Variable(loop.Variable.Name))];
        for (int loop = loops.Length - 1, distance = 1; loop >= 0; loop--)
        {
            // A loop of several steps at a time goes through whole groups of what the loops in it go through.
            if (distance % loops[loop].Step != 0)
                throw new InvalidGraphException($"'{order[loop]}' goes on by {loops[loop].Step}, and not through groups of so many");
            to += ((Affine)order[loop] - loops[loop].First) * (distance / loops[loop].Step);
            distance *= (loops[loop].Extent.Size - loops[loop].First + loops[loop].Step - 1) / loops[loop].Step;
        }

        Place copied = new(copy, [to]);
        Statement body = new Store(copied, new Read(read));
        for (var loop = loops.Length - 1; loop >= 0; loop--)
        {
            var first = loops[loop].First;
            body = new For(copies[loop], loops[loop].Extent.Size - first, InPlaceOf.In(body, order[loop], (Affine)copies[loop] + first))
            {
                Step = loops[loop].Step,
                Limit = loops[loop].Limit is { } limit ? limit with { Begin = limit.Begin + first } : null,
                Tail = loops[loop].Tail,
            };
        }

        var made = new Outlined(name, summary, Renaming.Copy(rewrite(new(body)).Body, names)) { Of = of };
        var reads = new Copied(read, copied);
        return at is null ? new(Sequence.Of([made, reads.In(nest.Body)])) : new Pack(at, made, reads).Rewrite(nest);
    }

    // What is behind the loop, or in its rest, is not copied.
    protected override Statement Change(For loop) => loop with { Body = Sequence.Of([made, copied.In(loop.Body)]) };

    /// <summary>Reads the copy.</summary>
    private sealed class Copied(Place read, Place copied) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Place Visit(Place place) => place == read ? copied : base.Visit(place);
    }
}
