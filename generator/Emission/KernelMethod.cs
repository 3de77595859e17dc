using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>A method of the emitted code: a kernel's schedule with the names that its first caller gives it.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Graph">The graph of the kernel.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Arguments">The names of its arguments, by number.</param>
internal sealed record KernelMethod(string Name, NetworkGraph Graph, ScheduledKernel Kernel, EquatableArray<string> Arguments)
{
    /// <summary>Whether the method is told the size of the batch.</summary>
    public bool TakesBatch => Extents(Kernel.Schedule).Any(static extent => extent.IsBatch);

    /// <summary>The parameter list: every tensor by reference, then the batch.</summary>
    public string Parameters => ParameterList(Arguments, TakesBatch);

    public static string ParameterList(IEnumerable<string> arguments, bool takesBatch, params IEnumerable<string> others)
        => string.Join(", ", arguments.Select(static name => "ref float " + name).Concat(others).Concat(takesBatch ? ["int batch"] : []));

    /// <summary>A scope in which the arguments and the batch are taken.</summary>
    public NameScope Scope()
    {
        var scope = new NameScope();
        scope.Take("batch");
        foreach (var argument in Arguments)
            scope.Take(argument);
        return scope;
    }

    private static IEnumerable<Extent> Extents(Schedule schedule) => schedule switch
    {
        NestSchedule loops => loops.Nest.Body.All().OfType<For>().SelectMany(static loop => new[] { loop.Extent, loop.Span.Whole }),
        _ => [],
    };
}
