using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what stands above the call of a step: its mathematics, what of the developer's it is for, what the formula leaves open, and how it is carried out.</summary>
/// <param name="writer">Where to.</param>
/// <param name="program">The program.</param>
/// <param name="memory">Where its tensors are.</param>
/// <param name="reference">A reference to a tensor's first float, as C#.</param>
internal sealed class StepText(CodeWriter writer, ScheduledProgram program, MemoryPlan memory, Func<Placement, string> reference)
{
    private readonly StepReaders readers = new(program);

    // The first step of each method that reads only constants, by the method and the constants.
    private readonly Dictionary<string, string> ofConstants = [];

    /// <summary>The mathematics of a step, what the developer wrote that it is for and, where it is the first of its kind, its definition and how it is carried out.</summary>
    public void Explain(string number, ScheduledKernel kernel, KernelMethod method, bool isFirst)
    {
        if (kernel.Source is not { } source)
        {
            var weight = program.Graph[kernel.Arguments[0].Node].Name.Mathematics;
            writer.Comment($"{number}. {weight} {KernelDocumentation.CopyOf(kernel)}");
            foreach (var line in Starts.Of(program.Graph, kernel.Arguments))
                writer.Comment($"{new string(' ', number.Length + 2)}{line}.");
            return;
        }

        // What follows the number is aligned with what stands behind it.
        var margin = new string(' ', number.Length + 2);
        string[] equations = [.. Notation.Of(program.Graph, source).Select(static equation => equation.Text)];
        var shapes = Notation.Shapes(program.Graph, source);
        var isOneLine = equations.Length == 1 && writer.FitsComment($"{number}. {equations[0]}    {shapes}");
        writer.Comment($"{number}. {equations[0]}{(isOneLine ? "    " + shapes : "")}");
        foreach (var equation in equations.Skip(1))
            writer.Comment(margin + equation);
        if (!isOneLine)
            writer.Comment(margin + shapes);
        foreach (var origin in Notation.Origins(program.Graph, source))
            writer.Comment(margin + origin);
        foreach (var image in source.Stores.Where(output => output.Expression is not Scalars.Constant).Select(static output => output.Node).Distinct())
        {
            if (UnstoredZeros.Of(program, image) is { Length: > 0 } zeros)
                writer.Comment($"{margin}The zeros in {Counts.Joined(zeros)} are not stored: no step reads them.");
        }

        if (source is Kernels.JoinedKernel && kernel.Schedule is NestSchedule joined)
            writer.Comment(margin + JoinedText.Of(program.Graph, kernel, joined.Nest));
        foreach (var line in Notation.Explanations(program.Graph, source))
            writer.Comment(margin + line);
        foreach (var line in program.IsReadable ? [] : Starts.Of(program.Graph, [.. method.Order.Select(place => kernel.Arguments[place])]))
            writer.Comment($"{margin}{line}.");
        if (readers.InBackward(kernel, source) is { } later)
            writer.Comment(margin + later);
        else
            readers.PartsForBackward(kernel, source).ForEach(line => writer.Comment(margin + line));
        if ((readers.OfZeros(source) ?? readers.OfFrame(source, kernel)) is { } others)
            writer.Comment(margin + others);
        foreach (var line in readers.Twice(kernel, source))
            writer.Comment(margin + line);
        if (SameBefore(number, kernel, method) is { } same)
            writer.Comment($"{margin}The same numbers as in step {same}: each layer has its own.");
        if (program.IsReadable || !isFirst)
            return;
        if (source is Kernels.ContractKernel or Kernels.LoopKernel { Reduction: not null } or Kernels.IndexAddKernel or Kernels.JoinedKernel || IsAcrossAxes(source))
        {
            var counted = kernel.Loop is { } loop && program.Graph.Loops[loop].Lengths is not null ? ShapeText.Alive : method.Lengths is null ? Offsets.Batch : "steps";
            foreach (var line in DefinitionText.Of(program.Graph, kernel, new ValueNames(program.Graph), counted))
                writer.Comment($"{margin}  {line}");
        }

        if (ScheduleRemarks.Of(kernel, source) is { } remarks)
            writer.Comment(margin + remarks);
    }

    /// <summary>Whether a function of elements reads a value that has not all axes of its result, so that the shapes do not say which element is read.</summary>
    private bool IsAcrossAxes(Kernels.Kernel source) => source is Kernels.LoopKernel { IsBackward: false } && source.Stores.Select(output => program.Graph[output.Node].Shape).FirstOrDefault() is { } stored
        && source.Reads.Select(read => program.Graph[Views.Owner(program.Graph, read)]).Any(read => read is { Operation: not (Parameter or Fill), Loop: null } && read.Shape.Rank < stored.Rank && read.Shape.Extents.Any(static extent => extent != 1));

    /// <summary>The step before that has computed the same of the same constants, as one layer after another does with its mask.</summary>
    private string? SameBefore(string number, ScheduledKernel kernel, KernelMethod method)
    {
        var places = kernel.Arguments.Where(static argument => !argument.IsWritten).Select(argument => (Place: memory[argument.Node, argument.Form], argument.Start)).ToArray();
        if (program.IsReadable || places.Length == 0 || places.Any(static place => place.Place.Kind != MemoryKind.Literal))
            return null;
        var key = method.Name + string.Concat(places.Select(place => $" {reference(place.Place)} {Numbers.Text(place.Start)}"));
        if (ofConstants.TryGetValue(key, out var known))
            return known;
        ofConstants.Add(key, number);
        return null;
    }
}
