using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Which variables depend on what the function is differentiated by.</summary>
internal sealed class Activity
{
    private readonly Procedure procedure;
    private readonly HashSet<int> active = [];

    private Activity(Procedure procedure) => this.procedure = procedure;

    public static HashSet<int> Of(Procedure procedure)
    {
        var activity = new Activity(procedure);
        activity.active.UnionWith(procedure.Inputs);
        activity.Visit(procedure.Steps);
        return activity.active;
    }

    private void Visit(List<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    if (IsActive(term))
                        active.Add(variable);
                    break;
                case Choice choice:
                    Visit(choice.WhenTrue);
                    Visit(choice.WhenFalse);
                    foreach (var join in choice.Joins)
                    {
                        if (IsActive(join.WhenTrue) || IsActive(join.WhenFalse))
                            active.Add(join.Variable);
                    }

                    break;
                case Loop loop:
                    foreach (var carried in loop.Carried)
                    {
                        if (IsActive(carried.Initial))
                            active.Add(carried.Variable);
                    }

                    // What becomes active in one round may make others so in the next.
                    for (var count = -1; count != active.Count;)
                    {
                        count = active.Count;
                        Visit(loop.Head);
                        Visit(loop.Body);
                        foreach (var carried in loop.Carried)
                        {
                            if (IsActive(carried.Next))
                                active.Add(carried.Variable);
                        }
                    }

                    break;
            }
        }
    }

    private bool IsActive(Term term) => term switch
    {
        ElementTerm(var array, _, _) => procedure.Arrays[array].IsInput,
        RealTerm(var scalar) => ScalarArguments.Of(scalar).Any(active.Contains),
        _ => false,
    };
}
