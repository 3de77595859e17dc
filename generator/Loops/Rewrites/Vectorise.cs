using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Takes all turns of a loop at once, each in a lane. A total that is begun outside of the loop and that its turns add to becomes one of as
/// many lanes, which are taken together when it is complete.
/// </summary>
internal sealed class Vectorise : NestRewriter
{
    private readonly Names names;
    private readonly For loop;
    private readonly Dictionary<Local, (Local Lanes, Local Together)> wide;

    private Vectorise(Names names, For loop, IEnumerable<Local> totals)
    {
        this.names = names;
        this.loop = loop;
        wide = totals.ToDictionary(
            static total => total,
            total => (names.Local(total.Name + "Lanes", total.Type, loop.Extent.Size), total with { Type = ElementType.Float32 }));
    }

    /// <exception cref="InvalidGraphException">The loop has not as many turns as a vector has lanes, or its turns need each other.</exception>
    public static Nest Of(Nest nest, Variable variable, Target target)
    {
        var loop = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        if (loop is not { Step: 1, First: 0, Tail: Tail.None, Reach: null, IsVector: false } || loop.Extent != target.Lanes)
            throw new InvalidGraphException($"'{variable}' has not {target.Lanes} turns");
        if (loop.DecidesByTurn)
            throw new InvalidGraphException($"something is done in some turns of '{variable}' only, and a vector takes all of them at once");
        if (loop.Body.All().Any(static statement => statement is For { IsVector: true } or Outlined or Total { Local.Lanes: > 1 })
            || nest.Body.All().OfType<For>().Any(outer => outer.IsVector && outer.Body.All().Any(inside => ReferenceEquals(inside, loop))))
        {
            throw new InvalidGraphException($"'{variable}' is in a vector, or has one or a method in it");
        }

        if (loop.Body.Places().Any(place => place.Row?.Index.Offset.Stride(variable) is not (null or 0)))
            throw new InvalidGraphException($"the turns of '{variable}' are in different rows");
        if (loop.AddsToOneElement)
            throw new InvalidGraphException($"the turns of '{variable}' add to the same element");
        if (loop.Body.All().OfType<For>().Any(inside => inside.EndsBy(variable)))
            throw new InvalidGraphException($"loops in '{variable}' are not as long in every turn");
        var totals = new HashSet<Local>(loop.Accumulated());
        if (totals.Any(static total => total.Lanes > 1) || loop.All().OfType<Let>().Any(let => Uses(let.Value, totals)))
            throw new InvalidGraphException($"the turns of '{variable}' need a total of all of them");

        // The sum of sums is a sum in every lane, too.
        while (nest.Body.All().OfType<Accumulate>().FirstOrDefault(sum => IsOf(sum, totals) && !totals.Contains(sum.Local)) is { } outer)
            totals.Add(outer.Local);
        if (Terms(nest.Body) != Terms(loop))
            throw new InvalidGraphException($"something else than '{variable}' adds to a total of it");
        return new Vectorise(Names.Of(nest), loop, totals).Rewrite(nest);

        // Counted, since two of them may be one object: a rewrite shares what it does not change.
        int Terms(Statement statement) => statement.All().OfType<Accumulate>().Count(sum => totals.Contains(sum.Local) && !IsOf(sum, totals));
    }

    protected override Statement Visit(Statement statement)
    {
        switch (statement)
        {
            case For own when own.Variable == loop.Variable:
                return own with { IsVector = true, Body = new Lanewise(wide).In(own.Body) };
            case Accumulate sum when IsOf(sum, wide.Keys):
                return new For(names.Variable(loop.Variable.Name), loop.Extent, new Lanewise(wide).In(sum)) { IsVector = true };
            case Sequence sequence:
                return Sequence.Of(sequence.Parts.SelectMany((_, number) => Together(number, sequence)));
            case Total total when wide.TryGetValue(total.Local, out var lanes):
                return total with { Local = lanes.Lanes };
            default:
                return base.Visit(statement);
        }
    }

    protected override Local Visit(Local local) => wide.TryGetValue(local, out var lanes) ? lanes.Together : local;

    private static bool IsOf(Accumulate sum, ICollection<Local> totals) => sum.Value is Named(var part) && totals.Contains(part) && sum.Local != part;

    private static bool Uses(Value value, ICollection<Local> totals) => value switch
    {
        Named(var local) => totals.Contains(local),
        Compute compute => compute.Arguments.Any(argument => Uses(argument, totals)),
        LanesFrom part => Uses(part.Value, totals),
        _ => false,
    };

    /// <summary>A part of a sequence, and behind it the totals that are complete with it.</summary>
    private IEnumerable<Statement> Together(int number, Sequence sequence)
    {
        yield return Visit(sequence.Parts[number]);
        foreach (var total in sequence.Parts.OfType<Total>().Where(total => wide.ContainsKey(total.Local)))
        {
            if (sequence.LastTermOf(total.Local) == number && IsUsed(total.Local, sequence))
                yield return new Let(wide[total.Local].Together, new Across(wide[total.Local].Lanes, total.Reduction));
        }
    }

    private bool IsUsed(Local total, Sequence sequence) => sequence.All().Any(statement => statement switch
    {
        Let let => Uses(let.Value, [total]),
        Store store => Uses(store.Value, [total]),
        AddTo add => Uses(add.Value, [total]),
        Interleave interleave => interleave.Values.Any(value => Uses(value, [total])),
        Accumulate sum => !IsOf(sum, wide.Keys) && Uses(sum.Value, [total]),
        _ => false,
    });

    /// <summary>In the vector, every lane has its own of a total.</summary>
    private sealed class Lanewise(Dictionary<Local, (Local Lanes, Local Together)> wide) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Local Visit(Local local) => wide.TryGetValue(local, out var lanes) ? lanes.Lanes : local;
    }
}
