using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;

namespace NetGen.Generator.Emission;

/// <summary>Writes the network as data: its layers and parameters, and where everything lies.</summary>
internal static class DescriptionFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        writer.Documentation("summary", "The network as data, and where everything is stored.");
        using var body = writer.Braces("private static class Generated");
        WriteDescription(writer, declaration, program);
        WriteLayout(writer, program);
        if (PredictionMembers.NeedsScratch(program.PredictionMemory))
            WritePredictionMemory(writer, program);
        if (program.StepMemory is { } step && PredictionMembers.NeedsScratch(step))
        {
            writer.Blank();
            writer.Line($"public static readonly global::NetGen.Numerics.BatchLayout StepMemory = new({BatchLayout(step.SampleLength, new SlotNumbers(step), step.SharedLength)});");
        }

        StateMembers.WriteNew(writer, program);
        LiteralFields.Write(writer, program);
        StepTable.Write(writer, program, library);
    }

    private static void WriteDescription(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program)
    {
        var statistics = LayerStatistics.Of(program);
        string[] inputNames = declaration.Body is null ? ["input", .. declaration.InputNames.Skip(1)] : [.. declaration.InputNames];
        var slots = program.Slots;
        writer.Line("public static readonly global::NetGen.NetworkDescription Description = new(");
        writer.Line($"    Name: \"{declaration.Class.Name.TrimStart('@')}\",");
        writer.Line($"    InputShape: {List(program.InputShape.SampleDimensions)},");
        writer.Line($"    OutputShape: {List(program.OutputShape.SampleDimensions)},");
        var sources = new LayerSources(program.Training.Graph, inputNames);
        foreach (var line in DescriptionWords.OfLayers([.. statistics], Enumerable.Range(0, statistics.Count()).Any(place => sources.OfLayer(place) is not null), program.Training.Graph.Loops.Any(static loop => loop.Lengths is not null), program.KeepsAll))
            writer.Wrap("    // ", line);
        writer.Line("    Layers:");
        writer.Line("    [");
        var place = 0;
        foreach (var layer in statistics)
        {
            var slot = layer.Activations is { } activations
                ? $"new global::NetGen.WorkspaceSlot(Offset: {Numbers.Text(activations.Offset)}, Size: {Numbers.Text(activations.Size)}, Number: {Numbers.Text(slots[activations])})"
                : "null";
            if (layer.Again.Count > 0)
                writer.Line($"        // Applied {Numbers.Text(1 + layer.Again.Count)} times: shapes and place are those of the first, multiply-adds those of all. The other outputs are [{string.Join("], [", layer.Again.Select(static shape => string.Join(", ", shape.SampleDimensions.Select(static extent => Numbers.Text(extent)))))}]. What reads them has the sources of their inputs.");
            string?[] properties =
            [
                layer.SmallestBatch == 1 ? null : $"SmallestBatch = {Numbers.Text(layer.SmallestBatch)}",
                layer.LastOperation is null ? null : $"LastOperation = \"{layer.LastOperation}\"",
                Sources(sources.OfLayer(place++)),
            ];
            writer.Line($"        new(\"{layer.Name}\", \"{layer.Kind}\", {List(layer.InputShape.SampleDimensions)}, {List(layer.OutputShape.SampleDimensions)}, "
                + $"ParameterCount: {Numbers.Text(layer.Parameters)}, MultiplyAdds: {Numbers.Text(layer.MultiplyAdds)}, Activations: {slot}){Initializer(properties)},");
        }

        writer.Line("    ],");
        foreach (var line in DescriptionWords.OfParameters(program))
            writer.Wrap("    // ", line);
        writer.Line("    Parameters:");
        writer.Line("    [");
        foreach (var index in program.DeclarationOrder(declaration))
        {
            var tensor = program.Tensors[index];
            var layout = program.Training.Parameters[index];
            var blocks = layout.BlockedAxis < 0
                ? ""
                : $", BlockedAxis: {Numbers.Text(layout.BlockedAxis)}, Block: {Numbers.Text(layout.Block)}, BlockStride: {Numbers.Text(layout.BlockStride)}";
            writer.Line($"        new(\"{tensor.Name}\", \"{tensor.Layer}\", {List(tensor.Dimensions)},");
            writer.Line($"            new(Offset: {Numbers.Text(program.Offsets[index])}, Strides: {List(layout.Strides)}{blocks}),");
            writer.Line($"            new(global::NetGen.Initializer.{tensor.Initializer}, FanIn: {Numbers.Text(tensor.FanIn)}, FanOut: {Numbers.Text(tensor.FanOut)}, Gain: {Numbers.Double(tensor.Gain)}){Initializer([tensor.Start is { } start ? $"Start = {Numbers.Double(start)}" : null, tensor.ZeroRow is { } row ? $"ZeroRow = {Numbers.Text(row)}" : null])}){(tensor.IsFrozen ? " { IsFrozen = true }" : "")},");
        }

        writer.Line("    ],");
        var targets = declaration.Objective?.Targets ?? [];
        var isPartlyFrozen = program.TrainableLength != program.BufferLength;
        var graph = program.Prediction.Graph;
        string?[] lastOperations = [.. graph.Outputs.Select(output => LastOperation.Of(graph, output))];
        string?[] outputSources = [.. Enumerable.Range(0, program.OutputShapes.Count()).Select(output => Sources(sources.OfOutput(output)))];
        var hasOutputs = declaration.Body is not null || lastOperations[0] is not null;
        var usesBatchSums = program.UsesBatchSums;
        writer.Line($"    BufferLength: {Numbers.Text(program.BufferLength)})");
        writer.Line("{");
        if (isPartlyFrozen)
            writer.Line($"    TrainableLength = {Numbers.Text(program.TrainableLength)},");
        if (declaration.Body is not null || declaration.HasIndices)
            writer.Line($"    Inputs = [{string.Join(", ", Tensors(inputNames, program.InputShapes).Zip(declaration.Inputs, WithBounds))}],");
        if (hasOutputs)
        {
            var outputs = Tensors(declaration.Body is null ? ["output"] : declaration.OutputNames, program.OutputShapes)
                .Select((output, number) => output + Initializer([lastOperations[number] is { } last ? $"LastOperation = \"{last}\"" : null, outputSources[number]]));
            if (DescriptionWords.OfOutputs(graph, declaration.Body is null ? ["output"] : declaration.OutputNames) is { } called)
                writer.Line($"    // {called}");
            writer.Line($"    Outputs = [{string.Join(", ", outputs)}],");
        }

        if (usesBatchSums)
            writer.Line("    UsesBatchSums = true,");
        var training = program.Training.Graph;
        if (training.StatesAfter.Count > 0)
            writer.Line($"    States = [{string.Join(", ", Tensors(training.StatesAfter.Select(state => CarriedStates.NameOf(training, state)), training.StatesAfter.Select(state => training[state].Shape)))}],");
        if (targets.Count > 0)
            writer.Line($"    Targets = [{string.Join(", ", Tensors(targets.Select(static target => target.Name), program.TargetShapes).Zip(targets, WithBounds))}],");
        writer.Line("    Steps = static () => Steps(),");
        writer.Line("    Tensors = static () => Tensors(),");
        writer.Line("};");
    }

    private static string? Sources(IReadOnlyList<string>? sources) => sources is null ? null : $"Sources = [{string.Join(", ", sources.Select(static source => $"\"{source}\""))}]";

    private static string Initializer(IEnumerable<string?> properties)
    {
        var given = string.Join(", ", properties.Where(static property => property is not null));
        return given.Length == 0 ? "" : $" {{ {given} }}";
    }

    private static string WithBounds(string tensor, InputDeclaration declared)
        => tensor + Initializer([
            declared.Vocabulary is { } vocabulary ? $"Vocabulary = {Numbers.Text(vocabulary)}" : null,
            declared.Longest is { } longest ? $"Longest = {Numbers.Text(longest)}" : null]);

    private static IEnumerable<string> Tensors(IEnumerable<string> names, IEnumerable<Shape> shapes)
        => names.Zip(shapes, static (name, shape) => $"new(\"{name}\", {List(shape.SampleDimensions)})");

    private static void WriteLayout(CodeWriter writer, NetworkProgram program)
    {
        var (memory, numbers) = (program.TrainingMemory, program.Slots);
        var graph = program.Training.Graph;
        string[] inputs = [.. Nodes(static operation => operation is Input { IsTarget: false }).Select(Slot)];
        string[] targets = [.. Nodes(static operation => operation is Input { IsTarget: true }).Select(Slot)];
        string[] outputs = [.. graph.Outputs.Select(output => Slot(Views.Owner(graph, output)))];
        string[] outputGradients = [.. Nodes(static operation => operation is OutputGradient).Select(Slot)];
        string[] inputGradients = [.. graph.InputGradients.Select(gradient => Slot(Views.Owner(graph, gradient)))];
        string[] before = [.. Enumerable.Range(0, graph.Nodes.Count).Where(node => graph[node].Operation is StateBefore).OrderBy(node => ((StateBefore)graph[node].Operation).Index).Select(Slot)];
        string[] after = [.. graph.StatesAfter.Select(state => Slot(Views.Owner(graph, state)))];
        writer.Blank();
        writer.Line("public static readonly global::NetGen.WorkspaceLayout Layout = new(");
        writer.Line($"    Inputs: {inputs[0]},");
        writer.Line($"    Outputs: {outputs[0]},");
        writer.Line($"    OutputGradients: {(outputGradients.Length == 0 ? "default" : outputGradients[0])},");
        var several = new[] { ("InputSlots", inputs, 2), ("OutputSlots", outputs, 2), ("OutputGradientSlots", outputGradients, 2), ("InputGradientSlots", inputGradients, 1), ("TargetSlots", targets, 1), ("StatesBefore", before, 1), ("StatesAfter", after, 1) }
            .Where(static slots => slots.Item2.Length >= slots.Item3).ToArray();
        writer.Wrap("    // ", DescriptionWords.OfMemory);
        writer.Line($"    Memory: new({BatchLayout(program.SampleLength, numbers, program.SharedLength)}))");
        writer.Line("{");
        foreach (var (name, slots, _) in several)
            writer.Line($"    {name} = [{string.Join(", ", slots)}],");
        if (graph.Objective is { } objective)
            writer.Line($"    ObjectiveOffset = {Numbers.Text(memory[objective].Offset)},");
        if (program.KeepsAll)
            writer.Line("    KeepsAll = true,");
        writer.Line("    Tensors = static () => Tensors(),");
        writer.Line("};");
        WorkspaceTable.Write(writer, program);

        IEnumerable<int> Nodes(Func<Operation, bool> isWanted) => Enumerable.Range(0, graph.Nodes.Count).Where(node => isWanted(graph[node].Operation));

        string Slot(int node) => $"new({Numbers.Text(memory[node].Offset)}, {Numbers.Text(memory[node].Size)}, {Numbers.Text(numbers[memory[node]])})";
    }

    private static void WritePredictionMemory(CodeWriter writer, NetworkProgram program)
    {
        var memory = program.PredictionMemory;
        writer.Blank();
        writer.Line(
            $"public static readonly global::NetGen.Numerics.BatchLayout PredictionMemory = new({BatchLayout(memory.SampleLength, program.PredictionSlots, memory.SharedLength)});");
    }

    private static string BatchLayout(long sampleLength, SlotNumbers slots, long sharedLength)
        => $"SampleLength: {Numbers.Text(sampleLength)}, Slots: {Numbers.Text(slots.Count)}, LargestSlot: {Numbers.Text(slots.Largest)}, SharedLength: {Numbers.Text(sharedLength)}";

    private static string List(IEnumerable<int> values) => $"[{string.Join(", ", values.Select(static value => Numbers.Text(value)))}]";
}
