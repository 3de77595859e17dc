using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>The adjoints of a procedure's variables and of the arrays that it writes: one for each row, where it has one.</summary>
internal sealed class AdjointVariables
{
    private readonly Procedure procedure;
    private readonly int rows;
    private readonly Dictionary<(int Variable, int Row), int> variables = [];
    private readonly Dictionary<int, (int Variable, int Row)> origins = [];
    private readonly Dictionary<(int Array, int Row), int> arrays = [];

    /// <summary>Elements that one expression alone reads: what is passed on to one is added to its derivative at once.</summary>
    private readonly Dictionary<int, ElementTerm> elements = [];

    public AdjointVariables(Procedure procedure, int rows)
    {
        (this.procedure, this.rows) = (procedure, rows);
        FindElements();
    }

    /// <summary>The adjoint of a variable for a row, where it has one.</summary>
    public bool TryGet(int variable, int row, out int adjoint) => variables.TryGetValue((variable, row), out adjoint);

    /// <summary>What a variable is the adjoint of; null where it is none.</summary>
    public (int Variable, int Row)? OriginOf(int adjoint) => origins.TryGetValue(adjoint, out var origin) ? origin : null;

    /// <summary>Lets a variable be called as an adjoint.</summary>
    public void Name(int adjoint, int variable, int row) => origins.Add(adjoint, (variable, row));

    /// <summary>The adjoint of a variable.</summary>
    public int Of(int variable, int row)
    {
        if (!variables.TryGetValue((variable, row), out var adjoint))
        {
            variables.Add((variable, row), adjoint = procedure.NewVariable("", VariableKind.Real));
            origins.Add(adjoint, (variable, row));
        }

        return adjoint;
    }

    /// <summary>The array with the adjoints of an array that the function writes.</summary>
    public int OfArray(int array, int row)
    {
        if (!arrays.TryGetValue((array, row), out var adjoint))
        {
            procedure.Arrays.Add(new("d" + Identifiers.Word(procedure.Arrays[array].Text.TrimStart('@')), IsInput: false) { Use = ArrayUse.Own });
            arrays.Add((array, row), adjoint = procedure.Arrays.Count - 1);
        }

        return adjoint;
    }

    /// <summary>The array with the adjoints of an array, where it has one of the function's own.</summary>
    public int? FindArray(int array, int row) => arrays.TryGetValue((array, row), out var adjoint) ? adjoint : null;

    /// <summary>Whether an adjoint has a value that is not known to be zero.</summary>
    public bool Has(int variable, int row, Region region) => region.IsDeclared((variable, row)) && !region.Pending.Contains((variable, row));

    /// <summary>Adds to an adjoint.</summary>
    public void Add(int variable, int row, Scalar value, List<Line> lines, Region region)
    {
        if (elements.TryGetValue(variable, out var element))
        {
            lines.Add(new AccumulateElement(element.Array, row, element.Member, element.Index, value, IsOnly: false));
            return;
        }

        var key = (variable, row);
        var adjoint = Of(variable, row);
        if (region.Pending.Remove(key))
        {
            lines.Add(new Assign(adjoint, new RealTerm(value)));
        }
        else if (region.IsDeclared(key))
        {
            lines.Add(new Accumulate(adjoint, value));
        }
        else
        {
            region.Declared.Add(key);
            lines.Add(new Declare(adjoint, new RealTerm(value)));
        }
    }

    /// <summary>Lets the adjoint of a variable have a value, which is zero where it has none.</summary>
    public void Ensure(int variable, List<Line> lines, Region region)
    {
        if (elements.ContainsKey(variable))
            return;
        for (var row = 0; row < rows; row++)
        {
            var key = (variable, row);
            if (region.Pending.Remove(key))
                lines.Add(new Assign(Of(variable, row), new RealTerm(0.0)));
            if (region.IsDeclared(key))
                continue;
            region.Declared.Add(key);
            lines.Add(new Declare(Of(variable, row), new RealTerm(0.0)));
        }
    }

    private void FindElements()
    {
        var all = new Dictionary<int, ElementTerm>();
        foreach (var step in StepTree.All(procedure.Steps))
        {
            if (step is Let(var variable, ElementTerm { Index: not WholeNumber } element) && procedure.Arrays[element.Array].IsInput)
                all[variable] = element;
        }

        var reads = new Dictionary<int, int>();
        StepTree.Reads(procedure.Steps, Count);
        foreach (var result in procedure.Results)
            VariablesOf.Term(result.Value, Count);
        foreach (var element in all)
        {
            if (reads.TryGetValue(element.Key, out var count) && count == 1)
                elements.Add(element.Key, element.Value);
        }

        void Count(int variable)
        {
            reads.TryGetValue(variable, out var count);
            reads[variable] = count + 1;
        }
    }
}
