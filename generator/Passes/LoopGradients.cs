using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// The gradient of a loop over time is a loop that goes the other way. What flows back from the step after it comes in as a state, whose value
/// before the first of its steps is the gradient of the state after the last one. It reads what the loop has computed in the same step.
/// </summary>
/// <param name="graph">The graph that grows.</param>
/// <param name="forward">The graph that is differentiated.</param>
/// <param name="adjoints">What has flown back so far.</param>
/// <param name="isNeeded">Whether anyone asks for the adjoint of a node.</param>
internal sealed class LoopGradients(GraphBuilder graph, NetworkGraph forward, Adjoints adjoints, Func<int, bool> isNeeded)
{
    private readonly List<(int State, int Carried)> states = [];
    private int? present;
    private int first;

    /// <summary>Comes to a node, from behind. Begins its loop or ends the one before it, and says whether the node's turn is now.</summary>
    public bool Enter(int id)
    {
        var node = forward[id];
        if (present is not null && id < first)
            End();
        if (node.Loop is { } loop && present is null)
            Begin(loop);

        // What is in between but not of the loop comes later, when nothing is made in the loop any more.
        return node.Loop == present;
    }

    /// <summary>Ends the loop that is open at the beginning of the graph.</summary>
    public void Finish()
    {
        if (present is not null)
            End();
    }

    private void Begin(int loop)
    {
        present = loop;
        int[] own = [.. Enumerable.Range(0, forward.Nodes.Count).Where(id => forward[id].Loop == loop)];
        first = own[0];

        // What is outside of the loop is added up outside of it.
        foreach (var id in own.Where(id => !forward[id].IsOfStep()))
            adjoints.Of(id);
        var carried = forward.Loops[loop].States.Where(state => isNeeded(state.State)).ToArray();
        var initial = carried.Select(state => OfLast(own, state.State)).ToArray();
        graph.BeginLoop(forward.Loops[loop].Steps, !forward.Loops[loop].IsReverse, isHolding: false, forward.Loops[loop].Lengths);
        for (var index = 0; index < carried.Length; index++)
        {
            var name = forward[carried[index].Next].Name.Gradient;
            var state = graph.Carry(initial[index], name with { Text = name.Text + ".later" });
            states.Add((carried[index].State, state));
            adjoints.Add(new(carried[index].Next, state));
        }
    }

    /// <summary>The gradient of a state after the last step.</summary>
    private int OfLast(int[] nodes, int state)
    {
        var name = forward[state].Name.Gradient;
        int[] known = [.. nodes.Where(id => forward[id].Operation is LastState && forward[id].Inputs[0] == state).Select(adjoints.Of).OfType<int>()];
        return known.Length == 0 ? graph.Fill(0, forward[state].Shape, name) : known.Aggregate((sum, summand) => graph.Map(GradientRules.Sum, [sum, summand], name));
    }

    private void End()
    {
        foreach (var (state, carried) in states)
            graph.Next(carried, adjoints.Of(state) ?? graph.Fill(0, forward[state].Shape, forward[state].Name.Gradient), forward[state].Name.Gradient);
        foreach (var (state, carried) in states)
        {
            var initial = forward[state].Inputs[0];
            if (isNeeded(initial))
                adjoints.Add(new(initial, graph.LastState(carried, forward[initial].Name.Gradient)));
        }

        graph.EndLoop();
        states.Clear();
        present = null;
    }
}
