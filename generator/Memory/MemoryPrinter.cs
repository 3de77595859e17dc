using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Memory;

/// <summary>Prints where every tensor lives and for how long, for snapshots and for people.</summary>
internal static class MemoryPrinter
{
    public static string Print(NetworkGraph graph, MemoryPlan plan)
    {
        var text = new StringBuilder();
        text.Append(Numbers.Text(plan.SampleLength)).Append(" floats a sample, ").Append(Numbers.Text(plan.SharedLength)).Append(plan.PreparedLength == 0 ? " shared\n" : $" shared, {Numbers.Text(plan.PreparedLength)} prepared\n");
        foreach (var place in plan.Placements.OrderBy(static place => place.Kind).ThenBy(static place => place.Offset).ThenBy(static place => place.FirstKernel))
        {
            text.Append("  ").Append(Where(place)).Append(": ").Append(graph[place.Node].Name).Append(SchedulePrinter.Describe(place.Form));
            if (place.Kind is MemoryKind.Sample or MemoryKind.Shared)
                text.Append(", kernels ").Append(Numbers.Text(place.FirstKernel)).Append(" to ").Append(Numbers.Text(place.LastKernel));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Where(Placement place) => place.Kind switch
    {
        MemoryKind.Literal => $"literal {Numbers.Text(place.Offset)}",
        MemoryKind.CallerInput => $"caller's input {Numbers.Text(place.Offset)}",
        MemoryKind.CallerOutput => $"caller's output {Numbers.Text(place.Offset)}",
        _ => $"{place.Kind.ToString().ToLowerInvariant()} {Numbers.Text(place.Offset)} to {Numbers.Text(place.Offset + place.Size - 1)}",
    };
}
