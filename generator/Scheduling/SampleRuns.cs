using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>A run of kernels of which each makes of a sample what is of that sample.</summary>
/// <param name="First">The place of the first of them among the kernels of the program.</param>
/// <param name="Last">The place of the last.</param>
/// <param name="Values">The nodes of what only these kernels need.</param>
internal sealed record SampleRun(int First, int Last, EquatableArray<int> Values);

/// <summary>
/// Finds runs of kernels that pass on values which are larger than all that they are made of: the scores of attention, their softmax, and the gradients of these.
/// What mixes samples ends a run, and so do products with parameters, which take the rows of all samples at once.
/// </summary>
internal sealed class SampleRuns
{
    // Fewer floats of a sample stay in the caches anyway.
    public const int Smallest = 1024;

    private readonly ScheduledProgram program;
    private readonly NetworkGraph graph;
    private readonly int smallest;

    // The values that begin to live at each kernel, and the last kernels that need them.
    private readonly List<(int Node, int Last)>[] begins;

    private SampleRuns(ScheduledProgram program, int smallest)
    {
        this.program = program;
        this.smallest = smallest;
        graph = program.Graph;
        begins = [.. program.Kernels.Select(static _ => new List<(int Node, int Last)>())];
        var lives = new Dictionary<int, (int First, int Last)>();
        for (var index = 0; index < program.Kernels.Count; index++)
        {
            foreach (var argument in program.Kernels[index].Arguments.Where(static argument => argument.Form == TensorForm.Own))
                lives[argument.Node] = (lives.TryGetValue(argument.Node, out var life) ? life.First : index, index);
        }

        foreach (var life in lives.Where(life => IsPassedOn(life.Key)))
            begins[life.Value.First].Add((life.Key, life.Value.Last));
    }

    /// <param name="program">The program, with its kernels in their order.</param>
    /// <param name="smallest">How many floats of a sample a value has at least that makes a run of those that pass it on.</param>
    public static IReadOnlyList<SampleRun> Of(ScheduledProgram program, int smallest = Smallest) => new SampleRuns(program, smallest).Find();

    private List<SampleRun> Find()
    {
        var runs = new List<SampleRun>();
        for (var first = 0; first < program.Kernels.Count; first++)
        {
            if (!IsOfSamples(graph, program.Kernels[first]))
                continue;
            var last = first;
            while (last + 1 < program.Kernels.Count && program.Kernels[last + 1] is var next && next.IsBackward == program.Kernels[first].IsBackward && IsOfSamples(graph, next))
                last++;
            runs.AddRange(Within(first, last));
            first = last;
        }

        return runs;
    }

    /// <summary>The shortest runs that large values live in as a whole, and whatever else lives in some of their steps.</summary>
    private IEnumerable<SampleRun> Within(int first, int last)
    {
        for (var start = first; start <= last;)
        {
            var end = start;
            var passed = new List<int>();
            for (var step = start; step <= end; step++)
            {
                foreach (var (node, lastOfValue) in begins[step].Where(value => value.Last > step && value.Last <= last))
                {
                    passed.Add(node);
                    end = Math.Max(end, lastOfValue);
                }
            }

            if (passed.Any(node => GrownValues.Of(graph).Contains(node) && graph[node].Shape.SampleSize >= smallest))
                yield return new(start, end, passed.OrderBy(static node => node).ToEquatableArray());
            start = end + 1;
        }
    }

    /// <summary>Whether a value is there for other steps alone, and not for the caller. After a forward pass of training, the layers' outputs are.</summary>
    private bool IsPassedOn(int node)
        => graph[node] is { Shape.IsBatched: true, Operation: not (Input or OutputGradient or StateBefore) }
            && Uses.Of(graph) is var uses && uses.OutputOf(node) is null && !uses.IsRoot(node) && !uses.IsKeptToTheEnd(node)
            && (graph.Gradients.Count == 0 || !uses.IsLayerOutput(node));

    /// <summary>Whether a kernel makes of each sample what is of that sample, and does not take the rows of several samples together.</summary>
    public static bool IsOfSamples(NetworkGraph graph, ScheduledKernel kernel)
        => kernel is { Loop: null, IsPreparation: false, Schedule: NestSchedule }
            && kernel.Arguments.All(argument => IsOfSamples(graph, argument))
            && kernel.Source switch
            {
                ContractKernel { Contract: var contract } => Samples(contract) is [var sample]
                    && new[] { contract.Output, contract.Left, contract.Right }.All(access => access.Uses(sample)),
                LoopKernel loop => loop.Space.Rank > 0 && loop.Space[0] == Extent.Batch && loop.Reduction?.Axes.Contains(0) != true,
                _ => false,
            };

    /// <summary>Whether an argument is of a plain batch, or the same for all samples and not written.</summary>
    private static bool IsOfSamples(NetworkGraph graph, KernelArgument argument)
        => argument.Step is null && (graph[argument.Node].Shape.IsBatched
            ? graph[argument.Node].Shape[0] == Extent.Batch : !argument.IsWritten || argument.Form == TensorForm.Packed);

    /// <summary>The indices of a contraction that go through the samples.</summary>
    private static int[] Samples(Contract contract) => [.. Enumerable.Range(0, contract.Indices.Count).Where(index => contract.Indices[index].Extent.IsBatch)];
}
