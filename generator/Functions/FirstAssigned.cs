using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// An adjoint that is zero at first and then added to begins with what is added first. A processor cannot leave out the addition to zero: it makes 0 of −0.
/// </summary>
internal static class FirstAssigned
{
    public static void Apply(List<Line> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            foreach (var block in LineTree.Blocks(lines[index]))
                Apply(block);
            if (lines[index] is not Declare(var variable, RealTerm(Constant(0.0))))
                continue;
            var first = FirstTouching(lines, index + 1, variable);
            if (first >= 0 && lines[first] is not Declare && AsFirst(lines[first], variable, isDeclared: false) is { } set)
            {
                lines[first] = set;
                lines.RemoveAt(index--);
            }
            else if (first >= 0 && lines[first] is Branch branch && SetInBranch(branch, variable))
            {
                lines[index] = new Declare(variable, null);
            }
        }
    }

    /// <summary>Lets both ways give a variable its first value; false where that is not possible.</summary>
    private static bool SetInBranch(Branch branch, int variable)
    {
        if (LineReads(branch).Contains(variable))
            return false;
        Set(branch.WhenTrue, variable);
        Set(branch.WhenFalse, variable);
        return true;
    }

    private static void Set(List<Line> way, int variable)
    {
        var first = FirstTouching(way, 0, variable);
        if (first >= 0 && AsFirst(way[first], variable, isDeclared: true) is { } set)
            way[first] = set;
        else if (first < 0 || way[first] is not Branch inner || !SetInBranch(inner, variable))
            way.Insert(0, new Assign(variable, new RealTerm(0.0)));
    }

    /// <summary>A statement that adds to a variable as one that gives it its value; null where it is something else.</summary>
    private static Line? AsFirst(Line line, int variable, bool isDeclared)
    {
        switch (line)
        {
            case Accumulate(var target, var value) when target == variable && !ScalarArguments.Of(value).Contains(variable):
                return isDeclared ? new Assign(variable, new RealTerm(value)) : new Declare(variable, new RealTerm(value));
            case Together together when FirstTouching(together.Lines, 0, variable) is >= 0 and var first && AsFirst(together.Lines[first], variable, isDeclared) is { } set:
                List<Line> lines = [.. together.Lines];
                lines[first] = set;
                return together with { Lines = lines };
            default:
                return null;
        }
    }

    private static int FirstTouching(List<Line> lines, int from, int variable)
        => lines.FindIndex(from, line => LineTree.All([line]).Any(inner => LineReads(inner).Contains(variable) || LineTree.Written(inner) == variable));

    private static HashSet<int> LineReads(Line line)
    {
        var read = new HashSet<int>();
        LineTree.Reads(line, variable => read.Add(variable));
        return read;
    }
}
