using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes a pass over the network, to be read from top to bottom: where every tensor is, then step after step what is computed and why.</summary>
/// <param name="writer">Where to.</param>
/// <param name="program">The program.</param>
/// <param name="memory">Where its tensors are.</param>
/// <param name="library">The kernels' methods.</param>
/// <param name="reference">A reference to a tensor's first float, as C#.</param>
/// <param name="buffer">What has the memory of the batch.</param>
/// <param name="callers">How many inputs and outputs of a prediction are the caller's; those behind them are in the state of the sequences.</param>
internal sealed class PassEmitter(
    CodeWriter writer, ScheduledProgram program, MemoryPlan memory, KernelLibrary library, Func<Placement, string> reference, string buffer = "workspace",
    (int Inputs, int Outputs)? callers = null)
{
    private readonly PassNames names = new(program);
    private readonly StepHeadings headings = new(writer, program, memory);
    private readonly StepText texts = new(writer, program, memory, reference);
    private readonly HashSet<ValueName> shaped = [];

    /// <param name="isWanted">Which kernels of the program are the pass.</param>
    /// <param name="scope">The names that are taken where the pass is written.</param>
    public void Emit(Func<ScheduledKernel, bool> isWanted, NameScope scope)
    {
        int[] steps = [.. Enumerable.Range(0, program.Kernels.Count).Where(index => isWanted(program.Kernels[index]))];
        var tensors = new PassTensors(writer, program, memory, library, names, reference, buffer, callers);
        // The formulas say 'step', so that no tensor may be called so.
        if (steps.Any(step => program.Kernels[step].Loop is not null))
            names.Turn = scope.Take("step");
        // The tensors of the readable form have as many rows.
        if (program.IsReadable)
            tensors.DeclareRows(steps, scope);
        tensors.Declare(steps, scope);
        if (!program.IsReadable)
            tensors.DeclareRows(steps, scope);
        if (steps.Any(step => program.Kernels[step].Source is { } source && Notation.Sources(program.Graph, source).Any(static line => line.StartsWith("line ", StringComparison.Ordinal))))
            writer.Blank().Comment(Declaration.SourceLine.Counting);
        for (var index = 0; index < steps.Length;)
        {
            writer.Blank();
            headings.OfFormulas(steps, index);
            if (program.Kernels[steps[index]].Loop is not { } number)
            {
                Emit(steps[index++]);
                continue;
            }

            var loop = program.Graph.Loops[number];
            headings.OfLoop(number, steps.Skip(index).TakeWhile(other => program.Kernels[other].Loop == number).ToArray());
            var count = loop.Lengths is { } lengths ? names.Rows[lengths] + ".Longest" : Numbers.Text(loop.Steps);
            // A sequence of one step is no loop.
            var isOne = loop.Steps == 1 && loop.Lengths is null;
            using var body = writer.Braces(isOne ? ""
                : loop.IsReverse ? $"for (var {names.Turn} = {(loop.Lengths is null ? Numbers.Text(loop.Steps - 1) : count + " - 1")}; {names.Turn} >= 0; {names.Turn}--)"
                : $"for (var {names.Turn} = 0; {names.Turn} < {count}; {names.Turn}++)");
            if (isOne)
                writer.Line($"const int {names.Turn} = 0;");
            if (loop.Lengths is { } known)
            {
                names.Alive = names.Alive.Length > 0 ? names.Alive : scope.Take("alive");
                writer.Line($"var {names.Alive} = {names.Rows[known]}.Alive({names.Turn});");
            }

            for (; index < steps.Length && program.Kernels[steps[index]].Loop == number; index++)
            {
                writer.Blank();
                headings.OfFormulas(steps, index);
                Emit(steps[index]);
            }
        }
    }

    /// <summary>A step: what is said of it, and the call.</summary>
    private void Emit(int step)
    {
        var kernel = program.Kernels[step];
        var number = Numbers.Text(step + 1);
        if (kernel.Schedule is LeafSchedule leaf)
        {
            writer.Comment($"{number}. {program.Graph[kernel.Arguments[0].Node].Name.Mathematics}: {LeafEmitter.Describe(leaf.Leaf)}    {ShapeText.OfCopy(program.Graph, kernel)}");
            LeafEmitter.Emit(writer, leaf.Leaf, program.Graph[kernel.Arguments[0].Node].Shape, names.Start(names.Locals[(kernel.Arguments[0].Node, TensorForm.Own)]));
            return;
        }

        if (kernel.Schedule is ExchangeSchedule exchange)
        {
            var (part, whole) = (kernel.Arguments[0], kernel.Arguments[1]);
            writer.Comment($"{number}. {program.Graph[whole.Node].Name.Mathematics} = Σ over workers of {program.Graph[part.Node].Name.Mathematics}; a copy when there is one worker    {ShapeText.OfCopy(program.Graph, kernel)}");
            writer.Line($"workspace.Exchange(ref {names.Start(names.Locals[(part.Node, part.Form)])}, ref {names.Start(names.Locals[(whole.Node, whole.Form)])}, {Numbers.Text(exchange.Count)});");
            return;
        }

        if (kernel.Schedule is RearrangeSchedule rearrange)
        {
            var (text, rowShapes) = (RowsText.Of(program.Graph, kernel, rearrange), RowsText.Shapes(program.Graph, kernel, rearrange));
            var fits = writer.FitsComment($"{number}. {text}    {rowShapes}");
            writer.Comment($"{number}. {text}{(fits ? "    " + rowShapes : "")}");
            if (!fits)
                writer.Comment($"{new string(' ', number.Length + 2)}{rowShapes}");
            var values = kernel.Arguments.Select(argument => argument.IsWritten ? Offsets.Reference(names.Start(names.Locals[(argument.Node, argument.Form)]), 0) : names.At(names.Start(names.Locals[(argument.Node, argument.Form)]), argument));
            writer.Call($"{names.Rows[rearrange.Rearrange.Lengths]}.{rearrange.Rearrange.Order}", [.. rearrange.Value is { } value ? [Numbers.Single(value)] : Array.Empty<string>(), .. values, Numbers.Text(rearrange.Size)]);
            return;
        }

        var method = library.MethodOf(program.Graph, kernel);
        foreach (var (name, text) in kernel is { Loop: null, Source: { } read } ? OtherShapes.Of(program.Graph, read) : [])
        {
            if (shaped.Add(name))
                writer.Comment(text);
        }

        texts.Explain(number, kernel, method, library.Explained.Add(method));
        var arguments = method.Order.Select(place => names.Argument(kernel, kernel.Arguments[place], place))
            .Concat(method.TakesStep ? [names.Turn] : []).Concat(method.TakesBatch ? [names.CountOf(kernel, method)] : [])
            .Concat(method.TakesPass ? [KernelMethod.Accumulate] : []);
        writer.Call("Kernels." + method.Name, arguments.ToArray());
    }
}
