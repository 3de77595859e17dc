using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Finds the values of which nobody reads what is above the diagonal, because a causal mask hides it: scores, their exponentials, weights of attention and gradients of all of them. The
/// kernels that compute and read them do so up to the diagonal.
/// </summary>
internal sealed class CausalKernels
{
    // Tiles whose rows all end at the same block are taken where they cost at most so many times what other tiles with ranges cost.
    private const double DearestTiles = 1.1;

    // Ranges are taken where the product then costs at most so many times what it costs without them.
    private const double DearestPlan = 1.5;

    private readonly KernelProgram program;
    private readonly NetworkGraph graph;
    private readonly CausalZeros zeros;
    private CausalEnd end;

    // The products that read such values, and whether they can leave out what is above the diagonal.
    private readonly Dictionary<int, bool> products = [];

    // The values of which only a part is needed, as far as is known.
    private readonly HashSet<int> values = [];

    private CausalKernels(KernelProgram program, CausalZeros zeros, int lanes)
    {
        this.program = program;
        this.zeros = zeros;
        graph = program.Graph;
        end = new(lanes, Beyond: 0);
    }

    /// <param name="program">The kernels.</param>
    /// <param name="lanes">How many lanes a vector has: rows end in whole vectors.</param>
    /// <param name="costOf">What a contraction costs, in cycles; null where it cannot be carried out so.</param>
    public static KernelProgram Run(KernelProgram program, int lanes, Func<ContractKernel, double?> costOf)
        => CausalZeros.Of(program.Graph) is { IsEmpty: false } zeros ? new CausalKernels(program, zeros, lanes).Run(costOf) : program;

    private KernelProgram Run(Func<ContractKernel, double?> costOf)
    {
        foreach (var kernel in program.Kernels)
            values.UnionWith(kernel.Stores.Select(static output => output.Node).Where(node => IsCandidate(kernel, node)));
        foreach (var contract in program.Kernels.OfType<ContractKernel>().Where(kernel => values.Contains(kernel.Left) || values.Contains(kernel.Right)))
            products.Add(contract.Root, CanLeaveOut(contract, costOf));
        int before;
        do
        {
            before = values.Count;
            foreach (var kernel in program.Kernels)
                RemoveWhatIsReadBy(kernel);
        }
        while (values.Count < before);

        return values.Count == 0 ? program : program with { Kernels = program.Kernels.Select(Marked).ToEquatableArray() };
    }

    /// <summary>Whether a product can leave out what is above the diagonal. Rows whose tiles do not end with blocks are computed further on.</summary>
    private bool CanLeaveOut(ContractKernel contract, Func<ContractKernel, double?> costOf)
    {
        var further = end with { Beyond = end.Block - 1 };
        if (costOf(contract with { OperandEnd = further }) is not { } any || any > DearestPlan * costOf(contract))
            return false;
        if (!(costOf(contract with { OperandEnd = end with { Beyond = 0 } }) is { } whole && whole <= DearestTiles * any))
            end = further;
        return true;
    }

    private Kernel Marked(Kernel kernel)
    {
        if (kernel is ContractKernel contract && (values.Contains(contract.Left) || values.Contains(contract.Right)))
            kernel = contract with { OperandEnd = end };
        return IsCausal(kernel) ? kernel with { CausalEnd = end } : kernel;
    }

    private bool IsCandidate(Kernel kernel, int node)
        => kernel is { Loop: null } and (LoopKernel or ContractKernel) && graph[node] is { Operation: Map or Contract, Shape.IsBatched: true } && CausalZeros.IsSquare(graph[node].Shape)
            && graph[node].Shape[graph[node].Shape.Rank - 1].Size > end.Block && !Uses.Of(graph).IsRoot(node) && Uses.Of(graph)[node].All(user => graph[user].Operation is not View);

    /// <summary>Whether a kernel computes nothing but such values, and sums of what is zero above the diagonal.</summary>
    private bool IsCausal(Kernel kernel) => kernel switch
    {
        ContractKernel contract => contract.Outputs.All(output => values.Contains(output.Node)),
        LoopKernel { Loop: null, Gathered.Count: 0 } loop => CausalZeros.IsSquare(loop.Space) && loop.Elements.All(output => values.Contains(output.Node))
            && (loop.Reduction is null || IsReducedToDiagonal(loop, loop.Reduction)),
        _ => false,
    };

    private bool IsReducedToDiagonal(LoopKernel loop, LoopReduction reduction)
        => reduction.Axes is [var axis] && axis == loop.Space.Rank - 1 && zeros.IsNothingAbove(reduction.Kind, reduction.Expression, loop.Operands);

    private void RemoveWhatIsReadBy(Kernel kernel)
    {
        if (kernel is not ContractKernel contract)
        {
            if (!IsCausal(kernel))
                values.ExceptWith(kernel.Reads);
            return;
        }

        foreach (var (operand, other) in new[] { (contract.Left, contract.Right), (contract.Right, contract.Left) })
        {
            if (values.Contains(operand) && (!products[contract.Root] || CausalZeros.IsSquare(graph[other].Shape)))
                values.Remove(operand);
        }

        if (!IsCausal(contract))
            values.ExceptWith(contract.Extras);
    }
}
