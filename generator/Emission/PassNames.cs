using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// What a pass calls its tensors, the rows of samples of different lengths and the present time step; and how a call says with which element of a tensor a method begins.
/// </summary>
/// <param name="program">The program.</param>
internal sealed class PassNames(ScheduledProgram program)
{
    /// <summary>The variable of each tensor.</summary>
    public Dictionary<(int Node, TensorForm Form), string> Locals { get; } = [];

    /// <summary>What the rows of samples of different lengths are called.</summary>
    public Dictionary<SequenceLengths, string> Rows { get; } = [];

    /// <summary>What the number of a step of a loop over time is called.</summary>
    public string Turn { get; set; } = "";

    /// <summary>How many samples have that step, where they have different lengths.</summary>
    public string Alive { get; set; } = "";

    /// <summary>The first float of a variable.</summary>
    public string Start(string local) => program.IsReadable ? local + ".Elements[0]" : local;

    /// <summary>What a call gives for an argument of a method.</summary>
    public string Argument(ScheduledKernel kernel, KernelArgument argument, int number)
    {
        var local = Locals[(argument.Node, argument.Form)];
        if (kernel.Schedule is not IndexedSchedule definition)
            return At(local, argument);
        if (argument.Step is { } time && (time.Rows?.Lengths ?? (program.Graph[argument.Node].Loop is { } around ? program.Graph.Loops[around].Lengths : null)) is { } lengths)
            return InRows(kernel, argument, local, time, Rows[lengths]);
        var (shape, own) = (definition.ShapeOf(number), ShapeOf(argument.Node));
        if (argument.Step is { } steps && own[0] != steps.Steps)
            local += $".Slice({Numbers.Text(steps.Shift)}, {Numbers.Text(steps.Steps)})";
        return shape == own ? local : $"{local}.Reshape([{Extents(shape)}])";
    }

    /// <summary>The rows of a tensor that a method is given, where samples have different lengths: those of the present time step, or of all.</summary>
    private string InRows(ScheduledKernel kernel, KernelArgument argument, string local, StepPlace time, string table)
    {
        if (time.Rows is { } of)
            return $"{local}.Slice((int){table}.{of.Table}({StepOf(time)}), {(kernel.Loop is null ? Offsets.Batch : Alive)})";

        if (time.Steps == 1)
            return $"{local}.Slice({(time.Shift == 0 ? "0" : $"{table}.Count")}, {Offsets.Batch})";
        return TimeLoops.Slots(program.Graph, argument.Node) == time.Steps ? local : $"{local}.Slice({(time.Shift == 0 ? "0" : Offsets.Batch)}, {table}.Count)";
    }

    /// <summary>The number of the time step that an argument is of: the present one, one beside it, or always the same.</summary>
    private string StepOf(StepPlace place) => !place.Moves ? Numbers.Text(place.Shift) : place.Shift == 0 ? Turn : $"{Turn} + {Numbers.Text(place.Shift)}";

    private EquatableArray<Extent> ShapeOf(int node) => ReadableShapes.OwnShape(program.Graph, node);

    /// <summary>The shape of a tensor; of samples of different lengths, it has the rows of all time steps, and of a state those before them, too.</summary>
    public string RowsOf(int node)
    {
        var shape = ShapeOf(node);
        if (shape.Count > 0 && shape[0].Lengths is { } own)
            return string.Join(", ", shape.Skip(1).Select(static extent => Offsets.Of(extent)).Prepend($"{Rows[own]}.Count"));
        if (TimeLoops.Slots(program.Graph, node) is > 1 and var slots && program.Graph[node].Loop is { } loop && program.Graph.Loops[loop] is { Lengths: { } lengths } time)
            return string.Join(", ", shape.Skip(2).Select(static extent => Offsets.Of(extent)).Prepend(slots > time.Steps ? $"{Offsets.Batch} + {Rows[lengths]}.Count" : $"{Rows[lengths]}.Count"));
        return Extents(shape);
    }

    private static string Extents(EquatableArray<Extent> shape) => string.Join(", ", shape.Select(static extent => Offsets.Of(extent)));

    /// <summary>A reference to where an argument begins, in the present step of a loop.</summary>
    public string At(string start, KernelArgument argument)
    {
        if (argument.Step is not { } place)
            return Offsets.Reference(start, argument.Start);
        var step = StepOf(place);
        if (place.Rows is { } table)
        {
            var row = $"{Rows[table.Lengths]}.{table.Table}({step}) * {Numbers.Text(place.Stride)}";
            return $"ref Unsafe.Add(ref {start}, {(argument.Start == 0 ? row : $"({row}) + {Numbers.Text(argument.Start)}")})";
        }

        if (step == "0")
            return Offsets.Reference(start, argument.Start);
        var offset = $"(nint){(place is { Moves: true, Shift: not 0 } ? $"({step})" : step)} * {(place.TimesBatch ? "batch * " : "")}{Numbers.Text(place.Stride)}";
        return $"ref Unsafe.Add(ref {start}, {(argument.Start == 0 ? offset : $"({offset}) + {Numbers.Text(argument.Start)}")})";
    }

    /// <summary>How many rows a kernel has to go through: the samples, those that have the present step, or the steps of all.</summary>
    public string CountOf(ScheduledKernel kernel, KernelMethod method)
        => kernel.Loop is { } loop && program.Graph.Loops[loop].Lengths is not null ? Alive : method.Lengths is { } lengths ? Rows[lengths] + ".Count" : "batch";
}
