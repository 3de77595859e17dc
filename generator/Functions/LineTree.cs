namespace NetGen.Generator.Functions;

/// <summary>Walks the statements of an emitted method: what kinds of statements there are, and what is in each, is known here and where they are written.</summary>
internal static class LineTree
{
    /// <summary>All statements, each before those in its blocks.</summary>
    public static IEnumerable<Line> All(IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            yield return line;
            foreach (var inner in Blocks(line).SelectMany(All))
                yield return inner;
        }
    }

    /// <summary>The lists of statements in a statement.</summary>
    public static IReadOnlyList<List<Line>> Blocks(Line line) => line switch
    {
        Together together => [together.Lines],
        PartOfMethod part => [part.Lines],
        Branch branch => [branch.WhenTrue, branch.WhenFalse],
        RangeLoop loop => [loop.Body],
        WhileLoop loop => [loop.Head, loop.Body],
        CountdownLoop loop => [loop.Body],
        _ => [],
    };

    /// <summary>What a statement itself computes, the statements in it left out.</summary>
    public static IEnumerable<Term> Terms(Line line) => line switch
    {
        Declare { Value: { } value } => [value],
        Assign assign => [assign.Value],
        Accumulate accumulate => [new RealTerm(accumulate.Value)],
        AccumulateElement element => [new WholeTerm(element.Index), new RealTerm(element.Value)],
        AssignElement element => [new WholeTerm(element.Index), element.Value],
        TakeArray array => [new WholeTerm(array.Length)],
        Branch branch => [new TruthTerm(branch.Condition)],
        RangeLoop loop => [new WholeTerm(loop.Range.From), new WholeTerm(loop.Range.To)],
        WhileLoop loop => [new TruthTerm(loop.Condition)],
        CountdownLoop loop => [new WholeTerm(new WholeVariable(loop.Rounds))],
        _ => [],
    };

    /// <summary>The variables that a statement itself reads.</summary>
    public static void Reads(Line line, Action<int> read)
    {
        if (line is Keep keep)
            read(keep.Variable);
        foreach (var term in Terms(line))
            VariablesOf.Term(term, read);
    }

    /// <summary>The variable that a statement itself gives a value to; −1 for none.</summary>
    public static int Written(Line line) => line switch
    {
        Declare declare => declare.Variable,
        Assign assign => assign.Variable,
        Accumulate accumulate => accumulate.Variable,
        Recall recall => recall.Variable,
        _ => -1,
    };
}
