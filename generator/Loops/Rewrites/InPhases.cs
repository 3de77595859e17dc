using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Elements that need an exponential of what another exponential gives, such as <c>tanh(c)</c> of an LSTM's new cell, in two loops: in one, all that waits for no other, in the second what is made
/// of what the first has stored. A function of that kind takes a long time until its result is there, and a processor looks only some hundred instructions ahead: in one loop most of them would wait.
/// </summary>
internal static class InPhases
{
    /// <param name="nest">Loops in each other over elements, of which nothing is summed.</param>
    /// <returns>Two nests, one after another; the same nest where nothing waits, or what the second needs is not stored.</returns>
    public static Nest Of(Nest nest)
    {
        var statements = Innermost(nest.Body);
        if (!statements.All(static statement => statement is Let or Store { Place.Row: null }) || nest.Body.All().Any(static statement => statement is For { Rest: not null }))
            return nest;
        var depths = new Dictionary<Local, int>();
        var first = new List<Statement>();
        var second = new List<Statement>();
        foreach (var statement in statements)
        {
            var depth = Depth(ValueOf(statement), depths);
            if (statement is Let let)
                depths[let.Local] = depth;
            (depth <= 1 ? first : second).Add(statement);
        }

        if (second.Count == 0 || Given(first, second, depths) is not { } given)
            return nest;
        var own = new HashSet<Local>(first.Where(static part => part is Store).SelectMany(part => Needed(part, first)));
        var before = Around(nest.Body, Sequence.Of(first.Where(part => part is Store || (part is Let let && own.Contains(let.Local)))));
        var after = Renaming.Copy(Around(nest.Body, Sequence.Of([.. given, .. second])), Names.Of(new Nest(before)));
        return new(Sequence.Of([before, after is For loop ? loop with { Reason = Reason } : after]));
    }

    private const string Reason = "A second loop, for the exponentials of results of the first: in one loop, they would wait for the exponentials that the same element needs before.";

    private static IEnumerable<Statement> Innermost(Statement body)
    {
        while (body is For loop)
            body = loop.Body;
        return Sequence.PartsOf(body);
    }

    private static Statement Around(Statement loops, Statement body) => loops is For loop ? loop with { Body = Around(loop.Body, body) } : body;

    private static Value ValueOf(Statement statement) => statement is Let let ? let.Value : ((Store)statement).Value;

    /// <summary>What the second loop begins with: reads of what the first has stored, and once more what is quickly computed; null where something else is needed.</summary>
    private static List<Statement>? Given(List<Statement> first, List<Statement> second, Dictionary<Local, int> depths)
    {
        var given = new List<Statement>();
        var known = new HashSet<Local>(second.OfType<Let>().Select(static let => let.Local));
        return second.SelectMany(static part => NamesIn(ValueOf(part))).All(Give) ? given : null;

        bool Give(Local local)
        {
            if (!known.Add(local))
                return true;
            if (first.OfType<Store>().FirstOrDefault(store => store.Value is Named(var stored) && stored == local) is { } there)
            {
                given.Add(new Let(local, new Read(there.Place)));
                return true;
            }

            var let = first.OfType<Let>().First(let => let.Local == local);
            if (depths[local] > 0 || !NamesIn(let.Value).All(Give))
                return false;
            given.Add(let);
            return true;
        }
    }

    private static IEnumerable<Local> Needed(Statement part, List<Statement> lets)
        => NamesIn(ValueOf(part)).SelectMany(local => Needed(lets.OfType<Let>().First(let => let.Local == local), lets).Prepend(local));

    private static IEnumerable<Local> NamesIn(Value value) => value switch
    {
        Named(var local) => [local],
        Compute(_, var arguments) => arguments.SelectMany(NamesIn),
        _ => [],
    };

    /// <summary>How many functions that take long wait for each other.</summary>
    private static int Depth(Value value, Dictionary<Local, int> depths) => value switch
    {
        Named(var local) => depths[local],
        Compute(var expression, var arguments) => Depth(expression, [.. arguments.Select(argument => Depth(argument, depths))], new(ReferenceComparer.Instance)),
        _ => 0,
    };

    private static int Depth(Scalar expression, int[] arguments, Dictionary<Scalar, int> known)
    {
        if (expression is Argument(var index))
            return arguments[index];
        if (known.TryGetValue(expression, out var depth))
            return depth;
        ScalarRewriter.WithChildren(expression, child =>
        {
            depth = Math.Max(depth, Depth(child, arguments, known));
            return child;
        });
        return known[expression] = depth + (ScalarSize.IsTranscendentalItself(expression) ? 1 : 0);
    }
}
