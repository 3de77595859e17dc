namespace NetGen.Generator.Functions;

/// <summary>Removes what no result depends on.</summary>
internal sealed class UnusedSteps
{
    private readonly Dictionary<int, List<Action>> reads = [];
    private readonly HashSet<int> used = [];
    private readonly Stack<int> open = new();

    public static void Remove(Procedure procedure)
    {
        var unused = new UnusedSteps();
        unused.Define(procedure.Steps, []);
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, unused.Use);
        while (unused.open.Count > 0)
        {
            if (unused.reads.TryGetValue(unused.open.Pop(), out var actions))
                actions.ForEach(static action => action());
        }

        procedure.Steps = unused.Kept(procedure.Steps);
    }

    private void Use(int variable)
    {
        if (used.Add(variable))
            open.Push(variable);
    }

    private void On(int variable, Action action)
    {
        if (!reads.TryGetValue(variable, out var actions))
            reads.Add(variable, actions = []);
        actions.Add(action);
    }

    /// <summary>Notes what each variable needs: what it is computed of, and what decides whether it is.</summary>
    /// <param name="around">What the conditions around read.</param>
    private void Define(List<Step> steps, List<Action> around)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    On(variable, () => VariablesOf.Term(term, Use));
                    around.ForEach(action => On(variable, action));
                    break;
                case Choice choice:
                    List<Action> inChoice = [.. around, () => VariablesOf.Condition(choice.Condition, Use)];
                    foreach (var join in choice.Joins)
                    {
                        On(join.Variable, () =>
                        {
                            VariablesOf.Term(join.WhenTrue, Use);
                            VariablesOf.Term(join.WhenFalse, Use);
                        });
                        inChoice.ForEach(action => On(join.Variable, action));
                    }

                    Define(choice.WhenTrue, inChoice);
                    Define(choice.WhenFalse, inChoice);
                    break;
                case Loop loop:
                    List<Action> inLoop =
                    [
                        .. around,
                        () =>
                        {
                            VariablesOf.Condition(loop.Condition, Use);
                            if (loop.Range is { } range)
                            {
                                VariablesOf.Whole(range.From, Use);
                                VariablesOf.Whole(range.To, Use);
                            }
                        },
                    ];
                    foreach (var carried in loop.Carried)
                    {
                        On(carried.Variable, () =>
                        {
                            VariablesOf.Term(carried.Initial, Use);
                            VariablesOf.Term(carried.Next, Use);
                        });
                        inLoop.ForEach(action => On(carried.Variable, action));
                    }

                    Define(loop.Head, inLoop);
                    Define(loop.Body, inLoop);
                    break;
            }
        }
    }

    private List<Step> Kept(List<Step> steps)
    {
        var kept = new List<Step>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let let when used.Contains(let.Variable):
                    kept.Add(let);
                    break;
                case Choice choice:
                    var cleaned = choice with { WhenTrue = Kept(choice.WhenTrue), WhenFalse = Kept(choice.WhenFalse), Joins = choice.Joins.FindAll(join => used.Contains(join.Variable)) };
                    if (cleaned.Joins.Count > 0)
                        kept.Add(cleaned);
                    break;
                case Loop loop:
                    var rest = loop with { Head = Kept(loop.Head), Body = Kept(loop.Body), Carried = loop.Carried.FindAll(carried => used.Contains(carried.Variable)) };
                    if (rest.Carried.Count > 0)
                        kept.Add(rest);
                    break;
            }
        }

        return kept;
    }
}
