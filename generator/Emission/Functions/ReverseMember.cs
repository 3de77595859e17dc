using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes a method whose derivatives are made by reverse mode: a gradient, a Jacobian row by row, a product with it from the left.</summary>
internal sealed class ReverseMember(ProgramHead head)
{
    public const string Mode = "Reverse mode";

    private ProgramMember Member => head.Member;

    /// <summary>Writes it.</summary>
    /// <param name="procedure">What is differentiated.</param>
    /// <param name="seeds">For each row, how much each result matters.</param>
    /// <param name="summary">What the method computes.</param>
    /// <param name="mode">How it is made.</param>
    public void Write(Procedure procedure, IReadOnlyList<IReadOnlyList<Scalar?>> seeds, string summary, string mode)
    {
        DerivativeValues.Add(procedure, seeds.Count);
        JoinedInPlace.Apply(procedure);
        var (lines, values, roots) = Lines(procedure, seeds, null);
        var hasCheckpoints = false;
        if (head.Declaration.Checkpoints is { } option
            && Checkpoints.Add(procedure, option.Interval, loop => lines.Frames.TryGetValue(loop, out var frame) && frame.Count > 0) is { Count: > 0 } segments)
        {
            hasCheckpoints = true;
            (lines, values, roots) = Lines(procedure, seeds, segments);
        }

        List<Line>[] blocks = [lines.Forward, lines.Backward];
        FirstAssigned.Apply(lines.Backward);
        var hasVectors = seeds.Count > 1 && RowVectors.Apply(procedure, lines.Adjoints, seeds.Count, lines.Backward);
        if (seeds.Count > 1 && !hasVectors)
            RowsApart.Apply(procedure, lines.Adjoints, lines.Backward);
        SetOnly(procedure, lines.Backward);
        var parts = MethodParts.AreNeeded(procedure, blocks) ? MethodParts.Of(procedure, blocks, roots) : null;

        var names = new VariableNames(procedure, head.Taken)
        {
            Adjoint = variable => lines.Adjoints.OriginOf(variable) is var (of, row) ? (of, name => AdjointName(procedure, name, row, seeds.Count)) : null,
        };
        var layout = new GradientLayout(head.Number, head.Signature, Member, Member.Kind == ProgramMemberKind.Jacobian ? seeds.Count : 1, row => ResultValues.RowName(procedure, row), names.Take);
        SortedSet<int> depths = [.. Frames(blocks).Select(static frame => frame.Depth)];
        var resultAdjoints = ResultAdjoints(procedure, lines.Adjoints);
        var hasArrays = parts is not null || resultAdjoints.Count > 0 || LineTree.All(blocks.SelectMany(static block => block)).Any(static line => line is TakeArray);
        var text = new CodeWriter();
        var body = new LineText(procedure, text, names)
        {
            Gradient = (array, row) => lines.Adjoints.FindArray(array, row) is { } own ? names.OfArray(own) : layout.Span(procedure.Arrays[array].Text, row),
            Tapes = depths.ToDictionary(static depth => depth, _ => names.Take("tape")),
            Arrays = hasArrays ? names.Take("arrays") : "",
            Parts = parts,
            Around = head.Around(layout, procedure),
        };
        body.WriteShared(blocks);
        body.Write(blocks, lines.Forward);
        if (lines.Backward.Count > 0)
        {
            text.Blank();
            text.Line(lines.Forward.Exists(static line => line is RangeLoop or WhileLoop) ? "// Backwards: the rounds of each loop from its last one to its first." : "// Backwards, from the results to the parameters.");
            foreach (var (array, adjoint, weight) in resultAdjoints)
            {
                text.Line($"var {names.OfArray(adjoint)} = {body.Arrays}.Push({procedure.Arrays[array].Text}.Length);");
                text.Line($"{weight}.CopyTo({names.OfArray(adjoint)});");
                body.NoteArray(names.OfArray(adjoint));
            }

            body.Write(blocks, lines.Backward);
        }

        foreach (var (target, variable) in layout.Assignments(procedure, lines.Adjoints))
            text.Line($"{target} = {(variable < 0 ? head.Zero : names.Of(variable))};");
        foreach (var tape in body.Tapes.Values.Concat(hasArrays ? [body.Arrays] : Array.Empty<string>()))
            text.Line($"{tape}.Dispose();");
        WriteReturn(procedure, values, lines.Adjoints, body, names, text);
        body.WriteFunctions(text);

        head.Write(summary, Remarks(hasCheckpoints ? lines.Backward : lines.Forward, hasCheckpoints, seeds.Count, depths.Count > 0, hasVectors, mode), depths.Count > 0, layout, procedure, () =>
        {
            // What the caller gives is for the innermost loops, which keep most.
            var stack = $"stackalloc {head.Number.Name}[{Numbers.Text(head.Number.IsSingle ? 64 : 32)}]";
            if (head.Number.IsGeneric && depths.Count > 0 && parts is null)
            {
                stack = names.Take("stack");
                head.Writer.Line($"var {stack} = default(global::NetGen.Numerics.TapeStart<{head.Number.Name}>);");
            }

            foreach (var depth in depths)
                head.Writer.Line($"var {body.Tapes[depth]} = new global::NetGen.Numerics.Tape<{head.Number.Name}>({(depth == depths.Max ? FirstMemory(parts is null, stack) : "default")});");
            if (hasArrays)
                head.Writer.Line($"var {body.Arrays} = new global::NetGen.Numerics.Tape<{head.Number.Name}>(default);");
            head.Writer.Line(text.ToString().TrimEnd('\n'));
        });
    }

    /// <summary>The statements of a gradient with what it gives, those that nothing needs left out.</summary>
    private (ReverseLines Lines, List<Term> Values, HashSet<int> Roots) Lines(Procedure procedure, IReadOnlyList<IReadOnlyList<Scalar?>> seeds, IReadOnlyDictionary<Loop, Loop>? segments)
    {
        var lines = ReverseMode.Of(procedure, seeds, segments);
        var hasValue = Member.Kind != ProgramMemberKind.HessianVectorProduct;
        var values = hasValue ? ResultValues.Keep(procedure, lines.Forward) : [];
        var roots = Roots(procedure, lines, values, seeds.Count);
        UnusedLines.Remove([lines.Forward, lines.Backward], roots);
        return (lines, values, roots);
    }

    /// <summary>The memory that a tape starts with: of the caller, or a little of the stack, which short loops do with.</summary>
    private string FirstMemory(bool mayBeOfStack, string stack)
    {
        var memory = Identifiers.Escape(Member.Memory);
        // What is on the stack cannot be handed to the methods of parts.
        return mayBeOfStack ? $"{memory}.IsEmpty ? {stack} : {memory}" : memory;
    }

    private static string AdjointName(Procedure procedure, string name, int row, int rows)
        => rows == 1 || row < 0 ? "d" + Identifiers.Word(name.TrimStart('@')) : ResultValues.RowName(procedure, row) + "By" + Identifiers.Word(name.TrimStart('@'));

    private static HashSet<int> Roots(Procedure procedure, ReverseLines lines, List<Term> values, int rows)
    {
        var roots = new HashSet<int>();
        foreach (var value in values)
            VariablesOf.Term(value, variable => roots.Add(variable));
        foreach (var input in procedure.Inputs)
        {
            for (var row = 0; row < rows; row++)
            {
                if (lines.Adjoints.TryGet(input, row, out var adjoint))
                    roots.Add(adjoint);
            }
        }

        return roots;
    }

    /// <summary>The arrays of the caller's that the function writes, with the arrays of their adjoints, and how much their elements matter.</summary>
    private List<(int Array, int Adjoint, string Weight)> ResultAdjoints(Procedure procedure, AdjointVariables adjoints)
    {
        var all = new List<(int, int, string)>();
        for (var array = 0; array < procedure.Arrays.Count; array++)
        {
            if (procedure.Arrays[array] is { Use: ArrayUse.Result, Text: var text } && adjoints.FindArray(array, 0) is { } adjoint)
                all.Add((array, adjoint, Identifiers.Escape(Member.Parameters.First(parameter => parameter.Role == MemberRole.Seed && Identifiers.Escape(parameter.Of) == text).Name)));
        }

        return all;
    }

    private static string Remarks(List<Line> keeping, bool hasCheckpoints, int rows, bool hasTape, bool hasVectors, string mode)
        => (hasCheckpoints
            ? $"{mode}: a loop goes forward and keeps what it carries at the start of each segment of rounds; then backward, where each segment goes forward once more, keeps {KeptText(keeping)} on a tape, and goes backward."
            : hasTape
            ? $"{mode}: a loop goes forward and keeps {KeptText(keeping)} on a tape, then backward."
            : rows > 1 && !hasVectors ? $"{mode}: xByV is the derivative of result x by variable v."
            : hasVectors ? $"{mode}: dV has the derivatives of all results by variable v."
            : $"{mode}: the adjoint of every variable, dX, is how much the result changes with it.")
            + (hasVectors ? " Where a result does not depend on v, or results are computed apart, xByV is the derivative of result x by v." : "");

    private static string KeptText(List<Line> lines)
    {
        int[] counts = [.. Frames([lines]).Select(static frame => frame.Count)];
        return counts.Length == 1
            ? Numbers.Text(counts[0]) + (counts[0] == 1 ? " number a round" : " numbers a round")
            : string.Join(" and ", counts.Select(static count => Numbers.Text(count))) + " numbers a round";
    }

    /// <summary>What the loops keep of a round, in the order of the loops.</summary>
    private static IEnumerable<Frame> Frames(IEnumerable<List<Line>> blocks) => LineTree.All(blocks.SelectMany(static block => block)).OfType<PushFrame>().Select(static push => push.Frame);

    /// <summary>An element that is zero at first, and that one statement alone adds to, is assigned.</summary>
    /// <remarks>The adjoints of results are no such elements: they begin with how much each result matters.</remarks>
    private static void SetOnly(Procedure procedure, List<Line> backward)
    {
        // By place; those whose place is known at run time only are at none.
        var additions = LineTree.All(backward).OfType<AccumulateElement>().ToLookup(static element => (element.Array, element.Row, element.Member, Place: (element.Index as WholeNumber)?.Value));
        for (var index = 0; index < backward.Count; index++)
        {
            if (backward[index] is AccumulateElement { Index: WholeNumber place } element
                && procedure.Arrays[element.Array].Use != ArrayUse.Result
                && !additions.Contains((element.Array, element.Row, element.Member, null))
                && additions[(element.Array, element.Row, element.Member, place.Value)].Count() == 1)
            {
                backward[index] = element with { IsOnly = true };
            }
        }
    }

    private void WriteReturn(Procedure procedure, List<Term> values, AdjointVariables adjoints, LineText body, VariableNames names, CodeWriter text)
    {
        var leaves = new Queue<string>(values.Select(body.Of));
        var value = head.Signature.Result is { } shape && values.Count > 0 ? ResultValues.Creation(shape, _ => leaves.Dequeue()) : "";
        if (values.Count > 0)
        {
            foreach (var given in head.Signature.Parameters.Where(static parameter => parameter.IsOut))
                text.Line($"{Identifiers.Escape(given.Name)} = {ResultValues.Creation(given.Shape, _ => leaves.Dequeue())};");
        }

        var inputs = new Dictionary<string, int>();
        foreach (var input in procedure.Inputs)
            inputs[procedure.Variables[input].Text!] = input;
        var elements = Member.Elements.Select(element => element.Role == MemberRole.Value
            ? value
            : DerivativeOf(head.Signature.Parameters.First(parameter => parameter.Name == element.Of).Shape, Identifiers.Escape(element.Of))).ToList();
        if (elements.Count == 1)
            text.Line($"return {elements[0]};");
        else if (elements.Count > 1)
            text.Line(ResultValues.Tuple(elements, [.. Member.Elements.Select(static element => element.Name)]));

        string DerivativeOf(Shape shape, string text)
            => ResultValues.Creation(shape, path => ResultValues.LeafOf(shape, path) is RealShape ? Derivative(text + path) : "default");

        string Derivative(string path)
            => inputs.TryGetValue(path, out var input) && adjoints.TryGet(input, 0, out var adjoint) ? names.Of(adjoint) : head.Zero;
    }
}
