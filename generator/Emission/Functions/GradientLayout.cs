using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Where derivatives go: spans beside the spans of parameters, or the columns of a Jacobian.</summary>
internal sealed class GradientLayout
{
    private readonly List<(SignatureParameter Parameter, int First)> columns = [];
    private readonly Dictionary<(string Array, int Row), string> spans = [];
    private readonly ProgramMember member;
    private readonly string lengths;
    private readonly int fixedCount;
    private readonly string columnsName;

    /// <param name="signature">What is differentiated.</param>
    /// <param name="member">The method.</param>
    /// <param name="rows">How many results have a row.</param>
    /// <param name="rowName">What a result is called.</param>
    /// <param name="take">Takes a free name.</param>
    public GradientLayout(FunctionSignature signature, ProgramMember member, int rows, Func<int, string> rowName, Func<string, string> take)
    {
        this.member = member;
        Rows = rows;
        var measured = new List<string>();
        foreach (var parameter in signature.Parameters.Where(ProgramMembers.IsDifferentiated))
        {
            columns.Add((parameter, fixedCount));
            var name = Identifiers.Escape(parameter.Name);
            if (parameter.Shape is SpanShape)
            {
                measured.Add(name + ".Length");
                for (var row = 0; row < rows; row++)
                {
                    spans.Add((name, row), IsJacobian
                        ? take(rowName(row) + "By" + Identifiers.Word(parameter.Name))
                        : Identifiers.Escape(member.Parameters.FirstOrDefault(other => other.Role == MemberRole.Gradient && other.Of == parameter.Name)?.Name ?? ""));
                }
            }
            else
            {
                fixedCount += parameter.Shape.Count;
            }
        }

        lengths = string.Join(" + ", measured);
        columnsName = IsJacobian && measured.Count > 0 ? take("columns") : "";
    }

    public int Rows { get; }

    private bool IsJacobian => member.Kind == ProgramMemberKind.Jacobian;

    /// <summary>How many columns there are, as C#.</summary>
    public string ColumnsText => lengths.Length == 0 ? Numbers.Text(fixedCount) : fixedCount == 0 ? lengths : $"({lengths} + {Numbers.Text(fixedCount)})";

    /// <summary>The span for the derivatives of a row by an array.</summary>
    public string Span(string array, int row) => spans[(array, row)];

    /// <summary>Writes the checks of a Jacobian, and its parts.</summary>
    public void WriteHead(CodeWriter writer, string jacobian, string number)
    {
        var columnCount = columnsName.Length > 0 ? columnsName : ColumnsText;
        if (columnsName.Length > 0)
            writer.Line($"var {columnsName} = {ColumnsText.TrimStart('(').TrimEnd(')')};");
        writer.Line($"global::NetGen.Numerics.SpanLength.CheckCount({Numbers.Text(Rows)} * {columnCount}, \"{jacobian.TrimStart('@')}\", {jacobian}.Length);");
        if (columnsName.Length == 0)
            return;
        writer.Line($"{jacobian}.Clear();");
        for (var row = 0; row < Rows; row++)
        {
            foreach (var (parameter, _) in columns)
            {
                if (parameter.Shape is SpanShape)
                    writer.Line($"var {spans[(Identifiers.Escape(parameter.Name), row)]} = {jacobian}.Slice({Place(row, parameter, 0)}, {Identifiers.Escape(parameter.Name)}.Length);");
            }
        }
    }

    /// <summary>Where the derivative of a row by a number goes: the parameters come in their order, each with all its numbers.</summary>
    private string Place(int row, SignatureParameter parameter, int number)
    {
        var before = columns.TakeWhile(column => column.Parameter != parameter).ToList();
        var first = before.Where(static column => column.Parameter.Shape is not SpanShape).Sum(static column => column.Parameter.Shape.Count) + number;
        if (columnsName.Length == 0)
            return Numbers.Text((row * fixedCount) + first);
        List<string> terms =
        [
            .. row == 0 ? [] : new[] { row == 1 ? columnsName : $"({Numbers.Text(row)} * {columnsName})" },
            .. before.Where(static column => column.Parameter.Shape is SpanShape).Select(static column => Identifiers.Escape(column.Parameter.Name) + ".Length"),
            .. first == 0 ? [] : new[] { Numbers.Text(first) },
        ];
        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }

    /// <summary>The elements of a Jacobian that belong to numbers, each with the adjoint that goes there; −1 for none.</summary>
    public IEnumerable<(string Target, int Variable)> Assignments(Procedure procedure, IReadOnlyDictionary<(int Variable, int Row), int> adjoints)
    {
        if (!IsJacobian)
            yield break;
        var jacobian = Identifiers.Escape(member.Parameters.First(static parameter => parameter.Role == MemberRole.Gradient).Name);
        var inputs = new Dictionary<string, int>();
        foreach (var input in procedure.Inputs)
            inputs[procedure.Variables[input].Text!] = input;
        for (var row = 0; row < Rows; row++)
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
                    yield return ($"{jacobian}[{Place(row, parameter, number)}]", inputs.TryGetValue(path, out var input) && adjoints.TryGetValue((input, row), out var adjoint) ? adjoint : -1);
                    number++;
                }
            }
        }
    }
}
