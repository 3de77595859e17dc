using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>A definition to be read as text, in which an element that is read stands where it is used, and has no name beside that of its tensor, but for those of a window.</summary>
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
            if (IsInPlace(let))
                read.Add(let.Local, (Read)let.Value);
        }

        return Sequence.Of(sequence.Parts.Where(static part => part is not Let let || !IsInPlace(let)).Select(Visit));
    }

    // The elements of a window are compared to one another: what they are called says more than their places.
    private static bool IsInPlace(Let let) => let.Value is Read && !TensorShapes.IsNamedOfWindow(let.Local.Name);

    protected override Value Visit(Value value) => value is Named(var local) && read.TryGetValue(local, out var element) ? element : base.Visit(value);
}
