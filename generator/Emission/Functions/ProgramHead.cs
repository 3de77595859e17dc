using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>What stands around the work of a generated method: its documentation, its head, and the checks of what it is given.</summary>
internal sealed class ProgramHead(CodeWriter writer, FunctionDeclaration declaration, ProgramMember member)
{
    private const string Checks = "global::NetGen.Numerics.SpanLength";
    private const string Overlap = "global::NetGen.Numerics.SpanOverlap";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<";
    private const string WrittenSpan = "global::System.Span<";

    public CodeWriter Writer => writer;

    public FunctionDeclaration Declaration => declaration;

    public ProgramMember Member => member;

    public FunctionSignature Signature => declaration.Program!.Signature;

    public RealType Number => declaration.Type;

    public string Zero => Number.Target.Literal(0.0);

    public string Name => declaration.Name.TrimStart('@');

    /// <summary>Names that mean something in the method already.</summary>
    public IEnumerable<string> Taken => member.Parameters.Select(static parameter => parameter.Name).Concat([member.Memory, Number.Name]);

    /// <summary>Whether it takes numbers alone: then there is a form that takes them and no memory, as of any other such function.</summary>
    public bool IsOfNumbers => declaration.Parameters.Count > 0;

    /// <summary>What a method has before its statements, with the type of each.</summary>
    public IReadOnlyList<(string Name, string Type)> Around(GradientLayout layout, Procedure procedure) =>
    [
        .. member.Parameters.Where(static parameter => !parameter.IsOut).Select(static parameter => (Identifiers.Escape(parameter.Name), parameter.Type)),
        .. layout.Locals.Select(local => (local.Name, local.IsSpan ? $"{WrittenSpan}{Number.Name}>" : "int")),
        .. procedure.Arrays.Where(static array => array.Table is not null).Select(array => (array.Text, $"{ReadOnlySpan}{(array.IsWhole ? "int" : Number.Stored)}>")),
    ];

    public void WriteSkeleton()
    {
        writer.Blank();
        writer.Documentation("summary", $"The derivatives of {Name}.");
        FunctionFile.WriteSkeleton(writer, Text(hasTape: false));
    }

    /// <summary>Writes a method.</summary>
    /// <param name="summary">What it computes.</param>
    /// <param name="remarks">How.</param>
    /// <param name="hasTape">Whether it keeps something on a tape.</param>
    /// <param name="layout">Where its derivatives go.</param>
    /// <param name="procedure">What it is of.</param>
    /// <param name="body">Its statements behind the checks.</param>
    public void Write(string summary, string remarks, bool hasTape, GradientLayout layout, Procedure procedure, Action body)
    {
        writer.Blank();
        writer.Documentation("summary", summary);
        writer.Documentation("remarks", remarks);
        Document(layout, hasTape, procedure);
        using (writer.Braces(Text(hasTape)))
        {
            WriteTables(writer, procedure);
            WriteChecks(procedure, layout);
            body();
        }

        if (!hasTape || !IsOfNumbers)
            return;
        writer.Blank();
        var arguments = string.Join(", ", member.Parameters.Select(static parameter => Identifiers.Escape(parameter.Name)).Append("default"));
        writer.Documentation("summary", summary + " What its loops keep for their way back is kept in memory of the shared pool.");
        writer.Line(Text(hasTape: false));
        writer.Line($"    => {member.Name}{Number.Parameters}({arguments});");
    }

    private string Text(bool hasTape)
    {
        var hasDefaults = !(hasTape && IsOfNumbers);
        var parameters = member.Parameters.Select(parameter => $"{(parameter.IsOut ? "out " : "")}{parameter.Type} {Identifiers.Escape(parameter.Name)}{(parameter.Default is { } value && hasDefaults ? " = " + value : "")}");
        if (hasTape)
            parameters = parameters.Append($"global::System.Span<{Number.Name}> {Identifiers.Escape(member.Memory)}{(IsOfNumbers ? "" : " = default")}");
        return FunctionFile.Head($"{declaration.Accessibility} static {member.ReturnType} {member.Name}{Number.Parameters}", [.. parameters]) + Number.Where;
    }

    private void Document(GradientLayout layout, bool hasTape, Procedure procedure)
    {
        foreach (var parameter in member.Parameters)
        {
            var what = parameter.Role switch
            {
                MemberRole.Own when parameter.IsOut || IsWritten(parameter) => $"Receives {parameter.Of}.",
                MemberRole.Own => $"The function's {parameter.Of}.",
                MemberRole.Gradient when member.Kind == ProgramMemberKind.Jacobian => $"Receives the Jacobian: [{layout.RowsText} × {layout.ColumnsText}], row after row.",
                MemberRole.Gradient => $"Receives the derivatives by {parameter.Of}, as many as it has elements.",
                MemberRole.Direction => $"How {parameter.Of} moves.",
                MemberRole.Tangent => $"Receives how {parameter.Of} moves.",
                _ => parameter.Of.Length == 0 ? "How much the result matters." : $"How much {parameter.Of} matters.",
            };
            writer.Documentation($"param name=\"{parameter.Name}\"", what);
        }

        if (hasTape)
            writer.Documentation($"param name=\"{member.Memory}\"", "Memory for what the loops keep for their way back. Where it is too small, or left out, memory of the shared pool is used.");
        if (HasChecks(procedure))
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length than it must, or what is written overlaps what is read.</exception>");
    }

    /// <summary>Whether spans are checked before they are read or written.</summary>
    private bool HasChecks(Procedure procedure)
        => member.Parameters.Any(static parameter => parameter.Role == MemberRole.Own ? IsWritten(parameter) : ElementType(parameter.Type) is not null) || Measured(procedure).Any();

    /// <summary>The arrays that are read at places that are known, and as many elements as they have at least.</summary>
    private static IEnumerable<(string Text, long Least)> Measured(Procedure procedure)
    {
        for (var array = 0; array < procedure.Arrays.Count; array++)
        {
            if (procedure.Arrays[array] is not { Table: null, IsMeasured: false, Use: ArrayUse.Read, Text: var text })
                continue;
            var last = procedure.Steps.Select(step => step is Let(_, ElementTerm(var of, _, WholeNumber(var index))) && of == array ? index : -1).DefaultIfEmpty(-1).Max();
            if (last >= 0)
                yield return (text, last + 1);
        }
    }

    /// <summary>Writes the tables of numbers that a function reads.</summary>
    public static void WriteTables(CodeWriter writer, Procedure procedure)
    {
        foreach (var array in procedure.Arrays)
        {
            if (array.Table is { } table)
            {
                var numbers = table.Select(number => array.IsWhole ? Numbers.Text((long)number) : procedure.Number.StoredLiteral(number));
                writer.Line($"global::System.ReadOnlySpan<{(array.IsWhole ? "int" : procedure.Number.Stored)}> {array.Text} = [{string.Join(", ", numbers)}];");
            }
        }
    }

    private void WriteChecks(Procedure procedure, GradientLayout layout)
    {
        foreach (var parameter in member.Parameters)
        {
            var name = Identifiers.Escape(parameter.Name);
            if (parameter.Role == MemberRole.Own ? !IsWritten(parameter) : ElementType(parameter.Type) is null)
                continue;
            if (parameter.Role != MemberRole.Own && parameter.Of.Length > 0)
                writer.Line($"{Checks}.CheckEqual({Identifiers.Escape(parameter.Of)}.Length, {NameOf(parameter.Of)}, {name}.Length, {NameOf(name)});");
            if (IsWritten(parameter))
                WriteApart(parameter);
            if (parameter.Role != MemberRole.Gradient)
                continue;
            if (member.Kind == ProgramMemberKind.Jacobian)
                layout.WriteHead(writer, name);
            else
                layout.WriteClear(writer, parameter);
        }

        foreach (var (text, least) in Measured(procedure))
            writer.Line($"{Checks}.CheckAtLeast({text}.Length, {NameOf(text)}, {Numbers.Text(least)});");
    }

    /// <summary>What is written must not be what is still to be read, nor anything else that is written.</summary>
    private void WriteApart(MemberParameter written)
    {
        var (name, own) = (Identifiers.Escape(written.Name), ElementType(written.Type)!);
        foreach (var read in member.Parameters)
        {
            if (!read.IsOut && !IsWritten(read) && ElementType(read.Type) is { } element)
                writer.Line($"{Overlap}.CheckApart<{own}, {element}>({name}, {NameOf(name)}, {Identifiers.Escape(read.Name)}, {NameOf(read.Name)});");
        }

        foreach (var earlier in member.Parameters.TakeWhile(other => other != written).Where(IsWritten))
            writer.Line($"{Overlap}.CheckApart<{(ElementType(earlier.Type) is var other && other == own ? own : $"{own}, {other}")}>({name}, {NameOf(name)}, {Identifiers.Escape(earlier.Name)}, {NameOf(earlier.Name)});");
    }

    private static bool IsWritten(MemberParameter parameter) => parameter.Type.StartsWith(WrittenSpan, StringComparison.Ordinal);

    /// <summary>The type of the elements of a span or an array; null for anything else.</summary>
    private static string? ElementType(string type)
        => type.StartsWith(ReadOnlySpan, StringComparison.Ordinal) ? type.Substring(ReadOnlySpan.Length, type.Length - ReadOnlySpan.Length - 1)
            : type.StartsWith(WrittenSpan, StringComparison.Ordinal) ? type.Substring(WrittenSpan.Length, type.Length - WrittenSpan.Length - 1)
            : type.EndsWith("[]", StringComparison.Ordinal) ? type.Substring(0, type.Length - 2)
            : null;

    private string NameOf(string name)
        => declaration.TakenAliases.Contains(FunctionAliases.NameOf) ? $"\"{name.TrimStart('@')}\"" : $"nameof({Identifiers.Escape(name.TrimStart('@'))})";
}
