using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what a kernel's method computes above it: mathematics, shapes, definition as loops, how it is carried out, and who uses it.</summary>
internal static class KernelDocumentation
{
    public static void Write(CodeWriter writer, KernelMethod method, NetworkDeclaration declaration, IReadOnlyDictionary<string, string> views)
    {
        if (method.Kernel.Source is not { } source)
        {
            var names = method.Steps.Select(static step => step.Graph[step.Kernel.Arguments[0].Node].Name.Mathematics).Distinct();
            writer.Documentation("summary", $"{string.Join(", ", names)} {CopyOf(method.Kernel)}");
            writer.Line("/// <remarks>");
            foreach (var line in References.FromMethod(method, declaration, views))
                writer.Wrap("/// ", line);
            writer.Line("/// </remarks>");
            return;
        }

        var equations = method.Steps.GroupBy(static step => Notation.Of(step.Graph, step.Kernel.Source!).ToEquatableArray()).ToArray();
        var shapes = Notation.Shapes(method.Graph, source);
        if (!method.IsShared)
            writer.Documentation("summary", equations[0].Key is [var only] && writer.FitsComment($"{only}    {shapes}  ") ? [$"{only}    {shapes}"] : [.. equations[0].Key.Select(static equation => equation.Text), shapes]);
        else
            writer.Documentation("summary", SharedSummary(equations, shapes));
        var remarks = ScheduleRemarks.Of(method.Kernel, source);
        string[] definition = method.IsReadable ? [] : [.. Definition(method)];
        writer.Line("/// <remarks>");
        foreach (var line in References.FromMethod(method, declaration, views))
            writer.Wrap("/// ", line);
        // It has the names of its first steps; those of others may be different ones.
        foreach (var (step, equation) in method.IsShared ? [] : equations.Skip(1).Select(static other => (other.First(), other.Key)))
            writer.DocumentationLines([$"In step {Numbers.Text(step.Number)} of {step.Pass}: {string.Join("; ", equation)}."]);
        foreach (var origin in method.IsShared ? [] : Notation.Sources(method.Graph, source))
            writer.DocumentationLines([$"{(Notation.IsDerivative(method.Graph, source) ? "∂ of" : "Of")} {origin}."]);
        foreach (var (_, line) in OtherShapes.Of(method.Graph, source).Distinct())
            writer.DocumentationLines([method.IsShared ? $"In step {Numbers.Text(method.Steps[0].Number)}: {line}" : line]);
        string[] explanations = [.. Notation.Explanations(method.Graph, source)];
        var isLikewise = equations.Length > 1 && method.Steps.All(step => Notation.Explanations(step.Graph, step.Kernel.Source!).Count() == explanations.Length);
        // One other step is named, and several are those of the references above.
        int[] others = [.. method.Steps.Skip(1).Select(static step => step.Number).Distinct()];
        var likewise = !isLikewise ? "" : others.Length == 1 ? $", and likewise in step {Numbers.Text(others[0])}" : ", and likewise in the others";
        foreach (var line in explanations)
            writer.DocumentationLines([method.IsShared ? $"In step {Numbers.Text(method.Steps[0].Number)}{likewise}: {line}" : line]);
        foreach (var line in method.IsReadable ? [] : Starts.Of(method).Concat(Tensors(method)))
            writer.DocumentationLines([line]);
        if (remarks is not null)
            writer.DocumentationLines([remarks]);
        if (definition.Length > 0)
            writer.Line("/// <code>").DocumentationLines(definition).Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>The formulas of all values that a method is used for; of several that have many, those of the first, and the values that the others are for.</summary>
    private static string[] SharedSummary(IGrouping<EquatableArray<Equation>, KernelStep>[] uses, string shapes)
    {
        const int LongestLine = 150;
        var isLong = uses.Length > 1 && uses.All(static use => use.Key.Count > 1 && use.Key.Sum(static equation => equation.Text.Length) > LongestLine);
        var what = uses.All(static use => use.Key.Count == 1) ? uses.Length == 1 ? "value" : "values" : uses.Length == 1 ? "set of values" : "sets of values";
        return
        [
            $"Used for {Numbers.Text(uses.Length)} {what}, {shapes}:",
            .. isLong ? uses[0].Key.Select(static equation => equation.Text) : uses.Select(static use => string.Join("; ", use.Key)),
            .. isLong ? uses.Skip(1).Select(other => $"and in the same way for {Counts.Joined([.. Stored(other.Key)])}{OtherWay(uses[0].First(), other.First())}") : [],
        ];
    }

    private static IEnumerable<string> Stored(EquatableArray<Equation> equations) => equations.Where(static equation => !equation.IsLet).Select(static equation => equation.Of).Distinct();

    /// <summary>The values that a step reads and stores at [step + 1] where another one does so at [step], and the other way round, as states that go through the time steps the other way.</summary>
    private static string OtherWay(KernelStep step, KernelStep other)
    {
        var (own, theirs) = (Timed(step), Timed(other));
        string[] exchanged = own.Length != theirs.Length ? [] : [.. theirs.Where((value, number) => value.Shift != own[number].Shift).Select(static value => value.Name).Distinct()];
        return exchanged.Length == 0 ? "" : $", with [step] for [step + 1] and [step + 1] for [step] in {Counts.Joined(exchanged)}, and in nothing else";

        static (string Name, int Shift)[] Timed(KernelStep step)
            => [.. step.Kernel.Arguments.Where(static argument => argument.Step is { Moves: true, TimesBatch: true }).Select(argument => (step.Graph[argument.Node].Name.Mathematics, argument.Step!.Shift))];
    }

    /// <summary>Which tensors the parameters are that have names of their own: of a method that several steps share, and of time steps.</summary>
    private static IEnumerable<string> Tensors(KernelMethod method)
    {
        var (graph, first) = (method.Graph, method.Steps[0]);
        string[] tensors = TensorsIn(first);
        if (tensors.Length > 0)
        {
            var isInAll = method.Steps.All(step => TensorsIn(step).SequenceEqual(tensors));
            var where = isInAll ? "" : $"In step {Numbers.Text(first.Number)}{(method.Steps.Select(static step => step.Pass).Distinct().Skip(1).Any() ? $" of {first.Pass}" : "")}, ";
            yield return $"{where}{Counts.Joined(tensors)}.";
        }

        foreach (var same in first.Kernel.Source is Kernels.ContractKernel ? method.Order.Where(number => !first.Kernel.Arguments[number].IsWritten).GroupBy(number => first.Kernel.Arguments[number]).Where(static same => same.Skip(1).Any()) : [])
            yield return $"{Counts.Joined([.. same.Select(number => method.Arguments[number])])} are one tensor, which is given twice: {GivenTwice}.";

        // A weight that is read through a copy is called so in the loops. Of several parameters, each has the layer in its name.
        string[] TensorsIn(KernelStep step)
            => [.. method.Order.Where(number => step.Kernel.Arguments[number] is var argument && method.Arguments[number] != KernelLibrary.IdentifierOf(step.Graph, argument))
                .Select(number => $"{method.Arguments[number]} is {Tensor(step.Graph, step.Kernel.Arguments[number])}")];

        static string Tensor(NetworkGraph graph, KernelArgument argument) => WorkspaceTable.NameOf(graph, argument.Node, argument.Form) + argument.Step switch
        {
            { Moves: true, Shift: var shift } step => $"[{(step.TimesBatch ? "" : ":, ")}step{(shift == 0 ? "" : $" + {Numbers.Text(shift)}")}]",
            { Steps: 1, Shift: var shift } => $"[{Numbers.Text(shift)}]",
            _ => "",
        };
    }

    /// <summary>Why an operand of a product is two arguments.</summary>
    public const string GivenTwice = "for the product, and then for what is computed from its sums, element by element";

    /// <summary>What is done to a weight that is copied, and why.</summary>
    public static string CopyOf(ScheduledKernel kernel)
        => (kernel.Schedule as NestSchedule)?.Copy is { } copy
            ? $"repacked: a copy in panels of {Numbers.Text(copy.Block)} {(copy.BlockedAxis == 0 ? "rows" : "columns")}, so that the next product reads consecutive numbers"
            : "packed: a copy in the order in which the next product reads it";

    /// <summary>The definition as loops, by the names of the method's arguments.</summary>
    private static IEnumerable<string> Definition(KernelMethod method)
        => DefinitionText.Of(method.Graph, method.Kernel, new ArgumentNames(method), method.Rows);
}

/// <summary>The names of a method's arguments: each stands for what its callers hand over, which is the value of the present time step where there are several.</summary>
internal sealed class ArgumentNames(KernelMethod method) : MemoryWords(method.Graph)
{
    public override bool AreOfStep => true;

    public override bool IsShared => method.IsShared;

    public override string? Local(int node) => method.Values.Local(node);

    public override (string Name, int Start) Of(int owner, int shown, bool isWritten, StepPlace? time, int offset)
    {
        // Of two operands from one memory, each begins where its first element is. A weight may be read from a copy only.
        var (arguments, best) = (method.Kernel.Arguments, -1);
        for (var number = 0; number < arguments.Count; number++)
        {
            // What is joined reads what it has stored.
            if (arguments[number].Node == owner && (arguments[number].IsWritten == isWritten || (method.Kernel.Parts.Count > 0 && arguments[number].IsWritten)) && Rank(number) is >= 0 and var rank && (best < 0 || rank > Rank(best)))
                best = number;
        }

        if (best < 0)
            return (Graph[shown].Name.Mathematics, 0);
        var form = arguments[best].Form;
        var name = form is TensorForm.Own or TensorForm.Passed ? method.Words[best] : method.Words[best].Replace(SchedulePrinter.Describe(form), "").Replace(form.ToString(), "");
        // Where it is the only part of its tensor, it is called as the tensor is, whose indices are those of the pass.
        return (name, !method.IsShared && form == TensorForm.Own && arguments.Count(argument => argument.Node == owner) == 1 ? 0 : arguments[best].Start);

        int Rank(int number) => arguments[number] is var argument && argument.Form is not (TensorForm.Own or TensorForm.Passed) ? 0
            : argument.Step != time || argument.Start > offset ? 1
            : 2 + argument.Start;
    }
}

/// <summary>A kernel's definition as loops in text.</summary>
internal static class DefinitionText
{
    /// <param name="graph">The graph.</param>
    /// <param name="kernel">The kernel, and how it is carried out.</param>
    /// <param name="words">What memories are called.</param>
    /// <param name="rows">What the number of samples is called, or of the rows of all their time steps.</param>
    public static IReadOnlyList<string> Of(NetworkGraph graph, ScheduledKernel kernel, MemoryWords words, string rows)
    {
        var schedule = kernel.Schedule as NestSchedule;
        return kernel.Source switch
        {
            Kernels.JoinedKernel joined => OfParts(graph, joined, kernel.Parts, words, rows, schedule is null ? 1 : LoopsAround(schedule.Nest)),
            Kernels.ContractKernel or Kernels.LoopKernel or Kernels.IndexAddKernel =>
                [.. NestPrinter.Lines(NamesInScope.Of(DefinitionReading.Of(graph, kernel.Source, words, schedule?.Plan)), rows), .. LeftOut(graph, kernel.Source, words, schedule?.Plan)],
            _ => [],
        };
    }

    /// <summary>How many loops all parts are in, each of which does one after the other in a turn. Blocks of rows are no loop of the definition.</summary>
    private static int LoopsAround(Nest nest)
    {
        var count = 0;
        for (var body = nest.Body; Sequence.PartsOf(body).OfType<For>().FirstOrDefault() is { IsVector: false, Step: 1 } loop && loop.Body.All().Any(static part => part is Part); body = loop.Body)
            count++;
        return Math.Max(1, count);
    }

    /// <summary>All parts in their order, in the loops around all of them.</summary>
    private static IReadOnlyList<string> OfParts(NetworkGraph graph, Kernels.JoinedKernel kernel, EquatableArray<ScheduledKernel> parts, MemoryWords words, string rows, int depth)
        => NestPrinter.Lines(NamesInScope.Of(Join.Of(kernel.Parts.Select((part, number) => DefinitionReading.Of(graph, part, words, number < parts.Count ? (parts[number].Schedule as NestSchedule)?.Plan : null)), depth)), rows);

    /// <summary>Why loops of a sum do not go through all of their range.</summary>
    private static IEnumerable<string> LeftOut(NetworkGraph graph, Kernels.Kernel kernel, MemoryWords words, TilePlan? plan)
    {
        if (kernel is not Kernels.ContractKernel contract || plan is not OuterProductPlan outer)
            yield break;
        if (contract.CausalEnd is not null && contract.Contract.Output.Axes is var axes && axes[axes.Count - 1].Terms is [var column] && axes[axes.Count - 2].Terms is [var row])
        {
            var (columns, rows) = (contract.Contract.Indices[column.Index].Word, contract.Contract.Indices[row.Index].Word);
            yield return $"(the causal mask hides elements of which {columns} > {rows}: tiles of hidden elements alone are left out, and their places keep what was there before; no step reads beyond {columns} = {rows}, rounded up to a whole vector)";
        }

        foreach (var range in outer.Ranges)
        {
            var name = outer.Loops[range.Loop].Name;
            if (range.From == -ReducedRange.Unbounded || range.To == ReducedRange.Unbounded)
            {
                yield return $"({name} leaves out what the causal mask has made 0{(range.Kept == outer.Row ? $"; all {Counts.Of(outer.RowTile, outer.Loops[outer.Row].Name)} of a tile go through the terms that one of them needs, which are 0 for the others" : "")})";
                continue;
            }

            var image = new[] { contract.Left, contract.Right }.FirstOrDefault(operand => graph[operand].Operation is Concatenate);
            yield return $"({name} leaves out {ZerosAt(graph, image, outer, range)} {words.Of(image, image, isWritten: false, time: null, offset: 0).Name}{(range.Kept == outer.Row ? $", for all {Counts.Of(outer.RowTile, outer.Loops[outer.Row].Name)} of a tile together" : "")})";
        }
    }

    /// <summary>Which of the zeros around an image a range of a sum leaves out: rows above and below, where those beside it are multiplied, or all along an axis.</summary>
    private static string ZerosAt(NetworkGraph graph, int image, OuterProductPlan plan, ReducedRange range)
    {
        if (graph[image].Shape is not { Rank: >= 4 and var rank } whole)
            return "the zeros in";
        var isOfRows = plan.Loops[range.Kept].Name == "y";
        var others = Kernels.Concatenations.Of(graph).Parts(image).Any(part => graph[part.Input].Operation is Fill
            && SliceText.Ranges(whole, part.Offset, graph[part.Input].Shape) is { } ranges && !ranges[isOfRows ? rank - 1 : rank - 2].IsWhole);
        var (own, beside) = isOfRows ? ("rows", "columns") : ("columns", "rows");
        return $"the {own} of zeros{(others && plan.Ranges.Count == 1 ? $", and not the {beside} of zeros," : "")} in";
    }
}
