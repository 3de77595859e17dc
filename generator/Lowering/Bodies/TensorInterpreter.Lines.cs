using NetGen.Generator.Graph;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>
/// The developer's lines, for who reads the emitted code. A line may be carried out several times, and its variables have other names there: <c>h</c> is <c>halve</c> once and <c>h2</c> then.
/// So each value is told with what the variables of its line are.
/// </summary>
internal sealed partial class TensorInterpreter
{
    // The lines that are being evaluated, the innermost last.
    private readonly Stack<VariablesOfLine> lines = new();

    protected override Value? Line(string? source, Func<Value?> evaluate)
    {
        if (source is null)
            return evaluate();
        var (first, line) = (graph.Count, new VariablesOfLine());
        var written = new Origin(null, source) { Textbook = textbook };
        graph.Origin = written;
        lines.Push(line);
        var value = evaluate();
        lines.Pop();
        graph.Origin = written;
        if (Told(line, value) is { Length: > 0 } told)
            graph.TellSource(first, source, $"{source}; here {told}");
        return value;
    }

    protected override void OnRead(int local, Value value)
    {
        if (lines.Count > 0 && !lines.Peek().Written.ContainsKey(local) && !lines.Peek().Read.ContainsKey(local))
            lines.Peek().Read.Add(local, value);
    }

    protected override Value OnAssigned(int local, Value value)
    {
        if (lines.Count > 0)
            lines.Peek().Written[local] = value;
        return value;
    }

    /// <summary>What the variables of a line are: <c>block is 0, h is halve</c>, <c>i is 1, h is h2 and becomes h3</c>.</summary>
    private string Told(VariablesOfLine line, Value? value)
    {
        var (told, changed) = (new List<string>(), new List<string>());
        foreach (var local in line.Read.Keys.Concat(line.Written.Keys).Distinct().OrderBy(static local => local))
        {
            var name = Program.Locals[local].Name;
            if (name.Length == 0)
                continue;
            var (before, after) = (line.Read.TryGetValue(local, out var read) ? Describe(read) : null, line.Written.TryGetValue(local, out var written) ? Describe(written) : null);
            // What a number becomes is what the next line says that it is.
            if (written is NumberValue)
                after = null;
            var isOther = before is not null && before != name;
            if (isOther && after is not null)
                changed.Add($"{name} is {before} and becomes {after}");
            else if (isOther)
                told.Add($"{name} is {before}");
            else if (after is not null && after != name)
                changed.Add($"{name} becomes {after}");
        }

        // What is returned may have the name of what a variable of the line is not.
        if (line.Written.Count == 0 && value is TensorValue && Describe(value) is { } returned && line.Read.Any(read => Program.Locals[read.Key].Name == returned && Describe(read.Value) != returned))
            changed.Add($"what is returned is {returned}");
        return string.Join(", ", told.Concat(changed));
    }

    /// <summary>What the emitted code calls a tensor, or a whole number; null for other values.</summary>
    private string? Describe(Value value)
    {
        switch (value)
        {
            case NumberValue { Kind: ConstantKind.Integer } number:
                return Numbers.Text(number.Whole);
            case TensorValue { Node: var node }:
                while (graph[node].Operation is View and not (StepOf or AllSteps or LastState))
                    node = graph[node].Inputs[0];
                return graph[node].Name.Mathematics;
            default:
                return null;
        }
    }

    /// <summary>What the variables of a line are before it and after it, by their numbers.</summary>
    private sealed class VariablesOfLine
    {
        public Dictionary<int, Value> Read { get; } = [];

        public Dictionary<int, Value> Written { get; } = [];
    }
}
