using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>What is said of samples of different lengths: where the rows of their time steps are, and what the steps do that change the order of rows.</summary>
internal static class RowsText
{
    /// <summary>How the time steps of an input of different lengths are stored.</summary>
    /// <param name="input">What the input is called.</param>
    public static IEnumerable<string> Of(string input) =>
    [
        $"The time steps of samples of different lengths, which {input} has, in any order. They are sorted here, the longest first: Alive(t) samples reach time step t, and these are the first ones. "
            + "The rows of all time steps are stored without gaps, Count of them, which shapes call steps: those of time step t begin at row Step(t), and row Step(t) + k is that of the sample with number k in this order. "
            + "In steps that go through alive samples, sample is this k; Pack brings the batch's samples into this order, and Unpack brings them back.",
        "A state has a row more for each sample, for what it begins with: before the first time step or, backwards, behind the sample's last. What formulas call h[t] begins at row State(t): time step t reads h[t] and writes h[t + 1]. "
            + "State(0) is 0, and State(t + 1) is batch + Step(t): behind the rows of h[0] are those of h[1], h[2], … as those of the time steps are.",
        "Of a state that goes backwards, h[t] begins at row ReverseState(t): time step t reads h[t + 1] and writes h[t]. ReverseState(t + 1) is Step(t), and ReverseState(0) is Count: behind the rows of h[1], h[2], … are those of h[0]. "
            + "There a sample begins behind its own end, so that its row of h[length] is 0, beside the rows of longer samples, which are computed. "
            + "A gradient goes the other way than its state: that of a state that goes forwards is at ReverseState(t), that of one that goes backwards at State(t).",
        "With lengths 3, 2 and 1, t = 0, 1, 2 has Alive 3, 2, 1 and Step 0, 3, 5, and Count is 6; t = 0, 1, 2, 3 has State 0, 3, 6, 8 and ReverseState 6, 0, 3, 5. The rows of a state h have:",
        "  row                      0      1      2        3      4        5        6      7      8",
        "  of time steps            0      0      0        1      1        2",
        "  of h, forwards           h[0]   h[0]   h[0]     h[1]   h[1]     h[1]     h[2]   h[2]   h[3]",
        "  of h, backwards          h[1]   h[1]   h[1] = 0 h[2]   h[2] = 0 h[3] = 0 h[0]   h[0]   h[0]",
        "Backwards, time step 1 reads rows 3 and 4 and writes rows 0 and 1; row 2 keeps its 0. BeginReverse stores these zeros before the loop, a row for each sample.",
    ];

    /// <summary>What a change of order is for.</summary>
    public static string Of(NetworkGraph graph, ScheduledKernel kernel, RearrangeSchedule rearrange)
    {
        var source = (RearrangeKernel)kernel.Source!;
        var (from, to) = (graph[source.Source].Name.Mathematics, graph[source.Node].Name.Mathematics);
        var isGradientOfZero = graph[source.Node].Name.IsGradient && rearrange.Value == 0;
        var start = rearrange.Value is { } value ? Numbers.Text(value) : from;
        // Of a state, what a time step has computed is the one behind it.
        var isAfter = kernel.Arguments.Any(static argument => argument is { IsWritten: false, Step: { TimesBatch: true, Moves: false, Shift: 1 } });
        return rearrange.Rearrange.Order switch
        {
            RowOrder.Pack => $"{to}[row] = {from}[sample, step] for the time steps that the samples have, those of step t from row Step(t) on",
            RowOrder.Unpack when isAfter => $"{to}[sample, step] = {from}[step + 1], whose rows begin at batch + Step(step), and 0 behind the samples' ends",
            RowOrder.Unpack => $"{to}[sample, step] = {from}[row], the sample's row of those from Step(step) on, and 0 behind the samples' ends",
            RowOrder.Sort => $"{to} = {from}, the longest sample first",
            RowOrder.Unsort => $"{to} = {from} in the order of the batch",
            RowOrder.Last => $"{to} = {from} at each sample's last time step",
            RowOrder.BeginReverse when isGradientOfZero => $"{to}[length] = 0, by each sample's own length: nothing comes back to its last time step from behind",
            RowOrder.Begin when isGradientOfZero => $"{to}[0] = 0: nothing comes back to the first time step from before it",
            RowOrder.BeginReverse => $"{to}[length] = {start}, by each sample's own length: the state behind its last time step",
            _ => $"{to}[0] = {start}: the state before the first time step",
        };
    }

    /// <summary>The shapes of what such a step reads and stores: a beginning has a row for each sample.</summary>
    public static string Shapes(NetworkGraph graph, ScheduledKernel kernel, RearrangeSchedule rearrange)
    {
        var isStart = rearrange.Rearrange.Order is RowOrder.Begin or RowOrder.BeginReverse;
        string[] read = [.. kernel.Arguments.Where(static argument => !argument.IsWritten)
            .Select(argument => ShapeText.OfMemory(graph, argument.Node, argument.Step is { TimesBatch: true, Steps: > 1, Shift: > 0 } ? "steps" : null)).Distinct()];
        var stored = kernel.Arguments.Where(static argument => argument.IsWritten).Select(argument => ShapeText.OfMemory(graph, argument.Node, isStart ? Offsets.Batch : null)).Distinct();
        return $"{string.Join(", ", read)}{(read.Length == 0 ? "" : " ")}→ {string.Join(", ", stored)}";
    }
}
