namespace NetGen.Generator.Functions;

/// <summary>Removes what no result depends on. An array is needed where an element of it is read, and then so is all that is stored into it.</summary>
internal sealed class UnusedSteps
{
    /// <summary>What each variable needs, and by the complement of its number each array.</summary>
    private readonly Dictionary<int, List<Action>> needs = [];
    private readonly HashSet<int> used = [];
    private readonly Stack<int> open = new();

    public static void Remove(Procedure procedure)
    {
        var unused = new UnusedSteps();
        unused.Define(procedure.Steps, []);
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, unused.Use);
        for (var array = 0; array < procedure.Arrays.Count; array++)
        {
            if (procedure.Arrays[array].Use == ArrayUse.Result)
                unused.Use(~array);
        }

        while (unused.open.Count > 0)
        {
            if (unused.needs.TryGetValue(unused.open.Pop(), out var actions))
                actions.ForEach(static action => action());
        }

        procedure.Steps = unused.Kept(procedure.Steps);
    }

    private void Use(int item)
    {
        if (used.Add(item))
            open.Push(item);
    }

    private void Use(Term term)
    {
        VariablesOf.Term(term, Use);
        if (term is ElementTerm element)
            Use(~element.Array);
    }

    private void On(int item, Action action)
    {
        if (!needs.TryGetValue(item, out var actions))
            needs.Add(item, actions = []);
        actions.Add(action);
    }

    /// <summary>Notes what each variable and each array needs: what it is computed of, and what decides whether it is.</summary>
    /// <param name="around">What the conditions around read.</param>
    private void Define(List<Step> steps, List<Action> around)
    {
        foreach (var step in steps)
        {
            List<Action> inside = around;
            switch (step)
            {
                case Let(var variable, var term):
                    Needs(variable, () => Use(term), around);
                    break;
                case NewArray array:
                    Needs(~array.Array, () => VariablesOf.Whole(array.Length, Use), around);
                    break;
                case StoreElement store:
                    Needs(~store.Array, () => StepTree.Reads([store], Use), around);
                    break;
                case Choice choice:
                    inside = [.. around, () => VariablesOf.Condition(choice.Condition, Use)];
                    foreach (var join in choice.Joins)
                    {
                        Needs(
                            join.Variable,
                            () =>
                            {
                                Use(join.WhenTrue);
                                Use(join.WhenFalse);
                            },
                            inside);
                    }

                    break;
                case Loop loop:
                    inside =
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
                        Needs(
                            carried.Variable,
                            () =>
                            {
                                Use(carried.Initial);
                                Use(carried.Next);
                            },
                            inside);
                    }

                    break;
            }

            foreach (var block in StepTree.Blocks(step))
                Define(block, inside);
        }
    }

    private void Needs(int item, Action action, List<Action> around)
    {
        On(item, action);
        around.ForEach(one => On(item, one));
    }

    private List<Step> Kept(List<Step> steps)
    {
        var kept = new List<Step>();
        foreach (var step in steps)
        {
            var cleaned = StepTree.WithBlocks(step, Kept) switch
            {
                Choice choice => choice with { Joins = choice.Joins.FindAll(join => used.Contains(join.Variable)) },
                Loop loop => loop with { Carried = loop.Carried.FindAll(carried => used.Contains(carried.Variable)) },
                var other => other,
            };
            var isUsed = cleaned switch
            {
                Let let => used.Contains(let.Variable),
                NewArray array => used.Contains(~array.Array),
                StoreElement store => used.Contains(~store.Array),
                // A loop that counts its rounds for another step changes a variable or an array in them.
                _ => StepTree.Defined(cleaned).Any(used.Contains) || StepTree.All([cleaned]).Any(static inner => inner is StoreElement),
            };
            if (isUsed)
                kept.Add(cleaned);
        }

        return kept;
    }
}
