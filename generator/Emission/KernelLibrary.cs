using NetGen.Generator.Emission.Nests;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// The kernels' methods. Two kernels with the same schedule share one method, so that the code of a deep network grows with the number
/// of different layers only, and prediction shares what it can with training.
/// </summary>
internal sealed class KernelLibrary
{
    /// <summary>
    /// On every kernel, so that it is compiled once and well at its first call: without it, a training run spends its first epochs in code
    /// that is not optimised yet.
    /// </summary>
    public const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private readonly Dictionary<(Schedule Schedule, bool IsBackward), KernelMethod> methods = [];
    private readonly List<KernelMethod> inOrder = [];
    private readonly NameScope names = new();

    /// <summary>The methods of a pass, in the order in which they are first called.</summary>
    public IEnumerable<KernelMethod> Of(bool isBackward) => inOrder.Where(method => method.Kernel.IsBackward == isBackward);

    /// <summary>The method for a kernel: one that is there already, or a new one.</summary>
    /// <param name="graph">The kernel's graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pass">The end of a new method's name, unless it is named after a gradient.</param>
    public KernelMethod MethodOf(NetworkGraph graph, ScheduledKernel kernel, string pass)
    {
        if (methods.TryGetValue((kernel.Schedule, kernel.IsBackward), out var method))
            return method;

        // 'sum' and 'total' are arguments of the element functions beside the kernel's own; a tile is told the others.
        var scope = new NameScope();
        foreach (var name in new[] { "batch", "count", "isFirst", "isLast", "sum", "total" })
            scope.Take(name);
        var arguments = kernel.Arguments.Select(argument => scope.Take(IdentifierOf(graph, argument)));
        method = new KernelMethod(names.Take(NameOf(graph, kernel, pass)), graph, kernel, arguments.ToEquatableArray());
        methods.Add((kernel.Schedule, kernel.IsBackward), method);
        inOrder.Add(method);
        return method;
    }

    public static string IdentifierOf(NetworkGraph graph, KernelArgument argument)
        => graph[argument.Node].Name.Identifier + (argument.Form == TensorForm.Own ? "" : argument.Form.ToString());

    /// <summary>Writes a kernel's method and those it is made of.</summary>
    public static void Emit(CodeWriter writer, KernelMethod method)
    {
        writer.Blank();
        Document(writer, method);
        switch (method.Kernel.Schedule)
        {
            case NestSchedule loops:
                new NestEmitter(writer, method).Emit(loops.Nest);
                break;
            case TransposeSchedule transpose:
                TransposeEmitter.Emit(writer, method, transpose);
                break;
            default:
                throw new InvalidGraphException($"no emitter for {method.Kernel.Schedule.GetType().Name}");
        }
    }

    private static string NameOf(NetworkGraph graph, ScheduledKernel kernel, string pass)
    {
        var argument = kernel.Arguments.Last(static argument => argument.IsWritten);
        var name = graph[argument.Node].Name;
        if (argument.Form != TensorForm.Own)
            return name.Pascal + argument.Form;

        // What is made of nothing is stored around something.
        var border = kernel.Source is LoopKernel { Operands.Count: 0 } ? "Border" : "";
        return name.Pascal + border + (name.IsGradient ? "Gradient" : pass);
    }

    private static void Document(CodeWriter writer, KernelMethod method)
    {
        if (method.Kernel.Source is not { } source)
        {
            var name = method.Graph[method.Kernel.Arguments[0].Node].Name.Mathematics;
            writer.Documentation(
                "summary",
                method.Kernel.Schedule is TransposeSchedule
                    ? $"{name}ᵀ, copied so that its other axis lies side by side, as the vectors of the next product are loaded"
                    : $"{name}, copied in the order in which the next product goes through it, so that its vectors lie side by side");
            return;
        }

        var equations = Notation.Of(method.Graph, source).ToArray();
        var shapes = Notation.Shapes(method.Graph, source);
        writer.Documentation("summary", equations.Length == 1 ? [$"{equations[0]}    {shapes}"] : [.. equations, shapes]);
        if (ScheduleRemarks.Of(method.Kernel, source) is { } remarks)
            writer.Documentation("remarks", remarks.TrimEnd());
    }
}
