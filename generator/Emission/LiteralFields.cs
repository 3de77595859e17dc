using NetGen.Generator.Graph;
using NetGen.Generator.Memory;

namespace NetGen.Generator.Emission;

/// <summary>Writes numbers that are known when the network is compiled. An array has them, once for all networks of the class: a span of constants would allocate in code that is not optimised yet.</summary>
internal static class LiteralFields
{
    private const int InLine = 16;

    /// <summary>All that the network's programs have, each once.</summary>
    public static IReadOnlyList<EquatableArray<float>> Of(NetworkProgram program)
        => [.. new[] { program.Training.Graph, program.Prediction.Graph, program.Evaluation?.Graph, program.Step?.Graph }.OfType<NetworkGraph>()
            .SelectMany(static graph => graph.Nodes).Select(static node => node.Operation).OfType<Literal>().Select(static literal => literal.Elements).Distinct()];

    /// <summary>A reference to the first number.</summary>
    public static string Reference(NetworkProgram program, NetworkGraph graph, Placement place)
        => $"ref global::System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Generated.{Name(Of(program).ToList().IndexOf(((Literal)graph[place.Node].Operation).Elements))})";

    public static void Write(CodeWriter writer, NetworkProgram program)
    {
        var literals = Of(program);
        for (var index = 0; index < literals.Count; index++)
        {
            writer.Blank();
            var lines = literals[index].Select(static (element, place) => (element, place)).GroupBy(static pair => pair.place / InLine, static pair => Numbers.Single(pair.element)).ToArray();
            if (lines.Length == 1)
            {
                writer.Line($"public static readonly float[] {Name(index)} = [{string.Join(", ", lines[0])}];");
                continue;
            }

            writer.Line($"public static readonly float[] {Name(index)} =");
            writer.Line("[");
            foreach (var line in lines)
                writer.Line($"    {string.Join(", ", line)},");
            writer.Line("];");
        }
    }

    /// <summary>What is in an array of whole numbers that each are one more than the one before, as those of places are: <c>: 0, 1, …, 63</c>; nothing of others.</summary>
    public static string Text(Literal literal)
    {
        var elements = literal.Elements;
        return elements.Count < 3 || elements[0] != (int)elements[0] || !Enumerable.Range(1, elements.Count - 1).All(place => elements[place] == elements[0] + place) ? ""
            : $": {Numbers.Text((int)elements[0])}, {Numbers.Text((int)elements[1])}, …, {Numbers.Text((int)elements[elements.Count - 1])}";
    }

    private static string Name(int index) => "Literal" + Numbers.Text(index + 1);
}
