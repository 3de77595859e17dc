using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Takes the statements of a method apart into several where the JIT would not optimise one: above 2,000 blocks, 8,000 uses of variables or 60,000 bytes it gives
/// up in silence. A variable that several parts use is an element of a span that all of them get.
/// </summary>
internal sealed class MethodParts
{
    /// <summary>How large a method may be: an operation counts one, and reads one to three variables.</summary>
    private const int Largest = 1_500;

    /// <summary>
    /// The same of a generic method, whose operators are calls: into a method with more than 512 variables the JIT inlines no more of them, and of each call that it
    /// inlines there may be one.
    /// </summary>
    private const int LargestOfGeneric = 600;

    /// <summary>A choice is three blocks.</summary>
    private const int ChoiceSize = 3;

    private readonly Dictionary<int, HashSet<int>> touching = [];
    private readonly HashSet<int> open = [];
    private readonly HashSet<int> counters = [];
    private readonly Dictionary<int, List<int>> countersOf = [];
    private int parts;

    private readonly Procedure procedure;
    private readonly int largest;

    private MethodParts(Procedure procedure) => (this.procedure, largest) = (procedure, LargestOf(procedure));

    /// <summary>The variables that several parts use.</summary>
    public IReadOnlyList<int> Shared { get; private set; } = [];

    /// <summary>Whether lines are more than one method should have.</summary>
    public static bool AreNeeded(Procedure procedure, IReadOnlyList<List<Line>> blocks) => blocks.Sum(SizeOf) > LargestOf(procedure);

    private static int LargestOf(Procedure procedure) => procedure.Number.IsGeneric ? LargestOfGeneric : Largest;

    /// <summary>Takes blocks of one method apart.</summary>
    /// <param name="procedure">Whose variables they have.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="roots">The variables that the method gives.</param>
    public static MethodParts Of(Procedure procedure, IReadOnlyList<List<Line>> blocks, IEnumerable<int> roots)
    {
        var split = new MethodParts(procedure);
        foreach (var block in blocks)
            split.Split(block);
        split.Look(blocks, [.. roots]);
        return split;
    }

    /// <summary>The variables of the statements of a part, or of those in no part (0).</summary>
    public IEnumerable<int> SharedBy(int part) => Shared.Where(variable => touching[variable].Contains(part));

    /// <summary>What counts the rounds of loops around a part, where the part reads it.</summary>
    public IReadOnlyList<int> CountersOf(int part) => countersOf[part];

    /// <summary>How much lines are.</summary>
    private static int SizeOf(IEnumerable<Line> lines) => lines.Sum(SizeOf);

    private static int SizeOf(Line line)
        => line is PartOfMethod ? 1
            : 1 + LineTree.Terms(line).Sum(SizeOf) + LineTree.Blocks(line).Sum(SizeOf) + (line is Branch ? ChoiceSize : 0);

    private static int SizeOf(Term term) => term switch
    {
        RealTerm(var scalar) => SizeOf(scalar),
        TruthTerm or ElementTerm => ChoiceSize,
        _ => 1,
    };

    /// <summary>What is shared in an expression is computed once.</summary>
    private static int SizeOf(Scalar expression)
    {
        if (expression is Constant or Argument)
            return 0;
        if (expression is Unary(_, Constant or Argument) or Binary(_, Constant or Argument, Constant or Argument))
            return 1;
        var size = 0;
        new ScalarRewriter(node =>
        {
            size += node is Constant or Argument ? 0 : node is Select ? ChoiceSize : 1;
            return node;
        }).Rewrite(expression);
        return size;
    }

    private void Split(List<Line> lines)
    {
        var written = new List<Line>();
        var run = new List<Line>();
        var size = 0;
        foreach (var line in lines)
        {
            var own = SizeOf(line);
            if (line is TakeArray or PushFrame or PopFrame || (own > largest && line is not Together))
            {
                // Memory is taken where it is given back; what is large by what is in it is taken apart inside.
                End();
                foreach (var block in LineTree.Blocks(line))
                    Split(block);
                written.Add(line);
                continue;
            }

            foreach (var small in own > largest && line is Together together ? Smaller(together) : Enumerable.Repeat(line, 1))
            {
                var added = ReferenceEquals(small, line) ? own : SizeOf(small);
                if (size + added > largest)
                    End();
                run.Add(small);
                size += added;
            }
        }

        End();
        lines.Clear();
        lines.AddRange(written);

        void End()
        {
            // A few statements are no method.
            if (size > largest / 10)
                written.Add(new PartOfMethod(++parts, run));
            else
                written.AddRange(run);
            run = [];
            size = 0;
        }
    }

    /// <summary>Statements that are computed together in smaller groups: none of them changes what another one reads.</summary>
    private IEnumerable<Together> Smaller(Together together)
    {
        var (lines, size) = (new List<Line>(), 0);
        foreach (var line in together.Lines)
        {
            var own = SizeOf(line);
            if (lines.Count > 0 && size + own > largest / 2)
            {
                yield return together with { Lines = lines };
                (lines, size) = ([], 0);
            }

            lines.Add(line);
            size += own;
        }

        yield return together with { Lines = lines };
    }

    /// <summary>The variables that hold a value: the vector of an element, and the numbers of what is made where it is read.</summary>
    private IEnumerable<int> Held(int variable)
        => procedure.Variables[variable] switch
        {
            { ElementOf: var (vector, _) } => [vector],
            { Elements: { } elements } => elements.SelectMany(Held),
            _ => [variable],
        };

    /// <summary>Finds out which variables are used where.</summary>
    private void Look(IReadOnlyList<List<Line>> blocks, HashSet<int> roots)
    {
        var all = blocks.SelectMany(static block => LineTree.All(block)).ToList();
        foreach (var loop in all.OfType<RangeLoop>())
            counters.Add(loop.Range.Variable);
        Look(0, [.. blocks.SelectMany(static block => block)], blocks.SelectMany(static block => Outside(block)));
        // What the method gives is read at its end.
        foreach (var root in roots.SelectMany(Held))
        {
            Touch(root, 0);
            open.Add(root);
        }

        foreach (var part in all.OfType<PartOfMethod>())
            Look(part.Number, part.Lines, LineTree.All(part.Lines));
        Shared = [.. touching.Where(pair => pair.Value.Count > 1 && open.Contains(pair.Key) && !IsKnownToAll(pair.Key)).Select(static pair => pair.Key).OrderBy(static variable => variable)];

        // Parameters of the method, and what counts the rounds of a loop around, are those of the parts.
        bool IsKnownToAll(int variable) => counters.Contains(variable) || procedure.Variables[variable].Text is not null;
    }

    private static IEnumerable<Line> Outside(List<Line> lines)
        => lines.Where(static line => line is not PartOfMethod).SelectMany(static line => LineTree.Blocks(line).SelectMany(static block => Outside(block)).Prepend(line));

    /// <param name="part">The number of the method.</param>
    /// <param name="lines">Its statements.</param>
    /// <param name="all">Those and what is in them, without other methods.</param>
    private void Look(int part, List<Line> lines, IEnumerable<Line> all)
    {
        var free = new HashSet<int>();
        LineVariables.Open(lines, Held, variable => free.Add(variable));
        open.UnionWith(free);
        countersOf[part] = [.. free.Where(counters.Contains).OrderBy(static variable => variable)];
        foreach (var variable in free)
            Touch(variable, part);
        // What a method declares may be what another one reads.
        foreach (var declared in all.Where(static line => line is Declare or Recall))
            Touch(LineTree.Written(declared), part);
    }

    private void Touch(int variable, int part)
    {
        if (!touching.TryGetValue(variable, out var touched))
            touching.Add(variable, touched = []);
        touched.Add(part);
    }
}
