namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Numbers in the place of all names, so that two nests that differ in names only are equal.</summary>
internal sealed class Canonical : NestRewriter
{
    private readonly Dictionary<Variable, Variable> variables = [];
    private readonly Dictionary<Local, Local> locals = [];

    public static Nest Of(Nest nest)
    {
        var canonical = new Canonical();
        foreach (var loop in nest.Body.All().OfType<For>())
            canonical.variables.Add(loop.Variable, new Variable("i", canonical.variables.Count));
        foreach (var local in Renaming.Given(nest.Body))
            canonical.locals.Add(local, local with { Name = "v", Turns = "", Number = canonical.locals.Count });
        return canonical.Rewrite(nest);
    }

    protected override Statement Visit(Statement statement) => base.Visit(statement) is var visited && visited is Part part ? part with { Title = "" } : visited;

    protected override Affine Visit(Affine index) => index.Rename(Visit);

    // The loops around a part of a nest are not in it.
    protected override Variable Visit(Variable variable)
    {
        if (variable == PassLoop.Variable)
            return variable;
        if (!variables.TryGetValue(variable, out var number))
            variables.Add(variable, number = new Variable("i", variables.Count));
        return number;
    }

    protected override Local Visit(Local local) => locals[local];

    protected override Place Visit(Place place) => base.Visit(place) with { Buffer = place.Buffer with { Name = "" } };
}
