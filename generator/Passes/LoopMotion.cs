using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Leaves in a loop over time what has to wait for the step before it, and takes the rest out, for all steps at once. The product of a weight with
/// the inputs of all steps is one contraction before the loop; what only leaves the loop, such as the gradient of its inputs, is one behind it; and a
/// sum over the steps of sums over the batch, such as the gradient of a weight, is one sum over [batch·T]. Elementwise steps alone stay in the loop,
/// where they are fused.
/// </summary>
internal sealed class LoopMotion
{
    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder = new();
    private readonly int[] places;
    private readonly Motion[] motions;

    // Of the nodes of loops: their values of all steps, step after step, where they are computed outside.
    private readonly Dictionary<int, int> outside = [];

    // Of sequences [batch × T × …] of the new graph: the same step after step.
    private readonly Dictionary<int, Func<int>> stepAfterStep = [];
    private readonly Dictionary<(int Loop, int Node), int> ofStep = [];
    private readonly Dictionary<(int Node, int Steps), int> repeated = [];

    // The sums over steps and samples so far: two biases that are added have one gradient.
    private readonly Dictionary<(Operation, EquatableArray<int>), int> sums = [];

    private LoopMotion(NetworkGraph graph)
    {
        this.graph = graph;
        places = [.. Enumerable.Repeat(-1, graph.Nodes.Count)];
        motions = new Motion[graph.Nodes.Count];
    }

    /// <summary>Where a node of a loop is computed.</summary>
    private enum Motion
    {
        /// <summary>In the loop.</summary>
        Inside,

        /// <summary>Outside and once: it is the same in every step.</summary>
        Invariant,

        /// <summary>For all steps at once, before the loop.</summary>
        Before,

        /// <summary>For all steps at once, behind the loop.</summary>
        After,

        /// <summary>As part of a sum over the steps: it is a sum over the batch.</summary>
        Summed,
    }

    public static NetworkGraph Run(NetworkGraph graph)
        => graph.Nodes.Any(static node => node.Loop is not null) ? new LoopMotion(DeadCodeRemoval.Run(graph)).Rewrite() : graph;

    private NetworkGraph Rewrite()
    {
        var firstBackward = int.MaxValue;
        var done = new bool[places.Length];
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = builder.Count;
            if (done[id])
                continue;
            if (graph[id].Loop is not { } loop)
            {
                places[id] = Take(id);
                continue;
            }

            int[] own = [.. Enumerable.Range(id, places.Length - id).Where(other => graph[other].Loop == loop)];
            for (var other = id; other < own[own.Length - 1]; other++)
            {
                if (graph[other].Loop is null)
                {
                    places[other] = Take(other);
                    done[other] = true;
                }
            }

            Move(loop, own);
            foreach (var other in own)
                done[other] = true;
        }

        return graph.WithNodes(builder.Nodes, places) with { FirstBackward = firstBackward, Loops = builder.Loops };
    }

    /// <summary>A node outside of all loops, or one that is the same in every step.</summary>
    private int Take(int id)
        => graph[id].Operation is AllSteps ? AllOf(graph[id].Inputs[0]) : builder.Take(graph[id] with { Loop = null }, graph[id].Inputs.Select(input => places[input]));

    private void Move(int loop, int[] own)
    {
        var (steps, isReverse, states) = (graph.Loops[loop].Steps, graph.Loops[loop].IsReverse, graph.Loops[loop].States);
        FindMotions(own, states);
        foreach (var id in own.Where(id => motions[id] == Motion.Invariant))
            places[id] = Take(id);
        foreach (var id in own.Where(id => motions[id] == Motion.Before))
            places[id] = outside[id] = ForAllSteps(id, steps);

        // What is there step after step already is read so, and is brought to it before the loop.
        foreach (var id in own.Where(id => graph[id].Operation is StepOf && stepAfterStep.ContainsKey(places[graph[id].Inputs[0]])))
            stepAfterStep[places[graph[id].Inputs[0]]]();

        int[] summed = [.. own.Where(id => graph[id].Operation is SumOverSteps && graph[id].Shape.IsBatched && motions[graph[id].Inputs[0]] != Motion.Invariant)];
        int[] zeros = [.. summed.Select(id => builder.Fill(0, graph[id].Shape, graph[id].Name))];
        var number = builder.BeginLoop(steps, isReverse, isHolding: false);
        foreach (var (state, _) in states.Select(static state => (state.State, state.Next)))
            places[state] = builder.Carry(places[graph[state].Inputs[0]], graph[state].Name);
        int[] sums = [.. zeros.Select(zero => builder.Carry(zero, builder[zero].Name with { Text = builder[zero].Name.Text + ".sum" }))];
        foreach (var id in own)
        {
            var node = graph[id];
            if (node.Operation is Carried || !node.IsOfStep() || motions[id] != Motion.Inside)
                continue;
            places[id] = node.Operation is StepOf ? Present(id, number) : builder.Take(node with { Loop = number }, node.Inputs.Select(input => Present(input, number)));
        }

        foreach (var state in states)
            builder.Next(places[state.State], places[state.Next], graph[state.Next].Name);
        for (var index = 0; index < summed.Length; index++)
            builder.Next(sums[index], builder.Map(GradientRules.Sum, [sums[index], Present(graph[summed[index]].Inputs[0], number)], graph[summed[index]].Name), graph[summed[index]].Name);
        foreach (var id in own.Where(id => graph[id].Operation is Collect))
        {
            var input = graph[id].Inputs[0];
            if (motions[input] is not (Motion.Inside or Motion.Invariant))
                continue;
            var value = motions[input] == Motion.Invariant ? builder.Copy(places[input]) : places[input];
            var collected = places[id] = builder.Collect(value, graph[id].Name);
            stepAfterStep[collected] = () => AllOf(input);
        }

        foreach (var id in own.Where(id => graph[id].Operation is LastState))
            places[id] = builder.LastState(places[graph[id].Inputs[0]], graph[id].Name);
        for (var index = 0; index < summed.Length; index++)
            places[summed[index]] = builder.LastState(sums[index], graph[summed[index]].Name);
        builder.EndLoop();

        foreach (var id in own.Where(id => motions[id] == Motion.After))
            places[id] = outside[id] = ForAllSteps(id, steps);
        foreach (var id in own.Where(id => places[id] < 0))
        {
            if (graph[id].Operation is Collect)
                places[id] = Sequence(outside[graph[id].Inputs[0]], steps, graph[id].Name);
            else if (graph[id].Operation is SumOverSteps)
                places[id] = SumOf(graph[id].Inputs[0], steps);
        }
    }

    private void FindMotions(int[] own, EquatableArray<CarriedState> states)
    {
        bool IsOwn(int id) => graph[id].IsOfStep() && graph[id].Loop == graph[own[0]].Loop;
        var isRecurrent = new HashSet<int>();
        foreach (var id in own.Where(id => graph[id].IsOfStep()))
        {
            var node = graph[id];
            if (node.Operation is Carried || node.Inputs.Any(isRecurrent.Contains))
                isRecurrent.Add(id);
            var moves = node.Operation is Carried or StepOf or Leaf || node.Inputs.Any(input => IsOwn(input) && motions[input] != Motion.Invariant);
            motions[id] = !moves ? Motion.Invariant : node.Shape.IsBatched ? Motion.Inside : Motion.Summed;
        }

        // What the next step needs, and what is added up from step to step.
        var isNeeded = new HashSet<int>(states.Select(static state => state.Next));
        isNeeded.UnionWith(own.Where(id => graph[id].Operation is SumOverSteps && graph[id].Shape.IsBatched).Select(id => graph[id].Inputs[0]));
        for (var index = own.Length - 1; index >= 0; index--)
        {
            if (isNeeded.Contains(own[index]))
                isNeeded.UnionWith(graph[own[index]].Inputs.Where(IsOwn));
        }

        foreach (var id in own.Where(id => graph[id].IsOfStep() && motions[id] == Motion.Inside && graph[id].Operation is not (Carried or StepOf)))
        {
            var isWork = graph[id].Operation is Contract or Reduce or Leaf;
            if (!isRecurrent.Contains(id))
                motions[id] = isWork || Follows(id, Motion.Before) ? Motion.Before : Motion.Inside;
            else if (!isNeeded.Contains(id))
                motions[id] = isWork || Follows(id, Motion.After) ? Motion.After : Motion.Inside;
        }

        bool Follows(int id, Motion motion) => graph[id].Inputs.Any(input => IsOwn(input) && motions[input] == motion);

        // What is computed before the loop needs all that it is computed from there.
        for (var index = own.Length - 1; index >= 0; index--)
        {
            if (motions[own[index]] != Motion.Before || !graph[own[index]].IsOfStep())
                continue;
            foreach (var input in graph[own[index]].Inputs.Where(input => IsOwn(input) && motions[input] == Motion.Inside && graph[input].Operation is not StepOf))
                motions[input] = Motion.Before;
        }
    }

    /// <summary>A value in the present step of the loop that is being made.</summary>
    private int Present(int id, int loop)
    {
        var node = graph[id];
        if (!node.IsOfStep() || motions[id] == Motion.Invariant)
            return places[id];
        if (motions[id] == Motion.Before)
            return Once(() => builder.Step(outside[id], isStepAfterStep: true, node.Name));
        if (node.Operation is not StepOf)
            return places[id];
        return Once(() =>
        {
            var source = node.Inputs[0];
            if (graph[source].Shape.Rank == node.Shape.Rank)
                return builder.Step(places[source], isStepAfterStep: true, node.Name);
            return stepAfterStep.TryGetValue(places[source], out var steps)
                ? builder.Step(builder.Within(null, steps), isStepAfterStep: true, node.Name)
                : builder.Step(places[source], isStepAfterStep: false, node.Name);
        });

        int Once(Func<int> make)
        {
            if (!ofStep.TryGetValue((loop, id), out var known))
                ofStep[(loop, id)] = known = make();
            return known;
        }
    }

    /// <summary>The values of all steps of a node in a loop, step after step.</summary>
    private int AllOf(int id)
    {
        if (outside.TryGetValue(id, out var known))
            return known;
        var node = graph[id];
        if (motions[id] == Motion.Invariant)
            return Repeated(places[id], graph.Loops[node.Loop!.Value].Steps);
        // A part of a sequence's step is that part of the sequence: the loop has no memory of it.
        if (node.Operation is View and not StepOf && IsOfSequence(id))
            return outside[id] = ForAllSteps(id, graph.Loops[node.Loop!.Value].Steps);
        if (node.Operation is not StepOf)
            return builder.AllSteps(places[id]);
        var source = node.Inputs[0];
        return graph[source].Shape.Rank == node.Shape.Rank ? places[source] : StepAfterStep(places[source], node.Name);
    }

    private bool IsOfSequence(int id)
    {
        while (graph[id].Operation is View and not StepOf)
            id = graph[id].Inputs[0];
        return graph[id].Operation is StepOf;
    }

    /// <summary>A sequence [batch × T × …] as [batch·T × …], step after step: it is copied, unless a loop has its values so.</summary>
    private int StepAfterStep(int sequence, ValueName name)
    {
        if (!stepAfterStep.TryGetValue(sequence, out var make))
        {
            builder.BeginLoop(builder[sequence].Shape[1].Size, isReverse: false, isHolding: false);
            var copy = builder.Copy(builder.Step(sequence, isStepAfterStep: false, name), name with { Text = name.Text + ".steps" });
            builder.EndLoop();
            stepAfterStep[sequence] = make = () => builder.AllSteps(copy);
        }

        return make();
    }

    /// <summary>Values of all steps as a sequence [batch × T × …].</summary>
    private int Sequence(int values, int steps, ValueName name)
    {
        builder.BeginLoop(steps, isReverse: false, isHolding: false);
        var sequence = builder.Collect(builder.Step(values, isStepAfterStep: true, name), name);
        builder.EndLoop();
        stepAfterStep[sequence] = () => values;
        return sequence;
    }

    /// <summary>A value that is the same in every step, as one of all steps.</summary>
    private int Repeated(int value, int steps)
    {
        var node = builder[value];
        if (!node.Shape.IsBatched)
            return value;
        if (repeated.TryGetValue((value, steps), out var known))
            return known;
        var shape = ForAllSteps(node.Shape, steps);
        int made;
        if (node.Operation is Fill fill)
        {
            made = builder.Fill(fill.Value, shape, node.Name);
        }
        else if (node.Operation is Broadcast && !builder[node.Inputs[0]].Shape.IsBatched)
        {
            made = builder.Broadcast(node.Inputs[0], shape, node.Name);
        }
        else
        {
            builder.BeginLoop(steps, isReverse: false, isHolding: false);
            var copy = builder.Copy(value, node.Name with { Text = node.Name.Text + ".repeated" });
            builder.EndLoop();
            made = builder.AllSteps(copy);
        }

        return repeated[(value, steps)] = made;
    }

    private static Shape ForAllSteps(Shape shape, int steps) => shape.IsBatched ? shape.With(0, new Extent(shape[0].Size * steps, true)) : shape;

    /// <summary>A node of a loop for all steps at once: the same on [batch·T × …].</summary>
    private int ForAllSteps(int id, int steps)
    {
        var node = graph[id];
        int[] inputs = [.. node.Inputs.Select(input => graph[input].IsOfStep() ? AllOf(input) : Repeated(places[input], steps))];
        var shape = ForAllSteps(node.Shape, steps);
        return node.Operation switch
        {
            Contract contract => builder.Contract(
                contract with { Indices = contract.Indices.Select(index => index with { Extent = index.Extent.IsBatch ? new(index.Extent.Size * steps, true) : index.Extent }).ToEquatableArray() },
                inputs[0],
                inputs[1],
                shape,
                node.Name),
            Reshape => builder.Reshape(inputs[0], shape, node.Name),
            StopGradient => inputs[0],
            _ => builder.Take(node with { Loop = null, Shape = shape }, inputs),
        };
    }

    /// <summary>A sum over all steps; one that is there already is copied, since each gradient has memory of its own.</summary>
    private int Summed(int id, int steps)
    {
        var sum = ForAllSteps(id, steps);
        var key = (builder[sum].Operation, builder[sum].Inputs);
        if (sums.TryGetValue(key, out var known))
            return builder.Copy(known, graph[id].Name);
        sums.Add(key, sum);
        return sum;
    }

    /// <summary>
    /// The sum over the steps of what is a sum over the batch in each of them: a sum over [batch·T]. What is linear in such sums is taken of the sums
    /// over all steps.
    /// </summary>
    private int SumOf(int id, int steps)
    {
        var node = graph[id];
        if (!graph[id].IsOfStep() || motions[id] == Motion.Invariant)
            return builder.Map((double)steps * new Argument(0), [places[id]], node.Name);
        if (node.Operation is Contract or Reduce or IndexAdd && node.Inputs.Any(input => graph[input].Shape.IsBatched))
            return Summed(id, steps);
        bool IsSummed(int input) => graph[input].IsOfStep() && motions[input] == Motion.Summed;
        var isLinear = node.Operation switch
        {
            Map map => LinearityAnalysis.Of(map.Expression, argument => IsSummed(node.Inputs[argument]) ? Linearity.Linear : Linearity.Constant) == Linearity.Linear,
            Contract => node.Inputs.Count(IsSummed) == 1,
            Reduce reduce => reduce.Reduction == Reduction.Sum,
            View or StopGradient or Concatenate => true,
            _ => false,
        };
        if (!isLinear)
            throw new InvalidGraphException($"%{Numbers.Text(id)} {node.Name} is added up over the steps, and not linear in what is");
        int[] inputs = [.. node.Inputs.Select(input => IsSummed(input) || node.Operation is Concatenate ? SumOf(input, steps) : places[input])];
        return node.Operation switch
        {
            Reshape => builder.Reshape(inputs[0], node.Shape, node.Name),
            StopGradient => inputs[0],
            _ => builder.Take(node with { Loop = null }, inputs),
        };
    }
}
