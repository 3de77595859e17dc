namespace NetGen.Generator.Functions;

/// <summary>Walks the steps of a procedure: what kinds of steps there are, and what is in each, is known here and where they are differentiated.</summary>
internal static class StepTree
{
    /// <summary>All steps, each before those in its branches or its rounds.</summary>
    public static IEnumerable<Step> All(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            yield return step;
            foreach (var inner in Blocks(step).SelectMany(All))
                yield return inner;
        }
    }

    /// <summary>The blocks in a step, in the order in which they run.</summary>
    public static IReadOnlyList<List<Step>> Blocks(Step step) => step switch
    {
        Choice choice => [choice.WhenTrue, choice.WhenFalse],
        Loop loop => [loop.Head, loop.Body],
        _ => [],
    };

    /// <summary>A step with other blocks in it.</summary>
    public static Step WithBlocks(Step step, Func<List<Step>, List<Step>> rewrite) => step switch
    {
        Choice choice => choice with { WhenTrue = rewrite(choice.WhenTrue), WhenFalse = rewrite(choice.WhenFalse) },
        Loop loop => loop with { Head = rewrite(loop.Head), Body = rewrite(loop.Body) },
        _ => step,
    };

    /// <summary>The variables that a step itself gives a value.</summary>
    public static IEnumerable<int> Defined(Step step) => step switch
    {
        Let let => [let.Variable],
        Choice choice => choice.Joins.Select(static join => join.Variable),
        Loop loop => loop.Carried.Select(static carried => carried.Variable).Concat(loop.Rounds >= 0 ? [loop.Rounds] : Array.Empty<int>()),
        _ => [],
    };

    /// <summary>What a step itself computes.</summary>
    public static IEnumerable<Term> Terms(Step step) => step switch
    {
        Let let => [let.Value],
        StoreElement store => [new WholeTerm(store.Index), store.Value],
        NewArray array => [new WholeTerm(array.Length)],
        Choice choice => [new TruthTerm(choice.Condition), .. choice.Joins.SelectMany(static join => new[] { join.WhenTrue, join.WhenFalse })],
        Loop loop =>
        [
            .. loop.Range is { } range ? new Term[] { new WholeTerm(range.From), new WholeTerm(range.To) } : [],
            .. loop.Condition is { } condition ? new[] { new TruthTerm(condition) } : [],
            .. loop.Carried.SelectMany(static carried => new[] { carried.Initial, carried.Next }),
        ],
        _ => throw new NotSupportedException($"no rule for {step.GetType().Name}"),
    };

    /// <summary>The variables that steps read, with all that is in them.</summary>
    public static void Reads(IEnumerable<Step> steps, Action<int> read)
    {
        foreach (var term in All(steps).SelectMany(Terms))
            VariablesOf.Term(term, read);
    }

    /// <summary>A step with other terms in the place of its own.</summary>
    public static Step WithTerms(Step step, TermRewriter rewriter) => step switch
    {
        Let let => let with { Value = rewriter.Term(let.Value) },
        StoreElement store => store with { Index = rewriter.Whole(store.Index), Value = rewriter.Term(store.Value) },
        NewArray array => array with { Length = rewriter.Whole(array.Length) },
        Choice choice => choice with
        {
            Condition = rewriter.Condition(choice.Condition),
            Joins = choice.Joins.ConvertAll(join => new Join(join.Variable, rewriter.Term(join.WhenTrue), rewriter.Term(join.WhenFalse))),
        },
        Loop loop => loop with
        {
            Range = loop.Range is { } range ? range with { From = rewriter.Whole(range.From), To = rewriter.Whole(range.To) } : null,
            Condition = loop.Condition is { } condition ? rewriter.Condition(condition) : null,
            Carried = loop.Carried.ConvertAll(carried => new Carried(carried.Variable, rewriter.Term(carried.Initial), rewriter.Term(carried.Next))),
        },
        _ => throw new NotSupportedException($"no rule for {step.GetType().Name}"),
    };
}
