using NetGen.Generator.Declaration;
using NetGen.Generator.Emission.Nests;
using NetGen.Generator.Graph;
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

    private readonly Dictionary<(Schedule Schedule, bool IsBackward, string Names), List<KernelStep>> users = [];
    private readonly Dictionary<(Schedule Schedule, bool IsBackward, string Names), KernelMethod> methods = [];
    private readonly List<KernelMethod> inOrder = [];
    private readonly IReadOnlyDictionary<string, string> views;

    /// <summary>All steps of a network, in the order in which methods should be named: those of training first, which has the most of them.</summary>
    /// <param name="program">The network.</param>
    /// <param name="declaration">As it is declared.</param>
    public KernelLibrary(NetworkProgram program, NetworkDeclaration declaration)
    {
        Declaration = declaration;
        views = GeneratedMembers.Views(declaration.ParameterNames);
        Note(program.Training, "Forward", static kernel => !kernel.IsBackward);
        Note(program.Prediction, "Predict", static _ => true);
        Note(program.Training, "Backward", static kernel => kernel.IsBackward);
        if (program.Step is { } step)
            Note(step, "PredictNext", static _ => true);
        if (program.Evaluation is { } evaluation)
            Note(evaluation, "Evaluate", static _ => true);
        var names = new NameScope();
        var ambiguous = KernelNames.Ambiguous(users.Values);
        foreach (var (key, steps) in users.Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Value[0].Order))
        {
            var method = KernelNames.MethodOf(steps, program.Target, names, ambiguous);
            methods.Add(key, method);
            inOrder.Add(method);
        }
    }

    /// <summary>The network as it is declared.</summary>
    public NetworkDeclaration Declaration { get; }

    /// <summary>All methods, in the order in which they are first called.</summary>
    public IReadOnlyList<KernelMethod> All => inOrder;

    /// <summary>The methods that the passes of some names call first.</summary>
    public IEnumerable<KernelMethod> FirstOf(params string[] passes) => inOrder.Where(method => passes.Contains(method.Steps[0].Pass));

    /// <summary>The methods whose definition a pass has told already.</summary>
    public HashSet<KernelMethod> Explained { get; } = [];

    /// <summary>The method for a kernel.</summary>
    public KernelMethod MethodOf(NetworkGraph graph, ScheduledKernel kernel) => methods[KeyOf(graph, kernel)];

    public static string IdentifierOf(NetworkGraph graph, KernelArgument argument)
        => graph[argument.View ?? argument.Node].Name.Identifier + SchedulePrinter.Suffix(argument.Form);

    /// <summary>Writes a kernel's method and those it is made of.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="words">Takes down what a reader has to be told.</param>
    public void Emit(CodeWriter writer, KernelMethod method, KernelWords words)
    {
        writer.Blank();
        KernelDocumentation.Write(writer, method, Declaration, views);
        switch (method.Kernel.Schedule)
        {
            case NestSchedule loops:
                new NestEmitter(writer, method, words).Emit(loops.Nest);
                break;
            case IndexedSchedule definition:
                new NestEmitter(writer, method, words).Emit(definition.Nest);
                break;
            default:
                throw new InvalidGraphException($"no emitter for {method.Kernel.Schedule.GetType().Name}");
        }
    }

    private void Note(ScheduledProgram program, string pass, Func<ScheduledKernel, bool> isWanted)
    {
        for (var index = 0; index < program.Kernels.Count; index++)
        {
            var kernel = program.Kernels[index];
            if (!isWanted(kernel) || kernel.Schedule is LeafSchedule or ExchangeSchedule or RearrangeSchedule)
                continue;
            var key = KeyOf(program.Graph, kernel);
            if (!users.TryGetValue(key, out var steps))
                users.Add(key, steps = []);
            steps.Add(new KernelStep(program.Graph, kernel, pass, index + 1, users.Count));
        }
    }

    /// <summary>Whether it only stores zeros around something, which is the same in both passes.</summary>
    private static bool IsZeros(ScheduledKernel kernel)
        => kernel.Source is Kernels.LoopKernel { Operands.Count: 0, Reduction: null, Loop: null } zeros && zeros.Stores.All(static output => output is { IsInitial: false, Expression: Scalars.Constant(0.0) });

    // In the readable form every step has its own names, and so a method of its own.
    private static (Schedule Schedule, bool IsBackward, string Names) KeyOf(NetworkGraph graph, ScheduledKernel kernel)
        => (kernel.Schedule,
            kernel.IsBackward && !IsZeros(kernel) && kernel.Source?.IsComputedAgain(graph) != true,
            kernel.Schedule is IndexedSchedule ? string.Join(",", kernel.Arguments.Select(argument => graph[argument.Node].Name.Mathematics)) : "");
}

/// <summary>A kernel where a pass carries it out.</summary>
/// <param name="Graph">The kernel's graph.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Pass">The pass: Forward, Backward, Predict or Evaluate.</param>
/// <param name="Number">Its number in the program, from 1 on.</param>
/// <param name="Order">By which methods are ordered.</param>
internal sealed record KernelStep(NetworkGraph Graph, ScheduledKernel Kernel, string Pass, int Number, int Order);
