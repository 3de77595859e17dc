namespace NetGen.Generator.Functions;

/// <summary>Which variables lines use that they do not declare themselves.</summary>
internal sealed class LineVariables
{
    private static readonly Func<int, IEnumerable<int>> Itself = static variable => [variable];

    private readonly HashSet<int> declared = [];
    private readonly Func<int, IEnumerable<int>> held;
    private readonly Action<int> read;
    private readonly Action<int>? changed;

    private LineVariables(Func<int, IEnumerable<int>> held, Action<int> read, Action<int>? changed) => (this.held, this.read, this.changed) = (held, read, changed);

    /// <summary>Those that they read.</summary>
    public static void Free(IEnumerable<Line> lines, Action<int> read) => new LineVariables(Itself, read, null).Block(lines);

    /// <summary>Those that the statements of one of several methods read or change; what is in parts inside of them belongs to other methods.</summary>
    /// <param name="lines">The statements.</param>
    /// <param name="held">The variables that hold a value.</param>
    /// <param name="use">Receives them.</param>
    public static void Open(IEnumerable<Line> lines, Func<int, IEnumerable<int>> held, Action<int> use) => new LineVariables(held, use, use).Block(lines);

    private void Read(int variable)
    {
        foreach (var holder in held(variable))
        {
            if (!declared.Contains(holder))
                read(holder);
        }
    }

    private void Change(int variable)
    {
        if (changed is not null && variable >= 0 && !declared.Contains(variable))
            changed(variable);
    }

    /// <param name="lines">What is in the block.</param>
    /// <param name="own">What is declared at the start of the block.</param>
    private void Block(IEnumerable<Line> lines, params int[] own)
    {
        var here = new List<int>();
        foreach (var variable in own)
            Declared(variable, here);
        Visit(lines, here);
        declared.ExceptWith(here);
    }

    private void Declared(int variable, List<int> here)
    {
        if (declared.Add(variable))
            here.Add(variable);
    }

    private void Visit(IEnumerable<Line> lines, List<int> here)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case Declare or Recall:
                    LineTree.Reads(line, Read);
                    Declared(LineTree.Written(line), here);
                    break;
                case Together together:
                    Visit(together.Lines, here);
                    break;
                case PartOfMethod when changed is not null:
                    break;
                case WhileLoop loop:
                    Visit(loop);
                    break;
                default:
                    LineTree.Reads(line, Read);
                    if (line is Accumulate accumulate)
                        Read(accumulate.Variable);
                    Change(LineTree.Written(line));
                    foreach (var block in LineTree.Blocks(line))
                        Block(block, line is RangeLoop { Range.Variable: var counter } ? [counter] : []);
                    break;
            }
        }
    }

    /// <summary>What is declared before the condition of a loop is known in the condition and in its body.</summary>
    private void Visit(WhileLoop loop)
    {
        if (loop.Rounds >= 0)
            Read(loop.Rounds);
        var here = new List<int>();
        Visit(loop.Head, here);
        LineTree.Reads(loop, Read);
        Visit(loop.Body, here);
        declared.ExceptWith(here);
    }
}
