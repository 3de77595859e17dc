using NetGen.Generator.Graph;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Random networks, compiled and run: what they compute, and their gradients, are those of the primitives' definitions.</summary>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    private static readonly int PerCompilation = TestTier.Cases(quick: 8, complete: 50);

    private static readonly int Compilations = TestTier.Cases(quick: 1, complete: 2);

    public static TheoryData<int> Groups => [.. Enumerable.Range(0, Compilations)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Random_networks_compute_what_their_graphs_say(int group)
    {
        var seeds = Seeds.Draw(Compilations * PerCompilation).Chunk(PerCompilation).ElementAt(group);
        var graphs = seeds.Select(static seed => RandomGraph.Of((ulong)seed)).ToArray();
        var forms = new[] { CompiledGraph.Compile(graphs), CompiledGraph.Compile(graphs, CodeForm.Readable), CompiledGraph.Compile(graphs, vectors: VectorSize.Bits512) };
        var largest = 0.0;
        for (var number = 0; number < graphs.Length; number++)
        {
            Seeds.Run(seeds[number], GraphPrinter.Print(graphs[number]), () =>
                largest = forms.Max(networks => Math.Max(largest, ExecutionTests.Compare(graphs[number], networks[number], batch: 1 + (number % 5)))));
        }

        output.WriteLine($"{graphs.Length} networks, {graphs.Count(static graph => graph.Nodes.Any(static node => node.Name.Text.StartsWith("conv", StringComparison.Ordinal)))} with convolutions; largest relative error {largest:E1}");
    }
}
