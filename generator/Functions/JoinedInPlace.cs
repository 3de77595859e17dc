using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// What an <c>if</c> assigns in a branch is one variable with what holds behind it, as the developer wrote it. A procedure in this form is ready to be
/// written out, and for nothing else: a variable has a definition in each branch.
/// </summary>
internal static class JoinedInPlace
{
    public static void Apply(Procedure procedure) => procedure.Steps = Of(procedure, procedure.Steps);

    private static List<Step> Of(Procedure procedure, List<Step> steps)
        => steps.ConvertAll(step => StepTree.WithBlocks(step, block => Of(procedure, block)) is var inner && inner is Choice choice ? Of(procedure, choice) : inner);

    private static Choice Of(Procedure procedure, Choice choice)
    {
        var joins = choice.Joins;
        var (whenTrue, first) = Way(choice.WhenTrue, joins.ConvertAll(static join => join.WhenTrue));
        var (whenFalse, second) = Way(choice.WhenFalse, joins.ConvertAll(static join => join.WhenFalse));
        return choice with { WhenTrue = whenTrue, WhenFalse = whenFalse, Joins = [.. joins.Select((join, index) => new Join(join.Variable, first[index], second[index]))] };

        (List<Step> Steps, List<Term> Terms) Way(List<Step> steps, List<Term> terms)
        {
            var renamed = new Dictionary<int, int>();
            for (var index = 0; index < joins.Count; index++)
            {
                if (terms[index] is RealTerm(Argument(var own)) && !renamed.ContainsKey(own) && steps.Exists(step => step is Let let && let.Variable == own)
                    && procedure.Variables[own].Name == procedure.Variables[joins[index].Variable].Name)
                    renamed.Add(own, joins[index].Variable);
            }

            if (renamed.Count == 0)
                return (steps, terms);
            var renamer = new Renamer(renamed);
            return (renamer.Steps(steps), terms.ConvertAll(renamer.Term));
        }
    }
}
