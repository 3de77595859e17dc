namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Gives every element that is read in a vector a name, in front of the statement that needs it.</summary>
internal sealed class LoadFirst : NestRewriter
{
    private readonly Names names;
    private List<Statement>? lets;
    private bool isInVector;
    private string letter = "";

    private LoadFirst(Names names) => this.names = names;

    public static Nest Of(Nest nest) => new LoadFirst(Names.Of(nest)).Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is For { Transposed: not null })
            return statement;
        if (statement is For loop)
        {
            var before = isInVector;
            isInVector |= loop.IsVector;
            var visited = base.Visit(statement);
            isInVector = before;
            return visited;
        }

        if (!isInVector || statement is not (Let or Accumulate or Store or AddTo or Interleave) or Let(_, Read or LanesFrom(_, Read)))
            return base.Visit(statement);
        var around = lets;
        lets = [];
        // What one of several sums adds has the letter of that sum.
        letter = statement is Accumulate { Local: var sum } ? SumsApart.LetterOf(sum) : "";
        var changed = base.Visit(statement);
        var all = Sequence.Of([.. lets, changed]);
        lets = around;
        return all;
    }

    protected override Value Visit(Value value)
    {
        if (value is not Read read || lets is null)
            return base.Visit(value);
        var local = names.Another(new Local(read.Place.Buffer.Name, read.Place.Buffer.Type) { Turns = letter });
        lets.Add(new Let(local, read));
        return new Named(local);
    }
}
