using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Kernels;

/// <summary>Prints what each kernel reads, computes and stores, for snapshots and for people.</summary>
internal static class KernelPrinter
{
    public static string Print(KernelProgram program)
    {
        var text = new StringBuilder();
        foreach (var kernel in program.Kernels)
        {
            text.Append(kernel.IsBackward ? "backward " : "forward ");
            if (kernel.Loop is { } inLoop)
                text.Append("in loop ").Append(Numbers.Text(inLoop)).Append(' ');
            switch (kernel)
            {
                case ContractKernel contract:
                    Append(text, program.Graph, contract);
                    break;
                case LoopKernel loop:
                    Append(text, program.Graph, loop);
                    break;
                case IndexAddKernel add:
                    text.Append("rows of ").Append(Typed(program.Graph, add.Rows)).Append(" added by ").Append(Typed(program.Graph, add.Indices))
                        .Append(" to ").Append(Typed(program.Graph, add.Node)).Append('\n');
                    break;
                case LeafKernel leaf:
                    text.Append("leaf ").Append(Typed(program.Graph, leaf.Node)).Append('\n');
                    break;
                case ExchangeKernel exchange:
                    text.Append("exchange of ").Append(Typed(program.Graph, exchange.Part)).Append(" for ").Append(Name(program.Graph, exchange.Node)).Append('\n');
                    break;
                case RearrangeKernel rearrange:
                    text.Append(rearrange.Rearrange.Order.ToString().ToLowerInvariant()).Append(" of ").Append(Typed(program.Graph, rearrange.Source)).Append(" for ").Append(Typed(program.Graph, rearrange.Node)).Append('\n');
                    break;
                default:
                    throw new InvalidGraphException($"no text for {kernel.GetType().Name}");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, NetworkGraph graph, ContractKernel kernel)
    {
        var reduced = kernel.Contract.Indices.Where((_, index) => !kernel.Contract.Output.Uses(index)).Select(static index => index.Name);
        text.Append("contraction of ").Append(Typed(graph, kernel.Left)).Append(" and ").Append(Typed(graph, kernel.Right))
            .Append(", sum over ").Append(string.Join(", ", reduced)).Append('\n');
        AppendStores(text, graph, kernel.Outputs, ["sum", .. kernel.Extras.Select(node => Name(graph, node))]);
    }

    private static void Append(StringBuilder text, NetworkGraph graph, LoopKernel kernel)
    {
        var operands = kernel.Operands.Select(node => Name(graph, node)).ToArray();
        text.Append("loop over ").Append(kernel.Space);
        if (operands.Length > 0)
            text.Append(" of ").Append(string.Join(", ", kernel.Operands.Select(node => Typed(graph, node))));
        text.Append('\n');
        foreach (var gathered in kernel.Gathered)
            text.Append("  ").Append(Name(graph, gathered.Node)).Append(" = rows of ").Append(Typed(graph, gathered.Table)).Append(" by ").Append(Typed(graph, gathered.Indices)).Append('\n');
        AppendStores(text, graph, kernel.Elements, operands);
        if (kernel.Reduction is not { } reduction)
            return;
        text.Append("  total = ").Append(reduction.Kind == Reduction.Sum ? "sum" : "max").Append(" over axes ").Append(reduction.Axes)
            .Append(" of ").Append(ScalarText.Mathematics(reduction.Expression, operands)).Append('\n');
        AppendStores(text, graph, reduction.Outputs, ["total", .. reduction.Extras.Select(node => Name(graph, node))]);
    }

    private static void AppendStores(StringBuilder text, NetworkGraph graph, EquatableArray<KernelOutput> outputs, string[] arguments)
    {
        foreach (var output in outputs)
        {
            text.Append("  store ").Append(Typed(graph, output.Node));
            if (output.Offset != 0)
                text.Append(" from ").Append(Numbers.Text(output.Offset));
            if (output.IsInitial)
                text.Append(" before the first step");
            text.Append(" = ").Append(ScalarText.Mathematics(output.Expression, arguments)).Append('\n');
        }
    }

    private static string Name(NetworkGraph graph, int node) => $"%{Numbers.Text(node)} {graph[node].Name}";

    private static string Typed(NetworkGraph graph, int node) => $"{Name(graph, node)} {graph[node].Shape}";
}
