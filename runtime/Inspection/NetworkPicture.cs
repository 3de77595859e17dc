namespace NetGen;

/// <summary>What a picture of a network shows.</summary>
public enum NetworkPart
{
    /// <summary>Its layers, from the inputs to the outputs.</summary>
    Layers,

    /// <summary>Every step of the forward pass, from the inputs and parameters to the outputs.</summary>
    Forward,

    /// <summary>Every step of the backward pass, from the gradients of the outputs to those of the parameters.</summary>
    Backward,
}

/// <summary>A graph to be drawn: boxes, each below those that it is computed from.</summary>
internal sealed record NetworkPicture(string Title, IReadOnlyList<PictureBox> Boxes)
{
    public static NetworkPicture Of(NetworkDescription network, NetworkPart part)
        => part == NetworkPart.Layers ? OfLayers(network) : OfSteps(network, isBackward: part == NetworkPart.Backward);

    private static NetworkPicture OfLayers(NetworkDescription network)
    {
        var boxes = new List<PictureBox>();
        foreach (var input in network.Inputs)
            boxes.Add(new(input.Name, Describe.Shape(input.Shape), [], IsEnd: true));
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            boxes.Add(new(layer.Name, $"{layer.Kind} {Describe.Shape(layer.OutputShape)}", Known(network.SourcesOf(i)), IsEnd: false));
        }

        foreach (var output in network.Outputs)
        {
            // An output that is a layer alone, and has its name, would only repeat it.
            var sources = network.SourcesOf(output);
            if (sources is not [var only] || only != output.Name)
                boxes.Add(new(output.Name, Describe.Shape(output.Shape), Known(sources), IsEnd: true));
        }

        return new($"{network.Name}: {network.Layers.Count} layers from {Describe.Tensors(network.Inputs)} to {Describe.Tensors(network.Outputs)}", boxes);

        int[] Known(IReadOnlyList<string> names) => [.. names.Select(name => boxes.FindLastIndex(box => box.Name == name)).Where(static box => box >= 0)];
    }

    /// <summary>A box for each tensor that a step writes, and for each that is read and was there before.</summary>
    private static NetworkPicture OfSteps(NetworkDescription network, bool isBackward)
    {
        var steps = network.Steps().Where(step => step.IsBackward == isBackward).ToArray();
        var boxes = new List<PictureBox>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            foreach (var read in step.Reads.Where(read => !places.ContainsKey(read)))
                Add(read, "", [], isEnd: true);
            var formulas = step.Formula.Split('\n');
            int[] sources = [.. step.Reads.Distinct().Select(read => places[read])];
            for (var i = 0; i < step.Writes.Count; i++)
            {
                if (!places.TryGetValue(step.Writes[i], out var known))
                    Add(step.Writes[i], $"{step.Number}. {(formulas.Length == step.Writes.Count ? formulas[i] : formulas[0])}", sources, isEnd: false);
                else
                    boxes[known] = boxes[known] with { Sources = [.. boxes[known].Sources.Union(sources).Where(source => source < known)] };
            }
        }

        return new($"{network.Name}: the {(isBackward ? "backward" : "forward")} pass in {steps.Length} steps", boxes);

        void Add(string name, string text, int[] sources, bool isEnd)
        {
            places[name] = boxes.Count;
            boxes.Add(new(name, text, sources, isEnd));
        }
    }
}

/// <summary>A box of a picture.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">What is said of it, in small letters.</param>
/// <param name="Sources">The boxes that it is computed from, by their places.</param>
/// <param name="IsEnd">Whether it is where the picture begins or ends.</param>
internal sealed record PictureBox(string Name, string Text, IReadOnlyList<int> Sources, bool IsEnd);
