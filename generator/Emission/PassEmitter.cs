using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
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
    CodeWriter writer, ScheduledProgram program, MemoryPlan memory, KernelLibrary library, Func<Placement, string> reference, string buffer = "workspace", (int Inputs, int Outputs)? callers = null)
{
    private readonly bool isReadable = program.IsReadable;
    private readonly Dictionary<(int Node, TensorForm Form), string> locals = [];
    private readonly bool[] backward = program.Graph.BackwardNodes();

    private readonly HashSet<Textbook> told = [];
    private readonly HashSet<ValueName> shaped = [];
    private readonly TextbookSteps textbooks = new(program);

    // What the rows of samples of different lengths are called.
    private readonly Dictionary<SequenceLengths, string> rows = [];

    // What the number of a step of a loop over time is called, and how many samples have that step.
    private string turn = "";
    private string alive = "";

    /// <param name="isWanted">Which kernels of the program are the pass.</param>
    /// <param name="scope">The names that are taken where the pass is written.</param>
    public void Emit(Func<ScheduledKernel, bool> isWanted, NameScope scope)
    {
        int[] steps = [.. Enumerable.Range(0, program.Kernels.Count).Where(index => isWanted(program.Kernels[index]))];
        // The formulas say 'step', so that no tensor may be called so.
        if (steps.Any(step => program.Kernels[step].Loop is not null))
            turn = scope.Take("step");
        // The tensors of the readable form have as many rows.
        if (isReadable)
            DeclareRows(steps, scope);
        Declare(steps, scope);
        if (!isReadable)
            DeclareRows(steps, scope);
        if (steps.Any(step => program.Kernels[step].Source is { } source && Notation.Sources(program.Graph, source).Any(static line => line.StartsWith("line ", StringComparison.Ordinal))))
            writer.Blank().Comment(Declaration.SourceLine.Counting);
        for (var index = 0; index < steps.Length;)
        {
            writer.Blank();
            TellTextbook(steps, index);
            if (program.Kernels[steps[index]].Loop is not { } number)
            {
                Emit(steps[index++]);
                continue;
            }

            var loop = program.Graph.Loops[number];
            Head(number, steps.Skip(index).TakeWhile(other => program.Kernels[other].Loop == number).ToArray());
            var count = loop.Lengths is { } lengths ? rows[lengths] + ".Longest" : Numbers.Text(loop.Steps);
            // A sequence of one step is no loop.
            var isOne = loop.Steps == 1 && loop.Lengths is null;
            using var body = writer.Braces(isOne ? ""
                : loop.IsReverse ? $"for (var {turn} = {(loop.Lengths is null ? Numbers.Text(loop.Steps - 1) : count + " - 1")}; {turn} >= 0; {turn}--)"
                : $"for (var {turn} = 0; {turn} < {count}; {turn}++)");
            if (isOne)
                writer.Line($"const int {turn} = 0;");
            if (loop.Lengths is { } known)
            {
                alive = alive.Length > 0 ? alive : scope.Take("alive");
                writer.Line($"var {alive} = {rows[known]}.Alive({turn});");
            }

            for (; index < steps.Length && program.Kernels[steps[index]].Loop == number; index++)
            {
                writer.Blank();
                TellTextbook(steps, index);
                Emit(steps[index]);
            }
        }
    }

    /// <summary>The formulas that a step is the first of, each with the numbers of all its steps.</summary>
    private void TellTextbook(int[] steps, int index)
    {
        foreach (var textbook in textbooks.Of(steps[index]).Where(textbook => !told.Contains(textbook)).ToArray())
        {
            int[] own = [.. steps.Skip(index).Where(step => textbooks.Of(step).Contains(textbook))];
            // What a loop over time does is the recurrence, also where a value's name says nothing of it.
            var loops = own.Select(step => program.Kernels[step].Loop).Where(static loop => loop is not null).ToArray();
            own = [.. steps.Skip(index).Where(step => textbooks.Of(step).Contains(textbook) || (textbooks.Of(step).Count == 0 && program.Kernels[step].Loop is { } loop && loops.Contains(loop)))];
            // A mask is made of nothing but numbers that are known: the formula says nothing of it.
            own = [.. own.SkipWhile(IsOfConstants)];
            if (own.Length == 0 || own[0] != steps[index])
                continue;
            told.Add(textbook);
            var isBackward = program.Kernels[steps[index]].IsBackward;
            var formula = isBackward ? textbook.Backward + (textbooks.HasInputGradient(textbook) ? textbook.OfInput : "") : IsPrediction && textbook.Prediction is { } prediction ? prediction : textbook.Forward;
            if (!isBackward && program.Graph.Loops.Any(static loop => loop.Steps > 1))
                formula += textbook.OfSequence;
            writer.Comment($"{(own.Length == 1 ? "Step" : "Steps")} {Runs(own)}: {(isBackward ? "∂ of " : "")}{textbook.Title}: {formula}{textbooks.Words(textbook, own, isBackward)}.{Shared(steps[index], textbook)}");
            writer.Blank();
        }
    }

    /// <summary>What of a formula's first step belongs to it, where the step is also one of a formula that stands further above.</summary>
    private string Shared(int step, Textbook textbook)
    {
        if (textbooks.Of(step).FirstOrDefault(other => other != textbook && told.Contains(other)) is not { } before || program.Kernels[step].Source is not { } source)
            return "";
        string[] own = [.. source.Stores.Where(output => program.Graph[output.Node].Origin?.Textbook == textbook).Select(output => program.Graph[output.Node].Name.Mathematics).Distinct()];
        return own.Length == 0 ? "" : $" Of step {Numbers.Text(step + 1)}, {Counts.Joined(own)} {(own.Length == 1 ? "belongs" : "belong")} to it; the rest of that step is the last one of {before.Title}.";
    }

    /// <summary>Whether all that a step reads is known where the code is written.</summary>
    private bool IsOfConstants(int step) => program.Kernels[step].Arguments is var arguments && arguments.All(argument => argument.IsWritten || memory[argument.Node, argument.Form].Kind == MemoryKind.Literal) && arguments.Any(static argument => !argument.IsWritten);

    private bool IsPrediction => program.Graph.Gradients.Count == 0;

    /// <summary>Whether a step only copies a weight, makes numbers or exchanges parts with other workers.</summary>
    private bool IsAside(int step) => program.Kernels[step].Source is null or Kernels.LeafKernel or Kernels.ExchangeKernel;

    /// <summary>Numbers of steps, those that follow each other together: <c>12 to 17 and 19</c>.</summary>
    private string Runs(int[] steps)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var step in steps)
        {
            if (runs.Count > 0 && runs[runs.Count - 1] is var (first, last) && Enumerable.Range(last + 1, step - last - 1).All(IsAside))
                runs[runs.Count - 1] = (first, step);
            else
                runs.Add((step, step));
        }

        string[] texts = [.. runs.Select(static run => run.First == run.Last ? Numbers.Text(run.First + 1) : $"{Numbers.Text(run.First + 1)} {(run.Last == run.First + 1 ? "and" : "to")} {Numbers.Text(run.Last + 1)}")];
        return texts.Length == 1 ? texts[0] : string.Join(", ", texts.Take(texts.Length - 1)) + " and " + texts[texts.Length - 1];
    }

    /// <summary>What a loop over time does.</summary>
    private void Head(int number, int[] own)
    {
        var loop = program.Graph.Loops[number];
        var (first, last) = (Numbers.Text(own[0] + 1), Numbers.Text(own[own.Length - 1] + 1));
        if (loop.Steps == 1)
        {
            writer.Comment($"{(first == last ? $"Step {first}" : $"Steps {first} to {last}")}, for the one time step:");
            return;
        }

        var direction = loop.States.Count == 0 ? ""
            : loop.IsReverse ? ", last to first: each reads what the one after it wrote" : ", first to last: each reads what the one before it wrote";
        var times = loop.Lengths is null ? $"each of the {Numbers.Text(loop.Steps)} time steps" : "each time step of the longest sample";
        writer.Comment($"{(first == last ? $"Step {first}" : $"Steps {first} {(own.Length == 2 ? "and" : "to")} {last}")}, for {times}{direction}:");
        TellStates(number);
    }

    /// <summary>Of which of a state's values the gradients of a loop are.</summary>
    private void TellStates(int number)
    {
        const string next = ".next";
        const string before = ".before";
        var graph = program.Graph;
        var own = Enumerable.Range(0, graph.Nodes.Count).Where(node => graph[node].Loop == number && graph[node].Name.IsGradient && graph[node].Operation is not View).ToArray();
        // Of what the formulas of the steps have by its name.
        var formulas = string.Join("\n", program.Kernels.Where(kernel => kernel.Loop == number).Select(static kernel => kernel.Source).OfType<Kernels.Kernel>().SelectMany(source => Notation.Of(graph, source)));
        string[] after = [.. own.Select(node => graph[node].Name.Text).Where(text => text.EndsWith(next, StringComparison.Ordinal) && formulas.Contains($"∂{text}")).Select(static text => text.Substring(0, text.Length - next.Length)).Distinct()];
        // The gradient goes the other way.
        var step = graph.Loops[number].IsReverse ? $"{StepName} + 1" : StepName;
        if (after.Length > 0)
        {
            writer.Comment($"{Counts.Joined([.. after.Select(static name => $"∂{name}{next}")])} {(after.Length == 1 ? "is the gradient" : "are the gradients")} of "
                + $"{Counts.Joined([.. after.Select(name => $"{name}[{step}]")])}, {(after.Length == 1 ? "the state" : "the states")} after the time step.");
        }

        string[] passed = [.. own.Select(node => graph[node].Name.Text).Where(static text => text.EndsWith(before, StringComparison.Ordinal)).Distinct()];
        if (passed.Length > 0)
        {
            var (read, written) = graph.Loops[number].IsReverse ? ($"{StepName} + 1", StepName) : (StepName, $"{StepName} + 1");
            var isDropped = graph.StatesAfter.Count > 0 && graph.InputGradients.Count == 0;
            writer.Comment($"{Counts.Joined([.. passed.Select(name => $"∂{name}[{written}]")])}: what this time step passes back to {(passed.Length == 1 ? "the state" : "the states")} that it read; at [{read}] is what was passed back to it.{(isDropped ? " Nothing goes back to the states that the pass before has left: backpropagation through time is truncated there." : "")}");
        }
    }

    // What the formulas call the number of the time step.
    private const string StepName = "step";

    /// <summary>A reference so many floats into a buffer.</summary>
    public static string At(string start, long offset)
        => offset == 0 ? $"ref {start}" : $"ref Unsafe.Add(ref {start}, {Numbers.Text(offset)})";

    /// <summary>Names every tensor of the pass, those of a kind together.</summary>
    private void Declare(int[] steps, NameScope scope)
    {
        var arguments = steps.SelectMany(step => program.Kernels[step].Arguments).Select(static argument => (argument.Node, argument.Form)).Distinct().ToArray();
        foreach (var (node, form) in arguments)
            locals[(node, form)] = scope.Take(KernelLibrary.IdentifierOf(program.Graph, new KernelArgument(node, form, IsWritten: false)));
        var hasPanels = !isReadable && arguments.Any(argument => LayoutOf(argument.Node, argument.Form, memory[argument.Node, argument.Form]).Length > 0);
        writer.Blank();
        var before = arguments.Select(argument => Before(memory[argument.Node, argument.Form])).Where(static text => text.Length > 0).ToArray();
        foreach (var line in PassLegend.Of(program, steps, arguments, memory, (before.Length > 0, before.Any(static text => text.Contains(EndOfForward)))))
            writer.Comment(line);
        foreach (var group in arguments.GroupBy(argument => HeadingOf(memory[argument.Node, argument.Form], arguments)).OrderBy(static group => group.Key.Order))
        {
            writer.Blank();
            writer.Comment(group.Key.Text);
            if (hasPanels && group.Any(argument => LayoutOf(argument.Node, argument.Form, memory[argument.Node, argument.Form]).Length > 0))
            {
                writer.Comment(PassLegend.OfPanels);
                hasPanels = false;
            }

            foreach (var (node, form) in group)
                Declare(node, form);
        }
    }

    /// <summary>Sorts the samples by their lengths, where loops carry out the steps that they have alone.</summary>
    private void DeclareRows(int[] steps, NameScope scope)
    {
        foreach (var lengths in steps.Select(step => LengthsOf(program.Kernels[step])).OfType<SequenceLengths>().Distinct())
        {
            var input = lengths.NodeIn(program.Graph.Nodes);
            var name = rows[lengths] = scope.Take(program.Graph[input].Name.Identifier + "Rows");
            writer.Blank();
            foreach (var line in RowsText.Of(program.Graph[input].Name.Mathematics))
                writer.Comment(line);
            writer.Line($"var {name} = {buffer}.Rows({Numbers.Text(lengths.Input)}, {reference(memory[input, TensorForm.Own])}, batch, {Numbers.Text(lengths.Steps)});");
        }
    }

    private SequenceLengths? LengthsOf(ScheduledKernel kernel) => kernel switch
    {
        { Loop: { } loop } => program.Graph.Loops[loop].Lengths,
        { Schedule: RearrangeSchedule rearrange } => rearrange.Rearrange.Lengths,
        { Schedule: LeafSchedule or ExchangeSchedule } => null,
        _ => library.MethodOf(program.Graph, kernel).Lengths,
    };

    private void Declare(int node, TensorForm form)
    {
        var place = memory[node, form];
        var (local, start) = (locals[(node, form)], reference(place));
        if (isReadable)
        {
            var before = Before(place);
            if (before.Length > 0)
                writer.Line($"var {local} = new TensorSpan({start}, [{RowsOf(node)}]);", before.Substring(2));
            else
                writer.Line($"var {local} = new TensorSpan({start}, [{RowsOf(node)}]);");
            return;
        }

        var hasShape = form == TensorForm.Own || LayoutOf(node, form, place).Length > 0;
        var values = program.Graph[node].Operation is Literal literal ? LiteralFields.Text(literal) : "";
        var shape = hasShape ? ShapeText.OfMemory(program.Graph, node) : $"[{Numbers.Text(place.Size)}]";
        var layout = LayoutOf(node, form, place);
        writer.Line($"ref var {local} = {start};", $"{WorkspaceTable.NameOf(program.Graph, place)} {shape}{layout}{(form == TensorForm.Own ? PassLegend.FrameOf(program.Graph, node, OtherZeros(node).Length == 0) : "")}{values}{Before(place)}");
    }

    /// <summary>What had the same memory before, whose values are lost.</summary>
    private string Before(Placement place)
    {
        if (place.Kind is not (MemoryKind.Sample or MemoryKind.Shared) || place.FirstKernel < 0)
            return "";
        if (place.Replaces is { } replaced)
            return $", in the place of {WorkspaceTable.NameOf(program.Graph, replaced, TensorForm.Own)}";
        var before = memory.Placements
            .Where(other => other.Kind == place.Kind && other.LastKernel < place.FirstKernel && other.Offset < place.Offset + place.Size && place.Offset < other.Offset + other.Size)
            .OrderByDescending(LastStep).ThenBy(other => WorkspaceTable.IsKept(program, other)).ToArray();
        if (before.Length == 0)
            return "";
        var last = before[0];
        // What it had besides, not over one another with the last of them.
        var others = before.Skip(1).Any(other => other.Offset >= last.Offset + last.Size || last.Offset >= other.Offset + other.Size);
        return $"; until {(WorkspaceTable.IsKept(program, last) ? EndOfForward : $"step {Numbers.Text(LastStep(last) + 1)}")}, its memory is that of {WorkspaceTable.NameOf(program.Graph, last)}{(others ? " and others" : "")}";
    }

    private const string EndOfForward = "the end of Forward";

    /// <summary>The step after which a place is free: what is kept to the end of the forward pass is so before the first step of the backward pass.</summary>
    private int LastStep(Placement place) => place.LastKernel - (WorkspaceTable.IsKept(program, place) ? 1 : 0);

    /// <summary>How a matrix is stored that is cut into panels.</summary>
    private string LayoutOf(int node, TensorForm form, Placement place)
    {
        var layout = form == TensorForm.Repacked
            ? program.Kernels.Where(kernel => kernel.Arguments.Any(argument => argument.Node == node && argument.Form == form && argument.IsWritten)).Select(static kernel => (kernel.Schedule as NestSchedule)?.Copy).FirstOrDefault()
            : place.Kind is MemoryKind.Parameter or MemoryKind.Gradient && Uses.Of(program.Graph).ParameterOf(node) is { } parameter ? program.Parameters[parameter] : null;
        return layout is not { BlockedAxis: >= 0 } ? "" : $", in panels of {Numbers.Text(layout.Block)} {(layout.BlockedAxis == 0 ? "rows" : "columns")}";
    }

    private void Emit(int step)
    {
        var kernel = program.Kernels[step];
        var number = Numbers.Text(step + 1);
        if (kernel.Schedule is LeafSchedule leaf)
        {
            writer.Comment($"{number}. {program.Graph[kernel.Arguments[0].Node].Name.Mathematics}: {LeafEmitter.Describe(leaf.Leaf)}    {ShapeText.OfCopy(program.Graph, kernel)}");
            LeafEmitter.Emit(writer, leaf.Leaf, program.Graph[kernel.Arguments[0].Node].Shape, Start(locals[(kernel.Arguments[0].Node, TensorForm.Own)]));
            return;
        }

        if (kernel.Schedule is ExchangeSchedule exchange)
        {
            var (part, whole) = (kernel.Arguments[0], kernel.Arguments[1]);
            writer.Comment($"{number}. {program.Graph[whole.Node].Name.Mathematics} = Σ over workers of {program.Graph[part.Node].Name.Mathematics}; a copy when there is one worker    {ShapeText.OfCopy(program.Graph, kernel)}");
            writer.Line($"workspace.Exchange(ref {Start(locals[(part.Node, part.Form)])}, ref {Start(locals[(whole.Node, whole.Form)])}, {Numbers.Text(exchange.Count)});");
            return;
        }

        if (kernel.Schedule is RearrangeSchedule rearrange)
        {
            var (text, rowShapes) = (RowsText.Of(program.Graph, kernel, rearrange), RowsText.Shapes(program.Graph, kernel, rearrange));
            var fits = writer.FitsComment($"{number}. {text}    {rowShapes}");
            writer.Comment($"{number}. {text}{(fits ? "    " + rowShapes : "")}");
            if (!fits)
                writer.Comment($"{new string(' ', number.Length + 2)}{rowShapes}");
            var values = kernel.Arguments.Select(argument => argument.IsWritten ? At(Start(locals[(argument.Node, argument.Form)]), 0) : At(Start(locals[(argument.Node, argument.Form)]), argument));
            writer.Call($"{rows[rearrange.Rearrange.Lengths]}.{rearrange.Rearrange.Order}", [.. rearrange.Value is { } value ? [Numbers.Single(value)] : Array.Empty<string>(), .. values, Numbers.Text(rearrange.Size)]);
            return;
        }

        var method = library.MethodOf(program.Graph, kernel);
        foreach (var (name, text) in kernel is { Loop: null, Source: { } read } ? OtherShapes.Of(program.Graph, read) : [])
        {
            if (shaped.Add(name))
                writer.Comment(text);
        }

        Explain(number, kernel, method, library.Explained.Add(method));
        var arguments = method.Order.Select(place => Argument(kernel, kernel.Arguments[place], place))
            .Concat(method.TakesStep ? [turn] : []).Concat(method.TakesBatch ? [CountOf(kernel, method)] : [])
            .Concat(method.TakesPass ? [KernelMethod.Accumulate] : []);
        writer.Call("Kernels." + method.Name, arguments.ToArray());
    }

    /// <summary>How many rows a kernel has to go through: the samples, those that have the present step, or the steps of all.</summary>
    private string CountOf(ScheduledKernel kernel, KernelMethod method)
        => kernel.Loop is { } loop && program.Graph.Loops[loop].Lengths is not null ? alive : method.Lengths is { } lengths ? rows[lengths] + ".Count" : "batch";

    /// <summary>The mathematics of a step, what the developer wrote that it is for and, where it is the first of its kind, its definition and how it is carried out.</summary>
    private void Explain(string number, ScheduledKernel kernel, KernelMethod method, bool isFirst)
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
        string[] equations = [.. Notation.Of(program.Graph, source)];
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
            if (OtherZeros(image) is { Length: > 0 } zeros)
                writer.Comment($"{margin}The zeros in {Counts.Joined(zeros)} are not stored: no step reads them.");
        }

        if (source is Kernels.JoinedKernel && kernel.Schedule is NestSchedule joined)
            writer.Comment(margin + Joining(kernel, joined.Nest));
        foreach (var line in Notation.Explanations(program.Graph, source))
            writer.Comment(margin + line);
        foreach (var line in isReadable ? [] : Starts.Of(program.Graph, [.. method.Order.Select(place => kernel.Arguments[place])]))
            writer.Comment($"{margin}{line}.");
        if (ReadersInBackward(kernel, source) is { } later)
            writer.Comment(margin + later);
        else
            PartsForBackward(kernel, source).ForEach(line => writer.Comment(margin + line));
        if ((ReadersOfZeros(source) ?? ReadersOfFrame(source, kernel)) is { } readers)
            writer.Comment(margin + readers);
        foreach (var line in Twice(kernel, source))
            writer.Comment(margin + line);
        if (SameBefore(number, kernel, method) is { } same)
            writer.Comment($"{margin}The same numbers as in step {same}: each layer has its own.");
        if (isReadable || !isFirst)
            return;
        if (source is Kernels.ContractKernel or Kernels.LoopKernel { Reduction: not null } or Kernels.IndexAddKernel or Kernels.JoinedKernel || IsAcrossAxes(source))
        {
            var counted = kernel.Loop is { } loop && program.Graph.Loops[loop].Lengths is not null ? ShapeText.Alive : method.Lengths is null ? Offsets.Batch : "steps";
            foreach (var line in DefinitionText.Of(program.Graph, source, new ValueNames(program.Graph), counted, kernel.Schedule as NestSchedule))
                writer.Comment($"{margin}  {line}");
        }

        if (ScheduleRemarks.Of(kernel, source) is { } remarks)
            writer.Comment(margin + remarks);
    }

    /// <summary>Whether a function of elements reads a value that has not all axes of its result, so that the shapes do not say which element is read.</summary>
    private bool IsAcrossAxes(Kernels.Kernel source) => source is Kernels.LoopKernel { IsBackward: false } && source.Stores.Select(output => program.Graph[output.Node].Shape).FirstOrDefault() is { } stored
        && source.Reads.Select(read => program.Graph[Views.Owner(program.Graph, read)]).Any(read => read is { Operation: not (Parameter or Fill), Loop: null } && read.Shape.Rank < stored.Rank && read.Shape.Extents.Any(static extent => extent != 1));

    /// <summary>Why several kernels are one method.</summary>
    private string Joining(ScheduledKernel kernel, Nest nest)
    {
        var loops = new List<string>();
        for (var body = nest.Body; Sequence.PartsOf(body).OfType<For>().FirstOrDefault() is { IsVector: false } loop && loop.Body.All().Any(static part => part is Part); body = loop.Body)
            loops.Add(loop.Step == 1 ? loop.Variable.Name : $"{loop.Variable.Name} of {Numbers.Text(loop.Step)} rows");
        string[] passed = [.. kernel.Arguments.Where(argument => argument.Form == TensorForm.Passed).Select(static argument => argument.Node).Distinct()
            .Where(node => GrownValues.Of(program.Graph).Contains(node)).Select(node => program.Graph[node].Name.Mathematics)];
        return $"One method, which does all of this for one {string.Join(" and one ", loops)} after the other: so {Counts.Joined(passed)} {(passed.Length == 1 ? "takes" : "take")} the memory of one turn alone, which stays in the cache.";
    }

    /// <summary>Which steps of the backward pass a step of the forward pass is for, where it is for no other; null for other steps.</summary>
    private string? ReadersInBackward(ScheduledKernel kernel, Kernels.Kernel source)
    {
        HashSet<int> stored = [.. source.Stores.Select(static output => output.Node)];
        int[] readers = [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step].Arguments.Any(argument => !argument.IsWritten && stored.Contains(argument.Node)))];
        return kernel.IsBackward || readers.Length is 0 or > MostReaders || !readers.All(step => program.Kernels[step].IsBackward) || program.Graph.Roots.Any(root => stored.Contains(Views.Owner(program.Graph, root))) ? null
            : $"No later step reads what it stores but {StepsText(readers)} of Backward.";
    }

    /// <summary>The same of some of the values that a step of the forward pass stores, where others have readers in it.</summary>
    private List<string> PartsForBackward(ScheduledKernel kernel, Kernels.Kernel source)
    {
        if (kernel.IsBackward || source is Kernels.JoinedKernel)
            return [];
        var values = source.Stores.Select(static output => output.Node).Distinct().Select(node => (Node: node, Readers: ReadersOf(node)))
            .Where(value => value.Readers.Length is > 0 and <= MostReaders && value.Readers.All(step => program.Kernels[step].IsBackward)
                && !program.Graph.Roots.Any(root => Views.Owner(program.Graph, root) == value.Node));
        return [.. values.GroupBy(static value => string.Join(" ", value.Readers)).Select(same =>
            $"No later step reads {Counts.Either([.. same.Select(value => program.Graph[value.Node].Name.Mathematics)])} but {StepsText(same.First().Readers)} of Backward.")];
    }

    private const int MostReaders = 6;

    /// <summary>Which steps read zeros that some other step leaves out of its sum; null for other steps.</summary>
    private string? ReadersOfZeros(Kernels.Kernel source)
    {
        if (isReadable || source is not Kernels.LoopKernel { Operands.Count: 0, Elements: [var zeros, ..] } || program.Graph[zeros.Node] is not { Operation: Concatenate, Shape: { Rank: 4 } shape })
            return null;
        var part = Kernels.Concatenations.Of(program.Graph).Parts(zeros.Node).FirstOrDefault(part => part.Offset == zeros.Offset).Input;
        if (SliceText.Ranges(shape, zeros.Offset, program.Graph[part].Shape) is not { } ranges)
            return null;
        var axis = ranges[3].IsWhole ? "y" : "x";
        var readers = ReadersOf(zeros.Node);
        int[] without = [.. readers.Where(step => (program.Kernels[step].Schedule as NestSchedule)?.Plan is OuterProductPlan plan && plan.Ranges.Any(range => plan.Loops[range.Kept].Name == axis))];
        return without.Length == 0 || without.Length == readers.Length ? null
            : $"{Counts.Capital(StepsText([.. readers.Except(without)]))} {(readers.Length - without.Length == 1 ? "reads" : "read")} them; {StepsText(without)} {(without.Length == 1 ? "leaves" : "leave")} them out.";
    }

    /// <summary>Which step has stored what zeros stand beside, and which reads both; null for other steps.</summary>
    private string? ReadersOfFrame(Kernels.Kernel source, ScheduledKernel kernel)
    {
        if (source is not Kernels.LoopKernel { Operands.Count: 0, Elements: [var zeros, ..] } || program.Graph[zeros.Node].Operation is not Concatenate)
            return null;
        int[] writers = [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step] != kernel && program.Kernels[step].Arguments.Any(argument => argument.IsWritten && argument.Node == zeros.Node))];
        return writers.Length == 1 && ReadersOf(zeros.Node) is { Length: > 0 } readers
            ? $"{Counts.Capital(StepsText(writers))} stores what is between these zeros; {StepsText(readers)} {(readers.Length == 1 ? "reads" : "read")} both." : null;
    }

    /// <summary>What is stored or given twice, and for whom: a value on its own and with zeros around it; an operand of a product that its sums are also combined with.</summary>
    private IEnumerable<string> Twice(ScheduledKernel kernel, Kernels.Kernel source)
    {
        foreach (var output in source.Stores.Where(output => output.Expression is not Scalars.Constant && program.Graph[output.Node].Operation is Concatenate))
        {
            var alone = source.Stores.FirstOrDefault(other => other.Expression.Equals(output.Expression) && program.Graph[other.Node].Operation is not Concatenate);
            if (alone is not null && ReadersOf(alone.Node) is { Length: > 0 } own && ReadersOf(output.Node) is { Length: > 0 } others)
                yield return $"{program.Graph[alone.Node].Name.Mathematics} is stored twice: on its own for {StepsText(own)}, and as a part of {program.Graph[output.Node].Name.Mathematics} for {StepsText(others)}.";
        }

        if (source is Kernels.ContractKernel && !isReadable)
        {
            foreach (var same in kernel.Arguments.Where(static argument => !argument.IsWritten).GroupBy(static argument => (argument.Node, argument.Form, argument.Step, argument.Start)).Where(static same => same.Skip(1).Any()))
                yield return $"{program.Graph[same.Key.Node].Name.Mathematics} is given twice: {KernelDocumentation.GivenTwice}.";
        }
    }

    private int[] ReadersOf(int node) => [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step].Arguments.Any(argument => !argument.IsWritten && argument.Node == node))];

    private static string StepsText(int[] steps) => $"{(steps.Length == 1 ? "step" : "steps")} {Counts.Joined([.. steps.Select(static step => Numbers.Text(step + 1))])}";

    // The first step of each method that reads only constants, by the method and the constants.
    private readonly Dictionary<string, string> ofConstants = [];

    /// <summary>The step before that has computed the same of the same constants, as one layer after another does with its mask.</summary>
    private string? SameBefore(string number, ScheduledKernel kernel, KernelMethod method)
    {
        var places = kernel.Arguments.Where(static argument => !argument.IsWritten).Select(argument => (Place: memory[argument.Node, argument.Form], argument.Start)).ToArray();
        if (isReadable || places.Length == 0 || places.Any(static place => place.Place.Kind != MemoryKind.Literal))
            return null;
        var key = method.Name + string.Concat(places.Select(place => $" {reference(place.Place)} {Numbers.Text(place.Start)}"));
        if (ofConstants.TryGetValue(key, out var known))
            return known;
        ofConstants.Add(key, number);
        return null;
    }

    /// <summary>The parts of a concatenation that are zeros and that no step stores: <c>conv1.padded[:, :, 0..2, :]</c>.</summary>
    private string[] OtherZeros(int node)
    {
        if (program.Graph[node].Operation is not Concatenate)
            return [];
        var (name, shape) = (program.Graph[node].Name.Mathematics, program.Graph[node].Shape);
        return [.. Kernels.Concatenations.Of(program.Graph).Parts(node)
            .Where(part => program.Graph[part.Input].Operation is Fill { Value: 0 } && !program.Kernels.Any(kernel => kernel.Source?.Stores.Any(output => output.Node == node && output.Offset == part.Offset) == true))
            .Select(part => SliceText.Of(shape, part.Offset, program.Graph[part.Input].Shape) is { } range ? $"{name}[{range}]" : name).Distinct()];
    }

    private string Start(string local) => isReadable ? local + ".Elements[0]" : local;

    private string Argument(ScheduledKernel kernel, KernelArgument argument, int number)
    {
        var local = locals[(argument.Node, argument.Form)];
        if (kernel.Schedule is not IndexedSchedule definition)
            return At(local, argument);
        if (argument.Step is { } time && (time.Rows?.Lengths ?? (program.Graph[argument.Node].Loop is { } around ? program.Graph.Loops[around].Lengths : null)) is { } lengths)
            return InRows(kernel, argument, local, time, rows[lengths]);
        var (shape, own) = (definition.ShapeOf(number), ShapeOf(argument.Node));
        if (argument.Step is { } steps && own[0] != steps.Steps)
            local += $".Slice({Numbers.Text(steps.Shift)}, {Numbers.Text(steps.Steps)})";
        return shape == own ? local : $"{local}.Reshape([{Extents(shape)}])";
    }

    /// <summary>The rows of a tensor that a method is given, where samples have different lengths: those of the present time step, or of all.</summary>
    private string InRows(ScheduledKernel kernel, KernelArgument argument, string local, StepPlace time, string table)
    {
        if (time.Rows is { } of)
        {
            var number = !time.Moves ? Numbers.Text(time.Shift) : time.Shift == 0 ? turn : $"{turn} + {Numbers.Text(time.Shift)}";
            return $"{local}.Slice((int){table}.{of.Table}({number}), {(kernel.Loop is null ? Offsets.Batch : alive)})";
        }

        if (time.Steps == 1)
            return $"{local}.Slice({(time.Shift == 0 ? "0" : $"{table}.Count")}, {Offsets.Batch})";
        return TimeLoops.Slots(program.Graph, argument.Node) == time.Steps ? local : $"{local}.Slice({(time.Shift == 0 ? "0" : Offsets.Batch)}, {table}.Count)";
    }

    private static readonly (int Order, string Text) OfState = (1, "The state of the sequences: what earlier steps have left, and where this one leaves its own.");

    private const string OfTurns = "What a step passes on to itself in each turn of its loops, which stores it anew: it stays in the cache. Where it is in the place of another, each element is stored when nobody needs that of the other any more.";

    private (int Order, string Text) HeadingOf(Placement place, (int Node, TensorForm Form)[] arguments) => place.Kind switch
    {
        MemoryKind.CallerInput when callers is { } own && place.Offset >= own.Inputs => OfState,
        MemoryKind.CallerOutput when callers is { } own && place.Offset >= own.Outputs => OfState,
        MemoryKind.CallerInput or MemoryKind.CallerOutput => (0, "The caller's inputs and outputs."),
        MemoryKind.Prepared => (6, "What depends on no input: it is computed once for all samples."),
        MemoryKind.Literal => (7, "Constants."),
        MemoryKind.Parameter => (2, "The parameters."),
        MemoryKind.Gradient => (5, PassLegend.OfGradients(program, arguments.Where(argument => memory[argument.Node, argument.Form].Kind == MemoryKind.Gradient))),
        _ when place.Form == TensorForm.Passed => (5, OfTurns),
        _ when place.Form != TensorForm.Own => (6, "Copies that make the products faster."),
        _ when backward[place.Node] => (4, PassLegend.OfActivationGradients(program.Graph)),
        _ => (3, callers is null ? "Inputs and activations." : "Activations."),
    };

    private EquatableArray<Extent> ShapeOf(int node) => ReadableShapes.OwnShape(program.Graph, node);

    /// <summary>The shape of a tensor; of samples of different lengths, it has the rows of all time steps, and of a state those before them, too.</summary>
    private string RowsOf(int node)
    {
        var shape = ShapeOf(node);
        if (shape.Count > 0 && shape[0].Lengths is { } own)
            return string.Join(", ", shape.Skip(1).Select(static extent => Offsets.Of(extent)).Prepend($"{rows[own]}.Count"));
        if (TimeLoops.Slots(program.Graph, node) is > 1 and var slots && program.Graph[node].Loop is { } loop && program.Graph.Loops[loop] is { Lengths: { } lengths } time)
            return string.Join(", ", shape.Skip(2).Select(static extent => Offsets.Of(extent)).Prepend(slots > time.Steps ? $"{Offsets.Batch} + {rows[lengths]}.Count" : $"{rows[lengths]}.Count"));
        return Extents(shape);
    }

    private static string Extents(EquatableArray<Extent> shape) => string.Join(", ", shape.Select(static extent => Offsets.Of(extent)));

    /// <summary>A reference to where an argument begins, in the present step of a loop.</summary>
    private string At(string start, KernelArgument argument)
    {
        var step = turn;
        if (argument.Step is not { } place)
            return At(start, argument.Start);
        var number = !place.Moves ? Numbers.Text(place.Shift) : place.Shift == 0 ? step : $"({step} + {Numbers.Text(place.Shift)})";
        if (place.Rows is { } table)
        {
            var row = $"{rows[table.Lengths]}.{table.Table}({(place is { Moves: true, Shift: not 0 } ? number.Trim('(', ')') : number)}) * {Numbers.Text(place.Stride)}";
            return $"ref Unsafe.Add(ref {start}, {(argument.Start == 0 ? row : $"({row}) + {Numbers.Text(argument.Start)}")})";
        }

        if (number == "0")
            return At(start, argument.Start);
        var offset = $"(nint){number} * {(place.TimesBatch ? "batch * " : "")}{Numbers.Text(place.Stride)}";
        return $"ref Unsafe.Add(ref {start}, {(argument.Start == 0 ? offset : $"({offset}) + {Numbers.Text(argument.Start)}")})";
    }
}
