using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Says what a legal sequence of kernels is: each reads what the caller gives or a kernel before it has stored, each value that anyone
/// needs is stored once, and the forward pass ends before the backward pass begins.
/// </summary>
internal sealed class KernelVerifier
{
    private readonly KernelProgram program;
    private readonly NetworkGraph graph;
    private readonly Concatenations concatenations;
    private readonly bool[] backward;

    // What is in memory so far; of a concatenation, how far in its parts begin.
    private readonly Dictionary<int, HashSet<int>> stored = [];

    private KernelVerifier(KernelProgram program)
    {
        this.program = program;
        graph = program.Graph;
        concatenations = Concatenations.Of(graph);
        backward = graph.BackwardNodes();
    }

    /// <exception cref="InvalidGraphException">The sequence is not legal.</exception>
    public static void Verify(KernelProgram program)
    {
        var verifier = new KernelVerifier(program);
        var wasBackward = false;
        var ended = new HashSet<int>();
        int? loop = null;
        foreach (var kernel in program.Kernels)
        {
            if (!kernel.Stores.Any())
                throw new InvalidGraphException($"a {kernel.GetType().Name} stores nothing");
            verifier.Require(kernel.IsBackward || !wasBackward, kernel, "belongs to the forward pass and comes after the backward pass has begun");
            wasBackward = kernel.IsBackward;
            if (loop is { } before && kernel.Loop != loop)
                ended.Add(before);
            loop = kernel.Loop;
            verifier.Require(loop is not { } own || !ended.Contains(own), kernel, "is in a loop over time that has ended before it");
            verifier.VerifyReads(kernel);
            verifier.VerifyParts(kernel);
            verifier.VerifyStores(kernel);
            verifier.VerifyGradients(kernel);
        }

        verifier.VerifyAllStored();
    }

    /// <summary>A later pass adds to gradients: what is there then is no value of this pass, and neither can a block of a sum be there meanwhile.</summary>
    private void VerifyGradients(Kernel kernel)
    {
        foreach (var owner in kernel.Reads.Select(read => Views.Owner(graph, read)))
            Require(!Uses.Of(graph).IsGradient(owner), kernel, $"reads {Name(owner)}, to which a later pass adds");
        if (!kernel.Stores.Any(output => Uses.Of(graph).IsGradient(output.Node)))
            return;
        Require(kernel.Loop is null, kernel, "is in a loop over time, each step of which would add to a gradient");
        Require(
            kernel is not ContractKernel contract || contract.GoesOnWithGradient || !Uses.Of(graph).IsGradient(contract.Outputs[0].Node), kernel,
            "has the blocks of its sum in the memory of a gradient, which is more than the sum with something added to it");
    }

    private void VerifyReads(Kernel kernel)
    {
        var own = new HashSet<int>(kernel.Stores.Select(static output => output.Node));
        foreach (var read in kernel.Reads)
        {
            var owner = Views.Owner(graph, read);
            switch (graph[owner].Operation)
            {
                case Input or Parameter or Literal:
                    break;
                case OutputGradient:
                    Require(kernel.IsBackward, kernel, $"reads {Name(owner)} in the forward pass");
                    break;
                case Concatenate:
                    Require(
                        stored.TryGetValue(owner, out var parts) && parts.SetEquals(Parts(owner)) && !own.Contains(owner),
                        kernel,
                        $"reads {Name(owner)} before all its parts are stored");
                    break;
                default:
                    Require(!own.Contains(owner) || graph.IsBeforeStep(read), kernel, $"reads {Name(owner)}, which it stores itself");
                    Require(stored.ContainsKey(owner), kernel, $"reads {Name(owner)}, which is not stored before");
                    break;
            }
        }
    }

    private void VerifyParts(Kernel kernel)
    {
        switch (kernel)
        {
            case ContractKernel contract:
                Require(graph[contract.Root].Operation == contract.Contract, kernel, $"is not the contraction of {Name(contract.Root)}");
                Require(
                    graph[contract.Root].Inputs.SequenceEqual([contract.Left, contract.Right]), kernel, $"does not read the operands of {Name(contract.Root)}");
                VerifyOutputs(kernel, contract.Outputs, graph[contract.Root].Shape, 1 + contract.Extras.Count);
                VerifyBroadcast(kernel, contract.Extras, graph[contract.Root].Shape);
                break;
            case LoopKernel loop:
                VerifyOutputs(kernel, loop.Elements, loop.Space, loop.Operands.Count);
                VerifyBroadcast(kernel, loop.Operands, loop.Space);
                foreach (var gathered in loop.Gathered)
                {
                    Require(
                        graph[gathered.Node].Operation is Gather && graph[gathered.Node].Inputs.SequenceEqual([gathered.Table, gathered.Indices]) && loop.Operands.Contains(gathered.Node),
                        kernel, $"does not gather what {Name(gathered.Node)} has");
                    Require(graph[gathered.Node].Shape == loop.Space, kernel, $"gathers {Name(gathered.Node)} for every element of {loop.Space}");
                }

                if (loop.Reduction is { } reduction)
                    VerifyReduction(loop, reduction);
                break;
            case IndexAddKernel add:
                Require(graph[add.Node].Operation is IndexAdd && graph[add.Node].Inputs.SequenceEqual([add.Rows, add.Indices]), kernel, $"does not add what {Name(add.Node)} is the sum of");
                break;
            case LeafKernel leaf:
                Require(graph[leaf.Node].Operation is Leaf, kernel, $"is of a {graph[leaf.Node].Operation.GetType().Name}, which is no leaf");
                break;
            case ExchangeKernel exchange:
                Require(
                    graph[exchange.Node].Operation is Exchange && graph[exchange.Node].Inputs.SequenceEqual([exchange.Part]), kernel, $"does not exchange what {Name(exchange.Node)} is the sum of");
                break;
            case RearrangeKernel rearrange:
                Require(
                    rearrange.IsInitial ? graph.LoopOfNext(rearrange.Node)?.Lengths == rearrange.Rearrange.Lengths && graph[graph.StateOf(rearrange.Node)].Inputs[0] == rearrange.Source
                        : graph[rearrange.Node].Operation == rearrange.Rearrange && graph[rearrange.Node].Inputs[0] == rearrange.Source,
                    kernel, $"does not put into another order what {Name(rearrange.Node)} has");
                break;
            default:
                Require(false, kernel, $"is a {kernel.GetType().Name}, which the verifier does not know");
                break;
        }
    }

    private void VerifyReduction(LoopKernel loop, LoopReduction reduction)
    {
        Require(
            reduction.Axes.Count > 0 && reduction.Axes.Distinct().Count() == reduction.Axes.Count && reduction.Axes.All(axis => axis >= 0 && axis < loop.Space.Rank),
            loop,
            $"reduces axes {reduction.Axes} of {loop.Space}");
        var result = reduction.Axes.Aggregate(loop.Space, static (shape, axis) => shape.With(axis, 1));
        VerifyArguments(loop, reduction.Expression, loop.Operands.Count);
        VerifyOutputs(loop, reduction.Outputs, result, 1 + reduction.Extras.Count);
        VerifyBroadcast(loop, reduction.Extras, result);
        Require(reduction.Outputs.Count > 0, loop, "reduces, but stores no result");
    }

    private void VerifyOutputs(Kernel kernel, EquatableArray<KernelOutput> outputs, Shape shape, int arguments)
    {
        foreach (var output in outputs)
        {
            VerifyArguments(kernel, output.Expression, arguments);
            if (graph[output.Node].Operation is Collect)
            {
                Require(graph[graph[output.Node].Inputs[0]].Shape == shape, kernel, $"stores {shape} as a step of {Name(output.Node)} {graph[output.Node].Shape}");
                continue;
            }

            if (graph[output.Node].Operation is Concatenate)
            {
                Require(
                    PartAt(output.Node, output.Offset) == shape, kernel, $"stores {shape} at {Numbers.Text(output.Offset)} of {Name(output.Node)}, where no such part begins");
                continue;
            }

            Require(output.Offset == 0, kernel, $"stores {Name(output.Node)} {Numbers.Text(output.Offset)} floats into its memory");
            Require(graph[output.Node].Shape == shape, kernel, $"stores {shape} as {Name(output.Node)} {graph[output.Node].Shape}");
        }
    }

    private void VerifyArguments(Kernel kernel, Scalar expression, int count)
    {
        foreach (var argument in ScalarArguments.Of(expression))
            Require(argument < count, kernel, $"uses argument {Numbers.Text(argument)} of {Numbers.Text(count)}");
    }

    private void VerifyBroadcast(Kernel kernel, EquatableArray<int> reads, Shape space)
    {
        foreach (var read in reads)
        {
            var shape = graph[read].Shape;
            Require(shape.IsBroadcastTo(space), kernel, $"reads {Name(read)} {shape} for every element of {space}");
        }

        Require(reads.Distinct().Count() == reads.Count, kernel, "reads a value under two numbers");
    }

    private void VerifyStores(Kernel kernel)
    {
        foreach (var output in kernel.Stores)
        {
            Require(graph[output.Node].Operation is not (View or Input or Parameter or OutputGradient or Literal), kernel, $"stores {Name(output.Node)}, which is not computed");
            Require(backward[output.Node] == kernel.IsBackward, kernel, $"stores {Name(output.Node)}, which belongs to the other pass");
            if (!stored.TryGetValue(output.Node, out var places))
                stored.Add(output.Node, places = []);
            Require(places.Add(output.IsInitial ? -1 : output.Offset), kernel, $"stores {Name(output.Node)}, which is stored before");
        }
    }

    /// <summary>The caller finds everything that it reads, and nothing is stored for nobody.</summary>
    private void VerifyAllStored()
    {
        var wanted = new HashSet<int>(graph.Roots.Select(node => Views.Owner(graph, node)));
        foreach (var root in wanted)
        {
            if (!stored.TryGetValue(root, out var parts))
                throw new InvalidGraphException($"{Name(root)} is an output or a gradient, but no kernel stores it");
            if (graph[root].Operation is Concatenate && !parts.SetEquals(Parts(root)))
                throw new InvalidGraphException($"{Name(root)} is an output or a gradient, but not all its parts are stored");
        }

        wanted.UnionWith(program.Kernels.SelectMany(static kernel => kernel.Reads).Select(read => Views.Owner(graph, read)));
        // The sum of a gradient goes on in its own memory.
        wanted.UnionWith(
            program.Kernels.OfType<ContractKernel>().Where(contract => contract.Outputs.Any(output => Uses.Of(graph).IsGradient(output.Node))).Select(static contract => contract.Root));
        foreach (var node in stored.Keys)
        {
            if (!wanted.Contains(node))
                throw new InvalidGraphException($"{Name(node)} is stored, but nobody reads it");
        }
    }

    private IEnumerable<int> Parts(int node) => concatenations.Parts(node).Select(static part => part.Offset);

    private Shape? PartAt(int node, int offset)
        => concatenations.Parts(node).Where(part => part.Offset == offset).Select(part => graph[part.Input].Shape).FirstOrDefault();

    private string Name(int node) => $"%{Numbers.Text(node)} {graph[node].Name}";

    private void Require(bool isRight, Kernel kernel, string message)
    {
        if (!isRight)
            throw new InvalidGraphException($"the kernel of {Name(kernel.Stores.Last().Node)} {message}");
    }
}
