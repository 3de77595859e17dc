using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>Schedules a loop over elements: its definition over the buffers as they lie in memory, rewritten by a strategy.</summary>
internal static class ElementScheduler
{
    public static ScheduledKernel Schedule(NetworkGraph graph, ParameterLayouts layouts, LoopKernel kernel)
    {
        var arguments = new ArgumentList(isShared: true);
        var (nest, starts) = Flatten.Of(AddInPasses.Of(Definition(graph, layouts, kernel, arguments), arguments.Gradients(graph), namesSums: true));
        var strategy = new ElementStrategy(layouts.Target);
        var phases = InPhases.Of(nest);
        return new ScheduledKernel(
            kernel, kernel.IsBackward, new NestSchedule(ReferenceEquals(phases, nest) ? strategy.Of(nest).Last() : strategy.OfParts(phases)), arguments.ToArray(starts));
    }

    /// <summary>A loop over elements in turns of its outermost loops, in each of which what is left is a method of its own.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="kernel">The loop over elements.</param>
    /// <param name="around">The extents of the loops around, the outermost first.</param>
    /// <param name="rows">Of how many rows each turn of a further loop is; null where it is of all.</param>
    /// <param name="name">What the method's name ends in.</param>
    /// <param name="title">What it computes.</param>
    public static ScheduledKernel ScheduleTurn(NetworkGraph graph, ParameterLayouts layouts, LoopKernel kernel, IReadOnlyList<Extent> around, int? rows, string name, string title)
    {
        var arguments = new ArgumentList(isShared: true);
        var (nest, starts) = Flatten.Of(WithoutSingleTurns.Of(Definition(graph, layouts, kernel, arguments)));
        var loops = new List<For>();
        var body = nest.Body;
        while (loops.Count < around.Count && body is For { Reach: null } loop && loop.Extent == around[loops.Count])
        {
            loops.Add(loop);
            body = loop.Body;
        }

        if (rows is { } size && loops.Count == around.Count && body is For { Reach: null, Extent.IsBatch: false } all && all.Extent.Size % size == 0)
        {
            var (split, _) = Split.Of(new(body), all.Variable, all.Variable.Name, size, Tail.None);
            loops.Add((For)split.Body);
            body = loops[loops.Count - 1].Body;
        }

        // What is rewritten does not know of the loops around it, so that these have names that it cannot give.
        var names = loops.Select((loop, place) => loop with { Variable = loop.Step > 1 ? Turns.BlockVariable : loop.Variable with { Number = -place } }).ToArray();
        var renamed = loops.Zip(names, static (loop, own) => (loop.Variable, Own: own.Variable)).ToDictionary(static pair => pair.Variable, static pair => pair.Own);
        nest = new(Renaming.In(body, renamed, new Dictionary<Local, Local>()));
        var strategy = new ElementStrategy(layouts.Target);
        var phases = InPhases.Of(nest);
        nest = ReferenceEquals(phases, nest) ? strategy.Of(nest).Last() : strategy.OfParts(phases);
        nest = InTurns.Of(new(new Part(title, new Outlined(name, title, nest.Body))), names, static _ => []);
        return new ScheduledKernel(kernel, kernel.IsBackward, new NestSchedule(new(Renaming.Copy(nest.Body, new Names()))), arguments.ToArray(starts));
    }

    /// <summary>Zeros in the table, and rows that are added to it: each is rewritten by itself.</summary>
    public static ScheduledKernel Schedule(NetworkGraph graph, ParameterLayouts layouts, IndexAddKernel kernel)
    {
        var arguments = new ArgumentList(isShared: true);
        var definition = Loops.Definition.Of(new StoredBuffers(graph, layouts, arguments, (Kernel)kernel), graph, kernel);
        var (nest, starts) = Flatten.Of(AddInPasses.Of(definition, arguments.Gradients(graph)));
        return new ScheduledKernel(kernel, kernel.IsBackward, new NestSchedule(new ElementStrategy(layouts.Target).OfParts(nest)), arguments.ToArray(starts));
    }

    private static Nest Definition(NetworkGraph graph, ParameterLayouts layouts, LoopKernel kernel, ArgumentList arguments)
    {
        StoredTensor[] tensors = [.. kernel.Reads.Concat(kernel.Stores.Select(static output => output.Node)).Select(node => StoredTensor.Of(graph, layouts, node))];
        if (tensors.FirstOrDefault(static tensor => tensor.BlockedAxis >= 0) is not { } panels)
            return Loops.Definition.Of(new StoredBuffers(graph, layouts, arguments, kernel), kernel);

        // Tensors in panels, all alike, are one loop over memory as it lies, padding included.
        if (kernel.Reduction is not null)
            throw new InvalidGraphException($"{graph[kernel.Operands[0]].Name} lies in panels and cannot be reduced");
        if (Array.Find(tensors, tensor => (tensor.BlockedAxis, tensor.Block, tensor.BlockStride) != (panels.BlockedAxis, panels.Block, panels.BlockStride)) is { } other)
            throw new InvalidGraphException($"{graph[other.Owner].Name} and {graph[panels.Owner].Name} lie in different panels");
        var length = layouts.First(layout => (layout.BlockedAxis, layout.Block, layout.BlockStride, layout.Strides) == (panels.BlockedAxis, panels.Block, panels.BlockStride, panels.Strides)).Length;
        return Loops.Definition.Of(new PanelBuffers(graph, length, arguments), kernel with { Space = Shape.Of(length) });
    }

    /// <summary>Buffers as they lie, each as the kernel's argument.</summary>
    private sealed class StoredBuffers : IBuffers
    {
        private readonly NetworkGraph graph;
        private readonly ParameterLayouts layouts;
        private readonly ArgumentList arguments;
        private readonly ValueWords words;

        public StoredBuffers(NetworkGraph graph, ParameterLayouts layouts, ArgumentList arguments, Kernel kernel)
        {
            this.graph = graph;
            this.layouts = layouts;
            this.arguments = arguments;
            words = new(graph, kernel);
        }

        public StoredBuffers(NetworkGraph graph, ParameterLayouts layouts, ArgumentList arguments, LoopKernel kernel)
            : this(graph, layouts, arguments, (Kernel)kernel)
        {

            // In this order they are the method's parameters.
            foreach (var operand in kernel.Operands.SelectMany(operand => kernel.GatheredBy(operand) is { } gathered ? new[] { gathered.Table, gathered.Indices } : [operand]))
                Read(operand);
            foreach (var output in kernel.Elements)
                Write(output);
            foreach (var extra in kernel.Reduction?.Extras ?? [])
                Read(extra);
        }

        public Buffer Read(int node)
        {
            var tensor = StoredTensor.Of(graph, layouts, node);
            return Of(tensor, arguments.Read(tensor.Owner, step: tensor.Step)) with { Name = words.Mathematics(node) };
        }

        public Buffer Write(KernelOutput output)
        {
            var tensor = StoredTensor.Of(graph, layouts, output);
            var buffer = Of(tensor, arguments.Write(tensor.Owner, step: tensor.Step)) with { Start = output.Offset };
            if (words.Window(output) is { } part)
                buffer = buffer with { Name = $"{buffer.Name}.{part}" };
            // Behind a part of a concatenation is the next part.
            return graph[tensor.Owner].Operation is Concatenate ? buffer with { IsPadded = false } : buffer;
        }

        public string? Identifier(int node) => words.Identifier(node);

        public string? Local(int node) => words.Local(node);

        public string AxisName(Shape space, int axis) => words.AxisName(space, axis);

        private Buffer Of(StoredTensor tensor, int argument)
            => new(graph[tensor.Owner].Name.Mathematics, argument, ElementType.Float32, tensor.Shape.Extents, tensor.Strides, tensor.Offset)
            {
                IsPadded = tensor.IsPadded,
            };
    }

    /// <summary>Buffers as nothing but their memory.</summary>
    private sealed class PanelBuffers(NetworkGraph graph, int length, ArgumentList arguments) : IBuffers
    {
        public Buffer Read(int node) => Of(node, arguments.Read(Views.Owner(graph, node)));

        public Buffer Write(KernelOutput output) => Of(output.Node, arguments.Write(Views.Owner(graph, output.Node)));

        public string? Identifier(int node) => graph[Views.Owner(graph, node)].Name.Identifier;

        public string? Local(int node) => LayerWords.Local(graph, node);

        public string AxisName(Shape space, int axis) => "place";

        private Buffer Of(int node, int argument)
            => new(graph[Views.Owner(graph, node)].Name.Mathematics, argument, ElementType.Float32, [length], [1]) { IsPadded = true };
    }
}
