using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>A method of the emitted code: a kernel's schedule with the names that its first caller gives it.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Graph">The graph of the kernel.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Arguments">The names of its arguments, by number.</param>
/// <param name="Steps">The steps that call it.</param>
internal sealed record KernelMethod(string Name, NetworkGraph Graph, ScheduledKernel Kernel, EquatableArray<string> Arguments, IReadOnlyList<KernelStep> Steps)
{
    /// <summary>What it is written for.</summary>
    public required Target Target { get; init; }

    /// <summary>What its arguments are called in mathematics, by number; a method that different values share calls them as the code does.</summary>
    public required EquatableArray<string> Words { get; init; }

    /// <summary>The numbers of its arguments in the order in which it takes them: values, then parameters and copies of them, then what it writes.</summary>
    public required EquatableArray<int> Order { get; init; }

    /// <summary>What the values are called that it computes.</summary>
    public required MethodNames Values { get; init; }

    /// <summary>What it is told the number of: samples, or the rows that the samples of different lengths have in a time step, or in all of them.</summary>
    public string Rows => Lengths is not null || Steps.Any(static step => step.Kernel.Loop is { } loop && step.Graph.Loops[loop].Lengths is not null) ? "rows" : Offsets.Batch;

    /// <summary>Whether steps of different values call it.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether the method is told the size of the batch.</summary>
    public bool TakesBatch { get; } = Extents(Kernel.Schedule).Any(static extent => extent.IsBatch);

    /// <summary>The lengths of the samples whose steps, and not samples, the method is told the number of.</summary>
    public SequenceLengths? Lengths { get; } = Extents(Kernel.Schedule).Select(static extent => extent.Lengths).FirstOrDefault(static lengths => lengths is not null);

    /// <summary>Whether the method is told if it adds to a gradient or stores it.</summary>
    public bool TakesPass { get; } = NestOf(Kernel.Schedule)?.Body.All().Any(static statement => statement is OnTurn { IsOfPass: true }) == true;

    /// <summary>What the parameter is called that says if it adds.</summary>
    public const string Accumulate = "accumulate";

    /// <summary>Whether it is written in the readable form.</summary>
    public bool IsReadable => Kernel.Schedule is IndexedSchedule;

    /// <summary>Whether the method is told the present step of a loop over time.</summary>
    public bool TakesStep => Kernel.Schedule is IndexedSchedule { Step: not null };

    /// <summary>The parameter list: every tensor, by reference or with its indices, then the batch.</summary>
    public IReadOnlyList<string> Parameters =>
    [
        .. IsReadable
            ? [.. Order.Select(number => "TensorSpan " + Arguments[number]), .. TakesStep ? ["int step"] : Array.Empty<string>(), .. TakesBatch ? ["int " + Rows] : Array.Empty<string>()]
            : ParameterList(Order.Select(number => Arguments[number]), TakesBatch ? Rows : null),
        .. TakesPass ? ["bool " + Accumulate] : Array.Empty<string>(),
    ];

    /// <param name="arguments">The tensors.</param>
    /// <param name="rows">What the number of samples or rows is called; null where it is not told.</param>
    /// <param name="others">Other parameters.</param>
    public static IReadOnlyList<string> ParameterList(IEnumerable<string> arguments, string? rows, params IEnumerable<string> others)
        => [.. arguments.Select(static name => "ref float " + name), .. others, .. rows is null ? Array.Empty<string>() : ["int " + rows]];

    /// <summary>A scope in which the arguments and the batch are taken.</summary>
    public NameScope Scope()
    {
        var scope = new NameScope();
        scope.Take(Rows);
        if (TakesStep)
            scope.Take("step");
        if (TakesPass)
            scope.Take(Accumulate);
        foreach (var argument in Arguments)
            scope.Take(argument);
        return scope;
    }

    private static IEnumerable<Extent> Extents(Schedule schedule)
        => NestOf(schedule)?.Body.All().OfType<For>().SelectMany(static loop => new[] { loop.Extent, loop.Span.Whole }) ?? [];

    private static Nest? NestOf(Schedule schedule) => schedule switch
    {
        IndexedSchedule definition => definition.Nest,
        NestSchedule loops => loops.Nest,
        _ => null,
    };
}
