namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// As few loops as can be: none of one turn, and one for two of which one is directly in the other where every place moves through both as
/// through one. So an activation over [batch × 128] is a loop over batch · 128 elements.
/// </summary>
internal sealed class Collapse : NestRewriter
{
    // What a turn is: an element of every tensor, or else a row of elements, or an image of rows.
    private const string Element = "element";
    private const string Row = "row";
    private const string Image = "image";

    private readonly Names names;

    private Collapse(Names names) => this.names = names;

    /// <param name="nest">A nest whose places are offsets.</param>
    public static Nest Of(Nest nest) => new Collapse(Names.Of(nest)).Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        var visited = base.Visit(statement);
        if (visited is not For outer || !IsPlain(outer))
            return visited;
        if (outer.Extent == 1)
            return InPlaceOf.In(outer.Body, outer.Variable, 0);
        if (outer.Body is not For inner || !IsPlain(inner) || inner.Extent.IsBatch || !inner.Body.Places().All(IsOneWalk))
            return outer;
        var strides = inner.Body.Places().Select(place => Math.Abs(place.Offset.Stride(inner.Variable))).Where(static stride => stride != 0).Distinct().ToArray();
        var hasImages = inner.Variable.Name is Image or "channel" || inner.Body.All().OfType<For>().Any(static loop => loop.Variable.Name == "y");
        var name = strides is [1] ? Element : hasImages ? Image : Row;
        var variable = inner.Variable.Name == name ? inner.Variable : names.Variable(name);
        return new For(
            variable, outer.Extent * inner.Extent, InPlaceOf.In(InPlaceOf.In(inner.Body, outer.Variable, 0), inner.Variable, variable))
        {
            Reason = outer.Reason ?? inner.Reason,
        };

        bool IsOneWalk(Place place)
            => place.Buffer.IsFlat && place.Offset.Stride(outer.Variable) == place.Offset.Stride(inner.Variable) * inner.Extent.Size;
    }

    private static bool IsPlain(For loop)
        => loop is { First: 0, Step: 1, Limit: null, Reach: null, IsVector: false, Rest: null, DecidesByTurn: false }
            && !loop.Body.All().OfType<For>().Any(inside => inside.EndsBy(loop.Variable));
}
