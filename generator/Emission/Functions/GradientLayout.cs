using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Where derivatives go: spans beside the spans of parameters, or the rows and columns of a Jacobian.</summary>
internal sealed class GradientLayout
{
    private readonly List<(SignatureParameter Parameter, int First)> columns = [];
    private readonly List<(string? Span, int Count)> rowParts = [];
    private readonly Dictionary<(string Array, int Row), string> spans = [];
    private readonly ProgramMember member;
    private readonly string lengths;
    private readonly int fixedCount;
    private readonly string columnsName;
    private readonly int rows;

    /// <summary>The spans of structures, with those of their numbers.</summary>
    private readonly Dictionary<string, (string Name, string Element)> flats = [];
    private readonly string number;

    /// <param name="number">The type of numbers.</param>
    /// <param name="signature">What is differentiated.</param>
    /// <param name="member">The method.</param>
    /// <param name="rows">How many results of numbers have a row.</param>
    /// <param name="rowName">What a result is called.</param>
    /// <param name="take">Takes a free name.</param>
    public GradientLayout(RealType number, FunctionSignature signature, ProgramMember member, int rows, Func<int, string> rowName, Func<string, string> take)
    {
        (this.member, this.rows, this.number) = (member, rows, number.Name);
        var measured = new List<string>();
        foreach (var parameter in signature.Parameters.Where(ProgramMembers.IsDifferentiated))
        {
            columns.Add((parameter, fixedCount));
            var name = Identifiers.Escape(parameter.Name);
            if (parameter.Shape is SpanShape)
            {
                measured.Add(LengthOf(parameter));
                for (var row = 0; row < rows; row++)
                {
                    spans.Add((name, row), IsJacobian ? take(rowName(row) + "By" + Identifiers.Word(parameter.Name)) : GradientSpan(parameter, take));
                }
            }
            else
            {
                fixedCount += parameter.Shape.Count;
            }
        }

        lengths = string.Join(" + ", measured);
        columnsName = IsJacobian && measured.Count > 0 ? take("columns") : "";
        if (signature.Result is { Count: > 0 and var results })
            rowParts.Add((null, results));
        rowParts.AddRange(signature.Parameters.Where(static parameter => parameter.IsOut || parameter.IsWritten)
            .Select(static parameter => parameter.IsWritten ? ((string?)Identifiers.Escape(parameter.Name), 0) : (null, parameter.Shape.Count)));
    }

    private string GradientSpan(SignatureParameter parameter, Func<string, string> take)
    {
        var span = Identifiers.Escape(member.Parameters.FirstOrDefault(other => other.Role == MemberRole.Gradient && other.Of == parameter.Name)?.Name ?? "");
        if (span.Length == 0 || parameter.Shape is not SpanShape { Element: MembersShape element })
            return span;
        var flat = take(span.TrimStart('@') + "Numbers");
        flats.Add(span, (flat, element.Text));
        return flat;
    }

    /// <summary>How many numbers a span has.</summary>
    private static string LengthOf(SignatureParameter parameter)
        => (parameter.Shape is SpanShape { Element.Count: > 1 and var count } ? Numbers.Text(count) + " * " : "") + Identifiers.Escape(parameter.Name) + ".Length";

    /// <summary>Writes that a span of derivatives begins with zeros, and the numbers of its structures.</summary>
    public void WriteClear(CodeWriter writer, MemberParameter parameter)
    {
        var span = Identifiers.Escape(parameter.Name);
        writer.Line($"{span}.Clear();");
        if (flats.TryGetValue(span, out var flat))
            writer.Line($"var {flat.Name} = global::System.Runtime.InteropServices.MemoryMarshal.Cast<{flat.Element}, {number}>({span});");
    }

    private bool IsJacobian => member.Kind == ProgramMemberKind.Jacobian;

    /// <summary>What the Jacobian is called.</summary>
    public string Jacobian => Identifiers.Escape(member.Parameters.First(static parameter => parameter.Role == MemberRole.Gradient).Name);

    /// <summary>How many rows there are, as C#.</summary>
    public string RowsText => Sum(rowParts.Where(static part => part.Span is not null).Select(static part => part.Span + ".Length"), rowParts.Sum(static part => part.Count));

    /// <summary>How many columns there are, as C#.</summary>
    public string ColumnsText => lengths.Length == 0 ? Numbers.Text(fixedCount) : fixedCount == 0 ? lengths : $"({lengths} + {Numbers.Text(fixedCount)})";

    /// <summary>What is written for it before the statements: the spans of rows, and how many columns there are.</summary>
    public IEnumerable<(string Name, bool IsSpan)> Locals
        => columnsName.Length > 0 ? spans.Values.Select(static span => (span, true)).Append((columnsName, false)) : flats.Values.Select(static flat => (flat.Name, true));

    /// <summary>The span for the derivatives of a row by an array.</summary>
    public string Span(string array, int row) => spans[(array, row)];

    /// <summary>Writes the checks of a Jacobian, and its parts.</summary>
    public void WriteHead(CodeWriter writer, string jacobian)
    {
        var columnCount = columnsName.Length > 0 ? columnsName : ColumnsText;
        if (columnsName.Length > 0)
            writer.Line($"var {columnsName} = {ColumnsText.TrimStart('(').TrimEnd(')')};");
        writer.Line($"global::NetGen.Numerics.SpanLength.CheckCount({RowsText} * {columnCount}, \"{jacobian.TrimStart('@')}\", {jacobian}.Length);");
        if (columnsName.Length == 0 && rowParts.TrueForAll(static part => part.Span is null))
            return;
        writer.Line($"{jacobian}.Clear();");
        for (var row = 0; row < rows && columnsName.Length > 0; row++)
        {
            foreach (var (parameter, _) in columns)
            {
                if (parameter.Shape is SpanShape)
                    writer.Line($"var {spans[(Identifiers.Escape(parameter.Name), row)]} = {jacobian}.Slice({Place(row, parameter, 0)}, {LengthOf(parameter)});");
            }
        }
    }

    /// <summary>Where the derivative of a row by a number goes: the parameters come in their order, each with all its numbers.</summary>
    private string Place(int row, SignatureParameter parameter, int number)
    {
        var before = columns.TakeWhile(column => column.Parameter != parameter).ToList();
        var first = before.Where(static column => column.Parameter.Shape is not SpanShape).Sum(static column => column.Parameter.Shape.Count) + number;
        var (rowSpans, rowCount) = RowsBefore(row);
        if (columnsName.Length == 0 && rowSpans.Count == 0)
            return Numbers.Text((rowCount * fixedCount) + first);
        var rowText = Sum(rowSpans, rowCount);
        List<string> terms =
        [
            .. rowText == "0" ? [] : new[] { (rowText == "1" ? "" : rowText + " * ") + (columnsName.Length > 0 ? columnsName : Numbers.Text(fixedCount)) },
            .. before.Where(static column => column.Parameter.Shape is SpanShape).Select(static column => LengthOf(column.Parameter)),
            .. first == 0 ? [] : new[] { Numbers.Text(first) },
        ];
        if (terms.Count > 1 && terms[0].Contains('*'))
            terms[0] = $"({terms[0]})";
        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }

    /// <summary>What comes before the row of a result of numbers: spans, and so many other numbers.</summary>
    private (List<string> Spans, int Count) RowsBefore(int row)
    {
        var spansBefore = new List<string>();
        var numbers = 0;
        foreach (var (span, count) in rowParts)
        {
            if (span is null && numbers + count > row)
                break;
            numbers += count;
            if (span is not null)
                spansBefore.Add(span + ".Length");
        }

        return (spansBefore, row);
    }

    private static string Sum(IEnumerable<string> terms, int count)
    {
        List<string> all = [.. terms, .. count == 0 ? Array.Empty<string>() : [Numbers.Text(count)]];
        return all.Count switch { 0 => "0", 1 => all[0], _ => $"({string.Join(" + ", all)})" };
    }

    /// <summary>Where the derivative of a row by a column goes.</summary>
    public string Place(Procedure procedure, int row, JacobianColumn column)
    {
        var (parameter, number) = Find(procedure, column);
        return Place(row, parameter, number);
    }

    /// <summary>Where the derivative of an element of a result goes; all parameters are numbers there.</summary>
    public Whole Place(Procedure procedure, int array, Whole element, JacobianColumn column)
    {
        var (parameter, number) = Find(procedure, column);
        var row = element;
        foreach (var (span, count) in rowParts)
        {
            if (span == procedure.Arrays[array].Text)
                break;
            row += span is null ? count : new WholeLength(procedure.Arrays.FindIndex(other => other.Text == span));
        }

        return Whole.Of(BinaryOperator.Multiply, row, fixedCount) + (columns.Find(one => one.Parameter == parameter).First + number);
    }

    private (SignatureParameter Parameter, int Number) Find(Procedure procedure, JacobianColumn column)
    {
        if (column.Element is { Index: WholeNumber(var index) } element)
        {
            var array = procedure.Arrays[element.Array];
            return (columns.Find(one => Identifiers.Escape(one.Parameter.Name) == array.Text).Parameter, ((int)index * array.Members.Count) + array.PlaceOf(element.Member));
        }

        var text = procedure.Variables[column.Input].Text!;
        foreach (var (parameter, _) in columns)
        {
            var leaves = parameter.Shape is SpanShape ? [] : parameter.Shape.Leaves(Identifiers.Escape(parameter.Name)).Where(static leaf => leaf.Shape is RealShape).Select(static leaf => leaf.Member).ToList();
            if (leaves.IndexOf(text) is >= 0 and var number)
                return (parameter, number);
        }

        throw new ArgumentException($"There is no column for '{text}'.", nameof(column));
    }

    /// <summary>The elements of a Jacobian that belong to numbers, each with the adjoint that goes there; −1 for none.</summary>
    public IEnumerable<(string Target, int Variable)> Assignments(Procedure procedure, AdjointVariables adjoints)
    {
        if (!IsJacobian)
            yield break;
        var inputs = new Dictionary<string, int>();
        foreach (var input in procedure.Inputs)
            inputs[procedure.Variables[input].Text!] = input;
        for (var row = 0; row < rows; row++)
        {
            foreach (var (parameter, _) in columns)
            {
                if (parameter.Shape is SpanShape)
                    continue;
                var number = 0;
                foreach (var (path, shape) in parameter.Shape.Leaves(Identifiers.Escape(parameter.Name)))
                {
                    if (shape is not RealShape)
                        continue;
                    yield return ($"{Jacobian}[{Place(row, parameter, number)}]", inputs.TryGetValue(path, out var input) && adjoints.TryGet(input, row, out var adjoint) ? adjoint : -1);
                    number++;
                }
            }
        }
    }
}
