using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Passes;

namespace NetGen.Generator.Emission;

/// <summary>Writes how the state of sequences is made: that of the recurrences first, then what steps leave besides, such as the keys and values of an attention.</summary>
internal static class StateMembers
{
    private const string State = "global::NetGen.SequenceState";

    /// <summary>How many steps a window has.</summary>
    public static int Steps(NetworkProgram program) => program.Training.Graph.Loops.Select(static loop => loop.Steps).DefaultIfEmpty(1).First();

    /// <summary>Writes the member of the network.</summary>
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program)
    {
        if (!Has(program))
            return;
        writer.Blank();
        writer.Documentation("summary", "Makes the state of some sequences side by side, at their beginning: what steps leave for those after them.");
        writer.Line("/// <param name=\"batch\">How many sequences; at least 1.</param>");
        writer.Line($"{GeneratedMembers.CreateState.Head(declaration.Class)} => Generated.NewState(batch);");
    }

    /// <summary>Writes what makes it.</summary>
    public static void WriteNew(CodeWriter writer, NetworkProgram program)
    {
        if (!Has(program))
            return;
        var training = program.Training.Graph;
        var (length, inputSize, outputSize, prepared) = ("int.MaxValue", 0, 0, 0L);
        int[] rows = [.. training.StatesAfter.Select(state => training[state].Shape.SampleSize)];
        bool[] states = [.. rows.Select(static _ => true)];
        if (program is { Step.Graph: { } step, StepMemory: { } memory })
        {
            var input = step.Nodes.First(static node => node.Operation is Input { Index: 0 });
            length = StepGraph.IsEndless(step) ? "int.MaxValue" : Numbers.Text(program.InputShape[1].Size);
            (inputSize, outputSize, prepared) = (input.Shape.SampleSize, step[step.Outputs[0]].Shape.SampleSize, memory.PreparedLength);
            rows = [.. step.Outputs.Skip(1).Select(output => step[output].Shape.SampleSize)];
            states = StepGraph.AreStates(step);
        }

        writer.Blank();
        writer.Line($"public static {State} NewState(int batch)");
        writer.Line($"    => new(Description, batch, length: {length}, inputSize: {Numbers.Text(inputSize)}, outputSize: {Numbers.Text(outputSize)}, "
            + $"rowSizes: [{string.Join(", ", rows.Select(static row => Numbers.Text(row)))}], preparedLength: {Numbers.Text(prepared)}"
            + $"{(states.Contains(true) ? $", areStates: [{string.Join(", ", states.Select(static isState => isState ? "true" : "false"))}]" : "")});");
    }

    private static bool Has(NetworkProgram program) => program.Step is not null || program.Training.Graph.StatesAfter.Count > 0;
}
