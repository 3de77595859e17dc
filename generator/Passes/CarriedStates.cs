using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Lets the recurrences of a network go on where the pass before has ended. Their states before the first step are given by the caller, who keeps them; their states after the last
/// step are given out. A state that does not begin with zeros takes its own beginning where a sequence has not taken a step yet. One that is computed from the inputs begins anew in each pass.
/// </summary>
/// <remarks>No gradient flows into what the caller gives: in training that is truncated backpropagation through time.</remarks>
internal static class CarriedStates
{
    /// <exception cref="StateException">There is nothing that could be carried on.</exception>
    public static NetworkGraph Run(NetworkGraph graph)
    {
        if (graph.Loops.Count == 0)
            throw new StateException("it has no recurrence");
        if (Enumerable.Range(0, graph.Nodes.Count).FirstOrDefault(id => graph[id].Loop is { } loop && graph.Loops[loop].IsReverse) is var backwards and > 0)
            throw new StateException($"'{graph[backwards].Origin?.Of ?? graph[backwards].Name.Text}' goes through the sequence backwards, from steps that are not there yet");
        var ofInputs = DependingOnInputs(graph);
        int[] carried = [.. Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].Operation is Carried && !ofInputs[graph[id].Inputs[0]])];
        if (carried.Length == 0)
            throw new StateException("all its recurrences begin with states that are computed from its inputs");
        return new Rewriting(graph, carried).Run();
    }

    /// <summary>The name of a state that the caller keeps.</summary>
    public static string NameOf(NetworkGraph graph, int state) => graph[state].Name.Text is var name && name.EndsWith(EndOfAfter, StringComparison.Ordinal) ? name.Substring(0, name.Length - EndOfAfter.Length) : name;

    /// <summary>The name of a state where the caller finds it after a pass; that in the pass has no other one.</summary>
    public static ValueName After(ValueName state) => state with { Text = state.Text + EndOfAfter };

    /// <summary>The name of what the caller has kept of a state: that of the value after the step, which the caller takes it from.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="state">The state before the step.</param>
    public static ValueName Kept(NetworkGraph graph, int state) => Named(graph, state, ".kept");

    private const string EndOfAfter = ".after";

    private static ValueName Named(NetworkGraph graph, int state, string end)
    {
        var name = graph[graph.NextOf(state)].Name;
        return name with { Text = name.Text + end };
    }

    // What a node is made of comes before it.
    private static bool[] DependingOnInputs(NetworkGraph graph)
    {
        var depends = new bool[graph.Nodes.Count];
        for (var id = 0; id < depends.Length; id++)
            depends[id] = graph[id].Operation is Input || graph[id].Inputs.Any(input => depends[input]);
        return depends;
    }

    private sealed class Rewriting(NetworkGraph graph, int[] carried)
    {
        private readonly List<Node> nodes = [];
        private readonly int[] places = new int[graph.Nodes.Count];
        private readonly int[] last = new int[carried.Length];
        private readonly int[] ends = Ends(graph);

        public NetworkGraph Run()
        {
            foreach (var (state, number) in carried.Select(static (state, number) => (state, number)))
                nodes.Add(new(new StateBefore(number), [], graph[state].Shape, Kept(graph, state)));
            if (carried.Any(state => !BeginsWithZeros(state)))
                nodes.Add(new(new StateBefore(carried.Length), [], Shape.BatchOf([1]), new("stepNumber")));
            var begun = new bool[graph.Loops.Count];
            for (var id = 0; id < places.Length; id++)
            {
                var node = graph[id];
                if (node.Loop is { } loop && !begun[loop])
                {
                    begun[loop] = true;
                    Begin(loop);
                }

                var inputs = node.Inputs.Select(input => places[input]);
                if (Array.IndexOf(carried, id) is >= 0 and var number)
                    inputs = [starts.TryGetValue(id, out var start) ? start : number];
                places[id] = nodes.Count;
                nodes.Add(node with { Inputs = inputs.ToEquatableArray() });
                if (node.Loop is { } own && ends[own] == id)
                    End(own);
            }

            var builder = new GraphBuilder(graph.WithNodes(nodes.ToEquatableArray(), places));
            int[] after = [.. carried.Select((state, number) =>
            {
                builder.Origin = graph[state].Origin;
                return builder.Copy(last[number], After(graph[graph.NextOf(state)].Name));
            })];
            return graph.WithNodes(nodes.ToEquatableArray(), places) with { Nodes = builder.Nodes, StatesAfter = after.ToEquatableArray() };
        }

        private readonly Dictionary<int, int> starts = [];

        /// <summary>The last node of each loop.</summary>
        private static int[] Ends(NetworkGraph graph)
        {
            var ends = new int[graph.Loops.Count];
            for (var id = 0; id < graph.Nodes.Count; id++)
            {
                if (graph[id].Loop is { } loop)
                    ends[loop] = id;
            }

            return ends;
        }

        /// <summary>Chooses before a loop what its states begin with.</summary>
        private void Begin(int loop)
        {
            for (var number = 0; number < carried.Length; number++)
            {
                var state = graph[carried[number]];
                if (state.Loop != loop || BeginsWithZeros(carried[number]))
                    continue;
                var position = nodes.Count;
                var shape = Shape.BatchOf(Enumerable.Repeat(1, state.Shape.Rank - 1));
                nodes.Add(new(new Reshape(), [carried.Length], shape, new("stepNumber")));
                starts.Add(carried[number], nodes.Count);
                nodes.Add(new(
                    new Map(new Select(Comparison.Equal, new Argument(0), 0, new Argument(1), new Argument(2))),
                    [position, places[state.Inputs[0]], number], state.Shape, Named(graph, carried[number], ".start")));
            }
        }

        private void End(int loop)
        {
            for (var number = 0; number < carried.Length; number++)
            {
                var state = carried[number];
                if (graph[state].Loop != loop)
                    continue;
                last[number] = nodes.Count;
                nodes.Add(new(new LastState(), [places[state]], graph[state].Shape, Named(graph, state, ".last")) { Loop = loop, Origin = graph[state].Origin });
            }
        }

        private bool BeginsWithZeros(int state) => graph[graph[state].Inputs[0]].Operation is Fill { Value: 0 };
    }
}

/// <summary>A network has no state that could be carried from pass to pass; the message says why.</summary>
internal sealed class StateException(string message) : Exception(message);
