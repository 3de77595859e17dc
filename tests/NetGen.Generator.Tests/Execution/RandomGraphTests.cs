using NetGen.Generator.Graph;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Random networks, compiled and run: what they compute, and their gradients, are those of the primitives' definitions.</summary>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    private const int PerCompilation = 50;

    public static TheoryData<int> Firsts => [.. Enumerable.Range(0, 6).Select(static group => group * PerCompilation)];

    [Theory]
    [MemberData(nameof(Firsts))]
    public void Fifty_random_networks_compute_what_their_graphs_say(int first)
    {
        var graphs = Enumerable.Range(first, PerCompilation).Select(static seed => RandomGraph.Of((ulong)seed)).ToArray();
        var networks = CompiledGraph.Compile(graphs);
        var largest = 0.0;
        for (var number = 0; number < graphs.Length; number++)
        {
            try
            {
                largest = Math.Max(largest, ExecutionTests.Compare(graphs[number], networks[number], batch: 1 + (number % 5)));
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                Assert.Fail($"network of seed {first + number}: {failure.Message}\n{GraphPrinter.Print(graphs[number])}");
            }
        }

        output.WriteLine($"{graphs.Length} networks, {graphs.Count(static graph => graph.Nodes.Any(static node => node.Name.Text.StartsWith("conv", StringComparison.Ordinal)))} with convolutions; largest relative error {largest:E1}");
    }
}
