using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>Prints a nest as text, one line a statement, for people and for snapshots.</summary>
internal static class NestPrinter
{
    public static string Print(Nest nest)
    {
        var text = new StringBuilder();
        Append(text, nest.Body, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Statement statement, int depth)
    {
        switch (statement)
        {
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Append(text, part, depth);
                break;
            case For loop:
                if (loop.Reason is not null)
                    Line($"// {loop.Reason}");
                Line($"for {loop.Variable} in {loop.Extent}{Steps(loop)}");
                Append(text, loop.Body, depth + 1);
                break;
            case Guard guard:
                Line($"if {Text(guard.Index)} < {guard.Extent}");
                Append(text, guard.Body, depth + 1);
                break;
            case Let let:
                Line($"let {let.Local} = {Text(let.Value)}");
                break;
            case Total total:
                Line($"let {total.Local} = {(total.Reduction == Reduction.Sum ? "0" : "−∞")}");
                break;
            case Accumulate accumulate:
                Line(accumulate.Reduction == Reduction.Sum
                    ? $"{accumulate.Local} += {Text(accumulate.Value)}"
                    : $"{accumulate.Local} = max({accumulate.Local}, {Text(accumulate.Value)})");
                break;
            case Store store:
                Line($"{Text(store.Place)} = {Text(store.Value)}");
                break;
            default:
                throw new InvalidGraphException($"no text for {statement.GetType().Name}");
        }

        void Line(string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
    }

    private static string Steps(For loop)
        => (loop.Step == 1 ? "" : $" by {Numbers.Text(loop.Step)}") + loop.Tail switch
        {
            Tail.Overlap => ", the last turn overlapping",
            Tail.Shorter => ", the last turn shorter",
            _ => "",
        };

    private static string Text(Value value) => value switch
    {
        Read(var place) => Text(place),
        Named(var local) => local.Name,
        Compute compute => ScalarText.Mathematics(compute.Expression, [.. compute.Arguments.Select(Text)]),
        _ => throw new InvalidGraphException($"no text for {value.GetType().Name}"),
    };

    private static string Text(Place place) => place.Buffer.Name + "[" + string.Join(", ", place.Indices.Select(Text)) + "]";

    private static string Text(Affine affine)
    {
        var text = new StringBuilder();
        foreach (var term in affine.Terms)
            Append(term.Coefficient < 0, (Math.Abs(term.Coefficient) == 1 ? "" : Numbers.Text(Math.Abs(term.Coefficient)) + "·") + term.Variable);
        if (affine.Constant != 0 || text.Length == 0)
            Append(affine.Constant < 0, Numbers.Text(Math.Abs(affine.Constant)));
        return text.ToString();

        void Append(bool isNegative, string summand)
            => text.Append(text.Length == 0 ? (isNegative ? "−" : "") : isNegative ? " − " : " + ").Append(summand);
    }
}
