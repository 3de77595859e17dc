using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Which variables and arrays depend on what the function is differentiated by.</summary>
internal sealed class Activity
{
    private readonly Procedure procedure;
    private readonly HashSet<int> variables = [];
    private readonly HashSet<int> arrays = [];

    private readonly Func<ElementTerm, bool> isInput;

    private Activity(Procedure procedure, Func<ElementTerm, bool> isInput) => (this.procedure, this.isInput) = (procedure, isInput);

    /// <summary>What depends on anything that the function is differentiated by.</summary>
    public static Activity Of(Procedure procedure) => Of(procedure, static _ => true, static _ => true);

    /// <summary>What changes along a direction.</summary>
    public static Activity Of(Procedure procedure, Direction direction)
        => Of(procedure, input => direction.OfInput(input) is not null, element => direction.OfElement(element) is not null);

    private static Activity Of(Procedure procedure, Func<int, bool> isInput, Func<ElementTerm, bool> isInputElement)
    {
        var activity = new Activity(procedure, isInputElement);
        activity.variables.UnionWith(procedure.Inputs.Where(isInput));
        for (var array = 0; array < procedure.Arrays.Count; array++)
        {
            if (procedure.Arrays[array].IsInput)
                activity.arrays.Add(array);
        }

        // What becomes active in one round may make others so in the next.
        List<Step> all = [.. StepTree.All(procedure.Steps)];
        for (var count = -1; count != activity.variables.Count + activity.arrays.Count;)
        {
            count = activity.variables.Count + activity.arrays.Count;
            all.ForEach(activity.Visit);
        }

        return activity;
    }

    public bool Contains(int variable) => variables.Contains(variable);

    public bool ContainsArray(int array) => arrays.Contains(array);

    private void Visit(Step step)
    {
        switch (step)
        {
            case Let(var variable, var term):
                AddIf(variable, term);
                break;
            case StoreElement store:
                if (IsActive(store.Value))
                    arrays.Add(store.Array);
                break;
            case Choice choice:
                foreach (var join in choice.Joins)
                {
                    AddIf(join.Variable, join.WhenTrue);
                    AddIf(join.Variable, join.WhenFalse);
                }

                break;
            case Loop loop:
                foreach (var carried in loop.Carried)
                {
                    AddIf(carried.Variable, carried.Initial);
                    AddIf(carried.Variable, carried.Next);
                }

                break;
        }
    }

    private void AddIf(int variable, Term term)
    {
        if (IsActive(term))
            variables.Add(variable);
    }

    private bool IsActive(Term term) => term switch
    {
        ElementTerm element => arrays.Contains(element.Array) && (!procedure.Arrays[element.Array].IsInput || isInput(element)),
        RealTerm(var scalar) => ScalarArguments.Of(scalar).Any(variables.Contains),
        _ => false,
    };
}
