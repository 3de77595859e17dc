using NetGen.Generator.Functions;

namespace NetGen.Generator.Emission.Functions;

/// <summary>The parts of a method that is too large for one: local functions, which get the spans with what they share.</summary>
internal sealed partial class LineText
{
    private readonly List<string> functions = [];
    private readonly List<(string Name, string Type, bool IsChanged)> own = [];
    private readonly Dictionary<(VariableKind Kind, int VectorLength), string> memories = [];
    private readonly Dictionary<int, int> places = [];

    /// <summary>What is written of the parameters of the method, of its arrays and of its memory.</summary>
    private HashSet<string> used = [];

    /// <summary>The method in parts; null where it is one.</summary>
    public MethodParts? Parts { get; init; }

    /// <summary>What the method has before its statements, with the type of each: what is used of it is handed on.</summary>
    public IReadOnlyList<(string Name, string Type)> Around { get; init; } = [];

    /// <summary>Writes the memory of the variables that several parts use.</summary>
    /// <param name="blocks">All statements of the method.</param>
    public void WriteShared(IReadOnlyList<List<Line>> blocks)
    {
        if (Parts is null)
            return;
        foreach (var block in blocks)
            names.FindDefinitions(block);
        foreach (var kind in Parts.Shared.GroupBy(MemoryOf).OrderBy(static kind => kind.Key))
        {
            var count = 0;
            foreach (var variable in kind)
                places.Add(variable, count++);
            var type = TypeOf(kind.First());
            var name = kind.Key switch { (VariableKind.Whole, _) => "wholes", (VariableKind.Truth, _) => "truths", (_, 0) => "values", _ => "vectors" };
            memories.Add(kind.Key, name = names.Take(name));
            writer.Line(kind.Key == (VariableKind.Real, 0)
                ? $"var {name} = {Arrays}.Push({Numbers.Text(count)});"
                : $"global::System.Span<{type}> {name} = stackalloc {type}[{Numbers.Text(count)}];");
            own.Add((name, $"global::System.Span<{type}>", false));
        }

        WriteReferences(0);
    }

    /// <summary>Writes the methods of the parts.</summary>
    public void WriteFunctions(CodeWriter target)
    {
        foreach (var function in functions)
            target.Blank().Line(function);
    }

    private string Used(string name)
    {
        used.Add(name);
        return name;
    }

    private (VariableKind Kind, int VectorLength) MemoryOf(int variable) => (procedure.Variables[variable].Kind, procedure.Variables[variable].VectorLength);

    private void WriteReferences(int part)
    {
        foreach (var variable in Parts!.SharedBy(part))
        {
            Declared(variable);
            writer.Line($"ref var {names.Of(variable)} = ref {Used(memories[MemoryOf(variable)])}[{Numbers.Text(places[variable])}];");
        }
    }

    private void WritePart(PartOfMethod part)
    {
        var (outer, around, usedAround) = (writer, scopes, used);
        used = [];
        writer = new();
        scopes = new([[]]);
        WriteReferences(part.Number);
        Write(part.Lines);
        var text = writer.ToString().TrimEnd('\n');
        var usedHere = used;
        (writer, scopes, used) = (outer, around, usedAround);

        HashSet<string> declared = [.. LineTree.All(part.Lines).Select(line => line switch
        {
            PushFrame push => FrameName(push.Frame),
            PopFrame pop => FrameName(pop.Frame),
            TakeArray array => names.OfArray(array.Array),
            RangeLoop { Body: [PushFrame push, ..] } when rounds.TryGetValue((push.Frame, false), out var all) => all.Name,
            RangeLoop { Body: [PopFrame pop, ..] } when rounds.TryGetValue((pop.Frame, true), out var all) => all.Name,
            _ => "",
        })];
        var counters = Parts!.CountersOf(part.Number).Select(counter => (Name: names.Of(counter), Type: "int", IsChanged: false));
        var given = Around.Select(static one => (one.Name, one.Type, IsChanged: false))
            .Concat(Tapes.Values.Concat(Arrays.Length > 0 ? [Arrays] : Array.Empty<string>()).Select(tape => (Name: tape, Type: $"global::NetGen.Numerics.Tape<{Number}>", IsChanged: true)))
            .Concat(own).Where(one => usedHere.Contains(one.Name) && !declared.Contains(one.Name)).Concat(counters).ToList();
        var name = names.Take("Part" + Numbers.Text(part.Number));
        writer.Call(name, [.. given.Select(static one => (one.IsChanged ? "ref " : "") + one.Name)]);

        var function = new CodeWriter();
        function.Line("// Part of the statements above: in one method they would be more than the just-in-time compiler optimises.");
        using (function.Braces(FunctionFile.Head($"static void {name}", [.. given.Select(static one => $"{(one.IsChanged ? "ref " : one.Type.Contains("Span<") ? "scoped " : "")}{one.Type} {one.Name}")])))
            function.Line(text);
        functions.Add(function.ToString().TrimEnd('\n'));
    }
}
