using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Recurrence;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Lengths;

/// <summary>
/// Recurrences over sequences of random lengths: the emitted code computes what the graphs say, step by step in double, where a sample that has not a step keeps its states; gradients are
/// central differences of that. Every stage is verified on the way.
/// </summary>
public sealed class RandomLengthTests(ITestOutputHelper output)
{
    public static TheoryData<string> Stacks => [.. TestTier.OneIn(6,
    [
        "Input(5, 3, Lengths = true), Rnn(4), Dense(2)",
        "Input(6, 2, Lengths = true), Lstm(3, Layers = 2, Bidirectional = true, LastStep = true), Dense(2)",
        "Input(4, 3, Lengths = true), Gru(3, Layers = 2, Bidirectional = true), Dense(2)",
        "Input(1, 3, Lengths = true), Gru(9), Flatten, Dense(2)",
        "Input(7, 3, Lengths = true), Lstm(9, Layers = 2, Dropout = 0.4), Dense(2)",
    ])];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Layers_compute_what_the_graph_says(string attributes)
    {
        var graph = StackLowering.Lower(Stages.Declare(attributes));
        foreach (var form in new[] { CodeForm.Fast, CodeForm.Readable })
        {
            var network = CompiledGraph.Compile([graph], form)[0];
            foreach (var batch in TestTier.OneIn(2, [7, 1, 32]))
                ExecutionTests.Compare(graph, network, batch);
        }
    }

    [Fact]
    public void Emitted_code_of_random_recurrences_computes_what_the_graphs_say()
    {
        var cases = Seeds.Draw(TestTier.Cases(quick: 5, complete: 40)).Select(static seed => (Seed: seed, Members: RandomRecurrence.WithLengths(seed)))
            .Select(static item => (item.Seed, item.Members, Graph: RecurrenceCheck.TryLower(item.Members, out var graph) ? graph : null)).Where(static item => item.Graph is not null).ToArray();
        var largest = 0.0;
        foreach (var form in new[] { CodeForm.Fast, CodeForm.Readable })
        {
            var networks = CompiledGraph.Compile([.. cases.Select(static item => item.Graph!)], form);
            for (var number = 0; number < cases.Length; number++)
            {
                var place = number;
                Seeds.Run(cases[place].Seed, cases[place].Members, () => largest = Math.Max(largest, ExecutionTests.Compare(cases[place].Graph!, networks[place], batch: 1 + (place % 9))));
            }
        }

        output.WriteLine($"{cases.Length} recurrences; largest relative error {largest:E1}");
        Assert.True(cases.Length >= TestTier.Cases(quick: 3, complete: 8), $"Only {cases.Length} recurrences have something to train.");
    }
}
