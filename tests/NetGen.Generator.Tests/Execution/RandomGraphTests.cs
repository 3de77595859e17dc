using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Random networks, compiled and run: what they compute, and their gradients, are those of the primitives' definitions.</summary>
public sealed class RandomGraphTests
{
    private const int PerCompilation = 50;

    public static TheoryData<int> Firsts => [.. Enumerable.Range(0, 6).Select(static group => group * PerCompilation)];

    [Theory]
    [MemberData(nameof(Firsts))]
    public void Fifty_random_networks_compute_what_their_graphs_say(int first)
    {
        var graphs = Enumerable.Range(first, PerCompilation).Select(static seed => RandomGraph.Of((ulong)seed)).ToArray();
        var networks = CompiledGraph.Compile(graphs);
        for (var number = 0; number < graphs.Length; number++)
        {
            try
            {
                ExecutionTests.Compare(graphs[number], networks[number], batch: 1 + (number % 5));
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                Assert.Fail($"network of seed {first + number}: {failure.Message}\n{GraphPrinter.Print(graphs[number])}");
            }
        }
    }
}
