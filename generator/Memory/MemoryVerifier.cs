using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Memory;

/// <summary>
/// Says what a legal plan of memory is: every tensor has a place that is large enough, inside its buffer, and its own for as long as
/// anyone needs it.
/// </summary>
internal sealed class MemoryVerifier
{
    private readonly ScheduledProgram program;
    private readonly NetworkGraph graph;
    private readonly MemoryPlan plan;
    private readonly bool isPrediction;

    private MemoryVerifier(ScheduledProgram program, MemoryPlan plan, bool isPrediction)
    {
        this.program = program;
        graph = program.Graph;
        this.plan = plan;
        this.isPrediction = isPrediction;
    }

    /// <exception cref="InvalidGraphException">The plan is not legal.</exception>
    public static void Verify(ScheduledProgram program, MemoryPlan plan, bool isPrediction)
    {
        var verifier = new MemoryVerifier(program, plan, isPrediction);
        verifier.VerifyPlaced();
        foreach (var placement in plan.Placements)
        {
            verifier.VerifyKind(placement);
            verifier.VerifySize(placement);
            verifier.VerifyLife(placement);
        }

        verifier.VerifyApart();
        verifier.VerifyWhole();
    }

    private void VerifyPlaced()
    {
        foreach (var argument in program.Kernels.SelectMany(static kernel => kernel.Arguments).Distinct())
        {
            if (!plan.Placements.Any(place => place.Node == argument.Node && place.Form == argument.Form))
                throw new InvalidGraphException($"{Name(argument.Node, argument.Form)} has no place in memory");
        }

        for (var index = 0; index < plan.Placements.Count; index++)
        {
            var place = plan.Placements[index];
            Require(
                !plan.Placements.Take(index).Any(other => other.Node == place.Node && other.Form == place.Form), place, "has two places in memory");
        }
    }

    private void VerifyKind(Placement place)
    {
        var isGradient = place.Form == TensorForm.Own && Uses.Of(graph).ParameterOf(place.Node) is not null;
        var expected = place switch
        {
            { Form: TensorForm.Own } when graph[place.Node].Operation is Parameter => MemoryKind.Parameter,
            { Form: TensorForm.Own } when graph[place.Node].Operation is Literal => MemoryKind.Literal,
            { Form: TensorForm.Own } when isGradient => MemoryKind.Gradient,
            { Form: TensorForm.Own } when isPrediction && graph[place.Node].Operation is Input or StateBefore => MemoryKind.CallerInput,
            { Form: TensorForm.Own } when isPrediction && IsOutput(place.Node) => MemoryKind.CallerOutput,
            { Form: TensorForm.Own } when graph[place.Node].Shape.IsBatched => MemoryKind.Sample,
            _ when isPrediction && IsPrepared(place) => MemoryKind.Prepared,
            _ => MemoryKind.Shared,
        };
        Require(place.Kind == expected, place, $"lies in {place.Kind} memory and belongs into {expected} memory");
    }

    private void VerifySize(Placement place)
    {
        var length = place.Kind switch
        {
            MemoryKind.Parameter or MemoryKind.Gradient => program.Parameters.Sum(static layout => (long)layout.Length),
            MemoryKind.Sample => plan.SampleLength,
            MemoryKind.Shared => plan.SharedLength,
            MemoryKind.Prepared => plan.PreparedLength,
            _ => long.MaxValue,
        };
        Require(place.Offset >= 0 && place.Offset + place.Size <= length, place, $"takes floats {Text(place)} of {Numbers.Text(length)}");
        Require(place.Size >= Needed(place), place, $"has {Numbers.Text(place.Size)} floats and needs {Numbers.Text(Needed(place))}");
        Require(
            place.Kind is MemoryKind.Sample or MemoryKind.Literal or MemoryKind.CallerInput or MemoryKind.CallerOutput || place.Offset % TensorLayout.Alignment == 0,
            place,
            $"starts at {Numbers.Text(place.Offset)}, which is not the start of a cache line");
    }

    private int Needed(Placement place)
    {
        if (place.Form != TensorForm.Own)
        {
            return program.Kernels.SelectMany(static kernel => kernel.Arguments)
                .Where(argument => argument.IsWritten && argument.Form == place.Form && argument.Node == place.Node).Max(static argument => argument.Length);
        }

        var parameter = Uses.Of(graph).ParameterOf(place.Node) ?? Uses.Of(graph).GradientSummandOf(place.Node);
        return parameter is { } index ? program.Parameters[index].Length : graph[place.Node].Shape.SampleSize * TimeLoops.RowsOfSample(graph, place.Node);
    }

    private void VerifyLife(Placement place)
    {
        for (var index = 0; index < program.Kernels.Count; index++)
        {
            if (!program.Kernels[index].Arguments.Any(argument => argument.Node == place.Node && argument.Form == place.Form))
                continue;
            Require(place.FirstKernel <= index && index <= place.LastKernel, place, $"lives from kernel {Life(place)}, but is needed in {Numbers.Text(index)}");
            if (program.Kernels[index].Loop is not { } loop || MemoryPlanner.IsOfOneStep(graph, new(place.Node, place.Form, IsWritten: false)))
                continue;
            for (var other = 0; other < program.Kernels.Count; other++)
            {
                if (program.Kernels[other].Loop == loop)
                    Require(place.FirstKernel <= other && other <= place.LastKernel, place, $"lives from kernel {Life(place)}, but the loop that needs it has kernel {Numbers.Text(other)}");
            }
        }

        // The caller reads and writes these before, between and after the passes.
        if (place.Form == TensorForm.Own && (graph[place.Node].Operation is Input or OutputGradient or StateBefore || IsOutput(place.Node)))
            Require(place.FirstKernel < 0 && place.LastKernel >= program.Kernels.Count, place, $"is the caller's, but lives from kernel {Life(place)} only");
    }

    /// <summary>No two tensors that live at the same time share a float.</summary>
    private void VerifyApart()
    {
        foreach (var buffer in plan.Placements.GroupBy(static place => place.Kind))
        {
            if (buffer.Key is MemoryKind.Literal or MemoryKind.CallerInput or MemoryKind.CallerOutput)
                continue;
            var isWholeLife = buffer.Key is MemoryKind.Parameter or MemoryKind.Gradient or MemoryKind.Prepared;
            var places = buffer.ToArray();
            for (var first = 0; first < places.Length; first++)
            {
                for (var second = 0; second < first; second++)
                {
                    var (one, other) = (places[second], places[first]);
                    var liveTogether = isWholeLife || (one.FirstKernel <= other.LastKernel && other.FirstKernel <= one.LastKernel);
                    var isReplaced = one.Form == other.Form && (one.Replaces ?? one.Node) == (other.Replaces ?? other.Node) && (one.Offset, one.Size) == (other.Offset, other.Size);
                    var overlap = one.Offset < other.Offset + other.Size && other.Offset < one.Offset + one.Size;
                    Require(
                        !liveTogether || !overlap || isReplaced, other, $"and {Name(one.Node, one.Form)} overlap: floats {Text(other)} and {Text(one)}, kernels {Life(other)} and {Life(one)}");
                }
            }
        }
    }

    /// <summary>What the caller reads lies in C order, and nothing between it.</summary>
    private void VerifyWhole()
    {
        foreach (var root in graph.Outputs.Concat(graph.InputGradients))
        {
            var owner = Views.Owner(graph, root);
            if (Views.Strides(graph, root) != Views.Contiguous(graph[root].Shape) || graph[owner].Shape.SampleSize != graph[root].Shape.SampleSize)
                throw new InvalidGraphException($"{Name(root, TensorForm.Own)} lies in pieces of {Name(owner, TensorForm.Own)}, and the caller reads it as a whole");
        }
    }

    /// <summary>Whether a kernel makes it that does not run again for the next samples.</summary>
    private bool IsPrepared(Placement place)
        => program.Kernels.Any(kernel => kernel.IsPreparation && kernel.Arguments.Any(argument => argument.IsWritten && argument.Node == place.Node && argument.Form == place.Form));

    private bool IsOutput(int node) => Uses.Of(graph).OutputOf(node) is not null;

    private static string Text(Placement place) => $"{Numbers.Text(place.Offset)} to {Numbers.Text(place.Offset + place.Size - 1)}";

    private static string Life(Placement place) => $"{Numbers.Text(place.FirstKernel)} to {Numbers.Text(place.LastKernel)}";

    private string Name(int node, TensorForm form) => $"%{Numbers.Text(node)} {graph[node].Name}{SchedulePrinter.Describe(form)}";

    private void Require(bool isRight, Placement place, string message)
    {
        if (!isRight)
            throw new InvalidGraphException($"{Name(place.Node, place.Form)} {message}");
    }
}
