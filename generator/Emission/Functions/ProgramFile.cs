using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes the derivatives of a function that is differentiated as a program.</summary>
internal sealed class ProgramFile
{
    private const string Checks = "global::NetGen.Numerics.SpanLength";
    private const string Overlap = "global::NetGen.Numerics.SpanOverlap";

    private readonly CodeWriter writer;
    private readonly FunctionDeclaration declaration;
    private readonly FunctionSignature signature;
    private readonly bool isSingle;

    private ProgramFile(CodeWriter writer, FunctionDeclaration declaration)
    {
        (this.writer, this.declaration) = (writer, declaration);
        signature = declaration.Program!.Signature;
        isSingle = declaration.Type == FunctionType.Single;
    }

    private string Number => isSingle ? "float" : "double";

    private string Name => declaration.Name.TrimStart('@');

    public static void Write(CodeWriter writer, FunctionDeclaration declaration)
    {
        var file = new ProgramFile(writer, declaration);
        foreach (var member in ProgramMembers.Of(file.Name, declaration.Type, file.signature, declaration.Products))
            file.Write(member);
    }

    private Procedure NewProcedure() => PreparedProcedure.Of(declaration.Program!.Model!, signature, isSingle);

    private void Write(ProgramMember member)
    {
        if (declaration.Program!.Model is null)
        {
            writer.Blank();
            writer.Documentation("summary", $"The derivatives of {Name}.");
            FunctionFile.WriteSkeleton(writer, Head(member, hasTape: false));
            return;
        }

        switch (member.Kind)
        {
            case ProgramMemberKind.Gradient:
                Write(member, NewProcedure(), static (_, _) => [[1.0]], $"{Name} and its gradient.");
                break;
            case ProgramMemberKind.VectorProduct:
                Write(member, NewProcedure(), (procedure, _) => [Seeds(member, procedure)], $"{Name}, and the gradient of its results weighted by {Seed(member)}: the transposed Jacobian times these.");
                break;
            case ProgramMemberKind.Jacobian:
                Write(
                    member,
                    NewProcedure(),
                    static (_, results) => [.. Enumerable.Range(0, results).Select(row => (IReadOnlyList<Scalar?>)[.. Enumerable.Range(0, results).Select(column => row == column ? (Scalar)1.0 : null)])],
                    $"{Name} and its Jacobian, row by row: a row for each result, and a column for each number that it is differentiated by.");
                break;
            case ProgramMemberKind.Jvp:
                WriteJvp(member);
                break;
            case ProgramMemberKind.HessianVectorProduct:
                var procedure = NewProcedure();
                var tangent = AddTangents(member, procedure);
                procedure.Results.Clear();
                procedure.Results.Add(new("", new RealTerm(tangent[0])));
                PreparedProcedure.Finish(procedure);
                Write(member, procedure, static (_, _) => [[1.0]], $"The Hessian of {Name}, times a direction: how fast its gradient changes along it.");
                break;
        }
    }

    private static string Seed(ProgramMember member)
        => string.Join(", ", member.Parameters.Where(static parameter => parameter.Role == MemberRole.Seed).Select(static parameter => parameter.Name));

    /// <summary>The parameters that say how much each result matters, as inputs of the procedure by which nothing is differentiated.</summary>
    private List<Scalar?> Seeds(ProgramMember member, Procedure procedure)
    {
        var seeds = new List<Scalar?>();
        foreach (var parameter in member.Parameters.Where(static parameter => parameter.Role == MemberRole.Seed))
        {
            var shape = parameter.Of.Length == 0 ? signature.Result! : signature.Parameters.First(own => own.Name == parameter.Of).Shape;
            foreach (var (path, leaf) in shape.Leaves(Identifiers.Escape(parameter.Name)))
            {
                if (leaf is RealShape)
                    seeds.Add(new Argument(procedure.NewVariable(path, VariableKind.Real, path)));
            }
        }

        return seeds;
    }

    private List<Scalar> AddTangents(ProgramMember member, Procedure procedure)
    {
        var directions = new Dictionary<string, string>();
        foreach (var parameter in member.Parameters.Where(static parameter => parameter.Role == MemberRole.Direction))
            directions.Add(Identifiers.Escape(parameter.Of), Identifiers.Escape(parameter.Name));
        var arrays = new Dictionary<int, int>();
        return Tangents.Add(
            procedure,
            input =>
            {
                var text = procedure.Variables[input].Text!;
                var name = text.Split('.')[0];
                var direction = directions[name] + text.Substring(name.Length);
                return new Argument(procedure.NewVariable(direction, VariableKind.Real, direction));
            },
            array =>
            {
                if (!arrays.TryGetValue(array, out var direction))
                {
                    procedure.Arrays.Add(new(directions[procedure.Arrays[array].Text], IsInput: false));
                    arrays.Add(array, direction = procedure.Arrays.Count - 1);
                }

                return direction;
            });
    }

    /// <summary>Whether it takes numbers alone: then there is a form that takes them and no memory, as of any other such function.</summary>
    private bool IsOfNumbers => declaration.Parameters.Count > 0;

    private string Head(ProgramMember member, bool hasTape)
    {
        var hasDefaults = !(hasTape && IsOfNumbers);
        var parameters = member.Parameters.Select(parameter => $"{(parameter.IsOut ? "out " : "")}{parameter.Type} {Identifiers.Escape(parameter.Name)}{(parameter.Default is { } value && hasDefaults ? " = " + value : "")}");
        if (hasTape)
            parameters = parameters.Append($"global::System.Span<{Number}> {Identifiers.Escape(member.Memory)}{(IsOfNumbers ? "" : " = default")}");
        return FunctionFile.Head($"{declaration.Accessibility} static {member.ReturnType} {member.Name}", [.. parameters]);
    }

    private static IEnumerable<string> NamesIn(ProgramMember member) => member.Parameters.Select(static parameter => parameter.Name).Append(member.Memory);

    /// <summary>The names of the function's results, as parts of the names of adjoints.</summary>
    private static string RowName(Procedure procedure, int row)
        => procedure.Results.Where(static result => result.Value is RealTerm).ElementAt(row).Name is { Length: > 0 } name ? Identifiers.Camel(name) : "value";

    private void Write(ProgramMember member, Procedure procedure, Func<Procedure, int, IReadOnlyList<IReadOnlyList<Scalar?>>> seedsOf, string summary)
    {
        var results = procedure.Results.Count(static result => result.Value is RealTerm);
        var seeds = seedsOf(procedure, results);
        DerivativeValues.Add(procedure, seeds.Count);
        JoinedInPlace.Apply(procedure);
        var lines = ReverseMode.Of(procedure, seeds);
        var isJacobian = member.Kind == ProgramMemberKind.Jacobian;
        var hasValue = member.Kind != ProgramMemberKind.HessianVectorProduct;
        var values = hasValue ? KeepResults(procedure, lines.Forward) : [];

        var roots = new HashSet<int>();
        foreach (var value in values)
            VariablesOf.Term(value, variable => roots.Add(variable));
        foreach (var input in procedure.Inputs)
        {
            for (var row = 0; row < seeds.Count; row++)
            {
                if (lines.Adjoints.TryGetValue((input, row), out var adjoint))
                    roots.Add(adjoint);
            }
        }

        List<Line>[] blocks = [lines.Forward, lines.Backward];
        UnusedLines.Remove(blocks, roots);
        SetOnly(lines.Backward);
        var depths = TapeDepths(lines.Forward);
        var hasTape = depths.Count > 0;

        var text = new CodeWriter();
        var body = new LineText(procedure, text, NamesIn(member))
        {
            Adjoint = variable => lines.AdjointOf.TryGetValue(variable, out var of)
                ? (of.Variable, name => seeds.Count == 1 ? "d" + Identifiers.Word(name.TrimStart('@')) : RowName(procedure, of.Row) + "By" + Identifiers.Word(name.TrimStart('@')))
                : null,
        };
        var layout = new GradientLayout(signature, member, isJacobian ? seeds.Count : 1, row => RowName(procedure, row), body.Take);
        body = Named(procedure, text, body, layout, depths.ToDictionary(static depth => depth, _ => body.Take("tape")));
        body.Write(blocks, lines.Forward);
        if (lines.Backward.Count > 0)
        {
            text.Blank();
            text.Line(lines.Forward.Exists(static line => line is RangeLoop or WhileLoop) ? "// Backwards: the rounds of each loop from its last one to its first." : "// Backwards, from the results to the parameters.");
            body.Write(blocks, lines.Backward);
        }

        foreach (var (target, variable) in layout.Assignments(procedure, lines.Adjoints))
            text.Line($"{target} = {(variable < 0 ? isSingle ? "0f" : "0.0" : body.NameOf(variable))};");
        foreach (var tape in body.Tapes.Values)
            text.Line($"{tape}.Dispose();");
        WriteReturn(member, procedure, values, lines.Adjoints, body, text);

        writer.Blank();
        writer.Documentation("summary", summary);
        writer.Documentation("remarks", Remarks(lines, seeds.Count, hasTape, member));
        Document(member, layout, hasTape, procedure);
        var braces = writer.Braces(Head(member, hasTape));
        WriteTables(procedure);
        WriteChecks(member, procedure, layout);
        // What the caller gives is for the innermost loops, which keep most.
        foreach (var depth in depths)
            writer.Line($"var {body.Tapes[depth]} = new global::NetGen.Numerics.Tape<{Number}>({(depth == depths.Max ? Identifiers.Escape(member.Memory) : "default")});");
        writer.Line(text.ToString().TrimEnd('\n'));
        braces.Dispose();
        if (!hasTape || !IsOfNumbers)
            return;
        writer.Blank();
        var arguments = string.Join(", ", member.Parameters.Select(static parameter => Identifiers.Escape(parameter.Name)).Append("default"));
        writer.Documentation("summary", summary + " What its loops keep for their way back is kept in memory of the shared pool.");
        writer.Line(Head(member, hasTape: false));
        writer.Line($"    => {member.Name}({arguments});");
    }

    private static LineText Named(Procedure procedure, CodeWriter text, LineText names, GradientLayout layout, IReadOnlyDictionary<int, string> tapes)
        => new(procedure, text, names.Taken) { Adjoint = names.Adjoint, Gradient = (array, row) => layout.Span(procedure.Arrays[array].Text, row), Tapes = tapes };

    private void Document(ProgramMember member, GradientLayout layout, bool hasTape, Procedure procedure)
    {
        foreach (var parameter in member.Parameters)
        {
            var what = parameter.Role switch
            {
                MemberRole.Own when parameter.IsOut => $"Receives {parameter.Of}.",
                MemberRole.Own => $"The function's {parameter.Of}.",
                MemberRole.Gradient when member.Kind == ProgramMemberKind.Jacobian => $"Receives the Jacobian: [{Numbers.Text(layout.Rows)} × {layout.ColumnsText}], row after row.",
                MemberRole.Gradient => $"Receives the derivatives by {parameter.Of}, as many as it has elements.",
                MemberRole.Direction => $"How {parameter.Of} moves.",
                _ => parameter.Of.Length == 0 ? "How much the result matters." : $"How much {parameter.Of} matters.",
            };
            writer.Documentation($"param name=\"{parameter.Name}\"", what);
        }

        if (hasTape)
            writer.Documentation($"param name=\"{member.Memory}\"", "Memory for what the loops keep for their way back. Where it is too small, or left out, memory of the shared pool is used.");
        if (member.Parameters.Any(static parameter => parameter.Role == MemberRole.Gradient) || procedure.Arrays.Count > 0)
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length than it must, or what is written overlaps what is read.</exception>");
    }

    private string Remarks(ReverseLines lines, int rows, bool hasTape, ProgramMember member)
    {
        var mode = member.Kind == ProgramMemberKind.HessianVectorProduct ? "Reverse mode over forward mode" : "Reverse mode";
        var shared = rows > 1 ? ", for all results side by side" : "";
        return hasTape
            ? $"{mode}{shared}: a loop goes forward and keeps {KeptText(lines.Forward)} on a tape, then backward."
            : $"{mode}{shared}: the adjoint of every variable, dX, is how much the result changes with it.".Replace("dX", rows > 1 ? "as valueByX" : "dX");
    }

    private static string KeptText(List<Line> lines)
    {
        int[] counts = [.. Frames(lines).Select(static frame => frame.Count)];
        return counts.Length == 1
            ? Numbers.Text(counts[0]) + (counts[0] == 1 ? " number a round" : " numbers a round")
            : string.Join(" and ", counts.Select(static count => Numbers.Text(count))) + " numbers a round";
    }

    /// <summary>How many loops are around those that keep something, each number once.</summary>
    private static SortedSet<int> TapeDepths(List<Line> lines) => [.. Frames(lines).Select(static frame => frame.Depth)];

    /// <summary>What the loops keep of a round, in the order of the loops.</summary>
    private static IEnumerable<Frame> Frames(List<Line> lines) => lines.SelectMany(static line => line switch
    {
        PushFrame push => [push.Frame],
        RangeLoop loop => Frames(loop.Body),
        WhileLoop loop => Frames(loop.Body),
        Branch branch => Frames(branch.WhenTrue).Concat(Frames(branch.WhenFalse)),
        _ => [],
    });

    /// <summary>What the function gives, in variables that the backward pass leaves alone.</summary>
    private static List<Term> KeepResults(Procedure procedure, List<Line> forward)
    {
        var changing = new HashSet<int>();
        FindCarried(procedure.Steps, changing);
        var values = new List<Term>();
        foreach (var result in procedure.Results)
        {
            var isKept = result.Value switch
            {
                RealTerm(Constant) => true,
                RealTerm(Argument(var variable)) => !changing.Contains(variable),
                WholeTerm(WholeVariable(var variable)) => !changing.Contains(variable),
                TruthTerm(TruthVariable(var variable)) => !changing.Contains(variable),
                _ => false,
            };
            if (isKept)
            {
                values.Add(result.Value);
                continue;
            }

            var kept = procedure.NewVariable(result.Name.Length > 0 ? Identifiers.Camel(result.Name) : "value", result.Value switch { WholeTerm => VariableKind.Whole, TruthTerm => VariableKind.Truth, _ => VariableKind.Real });
            forward.Add(new Declare(kept, result.Value));
            values.Add(result.Value switch
            {
                WholeTerm => new WholeTerm(new WholeVariable(kept)),
                TruthTerm => new TruthTerm(new TruthVariable(kept)),
                _ => new RealTerm(new Argument(kept)),
            });
        }

        return values;
    }

    private static void FindCarried(List<Step> steps, HashSet<int> carried)
    {
        foreach (var step in steps)
        {
            if (step is Choice choice)
            {
                FindCarried(choice.WhenTrue, carried);
                FindCarried(choice.WhenFalse, carried);
            }
            else if (step is Loop loop)
            {
                carried.UnionWith(loop.Carried.Select(static one => one.Variable));
                FindCarried(loop.Body, carried);
            }
        }
    }

    /// <summary>An element that one statement alone adds to is assigned.</summary>
    private static void SetOnly(List<Line> backward)
    {
        var all = new List<AccumulateElement>();
        Find(backward, all);
        for (var index = 0; index < backward.Count; index++)
        {
            if (backward[index] is AccumulateElement { Index: WholeNumber } element
                && all.Count(other => other.Array == element.Array && other.Row == element.Row && (other.Index is not WholeNumber || other.Index == element.Index)) == 1)
                backward[index] = element with { IsOnly = true };
        }

        static void Find(List<Line> lines, List<AccumulateElement> found)
        {
            foreach (var line in lines)
            {
                switch (line)
                {
                    case AccumulateElement element:
                        found.Add(element);
                        break;
                    case Together together:
                        Find(together.Lines, found);
                        break;
                    case Branch branch:
                        Find(branch.WhenTrue, found);
                        Find(branch.WhenFalse, found);
                        break;
                    case RangeLoop loop:
                        Find(loop.Body, found);
                        break;
                    case CountdownLoop loop:
                        Find(loop.Body, found);
                        break;
                }
            }
        }
    }

    private void WriteTables(Procedure procedure)
    {
        foreach (var array in procedure.Arrays)
        {
            if (array.Table is { } table)
            {
                var numbers = table.Select(number => array.IsWhole ? Numbers.Text((long)number) : isSingle ? Numbers.Single(number) : Numbers.Double(number));
                writer.Line($"global::System.ReadOnlySpan<{(array.IsWhole ? "int" : Number)}> {array.Text} = [{string.Join(", ", numbers)}];");
            }
        }
    }

    private void WriteChecks(ProgramMember member, Procedure procedure, GradientLayout layout)
    {
        foreach (var parameter in member.Parameters)
        {
            var of = Identifiers.Escape(parameter.Of);
            var name = Identifiers.Escape(parameter.Name);
            if (parameter.Role == MemberRole.Direction && parameter.Type.StartsWith("global::System.ReadOnlySpan", StringComparison.Ordinal))
                writer.Line($"{Checks}.CheckEqual({of}.Length, {Text(of)}, {name}.Length, {Text(name)});");
            if (parameter.Role != MemberRole.Gradient)
                continue;
            if (member.Kind != ProgramMemberKind.Jacobian)
                writer.Line($"{Checks}.CheckEqual({of}.Length, {Text(of)}, {name}.Length, {Text(name)});");
            // What is written must not be what is still to be read.
            foreach (var read in member.Parameters)
            {
                if (read.Role is MemberRole.Own or MemberRole.Direction && !read.IsOut && ElementType(read.Type) is { } element)
                    writer.Line($"{Overlap}.CheckApart<{Number}, {element}>({name}, {Text(name)}, {Identifiers.Escape(read.Name)}, {Text(Identifiers.Escape(read.Name))});");
            }

            foreach (var earlier in member.Parameters.TakeWhile(other => other != parameter).Where(static other => other.Role == MemberRole.Gradient))
                writer.Line($"{Overlap}.CheckApart<{Number}>({name}, {Text(name)}, {Identifiers.Escape(earlier.Name)}, {Text(Identifiers.Escape(earlier.Name))});");
            if (member.Kind == ProgramMemberKind.Jacobian)
                layout.WriteHead(writer, name, Number);
            else
                writer.Line($"{name}.Clear();");
        }

        for (var array = 0; array < procedure.Arrays.Count; array++)
        {
            if (procedure.Arrays[array] is not { Table: null, IsMeasured: false, Text: var text })
                continue;
            var last = -1L;
            FindLast(procedure.Steps, array, ref last);
            if (last >= 0)
                writer.Line($"{Checks}.CheckAtLeast({text}.Length, {Text(text)}, {Numbers.Text(last + 1)});");
        }
    }

    /// <summary>The type of the elements of a span or an array; null for anything else.</summary>
    private static string? ElementType(string type)
    {
        const string span = "global::System.ReadOnlySpan<";
        return type.StartsWith(span, StringComparison.Ordinal) ? type.Substring(span.Length, type.Length - span.Length - 1)
            : type.EndsWith("[]", StringComparison.Ordinal) ? type.Substring(0, type.Length - 2)
            : null;
    }

    private static void FindLast(List<Step> steps, int array, ref long last)
    {
        foreach (var step in steps)
        {
            if (step is Let(_, ElementTerm(var of, _, WholeNumber(var index))) && of == array)
                last = Math.Max(last, index);
        }
    }

    private string Text(string name) => declaration.TakenAliases.Contains(FunctionAliases.NameOf) ? $"\"{name.TrimStart('@')}\"" : $"nameof({name})";

    private void WriteReturn(ProgramMember member, Procedure procedure, List<Term> values, IReadOnlyDictionary<(int, int), int> adjoints, LineText body, CodeWriter text)
    {
        var leaves = new Queue<string>(values.Select(body.Of));
        var value = signature.Result is { } shape && values.Count > 0 ? Creation(shape, _ => leaves.Dequeue()) : "";
        if (values.Count > 0)
        {
            foreach (var given in signature.Parameters.Where(static parameter => parameter.IsOut))
                text.Line($"{Identifiers.Escape(given.Name)} = {Creation(given.Shape, _ => leaves.Dequeue())};");
        }

        var inputs = new Dictionary<string, int>();
        foreach (var input in procedure.Inputs)
            inputs[procedure.Variables[input].Text!] = input;
        var elements = member.Elements.Select(element => element.Role == MemberRole.Value
            ? value
            : Creation(signature.Parameters.First(parameter => parameter.Name == element.Of).Shape, path => Derivative(Identifiers.Escape(element.Of) + path))).ToList();
        if (elements.Count == 1)
            text.Line($"return {elements[0]};");
        else if (elements.Count > 1)
            text.Line(Tuple(elements, [.. member.Elements.Select(static element => element.Name)]));

        string Derivative(string path)
            => inputs.TryGetValue(path, out var input) && adjoints.TryGetValue((input, 0), out var adjoint) ? body.NameOf(adjoint) : isSingle ? "0f" : "0.0";
    }

    private static string Tuple(List<string> elements, List<string> names)
    {
        var line = $"return ({string.Join(", ", elements.Zip(names, static (element, name) => $"{name}: {element}"))});";
        return line.Length <= 120 ? line : $"return (\n    {string.Join(",\n    ", elements.Zip(names, static (element, name) => $"{name}: {element}"))});";
    }

    /// <summary>A value of a shape, from its numbers. What is data has no derivative, and is what it is without being set.</summary>
    private static string Creation(Shape shape, Func<string, string> leaf, string path = "") => shape switch
    {
        MembersShape { Creation: CreationKind.Tuple } tuple => $"({string.Join(", ", tuple.Members.Select(member => Creation(member.Shape, leaf, path + "." + member.Name)))})",
        MembersShape { Creation: CreationKind.Initializer } members
            => $"new {members.Text} {{ {string.Join(", ", members.Members.Select(member => $"{member.Name} = {Creation(member.Shape, leaf, path + "." + member.Name)}"))} }}",
        MembersShape members => $"new {members.Text}({string.Join(", ", members.Members.Select(member => Creation(member.Shape, leaf, path + "." + member.Name)))})",
        _ => leaf(path),
    };

    private void WriteJvp(ProgramMember member)
    {
        var procedure = NewProcedure();
        var tangents = AddTangents(member, procedure);
        var count = procedure.Results.Count;
        foreach (var tangent in tangents)
            procedure.Results.Add(new("derivative", new RealTerm(tangent)));
        PreparedProcedure.Finish(procedure);
        JoinedInPlace.Apply(procedure);
        var forward = new ForwardLines(procedure, new Dictionary<int, (Frame, int)>(), new Dictionary<Loop, Frame>(), new HashSet<int>(), static _ => false).Of(procedure.Steps);
        var values = KeepResults(procedure, forward);
        var roots = new HashSet<int>();
        foreach (var value in values)
            VariablesOf.Term(value, variable => roots.Add(variable));
        UnusedLines.Remove([forward], roots);

        var text = new CodeWriter();
        var body = new LineText(procedure, text, NamesIn(member));
        body.Write([forward], forward);
        var leaves = new Queue<string>(values.Select(body.Of));
        var value2 = signature.Result is { } shape ? Creation(shape, _ => leaves.Dequeue()) : "";
        foreach (var given in signature.Parameters.Where(static parameter => parameter.IsOut))
            text.Line($"{Identifiers.Escape(given.Name)} = {Creation(given.Shape, _ => leaves.Dequeue())};");
        var elements = new List<string>();
        foreach (var element in member.Elements)
        {
            elements.Add(element.Role == MemberRole.Value
                ? value2
                : TangentOf(element.Of.Length == 0 ? signature.Result! : signature.Parameters.First(parameter => parameter.Name == element.Of).Shape));
        }

        if (elements.Count == 1)
            text.Line($"return {elements[0]};");
        else
            text.Line(Tuple(elements, [.. member.Elements.Select(static element => element.Name)]));

        writer.Blank();
        writer.Documentation("summary", $"{Name}, and how its results change as its parameters move: the Jacobian times a direction.");
        writer.Documentation("remarks", "Forward mode: beside each variable, vX is how it changes along the direction.");
        Document(member, new GradientLayout(signature, member, 1, static _ => "", static name => name), hasTape: false, procedure);
        using var braces = writer.Braces(Head(member, hasTape: false));
        WriteTables(procedure);
        WriteChecks(member, procedure, new GradientLayout(signature, member, 1, static _ => "", static name => name));
        writer.Line(text.ToString().TrimEnd('\n'));

        string TangentOf(Shape of) => Creation(of, path => LeafOf(of, path) is RealShape ? leaves.Dequeue() : "default");
    }

    private static Shape LeafOf(Shape shape, string path) => shape.Leaves("").First(leaf => leaf.Member == path).Shape;
}
