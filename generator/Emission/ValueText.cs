using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Emission;

/// <summary>
/// What a kernel's values are called in mathematics: <c>hidden</c>, in a loop over time <c>h[step + 1]</c>, and of a part of a tensor
/// <c>z[4..8]</c> or <c>conv1.topLeft</c>. A part is told by ranges as C# has them, along the axes of one sample.
/// </summary>
internal sealed class ValueText(NetworkGraph graph, Kernel kernel)
{
    private readonly IReadOnlyDictionary<int, string> windows = TensorShapes.Windows(graph, kernel.Reads);

    /// <summary>A value that is read.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="indices">The element that is meant, as indices in brackets; none for all of them.</param>
    public string Read(int node, string indices = "")
    {
        var shown = Views.Shown(graph, node);
        if (windows.TryGetValue(node, out var part))
            return $"{graph[shown].Name.Mathematics}.{part}{indices}";
        if (OtherShapes.ViewOf(graph, node) is { } view)
            return graph[view].Name.Mathematics + indices;
        var owner = Views.Owner(graph, node);
        var place = TimeLoops.PlaceOf(graph, node);
        var step = Step(place, owner, indices.Length > 0);
        var name = graph[place is null || IsPart(shown) ? shown : owner].Name.Mathematics;
        return Element(name, step, SliceText.Of(other => graph[other], node, shown), Shifted(place, indices));
    }

    /// <summary>A value that is stored.</summary>
    /// <param name="output">What is stored.</param>
    /// <param name="indices">The element that is meant, as indices in brackets; none for all of them.</param>
    public string Stored(KernelOutput output, string indices = "")
        => Element(graph[output.Node].Name.Mathematics, Step(TimeLoops.PlaceWritten(graph, output.Node, output.IsInitial), output.Node, hasIndices: false), null, indices);

    /// <summary>A part of a tensor that is put together from several; null where its place has no range in the tensor as it is known.</summary>
    public string? Part(KernelOutput output, Shape part)
    {
        var whole = graph[output.Node].Shape;
        return whole == TensorShapes.Of(graph, output.Node) && SliceText.Of(whole, output.Offset, part) is { } range
            ? Element(graph[output.Node].Name.Mathematics, Step(TimeLoops.PlaceWritten(graph, output.Node, output.IsInitial), output.Node, hasIndices: false), range, "")
            : null;
    }

    // Of a batch of sequences the step is the second index.
    private const string SecondAxis = ":, ";

    private static string Element(string name, string? step, string? range, string indices)
    {
        // One pair of brackets for the step and what follows it.
        var rest = range ?? (indices.Length > 0 ? indices.Substring(1, indices.Length - 2) : null);
        var own = step is not null && step.StartsWith(SecondAxis, StringComparison.Ordinal) && rest?.IndexOf(", ", StringComparison.Ordinal) is >= 0 and var end
            ? $"{rest.Substring(0, end)}, {step.Substring(SecondAxis.Length)}{rest.Substring(end)}"
            : string.Join(", ", new[] { step, rest }.Where(static index => index is not null));
        return (own.Length == 0 ? name : $"{name}[{own}]") + (range is null ? "" : indices);
    }

    private string? Step(StepPlace? place, int owner, bool hasIndices) => place switch
    {
        { Moves: true, TimesBatch: false } => SecondAxis + StepName,
        { Moves: true } => StepText(place.Shift),
        { Steps: 1 } => Numbers.Text(place.Shift),
        // Of samples of different lengths, all steps are rows, each with an index of its own; else the first of the indices is that of the step.
        { } when hasIndices || graph.Loops[graph[owner].Loop!.Value].Lengths is not null => null,
        { } when TimeLoops.Slots(graph, owner) > place.Steps => SliceText.Between(place.Shift, place.Steps),
        _ => null,
    };

    private const string StepName = "step";

    private static string StepText(int shift) => shift == 0 ? StepName : $"{StepName} + {Numbers.Text(shift)}";

    /// <summary>The indices of an element among the values of all steps, from the first that is read on.</summary>
    private static string Shifted(StepPlace? place, string indices)
        => place is { Moves: false, Steps: > 1, Shift: > 0 } && indices.StartsWith($"[{StepName}, ", StringComparison.Ordinal) ? $"[{StepText(place.Shift)}{indices.Substring(StepName.Length + 1)}" : indices;

    /// <summary>Whether what a step is taken of is a part of a tensor itself.</summary>
    private bool IsPart(int node)
    {
        for (; graph[node].Operation is View; node = graph[node].Inputs[0])
        {
            if (graph[node].Operation is Slice)
                return true;
        }

        return false;
    }
}
