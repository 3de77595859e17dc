using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>A function as a procedure that is ready to be differentiated: the list of what is done with it.</summary>
internal static class PreparedProcedure
{
    public static Procedure Of(ProgramModel program, FunctionSignature signature, RealType number)
    {
        var procedure = ProcedureInterpreter.Of(program, signature, number);
        Finish(procedure);
        return procedure;
    }

    /// <summary>What is done with a procedure, and once more with one that a derivative was added to.</summary>
    public static void Finish(Procedure procedure)
    {
        UnusedSteps.Remove(procedure);
        SunkValues.Apply(procedure);
        SplitValues.Apply(procedure);
        UnusedSteps.Remove(procedure);
        NameNext(procedure);
    }

    /// <summary>What a variable is in the next round of a loop has a name of its own.</summary>
    private static void NameNext(Procedure procedure)
    {
        foreach (var carried in StepTree.All(procedure.Steps).OfType<Loop>().SelectMany(static loop => loop.Carried))
        {
            var next = carried.Next switch
            {
                RealTerm(Argument(var real)) => real,
                WholeTerm(WholeVariable(var whole)) => whole,
                TruthTerm(TruthVariable(var truth)) => truth,
                _ => -1,
            };
            var name = procedure.Variables[carried.Variable].Name;
            if (next >= 0 && next != carried.Variable && name.Length > 0 && procedure.Variables[next] is { Text: null } own && (own.Name == name || own.Name.Length == 0))
                own.Name = "next" + Identifiers.Word(name);
        }
    }
}
