using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Memory;

/// <summary>
/// Gives every tensor its place. Tensors that are needed at the same time do not overlap; a tensor takes the lowest place that is free
/// during its life, the largest first.
/// </summary>
internal static class MemoryPlanner
{
    /// <param name="program">The program.</param>
    /// <param name="isPrediction">Whether inputs and outputs are the caller's own memory.</param>
    /// <param name="keepsAll">Whether every tensor has a place of its own, so that all are there when the pass is done.</param>
    /// <param name="shared">Another program and its plan: inputs and outputs have the places that they have there, so that one workspace serves both.</param>
    public static MemoryPlan Run(ScheduledProgram program, bool isPrediction, (ScheduledProgram Program, MemoryPlan Plan)? shared = null, bool keepsAll = false)
    {
        var graph = program.Graph;
        var uses = Uses.Of(graph);
        var lives = Lives.Of(program);
        var offsets = ParameterOffsets(program.Parameters);
        var fixedPlaces = new List<Placement>();
        var sampleTensors = new List<Placement>();
        var sharedTensors = new List<Placement>();
        var preparedTensors = new List<Placement>();
        var prepared = new HashSet<(int, TensorForm)>(
            program.Kernels.Where(static kernel => kernel.IsPreparation).SelectMany(static kernel => kernel.Arguments).Where(static argument => argument.IsWritten)
                .Select(static argument => (argument.Node, argument.Form)));
        var replaced = program.Kernels.SelectMany(static kernel => kernel.Arguments).Where(static argument => argument.Replaces is not null)
            .GroupBy(static argument => (argument.Node, argument.Form)).ToDictionary(static same => same.Key, static same => same.First().Replaces);
        var literals = 0;
        foreach (var (node, form) in Tensors(program))
        {
            var placement = Live(program, lives, node, form);
            if (keepsAll && form == TensorForm.Own)
                placement = placement with { LastKernel = program.Kernels.Count };
            var parameter = form != TensorForm.Own ? null : uses.ParameterOf(node);
            if (parameter is { } index)
            {
                var kind = graph[node].Operation is Parameter ? MemoryKind.Parameter : MemoryKind.Gradient;
                fixedPlaces.Add(placement with { Kind = kind, Offset = offsets[index], Size = program.Parameters[index].Length });
            }
            else if (graph[node].Operation is Literal)
            {
                fixedPlaces.Add(placement with { Kind = MemoryKind.Literal, Offset = literals++ });
            }
            else if (isPrediction && form == TensorForm.Own && graph[node].Operation is Input input)
            {
                fixedPlaces.Add(placement with { Kind = MemoryKind.CallerInput, Offset = input.Index });
            }
            else if (isPrediction && form == TensorForm.Own && graph[node].Operation is StateBefore state)
            {
                fixedPlaces.Add(placement with { Kind = MemoryKind.CallerInput, Offset = graph.Nodes.Count(static other => other.Operation is Input { IsTarget: false }) + state.Index });
            }
            else if (isPrediction && form == TensorForm.Own && uses.OutputOf(node) is { } output)
            {
                fixedPlaces.Add(placement with { Kind = MemoryKind.CallerOutput, Offset = output });
            }
            else if (graph[node].Shape.IsBatched && form == TensorForm.Own)
            {
                sampleTensors.Add(placement);
            }
            else
            {
                var length = form == TensorForm.Own && uses.GradientSummandOf(node) is { } summand
                    ? program.Parameters[summand].Length
                    : placement.Size;
                var size = TensorLayout.RoundUp(length, TensorLayout.Alignment);
                if (prepared.Contains((node, form)))
                    preparedTensors.Add(placement with { Kind = MemoryKind.Prepared, Size = size, FirstKernel = -1, LastKernel = program.Kernels.Count });
                else
                    sharedTensors.Add(placement with { Kind = MemoryKind.Shared, Size = size, Replaces = replaced.TryGetValue((node, form), out var before) ? before : null });
            }
        }

        var samples = Place(sampleTensors, place => Pinned(graph, place, shared));
        var common = Place([.. sharedTensors.Where(static place => place.Replaces is null)], place => Pinned(graph, place, shared));
        common.AddRange(sharedTensors.Where(static place => place.Replaces is not null).Select(place => place with { Offset = common.Find(other => (other.Node, other.Form) == (place.Replaces, place.Form))!.Offset }).ToList());
        var kept = Place(preparedTensors, static _ => null);
        return new MemoryPlan(
            fixedPlaces.Concat(samples).Concat(common).Concat(kept).OrderBy(static place => place.Node).ThenBy(static place => place.Form).ToEquatableArray(),
            Length(samples),
            Length(common))
        {
            PreparedLength = Length(kept),
        };
    }

    /// <summary>Where a tensor that is the caller's lies in another program's memory; null for others.</summary>
    private static long? Pinned(NetworkGraph graph, Placement place, (ScheduledProgram Program, MemoryPlan Plan)? shared)
    {
        if (shared is not var (program, plan) || place.Form != TensorForm.Own)
            return null;
        var other = program.Graph;
        if (graph[place.Node].Operation is Input or StateBefore)
            return Uses.Of(other).InputNode(graph[place.Node].Operation) is { } node ? plan[node].Offset : null;
        for (var state = 0; state < graph.StatesAfter.Count; state++)
        {
            if (Views.Owner(graph, graph.StatesAfter[state]) == place.Node)
                return plan[Views.Owner(other, other.StatesAfter[state])].Offset;
        }

        if (Uses.Of(graph).OutputOf(place.Node) is { } output)
            return plan[Views.Owner(other, other.Outputs[output])].Offset;
        return graph.Objective == place.Node && other.Objective is { } objective ? plan[objective].Offset : null;
    }

    /// <summary>Where each parameter starts in the flat buffers.</summary>
    public static int[] ParameterOffsets(ParameterLayouts layouts)
    {
        var offsets = new int[layouts.Count];
        for (var index = 1; index < offsets.Length; index++)
            offsets[index] = offsets[index - 1] + layouts[index - 1].Length;
        return offsets;
    }

    private static IEnumerable<(int Node, TensorForm Form)> Tensors(ScheduledProgram program)
    {
        var nodes = program.Graph.Nodes;
        var given = Enumerable.Range(0, nodes.Count)
            .Where(node => nodes[node].Operation is Input or OutputGradient or StateBefore)
            .Select(static node => (node, TensorForm.Own));
        return given
            .Concat(program.Kernels.SelectMany(static kernel => kernel.Arguments.Select(static argument => (argument.Node, argument.Form))))
            .Distinct();
    }

    /// <summary>From the first kernel that writes a tensor to the last that reads it.</summary>
    private static Placement Live(ScheduledProgram program, Lives lives, int node, TensorForm form)
    {
        var (graph, uses) = (program.Graph, Uses.Of(program.Graph));
        var (first, last, copy) = lives[node, form];
        var size = form == TensorForm.Own ? graph[node].Shape.SampleSize * TimeLoops.RowsOfSample(graph, node) : copy;

        // Inputs, outputs and the outputs' gradients are the caller's to read and write before, between and after the passes.
        if (form == TensorForm.Own && (graph[node].Operation is Input or OutputGradient or StateBefore || uses.OutputOf(node) is not null))
            return new Placement(node, form, MemoryKind.Sample, 0, size, -1, program.Kernels.Count);

        // So are the objective, the new values of what is not trained and the gradients of the inputs, and they are read after the step.
        if (uses.IsKeptToTheEnd(node))
            return new Placement(node, form, MemoryKind.Sample, 0, size, first, program.Kernels.Count);

        // Whoever looks for the layer in which a value went wrong reads the layers' outputs after the forward pass.
        var isLayerOutput = graph.Gradients.Count > 0 && uses.IsLayerOutput(node);
        return new Placement(node, form, MemoryKind.Sample, 0, size, first, isLayerOutput ? Math.Max(last, lives.LastForward + 1) : last);
    }

    /// <summary>Whether a tensor of a loop is only needed in the step that it is made in; the others live for as long as the loop runs.</summary>
    public static bool IsOfOneStep(NetworkGraph graph, KernelArgument argument)
        => (argument.Form == TensorForm.Packed && graph[argument.Node].Shape.IsBatched) || (argument.Form == TensorForm.Own && graph[argument.Node].IsOfStep() && TimeLoops.Slots(graph, argument.Node) == 1);

    /// <summary>Which kernels need each tensor, in one walk over them.</summary>
    private sealed class Lives
    {
        private readonly Dictionary<(int Node, TensorForm Form), (int First, int Last, int Copy)> lives = [];

        /// <summary>The last kernel of the forward pass.</summary>
        public int LastForward { get; private set; } = -1;

        /// <summary>The first and the last kernel that a tensor is an argument of, and how many floats the longest copy takes that one makes of it.</summary>
        public (int First, int Last, int Copy) this[int node, TensorForm form] => lives.TryGetValue((node, form), out var life) ? life : (int.MaxValue, -1, 0);

        public static Lives Of(ScheduledProgram program)
        {
            var all = new Lives();
            var loops = new Dictionary<int, (int First, int Last)>();
            for (var index = 0; index < program.Kernels.Count; index++)
            {
                if (program.Kernels[index].Loop is { } loop)
                    loops[loop] = (loops.TryGetValue(loop, out var known) ? known.First : index, index);
            }

            for (var index = 0; index < program.Kernels.Count; index++)
            {
                var kernel = program.Kernels[index];
                if (!kernel.IsBackward)
                    all.LastForward = index;
                foreach (var argument in kernel.Arguments)
                {
                    var life = all[argument.Node, argument.Form];
                    var (first, last) = kernel.Loop is { } loop && !IsOfOneStep(program.Graph, argument) ? loops[loop] : (index, index);
                    all.lives[(argument.Node, argument.Form)] = (Math.Min(life.First, first), Math.Max(life.Last, last), Math.Max(life.Copy, argument.Length));
                }
            }

            return all;
        }
    }

    private static List<Placement> Place(List<Placement> tensors, Func<Placement, long?> pinned)
    {
        var placed = new List<Placement>();
        foreach (var tensor in tensors)
        {
            if (pinned(tensor) is { } place)
                placed.Add(tensor with { Offset = place });
        }

        foreach (var tensor in tensors.Where(tensor => pinned(tensor) is null).OrderByDescending(static tensor => tensor.Size).ThenBy(static tensor => tensor.FirstKernel).ThenBy(static tensor => tensor.Node))
        {
            var offset = 0L;
            var neighbours = placed
                .Where(other => other.FirstKernel <= tensor.LastKernel && tensor.FirstKernel <= other.LastKernel)
                .OrderBy(static other => other.Offset);
            foreach (var other in neighbours)
            {
                if (offset + tensor.Size <= other.Offset)
                    break;
                offset = Math.Max(offset, other.Offset + other.Size);
            }

            placed.Add(tensor with { Offset = offset });
        }

        return placed;
    }

    private static long Length(List<Placement> placed) => placed.Count == 0 ? 0 : placed.Max(static place => place.Offset + place.Size);
}
