namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Gives loops and values the shortest names for who reads a nest's text: loops beside each other may be called alike there, <c>for key …</c> and again <c>for key …</c>. In a nest that is
/// rewritten further each name is given once.
/// </summary>
internal sealed class NamesInScope : NestRewriter
{
    private readonly Dictionary<Variable, Variable> variables = [];
    private readonly Dictionary<Local, Local> locals = [];
    private HashSet<string> known = [];

    public static Nest Of(Nest nest)
    {
        // What is declared in the nest itself.
        var own = new HashSet<Variable>(nest.Body.All().OfType<For>().Select(static loop => loop.Variable));
        // The number of the present time step is no loop's of the nest.
        var indices = nest.Body.Places().Concat(nest.Body.Places().Select(static place => place.Row?.Index).OfType<Place>()).SelectMany(static place => place.Indices);
        var others = indices.SelectMany(static index => index.Terms).Select(static term => term.Variable).Where(variable => !own.Contains(variable));
        return new NamesInScope { known = [.. others.Select(static variable => variable.ToString())] }.Rewrite(nest);
    }

    protected override Statement Visit(Statement statement)
    {
        switch (statement)
        {
            case For loop:
                return InScope(() =>
                {
                    variables[loop.Variable] = loop.Variable with { Number = Number(loop.Variable.Name) };
                    return base.Visit(loop);
                });
            case Sequence sequence:
                return InScope(() => base.Visit(sequence));
            case Let let:
                // What it is made of has the names that are known until then.
                var value = Visit(let.Value);
                return new Let(Given(let.Local), value);
            case Total total:
                Given(total.Local);
                return base.Visit(total);
            default:
                return base.Visit(statement);
        }
    }

    private Statement InScope(Func<Statement> visited)
    {
        var around = known;
        known = [.. around];
        var result = visited();
        known = around;
        return result;
    }

    private Local Given(Local local) => locals[local] = local with { Number = Number(local.Full) };

    private int Number(string name)
    {
        var number = 1;
        while (!known.Add(Names.Text(name, number)))
            number++;
        return number;
    }

    protected override Affine Visit(Affine index) => index.Rename(Visit);

    protected override Variable Visit(Variable variable) => variables.TryGetValue(variable, out var other) ? other : variable;

    protected override Local Visit(Local local) => locals.TryGetValue(local, out var other) ? other : local;
}
