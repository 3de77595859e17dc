namespace NetGen.Generator.Loops.Rewrites;

/// <summary>A definition to be read as text, in which an element that is read stands where it is used, and has no name beside that of its tensor.</summary>
internal sealed class WithoutNames : NestRewriter
{
    private readonly Dictionary<Local, Read> read = [];

    public static Nest Of(Nest nest) => new WithoutNames().Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is not Sequence sequence)
            return base.Visit(statement);
        foreach (var let in sequence.Parts.OfType<Let>())
        {
            if (let.Value is Read value)
                read.Add(let.Local, value);
        }

        return Sequence.Of(sequence.Parts.Where(static part => part is not Let { Value: Read }).Select(Visit));
    }

    protected override Value Visit(Value value) => value is Named(var local) && read.TryGetValue(local, out var element) ? element : base.Visit(value);
}
