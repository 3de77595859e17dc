using NetGen.Generator.Declaration;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes how a network predicts the next step of a sequence, with what the steps before it have left in a state.</summary>
internal sealed class StepMembers(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
{
    private const string Buffer = "global::NetGen.Numerics.AlignedBuffer";
    private const string Scratch = "global::NetGen.Numerics.BatchBuffer";

    public void Write()
    {
        if (program is not { Step: { } step, StepMemory: { } memory })
            return;
        var prepares = memory.PreparedLength > 0;
        writer.Blank();
        writer.Documentation("summary", "Predicts the next step of each sequence, from its next element and from the state that the steps before have left, which is updated. Allocates only at the first call in each thread, and where there are more sequences than at any before." + (StepGraph.IsEndless(step.Graph) ? "" : " Throws where the sequences have all of their steps: then state.IsFull is true."));
        writer.Line("/// <param name=\"inputs\">The next element of each sequence, concatenated.</param>");
        writer.Line("/// <param name=\"state\">What the steps before have left. Parameters are not to change between the first step of a sequence and its last.</param>");
        writer.Line("/// <param name=\"outputs\">Where the outputs of the step go, concatenated.</param>");
        using (writer.Braces(GeneratedMembers.PredictNext.Head(declaration.Class)))
        {
            writer.Line("global::System.ArgumentNullException.ThrowIfNull(state);");
            writer.Line("state.Begin(Generated.Description, inputs, outputs, networkParameters.Span);");
            var scope = new NameScope();
            foreach (var name in new[] { "inputs", "outputs", "state", "batch", "scratch", "prepared", "networkParameters" })
                scope.Take(name);
            writer.Line("var batch = state.Batch;");
            if (prepares)
            {
                writer.Line("var prepared = state.Prepared;");
                using (writer.Braces("if (!state.IsPrepared)"))
                {
                    writer.Line("PrepareStep(networkParameters, prepared);");
                    writer.Line("state.EndPreparation();");
                }
            }

            if (PredictionMembers.NeedsScratch(memory))
                writer.Line($"var scratch = {Scratch}.Reserve(ref stepScratch, Generated.StepMemory, batch);");
            foreach (var line in OfState(step))
                writer.Comment(line);
            Emitter(step, memory).Emit(static kernel => !kernel.IsPreparation, scope);
            writer.Line("state.End();");
        }

        writer.Blank();
        writer.Documentation("summary", $"The same, with inputs as whole numbers.{(declaration.HasIndices ? " Throws if one is outside of its vocabulary." : "")}");
        writer.Line("/// <param name=\"inputs\">The next element of each sequence, concatenated.</param>");
        writer.Line("/// <param name=\"state\">What the steps before have left.</param>");
        writer.Line("/// <param name=\"outputs\">Where the outputs of the step go, concatenated.</param>");
        writer.Line($"{GeneratedMembers.PredictNextOfIndices.Head(declaration.Class)}");
        writer.Line("    => PredictNext(global::NetGen.Prediction.IndicesOf(Generated.Description, 0, inputs), state, outputs);");
        if (prepares)
        {
            writer.Blank();
            writer.Documentation("summary", "Computes what depends on no input, and is the same for all steps.");
            using var body = writer.Braces($"private static void PrepareStep({Buffer} networkParameters, {Buffer} prepared)");
            var scope = new NameScope();
            foreach (var name in new[] { "networkParameters", "prepared" })
                scope.Take(name);
            Emitter(step, memory).Emit(static kernel => kernel.IsPreparation, scope);
        }

        if (!PredictionMembers.NeedsScratch(memory))
            return;
        writer.Blank();
        writer.Line("[global::System.ThreadStatic]");
        writer.Line($"private static {Scratch}? stepScratch;");
    }

    private PassEmitter Emitter(ScheduledProgram step, MemoryPlan memory)
    {
        var slots = new SlotNumbers(memory);
        return new(writer, step, memory, library, place => place.Kind switch
        {
            MemoryKind.Parameter => Offsets.Reference("networkParameters.Start", place.Offset),
            MemoryKind.Literal => LiteralFields.Reference(program, step.Graph, place),
            MemoryKind.Prepared => Offsets.Reference("prepared.Start", place.Offset),
            MemoryKind.CallerInput when place.Offset == 0 => "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs)",
            MemoryKind.CallerInput when place.Offset == 1 => "ref state.Places",
            MemoryKind.CallerInput => $"ref state.Kept({Numbers.Text(place.Offset - 2)})",
            MemoryKind.CallerOutput when place.Offset == 0 => "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(outputs)",
            MemoryKind.CallerOutput => $"ref state.Row({Numbers.Text(place.Offset - 1)})",
            _ => ForwardFile.InBatch("scratch", place, slots),
        }, callers: (1, 1));
    }

    /// <summary>What the state has for a step, and what becomes of that which the step leaves.</summary>
    private static IEnumerable<string> OfState(ScheduledProgram step)
    {
        var states = StepGraph.AreStates(step.Graph);
        yield return "state.Places has the number of steps that each sequence has made, stepNumber.";
        if (states.Contains(true))
            yield return "Of a recurrence, state.Kept(n) is the state after those steps, [batch × state]; this step writes the next one to Row(n), which is other memory, and End() exchanges the two.";
        if (states.Contains(false))
            yield return "Of what all later steps read, such as keys, state.Kept(n) has a row for each of the steps, [batch × length × row], and 0 behind them; this step writes its own to Row(n), [batch × row], and End() copies it into Kept(n), to row stepNumber.";
    }
}
