using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Execution;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>Random recurrences, written in C#: their gradients are central differences in double at every stage, and the emitted code computes the same.</summary>
public sealed class RandomRecurrenceTests(ITestOutputHelper output)
{
    private static readonly int Count = TestTier.Cases(quick: 6, complete: 200);

    [Fact]
    public void Gradients_of_random_recurrences_are_central_differences()
    {
        foreach (var seed in Seeds.Draw(Count))
        {
            var members = RandomRecurrence.Of(seed);
            if (Lowered(members) is { } graph)
                Seeds.Run(seed, members, () => RecurrenceCheck.Run(graph, seed));
        }
    }

    [Fact]
    public void Emitted_code_of_random_recurrences_computes_what_the_graphs_say()
    {
        var cases = Seeds.Draw(TestTier.Cases(quick: 4, complete: 30)).Select(seed => (Seed: seed, Members: RandomRecurrence.Of(seed)))
            .Select(static item => (item.Seed, item.Members, Graph: Lowered(item.Members))).Where(static item => item.Graph is not null).ToArray();
        INetwork[][] forms =
        [
            CompiledGraph.Compile([.. cases.Select(static item => item.Graph!)]),
            CompiledGraph.Compile([.. cases.Select(static item => item.Graph!)], CodeForm.Readable),
        ];
        var largest = 0.0;
        for (var number = 0; number < cases.Length; number++)
        {
            var place = number;
            foreach (var networks in forms)
                Seeds.Run(cases[place].Seed, cases[place].Members, () => largest = Math.Max(largest, ExecutionTests.Compare(cases[place].Graph!, networks[place], batch: 1 + (place % 5))));
        }

        output.WriteLine($"{cases.Length} recurrences; largest relative error {largest:E1}");
        Assert.True(cases.Length >= TestTier.Cases(quick: 3, complete: 8), $"Only {cases.Length} recurrences have something to train.");
    }

    /// <summary>The graph; null where an output does not depend on a layer, which is told as a mistake.</summary>
    private static NetworkGraph? Lowered(string members) => RecurrenceCheck.TryLower(members, out var graph) ? graph : null;
}
