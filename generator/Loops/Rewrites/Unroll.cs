using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Writes every turn of a loop out, one statement of it after the other: all loads, then all products, so that none waits for the one before
/// it. A name that is given in the loop has the number of the turn behind it.
/// </summary>
internal sealed class Unroll : NestRewriter
{
    private readonly Variable variable;

    private readonly Names names;

    private Unroll(Names names, Variable variable)
    {
        this.names = names;
        this.variable = variable;
    }

    /// <exception cref="InvalidGraphException">How often the loop turns is known at run time only, or its last turn is another.</exception>
    public static Nest Of(Nest nest, Variable variable) => new Unroll(Names.Of(nest), variable).Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is not For loop || loop.Variable != variable)
            return base.Visit(statement);
        if (loop.Extent.IsBatch || loop.Tail != Tail.None || loop.Step != 1)
            throw new InvalidGraphException($"the turns of '{variable}' are not all known");
        IEnumerable<Statement> parts = loop.Body is Sequence sequence ? sequence.Parts : [loop.Body];
        var turns = Enumerable.Range(0, loop.Extent.Size).Select(number => new Turn(variable, number, Renamed(loop.Body, number))).ToArray();
        return Sequence.Of(parts.SelectMany(part => turns.Select(turn => turn.Of(part))));
    }

    // What is named in a turn is another thing than in the next.
    private Dictionary<string, string> Renamed(Statement body, int turn)
        => body.All().Select(static statement => statement.GivenName).OfType<string>()
            .ToDictionary(static name => name, name => names.Unique(name + Numbers.Text(turn)));

    private sealed class Turn(Variable variable, int number, Dictionary<string, string> renamed) : NestRewriter
    {
        public Statement Of(Statement statement) => Visit(statement);

        protected override Affine Visit(Affine index)
            => renamed.Aggregate(index.Substitute(variable, number), static (changed, names) => changed.Substitute(new Variable(names.Key), new Variable(names.Value)));

        protected override Local Visit(Local local) => renamed.TryGetValue(local.Name, out var name) ? local with { Name = name } : local;

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop ? loop with { Variable = new Variable(renamed[loop.Variable.Name]) } : statement);
    }
}
