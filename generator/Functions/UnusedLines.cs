namespace NetGen.Generator.Functions;

/// <summary>Removes statements whose values nothing reads, and numbers what is left on the tape anew.</summary>
internal sealed class UnusedLines
{
    private readonly HashSet<int> roots;
    private readonly Dictionary<int, int> reads = [];
    private readonly HashSet<(Frame, int)> recalled = [];
    private bool hasChanged;

    private UnusedLines(IEnumerable<int> roots) => this.roots = [.. roots];

    /// <summary>Removes them.</summary>
    /// <param name="blocks">Blocks of one method, in their order.</param>
    /// <param name="roots">The variables that the method gives.</param>
    public static void Remove(IReadOnlyList<List<Line>> blocks, IEnumerable<int> roots)
    {
        var unused = new UnusedLines(roots);
        do
        {
            unused.hasChanged = false;
            unused.reads.Clear();
            unused.recalled.Clear();
            foreach (var block in blocks)
                unused.Count(block);
            foreach (var block in blocks)
                unused.Clean(block);
        }
        while (unused.hasChanged);

        var slots = new Dictionary<(Frame Frame, int Slot), int>();
        foreach (var group in unused.recalled.OrderBy(static place => place.Item2).GroupBy(static place => place.Item1))
        {
            var kept = group.Select(place => (Place: place, Size: group.Key.SizeOf(place.Item2))).ToList();
            group.Key.Clear();
            foreach (var (place, size) in kept)
                slots.Add(place, group.Key.Take(size));
        }

        foreach (var block in blocks)
            Number(block, slots);
    }

    /// <summary>How often the lines read a variable, other than to change it.</summary>
    public static Dictionary<int, int> Reads(IReadOnlyList<List<Line>> blocks)
    {
        var counter = new UnusedLines([]);
        foreach (var block in blocks)
            counter.Count(block);
        return counter.reads;
    }

    private void Read(int variable)
    {
        reads.TryGetValue(variable, out var count);
        reads[variable] = count + 1;
    }

    private void Count(IEnumerable<Line> lines)
    {
        foreach (var line in LineTree.All(lines))
        {
            // What a variable is computed from itself does not make it needed.
            var own = LineTree.Written(line);
            LineTree.Reads(line, read =>
            {
                if (read != own)
                    Read(read);
            });
            if (line is Recall recall)
                recalled.Add((recall.Frame, recall.Slot));
        }
    }

    private bool IsRead(int variable) => roots.Contains(variable) || reads.ContainsKey(variable);

    private void Clean(List<Line> lines)
    {
        for (var index = lines.Count - 1; index >= 0; index--)
        {
            // Rounds that nobody goes back through are not counted.
            if (lines[index] is WhileLoop { Rounds: >= 0 } counted && !IsRead(counted.Rounds))
            {
                lines[index] = counted with { Rounds = -1 };
                hasChanged = true;
            }

            var isUsed = lines[index] switch
            {
                Declare declare => IsRead(declare.Variable),
                Assign assign => IsRead(assign.Variable),
                Accumulate accumulate => IsRead(accumulate.Variable),
                Together together => HasLines(together.Lines),
                Branch branch => HasLines(branch.WhenTrue) | HasLines(branch.WhenFalse),
                RangeLoop loop => HasLines(loop.Body),
                WhileLoop loop => HasLines(loop.Head) | HasLines(loop.Body) | loop.Rounds >= 0,
                CountdownLoop loop => HasLines(loop.Body),
                Keep keep => recalled.Contains((keep.Frame, keep.Slot)),
                Recall recall => IsRead(recall.Variable),
                _ => true,
            };
            if (isUsed)
                continue;
            lines.RemoveAt(index);
            hasChanged = true;
        }
    }

    private bool HasLines(List<Line> lines)
    {
        Clean(lines);
        return lines.Exists(static line => line is not (PopFrame or TakeArray));
    }

    private static void Number(List<Line> lines, Dictionary<(Frame, int), int> slots)
    {
        for (var index = lines.Count - 1; index >= 0; index--)
        {
            switch (lines[index])
            {
                case PushFrame { Frame.Count: 0 } or PopFrame { Frame.Count: 0 }:
                    lines.RemoveAt(index);
                    break;
                case PushFrame { Frame: var frame } when !slots.Keys.Any(place => place.Item1 == frame):
                    frame.Clear();
                    lines.RemoveAt(index);
                    break;
                case PopFrame { Frame: var frame } when !slots.Keys.Any(place => place.Item1 == frame):
                    lines.RemoveAt(index);
                    break;
                case Keep keep:
                    lines[index] = keep with { Slot = slots[(keep.Frame, keep.Slot)] };
                    break;
                case Recall recall:
                    lines[index] = recall with { Slot = slots[(recall.Frame, recall.Slot)] };
                    break;
                case var line:
                    foreach (var block in LineTree.Blocks(line))
                        Number(block, slots);
                    break;
            }
        }
    }
}
