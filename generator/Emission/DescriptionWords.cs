using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>What the tables of the description do not say by their names.</summary>
internal static class DescriptionWords
{
    /// <summary>How the memory of a batch is counted, of which each tensor has an offset and a slot.</summary>
    public const string OfMemory = "The memory of a batch is the sum of these, in floats: SampleLength · capacity, rounded up to a multiple of 16; 16 for each of the Slots; SharedLength; and 64, into which a last vector may be loaded. LargestSlot is the most that a sample has in one tensor: it limits the capacity.";

    /// <param name="layers">The layers.</param>
    /// <param name="hasSources">Whether the sources of some are named.</param>
    /// <param name="hasLengths">Whether samples have lengths of their own.</param>
    /// <param name="keepsAll">Whether no tensor takes the memory of another one.</param>
    public static IEnumerable<string> OfLayers(IReadOnlyList<LayerStatistics> layers, bool hasSources, bool hasLengths, bool keepsAll)
    {
        yield return "Each layer has its name, kind, and the shapes of its input and output." + (hasSources ? $" Sources are the layers and inputs that its input is computed from, where that is not the layer above it alone{(hasLengths ? "; the lengths that a recurrence is given are not among them" : "")}." : "");
        yield return $"Activations is where its output is in a workspace after Forward: at Sample(Offset, Number). Backward {(keepsAll ? "leaves it there" : "may store other values there")}."
            + (layers.Any(static layer => layer.Activations is null) ? " It is null where no step stores that output as such, since what follows it, such as an activation, is computed in the same step, and where the samples share it." : "");
        if (layers.Any(static layer => layer.LastOperation is not null))
            yield return "LastOperation is what its output is computed by last, for losses that need it.";
    }

    /// <summary>Where the elements of a parameter are, and how it starts.</summary>
    public static IEnumerable<string> OfParameters(NetworkProgram program)
    {
        yield return "Each parameter has its name, layer and shape, then its place in the parameters: element [i, j] is Offset + i · Strides[0] + j · Strides[1] floats in.";
        var axes = Enumerable.Range(0, program.Tensors.Count).Select(index => program.Training.Parameters[index].BlockedAxis).Where(static axis => axis >= 0).Distinct().OrderBy(static axis => axis).ToArray();
        if (axes.Length > 0)
            yield return $"One with a BlockedAxis is cut along that axis into panels of Block {string.Join(" or ", axes.Select(static axis => axis == 0 ? "rows" : "columns"))}: element [i, j] is Offset + {string.Join(", or ", axes.Select(Panel))} floats in.";
        yield return $"Its first values are drawn by the Initializer. Default is PyTorch's, uniform within ±1/√FanIn, where FanIn is as PyTorch has it: of a weight, the number of inputs that an output is computed from{(program.Training.Graph.Layers.Any(static layer => layer.Kind == "Embedding") ? ", but of an embedding, that of its rows" : "")}. FanOut and Gain are for the initialisers of Xavier; for Normal, Gain is the standard deviation.";
        if (program.Training.Graph.Layers.Any(static layer => layer.Kind is "Rnn" or "Lstm" or "Gru"))
            yield return "FanIn of a recurrence is the size of its state for each of its parameters, as in PyTorch.";

        static string Panel(int axis) => axis == 0 ? "(i / Block) · BlockStride + (i % Block) · Strides[0] + j · Strides[1]" : "i · Strides[0] + (j / Block) · BlockStride + (j % Block) · Strides[1]";
    }

    /// <summary>What the steps call the outputs that the description calls otherwise; null where they have one name.</summary>
    /// <param name="graph">The graph of the prediction.</param>
    /// <param name="names">What the description calls them.</param>
    public static string? OfOutputs(NetworkGraph graph, IEnumerable<string> names)
    {
        (string Name, string Called)[] others = [.. names.Zip(graph.Outputs, (name, output) => (name, graph[output].Name.Text)).Where(static output => output.name != output.Text)];
        return others.Length == 0 ? null : others.Length == 1 && graph.Outputs.Count == 1 ? $"Steps call it {others[0].Called}."
            : $"Steps call {Counts.Joined([.. others.Select(static output => $"{output.Name} {output.Called}")])}.";
    }
}
