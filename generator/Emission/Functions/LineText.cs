using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes the statements of a derivative as C#.</summary>
internal sealed partial class LineText
{
    /// <summary>An expression of more operations becomes several, each with a name: about what fits on a line.</summary>
    private const int LongestExpression = 16;

    /// <summary>The same of vectors, whose operations are calls with long names.</summary>
    private const int LongestVectorExpression = 6;

    private const string WholeOnTape = "global::NetGen.Numerics.WholeOnTape";

    private const string Vector256 = "global::System.Runtime.Intrinsics.Vector256";

    private readonly Procedure procedure;
    private CodeWriter writer;
    private readonly VariableNames names;
    private readonly Dictionary<Frame, string> frames = [];

    /// <summary>The memory of all rounds of a loop, forward or backward, and where in it a round is.</summary>
    private readonly Dictionary<(Frame Frame, bool IsBackward), (string Name, string Place)> rounds = [];
    private readonly Dictionary<Scalar, string> written = new(ReferenceComparer.Instance);
    private Stack<HashSet<int>> scopes = new([[]]);
    private readonly WholeText wholes;
    private Dictionary<int, int> reads = [];

    /// <param name="procedure">Whose variables they are.</param>
    /// <param name="writer">Receives the text.</param>
    /// <param name="names">What they are called.</param>
    public LineText(Procedure procedure, CodeWriter writer, VariableNames names)
    {
        this.procedure = procedure;
        this.writer = writer;
        this.names = names;
        names.Uses = name => used.Add(name);
        wholes = new(names.Of, names.OfArray, Single, procedure.Number.Target);
    }

    /// <summary>The span that takes the derivatives by an array, for a row.</summary>
    public Func<int, int, string> Gradient { get; init; } = static (_, _) => "";

    /// <summary>The memory of the method's own arrays.</summary>
    public string Arrays { get; init; } = "";

    /// <summary>The tape of the loops that have so many others around them.</summary>
    public IReadOnlyDictionary<int, string> Tapes { get; init; } = new Dictionary<int, string>();

    /// <summary>Whether each number is a vector of those of several elements.</summary>
    public bool IsOnVectors { get; init; }

    private string Scalar => procedure.Number.Name;

    private string Number => IsOnVectors ? $"{Vector256}<{Scalar}>" : Scalar;

    private CSharpTarget Target => IsOnVectors ? procedure.Number.Vectors! : procedure.Number.Target;

    /// <summary>A result as C#.</summary>
    public string Of(Term term) => TermText(term);

    /// <summary>Writes blocks of one method.</summary>
    /// <param name="blocks">All of them, so that what is read once is known.</param>
    /// <param name="block">Which one to write.</param>
    public void Write(IReadOnlyList<List<Line>> blocks, List<Line> block)
    {
        reads = UnusedLines.Reads(blocks);
        foreach (var one in blocks)
            names.FindDefinitions(one);
        Write(block);
    }

    private void Write(List<Line> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            switch (lines[index])
            {
                case Declare(var variable, ElementTerm or RealOfWhole) declare when IsReadOnceAfter(lines, index, variable) && procedure.Variables[variable].Name.Length == 0:
                    names.Inline(variable, TermText(declare.Value!));
                    break;
                case Declare(var variable, RealTerm(var scalar)) when procedure.Variables[variable].Name.Length == 0 && names.Adjoint(variable) is null && IsReadOnceAfter(lines, index, variable):
                    names.Substitute(variable, scalar);
                    break;
                case var line when !IsOnVectors && SineAndCosine(lines, index) is { } partner:
                    WriteSineAndCosine(line, lines[partner]);
                    lines = [.. lines.Take(partner), .. lines.Skip(partner + 1)];
                    break;
                case Keep first when lines.Skip(index).TakeWhile(static line => line is Keep).Count() is var count && count > 0:
                    for (var keep = 0; keep < count; keep++)
                        Kept((Keep)lines[index + keep]);
                    index += count - 1;
                    break;
                default:
                    Write(lines[index]);
                    break;
            }
        }
    }

    /// <summary>The statement that computes the cosine of what a statement computes the sine of, or the other way round; null for none.</summary>
    private static int? SineAndCosine(List<Line> lines, int index)
    {
        if (Turned(lines[index]) is not var (isDeclared, function, operand))
            return null;
        for (var other = index + 1; other < lines.Count; other++)
        {
            if (Turned(lines[other]) is var (isOtherDeclared, otherFunction, otherOperand) && isOtherDeclared == isDeclared && otherFunction != function && otherOperand == operand)
                return other;
        }

        return null;

        static (bool IsDeclared, UnaryFunction Function, Argument Operand)? Turned(Line line) => line switch
        {
            Declare(_, RealTerm(Unary(UnaryFunction.Sin or UnaryFunction.Cos, Argument operand) turned)) => (true, turned.Function, operand),
            Assign(_, RealTerm(Unary(UnaryFunction.Sin or UnaryFunction.Cos, Argument operand) turned)) => (false, turned.Function, operand),
            _ => null,
        };
    }

    private void WriteSineAndCosine(Line first, Line second)
    {
        var (one, value) = Parts(first);
        var (other, otherValue) = Parts(second);
        var isSine = value.Function == UnaryFunction.Sin;
        var (sine, cosine) = isSine ? (one, other) : (other, one);
        var declaration = "";
        if (first is Declare)
        {
            names.Declare(sine);
            names.Declare(cosine);
            // One of the two may be shared by several methods.
            var (isNew, isOtherNew) = (Declared(sine), Declared(cosine));
            if (isNew != isOtherNew)
                writer.Line($"{Number} {names.Of(isNew ? sine : cosine)};");
            declaration = isNew && isOtherNew ? "var " : "";
        }

        var operand = Single(value.Operand);
        Remember(new RealTerm(value), $"{names.Of(one)} = {(isSine ? "Sin" : "Cos")}({operand})");
        Remember(new RealTerm(otherValue), $"{names.Of(other)} = {(isSine ? "Cos" : "Sin")}({operand})");
        writer.Line($"{declaration}({names.Of(sine)}, {names.Of(cosine)}) = {procedure.Number.SineAndCosine}({operand});");

        static (int Variable, Unary Value) Parts(Line line) => line switch
        {
            Declare(var variable, RealTerm(Unary value)) => (variable, value),
            Assign(var variable, RealTerm(Unary value)) => (variable, value),
            _ => throw new NotSupportedException("no statement of a sine"),
        };
    }

    /// <summary>Whether one statement of the same block reads a variable, and nothing else does.</summary>
    private bool IsReadOnceAfter(List<Line> lines, int index, int variable)
    {
        if (!reads.TryGetValue(variable, out var count) || count != 1)
            return false;
        // An element is read before something else is stored there.
        int? written = lines[index] is Declare(_, ElementTerm { Array: var loaded }) && procedure.Arrays[loaded].Use != ArrayUse.Read ? loaded : null;
        for (var next = index + 1; next < lines.Count; next++)
        {
            var isHere = false;
            switch (lines[next])
            {
                case Declare(_, RealTerm or TruthTerm or WholeTerm) or Accumulate or AccumulateElement or AssignElement:
                    LineVariables.Free([lines[next]], read => isHere |= read == variable);
                    break;
                case Together together:
                    LineVariables.Free(together.Lines, read => isHere |= read == variable);
                    break;
                case Branch branch:
                    VariablesOf.Condition(branch.Condition, read => isHere |= read == variable);
                    break;
            }

            // An element that is read into a part of an expression would go where that goes.
            if (isHere)
                return written is null || lines[next] is not Declare { Variable: var reader } || procedure.Variables[reader].Name.Length > 0;
            if (written is { } array && LineTree.All([lines[next]]).Any(line => Stores(line, array)))
                return false;
        }

        return false;
    }

    /// <summary>Whether a statement changes an element of an array.</summary>
    private bool Stores(Line line, int array)
        => line is AssignElement assign ? assign.Array == array : line is AccumulateElement accumulate && Gradient(accumulate.Array, accumulate.Row) == names.OfArray(array);

    private void Write(Line line)
    {
        switch (line)
        {
            case Together(_, var value, var lines):
                if (value is not null && written.TryGetValue(value, out var statement))
                    writer.Line("// " + statement);
                WriteTogether(lines);
                break;
            case Declare(var variable, null):
                if (Declared(variable))
                    writer.Line($"{TypeOf(variable)} {names.Of(variable)};");
                break;
            case PartOfMethod part:
                WritePart(part);
                break;
            case Declare or Assign or Accumulate or AccumulateElement or AssignElement:
                WriteTogether([line]);
                break;
            case Branch branch:
                WriteBranch(branch);
                break;
            case RangeLoop loop:
                WriteRounds(loop);
                Block(Head(loop), loop.Body);
                break;
            case WhileLoop loop:
                WriteWhile(loop);
                break;
            case CountdownLoop loop:
                Block($"for (; {names.Of(loop.Rounds)} > 0; {names.Of(loop.Rounds)}--)", loop.Body);
                break;
            // One number of each round is an element of the memory of all rounds.
            case PushFrame { Frame: var frame } when IsOneElement(frame, isBackward: false):
            case PopFrame { Frame: var popped } when IsOneElement(popped, isBackward: true):
                break;
            case PushFrame { Frame: var frame } when rounds.TryGetValue((frame, false), out var all):
                writer.Line($"var {FrameName(frame)} = {Used(all.Name)}.Slice({all.Place}, {Numbers.Text(frame.Count)});");
                break;
            case PopFrame { Frame: var frame } when rounds.TryGetValue((frame, true), out var all):
                writer.Line($"var {FrameName(frame)} = {Used(all.Name)}.Slice({all.Place}, {Numbers.Text(frame.Count)});");
                break;
            case PushFrame { Frame: var frame }:
                writer.Line($"var {FrameName(frame)} = {Used(Tapes[frame.Depth])}.Push({Numbers.Text(frame.Count)});");
                break;
            case PopFrame { Frame: var frame }:
                writer.Line($"var {FrameName(frame)} = {Used(Tapes[frame.Depth])}.Pop({Numbers.Text(frame.Count)});");
                break;
            case Recall recall:
                WriteRecall(recall);
                break;
            case TakeArray array:
                WriteArray(array);
                break;
            case Remark(var text):
                writer.Line("// " + text);
                break;
        }
    }

    /// <summary>Takes the memory of all rounds at once, where a loop counts by one: how many there are is known before.</summary>
    private void WriteRounds(RangeLoop loop)
    {
        var frame = loop.Body.Count == 0 ? null : loop.Body[0] switch { PushFrame push => push.Frame, PopFrame pop => pop.Frame, _ => null };
        if (frame is null || loop.Range is not { Increment: 1 or -1 } range)
            return;
        var isUp = range.Increment > 0;
        var index = new WholeVariable(range.Variable);
        var count = isUp ? range.To - range.From : range.From - range.To;
        var name = names.Take((loop.IsBackward, frame.IsCheckpoint) switch { (false, false) => "rounds", (true, false) => "keptRounds", (false, true) => "checkpoints", _ => "keptCheckpoints" });
        var place = Whole.Of(Programs.BinaryOperator.Multiply, frame.Count, isUp ? index - range.From : range.From - index);
        // A span has no negative length, and a loop may have nothing to count.
        var size = Whole.Of(Programs.BinaryOperator.Multiply, frame.Count, count is WholeNumber or WholeLength ? count : new WholeCall("Max", [0, count]));
        writer.Line($"var {name} = {Used(Tapes[frame.Depth])}.{(loop.IsBackward ? "Pop" : "Push")}({wholes.Of(size)});");
        rounds[(frame, loop.IsBackward)] = (name, wholes.Of(place));
        own.Add((name, $"global::System.Span<{Number}>", false));
    }

    /// <summary>Whether all that a round keeps is one number, and the memory of all rounds is there where it is written.</summary>
    private bool IsOneElement(Frame frame, bool isBackward) => Parts is null && frame.Count == 1 && rounds.ContainsKey((frame, isBackward));

    private string SlotOf(Frame frame, int slot, bool isBackward)
        => IsOneElement(frame, isBackward) && rounds[(frame, isBackward)] is var all ? $"{Used(all.Name)}[{all.Place}]" : $"{FrameName(frame)}[{Numbers.Text(slot)}]";

    private string FrameName(Frame frame)
    {
        if (!frames.TryGetValue(frame, out var name))
        {
            frames.Add(frame, name = names.Take("round"));
            own.Add((name, $"global::System.Span<{Number}>", false));
        }

        return Used(name);
    }

    private void Kept(Keep keep)
    {
        var name = names.Of(keep.Variable);
        if (keep.Frame.SizeOf(keep.Slot) is > 1 and var numbers)
        {
            writer.Line($"{WholeOnTape}.Keep({FrameName(keep.Frame)}.Slice({Numbers.Text(keep.Slot)}, {Numbers.Text(numbers)}), {name});");
            return;
        }

        var value = procedure.Variables[keep.Variable].Kind switch
        {
            VariableKind.Truth => $"{name} ? {Target.Literal(1.0)} : {Target.Literal(0.0)}",
            VariableKind.Whole when procedure.Number.IsSingle => $"global::System.BitConverter.Int32BitsToSingle({name})",
            _ => name,
        };
        writer.Line($"{SlotOf(keep.Frame, keep.Slot, isBackward: false)} = {value};");
    }

    private void WriteRecall(Recall recall)
    {
        var slot = recall.Frame.SizeOf(recall.Slot) is > 1 and var numbers
            ? $"{FrameName(recall.Frame)}.Slice({Numbers.Text(recall.Slot)}, {Numbers.Text(numbers)})"
            : SlotOf(recall.Frame, recall.Slot, isBackward: true);
        var value = procedure.Variables[recall.Variable].Kind switch
        {
            VariableKind.Truth => $"{slot} != {(procedure.Number.IsGeneric ? Target.Literal(0.0) : "0")}",
            VariableKind.Whole when procedure.Number.IsGeneric => $"{WholeOnTape}.Recall<{Number}>({slot})",
            VariableKind.Whole => procedure.Number.IsSingle ? $"global::System.BitConverter.SingleToInt32Bits({slot})" : $"(int){slot}",
            _ => slot,
        };
        names.Declare(recall.Variable);
        writer.Line($"{Declaration(recall.Variable)}{names.Of(recall.Variable)} = {value};");
    }

    private string Declaration(int variable) => Declared(variable) ? "var " : "";

    /// <summary>Notes a declaration; false where the variable is declared around already.</summary>
    private bool Declared(int variable)
    {
        if (scopes.Any(scope => scope.Contains(variable)))
            return false;
        scopes.Peek().Add(variable);
        return true;
    }

    private string TypeOf(int variable) => procedure.Variables[variable].Kind switch
    {
        VariableKind.Whole => "int",
        VariableKind.Truth => "bool",
        _ => procedure.Variables[variable].VectorLength is > 0 and var length ? VectorText.Type(length, procedure.Number) : Number,
    };

    /// <summary>Statements whose values are computed first, what they share once.</summary>
    private void WriteTogether(List<Line> lines)
    {
        var scalars = lines.Select(static line => line switch
        {
            Declare(_, RealTerm(var value)) => value,
            Assign(_, RealTerm(var value)) => value,
            Accumulate(_, var value) => value,
            AccumulateElement element => element.Value,
            AssignElement { Value: RealTerm(var value) } => value,
            _ => new Constant(0.0),
        }).ToArray();
        // What is taken away needs no sign.
        var isTaken = lines.Select((line, index) => line is Accumulate or AccumulateElement { IsOnly: false } && scalars[index] is Unary(UnaryFunction.Negate, _)).ToArray();
        for (var index = 0; index < scalars.Length; index++)
        {
            if (isTaken[index])
                scalars[index] = ((Unary)scalars[index]).Operand;
        }

        var texts = Emit(scalars);
        for (var index = 0; index < lines.Count; index++)
            writer.Line(Statement(lines[index], texts[index], isTaken[index] ? "-=" : "+="));
    }

    private string Statement(Line line, string text, string accumulate)
    {
        switch (line)
        {
            case Declare(var variable, var value):
                names.Declare(variable);
                var declared = $"{names.Of(variable)} = {(value is RealTerm ? text : TermText(value!))}";
                Remember(value, declared);
                return $"{Declaration(variable)}{declared};";
            case Assign(var variable, var value):
                var assigned = $"{names.Of(variable)} = {(value is RealTerm ? text : TermText(value))}";
                Remember(value, assigned);
                return assigned + ";";
            case Accumulate(var variable, _):
                return $"{names.Of(variable)} {accumulate} {text};";
            case AccumulateElement element:
                return $"{Used(Gradient(element.Array, element.Row))}[{wholes.Of(PlaceOf(element))}] {(element.IsOnly ? "=" : accumulate)} {text};";
            case AssignElement element:
                var stored = $"{names.OfArray(element.Array)}[{wholes.Of(element.Index)}] = {text}";
                Remember(element.Value, stored);
                return stored + ";";
            default:
                throw new NotSupportedException($"no text for {line.GetType().Name}");
        }
    }

    /// <summary>Where the derivative by a member of an element is, among those by the numbers of all elements.</summary>
    private Whole PlaceOf(AccumulateElement element)
        => procedure.Arrays[element.Array] is { Members.Count: > 1 } array
            ? Whole.Of(Programs.BinaryOperator.Multiply, array.Members.Count, element.Index) + array.PlaceOf(element.Member)
            : element.Index;

    private void WriteArray(TakeArray array)
    {
        var name = names.OfArray(array.Array);
        writer.Line($"var {name} = {Used(Arrays)}.Push({wholes.Of(array.Length)});");
        writer.Line($"{name}.Clear();");
        NoteArray(name);
    }

    /// <summary>Says that the method has declared an array: its parts are given it where they use it.</summary>
    public void NoteArray(string array) => own.Add((array, $"global::System.Span<{Number}>", false));

    /// <summary>Remembers a statement, which stands above those that differentiate it.</summary>
    private void Remember(Term? value, string statement)
    {
        if (value is RealTerm(var scalar and not (Constant or Argument)))
            written[scalar] = statement;
    }

    private string TermText(Term term) => term switch
    {
        RealTerm(var scalar) => Single(scalar),
        WholeTerm(var whole) => wholes.Of(whole),
        RealOfWhole(var whole) => InAllLanes(procedure.Number.Target.OfWhole(isOperand => wholes.Of(whole, isOperand))),
        ElementTerm(var array, var member, var index) => InAllLanes(ElementText(array, $"{names.OfArray(array)}[{wholes.Of(index)}]{member}")),
        TruthTerm(var condition) => wholes.Of(condition),
        _ => throw new NotSupportedException($"no text for {term.GetType().Name}"),
    };

    private string ElementText(int array, string element) => procedure.Arrays[array].Table is null ? element : procedure.Number.OfStored(element);

    private string InAllLanes(string number) => IsOnVectors ? $"{Vector256}.Create({number})" : number;

    /// <summary>Writes what expressions share, and gives their texts.</summary>
    public IReadOnlyList<string> Emit(IReadOnlyList<Scalar> scalars)
    {
        var numbers = new Dictionary<int, int>();
        var arguments = new List<string>();
        var compact = scalars.Select(scalar => Substitution.Substitute(names.Substituted(scalar), index =>
        {
            if (!numbers.TryGetValue(index, out var number))
            {
                numbers.Add(index, number = arguments.Count);
                arguments.Add(names.Of(index));
            }

            return new Argument(number);
        })).ToArray();
        var text = CSharpText.Emit(compact, arguments, Target, names.Taken, [], IsOnVectors ? LongestVectorExpression : LongestExpression);
        foreach (var local in text.Locals)
        {
            names.Keep(local.Name);
            writer.Line(local.Statement);
        }

        return text.Expressions;
    }

    private string Single(Scalar scalar) => Emit([scalar])[0];

    private void WriteBranch(Branch branch)
    {
        // What has nothing to do on one side is asked the other way round.
        var (condition, whenTrue, whenFalse) = branch.WhenTrue.Count == 0 ? (Condition.Not(branch.Condition), branch.WhenFalse, branch.WhenTrue) : (branch.Condition, branch.WhenTrue, branch.WhenFalse);
        Block($"if ({wholes.Of(condition)})", whenTrue);
        if (whenFalse.Count > 0)
            Block("else", whenFalse);
    }

    private void WriteWhile(WhileLoop loop)
    {
        if (loop.Head.Count == 0)
        {
            using var simple = writer.Braces($"while ({wholes.Of(loop.Condition)})");
            scopes.Push([]);
            Count();
            Write(loop.Body);
            WriteEnd(loop.Body);
            scopes.Pop();
            return;
        }

        using var braces = writer.Braces("while (true)");
        scopes.Push([]);
        Write(loop.Head);
        using (writer.Indented($"if ({wholes.Of(Condition.Not(loop.Condition))})"))
            writer.Line("break;");
        Count();
        Write(loop.Body);
        WriteEnd(loop.Body);
        scopes.Pop();

        void Count()
        {
            if (loop.Rounds >= 0)
                writer.Line(names.Of(loop.Rounds) + "++;");
        }
    }

    private string Head(RangeLoop loop)
    {
        var range = loop.Range;
        var name = names.Of(range.Variable);
        var (from, to) = (range.From, range.To);
        var isUp = range.Increment > 0;
        if (!loop.IsBackward)
        {
            var step = range.Increment switch { 1 => name + "++", -1 => name + "--", > 0 and var up => $"{name} += {Numbers.Text(up)}", var down => $"{name} -= {Numbers.Text(-down)}" };
            return $"for (var {name} = {wholes.Of(from)}; {name} {(isUp ? "<" : ">")} {wholes.Of(to, isOperand: true)}; {step})";
        }

        if (range.Increment is 1 or -1)
            return isUp
                ? $"for (var {name} = {wholes.Of(to - 1)}; {name} >= {wholes.Of(from, isOperand: true)}; {name}--)"
                : $"for (var {name} = {wholes.Of(to + 1)}; {name} <= {wholes.Of(from, isOperand: true)}; {name}++)";
        // The last one that was counted.
        var size = Math.Abs(range.Increment);
        var (low, high) = isUp ? (from, to) : (to, from);
        var rounds = Whole.Of(Programs.BinaryOperator.Divide, high - low + (size - 1), size);
        var last = Whole.Of(isUp ? Programs.BinaryOperator.Add : Programs.BinaryOperator.Subtract, from, Whole.Of(Programs.BinaryOperator.Multiply, rounds - 1, size));
        return isUp
            ? $"for (var {name} = {wholes.Of(last)}; {name} >= {wholes.Of(from, isOperand: true)}; {name} -= {Numbers.Text(size)})"
            : $"for (var {name} = {wholes.Of(last)}; {name} <= {wholes.Of(from, isOperand: true)}; {name} += {Numbers.Text(size)})";
    }

    private void Block(string head, List<Line> lines)
    {
        using var braces = writer.Braces(head);
        scopes.Push([]);
        Write(lines);
        WriteEnd(lines);
        scopes.Pop();
    }

    /// <summary>The memory of the arrays of a block is free behind it.</summary>
    private void WriteEnd(List<Line> lines)
    {
        foreach (var array in lines.OfType<TakeArray>().Reverse())
            writer.Line($"{Used(Arrays)}.Pop({names.OfArray(array.Array)}.Length);");
    }
}
