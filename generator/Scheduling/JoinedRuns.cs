using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Makes one kernel of each run of kernels that pass on large values: attention's scores, their softmax and its product with the values. Each part is scheduled for one turn of the loops that all of
/// them have, the samples, the heads and blocks of rows; what they pass on has the memory of one turn, which stays in the cache.
/// </summary>
internal sealed class JoinedRuns
{
    private readonly ScheduledProgram program;
    private readonly NetworkGraph graph;
    private readonly PlannedNests nests;
    private readonly bool isInOrder;
    private readonly SampleRun run;
    private readonly Kernel[] sources;

    // What is known of the value that is passed on and has most elements: the extents of the axes in front of its rows and columns, and how many rows a turn has.
    private readonly Extent[] around;
    private readonly int? rows;

    private JoinedRuns(ScheduledProgram program, PlannedNests nests, bool isInOrder, SampleRun run, int most)
    {
        (this.program, this.nests, this.isInOrder, this.run) = (program, nests, isInOrder, run);
        graph = program.Graph;
        sources = [.. program.Kernels.Skip(run.First).Take(run.Last + 1 - run.First).Select(static kernel => kernel.Source!)];
        around = [.. Around()];
        rows = Rows(most);
    }

    /// <param name="program">The program.</param>
    /// <param name="nests">What became of the plans of the network's other programs; added to.</param>
    /// <param name="isInOrder">Whether the sums of products are taken in the order of their terms, whatever the batch.</param>
    /// <param name="smallest">How many floats of a sample a value has at least for which kernels are joined.</param>
    /// <param name="most">How many floats of a value a turn passes on at most, where it can be of fewer rows; null where the first cache says so.</param>
    public static ScheduledProgram Run(ScheduledProgram program, PlannedNests nests, bool isInOrder, int smallest = SampleRuns.Smallest, int? most = null)
    {
        var runs = SampleRuns.Of(program, smallest);
        if (runs.Count == 0)
            return program;
        var (kernels, next) = (new List<ScheduledKernel>(), 0);
        foreach (var run in runs)
        {
            kernels.AddRange(program.Kernels.Skip(next).Take(run.First - next));
            if (new JoinedRuns(program, nests, isInOrder, run, most ?? program.Target.FirstCache / 2).Joined() is { } joined)
                kernels.Add(joined);
            else
                kernels.AddRange(program.Kernels.Skip(run.First).Take(run.Last + 1 - run.First));
            next = run.Last + 1;
        }

        kernels.AddRange(program.Kernels.Skip(next));
        return program with { Kernels = kernels.ToEquatableArray() };
    }

    /// <summary>The samples, and the axes that all products of the run have in common and none sums over: the heads.</summary>
    private IEnumerable<Extent> Around()
    {
        Extent[][] own = [.. sources.OfType<ContractKernel>().Select(contract => Common(contract.Contract).Select(index => contract.Contract.Indices[index].Extent).ToArray())];
        var length = own.Length == 0 ? 0 : own.Min(static extents => extents.Length);
        while (length > 0 && own.Any(extents => !extents.Take(length).SequenceEqual(own[0].Take(length))))
            length--;
        return own.Length == 0 ? [Extent.Batch] : own[0].Take(length);
    }

    /// <summary>The indices of a contraction that go through both of its operands and through its output, the samples first.</summary>
    private static IEnumerable<int> Common(Contract contract)
        => Enumerable.Range(0, contract.Indices.Count)
            .Where(index => contract.Indices[index].Extent != 1 && new[] { contract.Output, contract.Left, contract.Right }.All(access => access.Uses(index)))
            .OrderBy(index => !contract.Indices[index].Extent.IsBatch).ThenBy(index => PlaceIn(contract.Left, index));

    private static int PlaceIn(Access access, int index) => Enumerable.Range(0, access.Axes.Count).First(axis => access.Axes[axis].Terms.Any(term => term.Index == index));

    /// <summary>How many rows of the passed values are a turn, so that they stay in the first cache; null where all are, or where one of the kernels sums over rows.</summary>
    private int? Rows(int most)
    {
        var passed = run.Values.Where(node => GrownValues.Of(graph).Contains(node)).ToArray();
        var shape = graph[passed.OrderByDescending(node => graph[node].Shape.SampleSize).First()].Shape;
        if (shape.Rank != around.Length + 2 || passed.Any(node => graph[node].Shape != shape && graph[node].Shape.SampleSize > shape.SampleSize / shape[shape.Rank - 1].Size))
            return null;
        var (all, columns, lanes) = (shape[shape.Rank - 2].Size, shape[shape.Rank - 1].Size, program.Target.Lanes);
        if (all * columns <= most || all % lanes != 0 || !sources.All(source => HasRows(source, passed, shape)))
            return null;
        var size = lanes;
        for (var more = lanes; more < all && more * columns <= most; more += lanes)
            size = all % more == 0 ? more : size;
        return size;
    }

    /// <summary>Whether a kernel makes of some rows of what is passed on what belongs to these rows.</summary>
    private bool HasRows(Kernel source, int[] passed, Shape shape) => source switch
    {
        ContractKernel contract => RowOf(contract, passed) is not null,
        LoopKernel loop => loop.Space.Rank == shape.Rank && loop.Space[shape.Rank - 2] == shape[shape.Rank - 2] && loop.Space.Extents.Take(around.Length).SequenceEqual(around)
            && loop.Reduction?.Axes.Contains(shape.Rank - 2) != true,
        _ => false,
    };

    /// <summary>The index of a contraction that goes through the rows of what is passed on and is kept.</summary>
    private int? RowOf(ContractKernel kernel, int[] passed)
    {
        var contract = kernel.Contract;
        var access = passed.Contains(Views.Owner(graph, kernel.Left)) ? contract.Left : passed.Contains(Views.Owner(graph, kernel.Right)) ? contract.Right
            : kernel.Outputs.Any(output => passed.Contains(output.Node)) ? contract.Output : null;
        return access is { Axes: { Count: > 1 } axes } && axes[axes.Count - 2] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var row }] } && contract.Output.Uses(row)
            && !(contract.Left.Uses(row) && contract.Right.Uses(row)) && contract.Indices[row].Extent is { IsBatch: false } ? row : null;
    }

    /// <summary>The one kernel; null where not all that is passed on is stored and read in the same turns of a loop over the samples.</summary>
    private ScheduledKernel? Joined()
    {
        var arguments = new JoinedArguments(graph, run, sources);
        var parts = new List<(Nest Nest, ScheduledKernel Part)>();
        foreach (var (source, number) in sources.Select(static (source, number) => (source, number)))
            parts.Add(Part(source, number, arguments));
        var joined = Join.Of(parts.Select(static part => part.Nest), around.Length + 1, arguments.MemoryOf);
        HashSet<int> passed = [.. arguments.Passed];
        if (Sequence.PartsOf(joined.Body).Where(part => part.Places().Any(place => passed.Contains(arguments.MemoryOf(place.Buffer.Memory)))).ToArray() is not [For { Extent.IsBatch: true }])
            return null;
        (joined, var lengths, var firsts) = OfOneTurn.Of(joined, passed, arguments.MemoryOf);
        HashSet<int> stored = [.. sources.SelectMany(static source => source.Stores).Select(static output => output.Node)];
        var kernel = new JoinedKernel(
            sources[0].IsBackward, sources.ToEquatableArray(), sources.SelectMany(static source => source.Reads).Where(read => !stored.Contains(Views.Owner(graph, read))).Distinct().ToEquatableArray(),
            sources.SelectMany(static source => source.Stores).Where(output => !run.Values.Contains(output.Node)).ToEquatableArray());
        return new ScheduledKernel(kernel, kernel.IsBackward, new NestSchedule(joined), arguments.ToArray(lengths, firsts)) { Parts = parts.Select(static part => part.Part).ToEquatableArray() };
    }

    /// <summary>One of the kernels, in turns of the loops around it.</summary>
    private (Nest Nest, ScheduledKernel Part) Part(Kernel source, int number, JoinedArguments arguments)
    {
        string[] values = [.. source.Stores.Select(output => LayerWords.Local(graph, output.Node)).Distinct()];
        var (name, title) = (string.Concat(values.Take(2).Select(Identifiers.Pascal)), $"{Counts.Joined(values)}.");
        if (source is LoopKernel loop)
        {
            var part = ElementScheduler.ScheduleTurn(graph, program.Parameters, loop, around, rows, name, title);
            return (arguments.Renumbered(((NestSchedule)part.Schedule).Nest, part.Arguments, number), part);
        }

        var contract = (ContractKernel)source;
        int[] indices = [.. Common(contract.Contract).Take(around.Length)];
        (int, int)? block = rows is { } size ? (RowOf(contract, [.. run.Values.Where(node => GrownValues.Of(graph).Contains(node))])!.Value, size) : null;
        var (copy, product) = ContractScheduler.ScheduleTurn(graph, program.Parameters, contract, new(indices.ToEquatableArray(), block), nests, isInOrder)
            ?? throw new InvalidGraphException($"no schedule for a turn of {contract.Contract} of {graph[contract.Left].Name} and {graph[contract.Right].Name}");
        var (turn, names) = (((NestSchedule)product.Schedule).Nest, new Names());
        var loops = Common(contract.Contract).Take(around.Length).Select(index => contract.Contract.Indices[index])
            .Select(index => new For(names.Variable(index.Word), index.Extent, turn.Body)).ToList();
        if (block is var (cut, steps))
            loops.Add(new For(Turns.BlockVariable, contract.Contract.Indices[cut].Extent, turn.Body) { Step = steps });
        For[] own = [.. loops.Select(static (loop, place) => loop with { Variable = loop.Step > 1 ? loop.Variable : loop.Variable with { Number = -place } })];
        Statement InTurn(Nest nest, EquatableArray<KernelArgument> its) => arguments.Renumbered(InTurns.Moved(nest, own, memory => its[memory].Around), its, number, copy?.Arguments).Body;
        Statement body = new Part(title, InTurn(new Named(name).Rewrite(turn), product.Arguments));
        var copied = copy is null ? null : new Part(
            $"A copy that the tiles of {values[0]} read.",
            InTurn(new(new Outlined(name + "Pack", CopyOf((NestSchedule)copy.Schedule), ((NestSchedule)copy.Schedule).Nest.Body) { Of = 0 }), copy.Arguments));
        var depth = copy is null ? -1 : copy.Arguments[0].Around.Count > around.Length && copy.Arguments[0].Around[around.Length] != 0 ? around.Length : around.Length - 1;
        for (var place = own.Length - 1; place >= 0; place--)
        {
            if (place == depth)
                body = Sequence.Of([Renaming.Copy(copied!, Names.Of(new(body))), body]);
            body = own[place] with { Body = body };
        }

        var alone = InTurns.Of(turn, own, memory => product.Arguments[memory].Around);
        return (new(Renaming.Copy(body, new Names())), product with { Schedule = new NestSchedule(alone) { Plan = ((NestSchedule)product.Schedule).Plan }, Turns = own.Where(static loop => !loop.Extent.IsBatch).Aggregate(1, static (turns, loop) => turns * (loop.Extent.Size / loop.Step)) });
    }

    private static string CopyOf(NestSchedule copy) => copy.Packing is { } packing ? PackStrategy.Summary(packing) : "packed in the order in which tiles read it.";

    /// <summary>Gives the methods of a part the name of what it computes.</summary>
    private sealed class Named(string name) : NestRewriter
    {
        protected override Statement Visit(Statement statement)
            => base.Visit(statement) is var visited && visited is Outlined outlined && name.Length > 0 ? outlined with { Name = name + outlined.Name } : visited;
    }
}
