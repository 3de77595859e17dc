using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes how a network predicts: <c>Predict</c>, and the class of its predictors. What depends on the parameters alone is a step of its own, which a
/// predictor has behind it.
/// </summary>
internal sealed class PredictionMembers
{
    private const string Buffer = "global::NetGen.Numerics.AlignedBuffer";
    private const string State = "global::NetGen.SequenceState";

    // Large enough to keep the register tiles busy and to use a weight often, small enough that a block's activations stay in the cache.
    private const int LargestBlock = 240;
    private const int SmallestBlock = 24;
    private const int BlockFloats = 1 << 18;

    private readonly CodeWriter writer;
    private readonly NetworkDeclaration declaration;
    private readonly NetworkProgram program;
    private readonly KernelLibrary library;
    private readonly PredictSignature signature;
    private readonly MemoryPlan memory;
    private readonly string predictor;

    public PredictionMembers(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        this.writer = writer;
        this.declaration = declaration;
        this.program = program;
        this.library = library;
        signature = PredictSignature.Of(declaration) with { Shapes = program.InputShapes.Concat(program.OutputShapes).Select(static shape => $"[{string.Join(" × ", shape.SampleDimensions.Select(static extent => Numbers.Text(extent)))}]").ToEquatableArray() };
        memory = program.PredictionMemory;
        predictor = PrivateMembers.NameIn(declaration.Class, PrivateMembers.Predictor);
    }

    /// <summary>Whether a prediction keeps anything between its layers.</summary>
    public static bool NeedsScratch(MemoryPlan memory) => memory.SampleLength + memory.SharedLength > 0;

    private bool Prepares => memory.PreparedLength > 0;

    /// <summary>The states that the caller keeps.</summary>
    private EquatableArray<int> States => program.Training.Graph.StatesAfter;

    /// <summary>The arguments that say with what is predicted.</summary>
    private string Given(string parameters, string prepared, string? state = null)
        => string.Join(", ", new[] { parameters, Prepares ? prepared : null, States.Count > 0 ? state ?? "null" : null }.Where(static given => given is not null));

    private string Spans => string.Join(", ", signature.Names);

    public void Write()
    {
        var type = declaration.Class;
        writer.Blank();
        using (signature.Braces(writer, type))
            WriteCall(state: null);
        signature.WriteIndices(writer, type);
        if (States.Count > 0)
        {
            writer.Blank();
            using (signature.BracesWithState(writer, type))
                WriteCall("state");
            signature.WriteIndicesWithState(writer, type);
        }

        writer.Blank();
        if (signature.IsSimple)
            writer.Line("/// <inheritdoc/>");
        else
            writer.Documentation("summary", "Makes a predictor with the parameters that the network has now: a copy of its own, which later changes do not reach.");
        writer.Line($"{GeneratedMembers.CreatePredictor(declaration).Head(type)} => new {predictor}(networkParameters.Copy());");
        if (!signature.IsSimple)
        {
            writer.Blank();
            writer.Line($"{GeneratedMembers.CreatePredictorOfInterface.Head(type)} => CreatePredictor();");
        }

        if (Prepares)
            WritePrepare();
        WritePredictWith();
        WritePredictor();
        if (Prepares)
            WriteThreadOwn($"{Buffer}? predictionPrepared");
        if (NeedsScratch(memory))
            WriteThreadOwn("global::NetGen.Numerics.BatchBuffer? predictionScratch");
        if (States.Count > 0)
            WriteThreadOwn($"{State}? predictionState");
    }

    private void WriteCall(string? state)
    {
        if (state is not null)
            writer.Line($"global::System.ArgumentNullException.ThrowIfNull({state});");
        if (Prepares)
        {
            writer.Line($"var prepared = {Buffer}.Reserve(ref predictionPrepared, {Numbers.Text(memory.PreparedLength)});");
            writer.Line("PreparePrediction(networkParameters, prepared);");
        }

        writer.Line($"PredictWith({Given("networkParameters", "prepared", state)}, {Spans});");
    }

    private void WriteThreadOwn(string field)
    {
        writer.Blank();
        writer.Line("[global::System.ThreadStatic]");
        writer.Line($"private static {field};");
    }

    private void WritePredictor()
    {
        var type = declaration.Class;
        writer.Blank();
        writer.Documentation("summary", "Predicts with its own copy of the parameters, which does not change." + (Prepares ? " What depends on them alone is computed once." : ""));
        using var body = writer.Braces($"{(signature.IsSimple ? "private" : "public")} sealed class {predictor} : global::NetGen.IPredictor");
        writer.Line($"private readonly {Buffer} parameters;");
        if (Prepares)
            writer.Line($"private readonly {Buffer} prepared = {Buffer}.Uninitialized({Numbers.Text(memory.PreparedLength)});");
        writer.Blank();
        using (writer.Braces($"internal {predictor}({Buffer} parameters)"))
        {
            writer.Line("this.parameters = parameters;");
            if (Prepares)
                writer.Line("PreparePrediction(parameters, prepared);");
        }

        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"{GeneratedMembers.Description.Head(type)} => Generated.Description;");
        writer.Blank();
        using (signature.Braces(writer, type, "global::NetGen.IPredictor"))
            writer.Line($"PredictWith({Given("this.parameters", "this.prepared")}, {Spans});");
        if (!signature.IsSimple)
            signature.WriteIndices(writer, type);
        if (States.Count == 0)
            return;
        writer.Blank();
        using (signature.BracesWithState(writer, type, "global::NetGen.IPredictor"))
        {
            writer.Line("global::System.ArgumentNullException.ThrowIfNull(state);");
            writer.Line($"PredictWith({Given("this.parameters", "this.prepared", "state")}, {Spans});");
        }

        if (!signature.IsSimple)
            signature.WriteIndicesWithState(writer, type);
    }

    private void WritePrepare()
    {
        writer.Blank();
        writer.Documentation("summary", "Computes what depends on no input, and is the same for all samples.");
        using var body = writer.Braces($"private static void PreparePrediction({Buffer} networkParameters, {Buffer} prepared)");
        var scope = new NameScope();
        foreach (var name in new[] { "networkParameters", "prepared" })
            scope.Take(name);
        Emitter().Emit(static kernel => kernel.IsPreparation, scope);
    }

    private void WritePredictWith()
    {
        var slots = program.PredictionSlots;
        var block = Block(memory.SampleLength, slots.Largest);
        writer.Blank();
        writer.Documentation("summary", "Checks the spans, and predicts with these parameters.");
        var spans = GeneratedMembers.Predict(signature).Parameters!.Value.Select(static parameter => parameter.Text);
        using var body = writer.Braces($"private static void PredictWith({Given($"{Buffer} networkParameters", $"{Buffer} prepared", $"{State}? state")}, {string.Join(", ", spans)})");
        signature.WriteChecks(writer);
        var scope = new NameScope();
        foreach (var name in signature.Names.Concat(PredictSignature.Locals).Concat(States.Count > 0 ? PredictSignature.LocalsOfState : []))
            scope.Take(name.TrimStart('@'));
        if (States.Count > 0)
        {
            writer.Line("state?.CheckWindow(Generated.Description, samples);");
            writer.Line("// Without a state, sequences begin anew.");
            writer.Line($"var carried = state ?? {State}.Fresh(ref predictionState, Generated.NewState, global::System.Math.Min({Numbers.Text(block)}, samples));");
        }

        var kibibytes = (slots.Bytes(memory.SampleLength, memory.SharedLength, block) / 1024.0).ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
        writer.Comment($"{Numbers.Text(block)} samples at a time{(NeedsScratch(memory) ? $": what is kept between the steps takes {kibibytes} KiB" : "")}"
            + (!NeedsScratch(memory) ? "." : block == LargestBlock ? "; with more, the time for a sample would hardly fall."
                : block * memory.SampleLength <= BlockFloats ? $", so that it stays in a second-level cache of {Numbers.Text(BlockFloats * sizeof(float) / 1048576)} MiB."
                : block == SmallestBlock ? "; with fewer, each sample would take longer, since weights are loaded anew for each so many samples." : "."));
        if (NeedsScratch(memory))
        {
            writer.Line(
                $"var scratch = global::NetGen.Numerics.BatchBuffer.Reserve(ref predictionScratch, Generated.PredictionMemory, global::System.Math.Min({Numbers.Text(block)}, samples));");
        }

        using (writer.Braces($"for (var start = 0; start < samples; start += {Numbers.Text(block)})"))
        {
            writer.Line($"var batch = global::System.Math.Min({Numbers.Text(block)}, samples - start);");
            if (States.Count > 0)
                writer.Line("var firstSequence = state is null ? 0 : start;");
            Emitter().Emit(static kernel => !kernel.IsPreparation, scope);
        }

        if (States.Count > 0)
            writer.Line($"state?.EndWindow({Numbers.Text(StateMembers.Steps(program))});");
    }

    private PassEmitter Emitter()
    {
        var slots = program.PredictionSlots;
        int[] inputs = [.. program.InputShapes.Select(static shape => shape.SampleSize)];
        int[] outputs = [.. program.OutputShapes.Select(static shape => shape.SampleSize)];
        return new(writer, program.Prediction, memory, library, place => place.Kind switch
        {
            MemoryKind.Parameter => Offsets.Reference("networkParameters.Start", place.Offset),
            MemoryKind.Literal => LiteralFields.Reference(program, program.Prediction.Graph, place),
            MemoryKind.Prepared => Offsets.Reference("prepared.Start", place.Offset),
            MemoryKind.CallerInput when place.Offset == inputs.Length + States.Count => "ref carried.PlacesFrom(firstSequence)",
            MemoryKind.CallerInput when place.Offset >= inputs.Length => $"ref carried.Before({Numbers.Text(place.Offset - inputs.Length)}, firstSequence)",
            MemoryKind.CallerOutput when place.Offset >= outputs.Length => $"ref carried.After({Numbers.Text(place.Offset - outputs.Length)}, firstSequence)",
            MemoryKind.CallerInput => Caller(signature.Inputs[(int)place.Offset], inputs[(int)place.Offset]),
            MemoryKind.CallerOutput => Caller(signature.Outputs[(int)place.Offset], outputs[(int)place.Offset]),
            _ => ForwardFile.InBatch("scratch", place, slots),
        }, "scratch", (inputs.Length, outputs.Length));

        static string Caller(string span, int size)
            => Offsets.Reference($"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})", Offsets.Sum([("start", size)]));
    }

    /// <summary>
    /// How many samples are predicted at once: a multiple of 48 where the activations allow it, which is one of every tile's number of rows;
    /// and no more than one tensor has room for.
    /// </summary>
    private static int Block(long sampleLength, int largestSlot)
    {
        var fitting = Math.Max(SmallestBlock, Math.Min(LargestBlock, BlockFloats / Math.Max(1, sampleLength)));
        return (int)Math.Min(fitting >= 48 ? fitting / 48 * 48 : SmallestBlock, Shape.Largest / Math.Max(1, largestSlot));
    }
}
