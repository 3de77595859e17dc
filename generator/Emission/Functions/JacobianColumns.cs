using NetGen.Generator.Functions;

namespace NetGen.Generator.Emission.Functions;

/// <summary>The numbers that a function is differentiated by, where all of them are known: those of its parameters, and elements of spans at indices that are known.</summary>
internal static class JacobianColumns
{
    /// <summary>The columns: a number, or an element. Null where an index is known only when the function runs.</summary>
    public static List<JacobianColumn>? Of(Procedure procedure)
    {
        var columns = procedure.Inputs.ConvertAll(static input => new JacobianColumn(input, null));
        foreach (var step in StepTree.All(procedure.Steps))
        {
            if (step is not Let(_, ElementTerm element) || !procedure.Arrays[element.Array].IsInput)
                continue;
            if (element.Index is not WholeNumber)
                return null;
            if (!columns.Exists(column => column.Element == element))
                columns.Add(new(-1, element));
        }

        return columns;
    }
}

/// <summary>What a column of a Jacobian belongs to: an input, or an element.</summary>
internal sealed record JacobianColumn(int Input, ElementTerm? Element);
