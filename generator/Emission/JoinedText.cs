using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Says why several kernels are one method: in which loops each of them is, and so how much memory takes what they pass on.</summary>
internal sealed class JoinedText
{
    private readonly NetworkGraph graph;
    private readonly ScheduledKernel kernel;
    private readonly Statement whole;

    // The loops in whose turns several kernels do their part, the outermost first.
    private readonly List<For> loops = [];

    private JoinedText(NetworkGraph graph, ScheduledKernel kernel, Nest nest)
    {
        (this.graph, this.kernel, whole) = (graph, kernel, nest.Body);
        for (var body = nest.Body; Sequence.PartsOf(body).OfType<For>().FirstOrDefault() is { IsVector: false } loop && Parts(loop.Body).Length > 0; body = loop.Body)
            loops.Add(loop);
    }

    public static string Of(NetworkGraph graph, ScheduledKernel kernel, Nest nest) => new JoinedText(graph, kernel, nest).Text();

    private string Text()
    {
        var all = Parts(whole);
        string[] around = [.. loops.Where(loop => Parts(loop.Body).Length == all.Length).Select(Word)];
        string[] inside = [.. loops.Skip(around.Length).Select(Word)];
        var memories = Memories();
        if (inside.Length == 0)
            return $"One method, which does all of this for {Each(around)} after the other: so {Takes(memories.Select(static own => own.Name))} the memory of one turn alone, which stays in the cache.";

        // What is computed from the values of all turns of the inner loops is so once for each turn of the outer ones.
        string[] once = [.. all.Except(Parts(loops[around.Length].Body)).SelectMany(static part => part.AllWrittenPlaces()).Select(place => Name(place.Buffer.Memory)).Distinct()];
        string[] taken = [.. memories.GroupBy(static own => own.Loop).OrderByDescending(own => loops.IndexOf(own.Key)).Select((own, number) => number == 0
            ? $"{Takes(own.Select(static memory => memory.Name))} the memory of one {Word(own.Key)}" : $"{Takes(own.Select(static memory => memory.Name))} that of one {Word(own.Key)}")];
        return $"One method, for {Each(around)} after the other; all but {Counts.Joined(once)} is computed for {Each(inside)} after the other: so {string.Join(", and ", taken)}, which stays in the cache. "
            + $"{Counts.Joined(once)} {(once.Length == 1 ? "is" : "are")} computed once for {Each(around)}, from what all of its {Counts.Plural(inside[0])} have stored.";
    }

    /// <summary>What is passed on in a turn, each with the innermost loop that all of its readers and writers are in.</summary>
    private (string Name, For Loop)[] Memories()
        => [.. Enumerable.Range(0, kernel.Arguments.Count).Where(number => kernel.Arguments[number].Form == TensorForm.Passed)
            .Select(number => (Name: Name(number), Loop: loops.Last(loop => Touches(loop.Body, number) == Touches(whole, number)))).GroupBy(static own => own.Name).Select(static same => same.First())];

    private string Name(int number) => graph[kernel.Arguments[number].Node].Name.Mathematics;

    private static int Touches(Statement statement, int memory) => statement.Places().Count(place => place.Buffer.Memory == memory);

    private static Part[] Parts(Statement statement) => [.. statement.All().OfType<Part>()];

    private static string Word(For loop) => loop.Step == 1 ? loop.Variable.Name : $"{loop.Variable.Name} of {Numbers.Text(loop.Step)} rows";

    private static string Each(IEnumerable<string> words) => "one " + string.Join(" and one ", words);

    private static string Takes(IEnumerable<string> names) => names.ToArray() is var all && all.Length == 1 ? $"{all[0]} takes" : $"{Counts.Joined(all)} take";
}
