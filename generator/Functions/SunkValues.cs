using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Computes what takes many cycles only where it is used: a value that one branch of an <c>if</c> alone reads is computed in it. Then its derivative is, too,
/// and what it would be on the other side cannot leak: it may be infinite there, and times zero that is no number. Behind it, choices between values that cost
/// little become expressions.
/// </summary>
internal sealed class SunkValues
{
    /// <summary>How many operations a value may have that is chosen by an expression.</summary>
    private const int LargestChosen = 4;

    private readonly ScalarInterner interner = new();

    public static void Apply(Procedure procedure)
    {
        var read = new HashSet<int>();
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, variable => read.Add(variable));
        procedure.Steps = new SunkValues().Of(procedure.Steps, read);
    }

    /// <param name="readBehind">What is read where the block ends.</param>
    private List<Step> Of(List<Step> steps, HashSet<int> readBehind)
    {
        List<Step> written = [.. steps];
        for (var index = written.Count - 1; index >= 0; index--)
        {
            if (written[index] is Let(var variable, RealTerm(var value)) && Costs.HasExpensive(value) && !readBehind.Contains(variable)
                && OnlyReader(written, index, variable) is var (reader, isFirst))
            {
                var choice = (Choice)written[reader];
                written[reader] = isFirst
                    ? choice with { WhenTrue = [written[index], .. choice.WhenTrue] }
                    : choice with { WhenFalse = [written[index], .. choice.WhenFalse] };
                written.RemoveAt(index);
            }
        }

        return [.. written.SelectMany(step => Of(step))];
    }

    private IEnumerable<Step> Of(Step step)
    {
        switch (step)
        {
            case Choice choice:
                var inner = choice with
                {
                    WhenTrue = Of(choice.WhenTrue, ReadOf(choice.Joins.Select(static join => join.WhenTrue))),
                    WhenFalse = Of(choice.WhenFalse, ReadOf(choice.Joins.Select(static join => join.WhenFalse))),
                };
                return AsExpressions(inner) ?? [inner];
            case Loop loop:
                var carried = ReadOf(loop.Carried.Select(static one => one.Next));
                var inHead = new HashSet<int>(carried);
                VariablesOf.Condition(loop.Condition, variable => inHead.Add(variable));
                StepTree.Reads(loop.Body, variable => inHead.Add(variable));
                return [loop with { Head = Of(loop.Head, inHead), Body = Of(loop.Body, carried) }];
            default:
                return [step];
        }
    }

    private IEnumerable<Step>? AsExpressions(Choice choice)
    {
        if (choice.WhenTrue.Count > 0 || choice.WhenFalse.Count > 0 || choice.Condition is not Compared(var comparison, var left, var right) || choice.Joins.Exists(join => !IsCheap(join.WhenTrue) || !IsCheap(join.WhenFalse)))
            return null;
        return choice.Joins.Select(join => new Let(
            join.Variable,
            new RealTerm(interner.Tree(new Select(comparison, left, right, ((RealTerm)join.WhenTrue).Value, ((RealTerm)join.WhenFalse).Value)))));
    }

    private static bool IsCheap(Term term) => term is RealTerm(var scalar) && ScalarSize.Of(scalar) <= LargestChosen && !Costs.HasExpensive(scalar);

    private static HashSet<int> ReadOf(IEnumerable<Term> terms)
    {
        var read = new HashSet<int>();
        foreach (var term in terms)
            VariablesOf.Term(term, variable => read.Add(variable));
        return read;
    }

    /// <summary>The choice of which one branch alone reads a variable, and whether it is the first.</summary>
    private static (int Step, bool IsFirst)? OnlyReader(List<Step> steps, int defined, int variable)
    {
        (int, bool)? only = null;
        for (var index = defined + 1; index < steps.Count; index++)
        {
            if (!Reads([steps[index]], variable))
                continue;
            if (only is not null || steps[index] is not Choice choice)
                return null;
            var isInCondition = false;
            VariablesOf.Condition(choice.Condition, read => isInCondition |= read == variable);
            var first = Reads(choice.WhenTrue, variable) || ReadOf(choice.Joins.Select(static join => join.WhenTrue)).Contains(variable);
            var second = Reads(choice.WhenFalse, variable) || ReadOf(choice.Joins.Select(static join => join.WhenFalse)).Contains(variable);
            if (isInCondition || first == second)
                return null;
            only = (index, first);
        }

        return only;
    }

    private static bool Reads(List<Step> steps, int variable)
    {
        var reads = false;
        StepTree.Reads(steps, read => reads |= read == variable);
        return reads;
    }
}
