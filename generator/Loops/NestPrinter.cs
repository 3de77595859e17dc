using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>Prints a nest as text, one line a statement, for people and for snapshots.</summary>
internal static class NestPrinter
{
    /// <param name="nest">The nest.</param>
    /// <param name="depth">How far it is indented.</param>
    public static string Print(Nest nest, int depth = 0)
    {
        var text = new StringBuilder();
        Append(text, nest.Body, depth, reading: null);
        return text.ToString();
    }

    /// <summary>The lines of a definition, in which loops that have nothing between them are one line.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="rows">What the number of samples, or of the rows of all their time steps, is called.</param>
    public static IReadOnlyList<string> Lines(Nest nest, string rows)
    {
        var text = new StringBuilder();
        Append(text, nest.Body, 0, new(rows));
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>What lines of a definition are told of.</summary>
    private sealed record Reading(string Rows)
    {
        /// <summary>Where the loops around end.</summary>
        public Dictionary<Variable, int> Ends { get; } = [];

        public void Enter(For loop) => Ends[loop.Variable] = loop.Extent.IsBatch ? int.MaxValue : loop.Extent.Size;

        /// <summary>Whether a number is never larger than another.</summary>
        public bool IsAtMost(Affine number, int most)
            => number.Constant + number.Terms.Sum(term => term.Coefficient < 0 ? 0.0 : (double)term.Coefficient * (Ends.TryGetValue(term.Variable, out var end) ? end - 1 : int.MaxValue)) <= most;
    }

    private static void Append(StringBuilder text, Statement statement, int depth, Reading? reading)
    {
        switch (statement)
        {
            case Sequence sequence:
                foreach (var inside in sequence.Parts)
                    Append(text, inside, depth, reading);
                break;
            case For loop:
                if (loop.Reason is not null)
                    Line($"// {loop.Reason}");
                reading?.Enter(loop);
                var loops = $"for {loop.Variable} in {Range(loop, reading)}";
                var body = loop.Body;
                for (; reading is not null && body is For { Reason: null, Rest: null } inner; body = inner.Body)
                {
                    reading?.Enter(inner);
                    loops += $", {inner.Variable} in {Range(inner, reading)}";
                }

                Line(loops);
                Append(text, body, depth + 1, reading);
                if (loop.Rest is not null)
                {
                    Line($"rest of {loop.Variable}");
                    Append(text, loop.Rest, depth + 1, reading);
                }

                break;
            case Let let:
                Line($"let {let.Local} = {Text(let.Value)}");
                break;
            case Total total:
                Line($"let {total.Local} = {(total.Reduction == Reduction.Sum ? "0" : "−∞")}{Described(total.Local)}");
                break;
            case Accumulate accumulate:
                Line(accumulate.Reduction == Reduction.Sum
                    ? $"{accumulate.Local} += {Text(accumulate.Value)}"
                    : $"{accumulate.Local} = max({accumulate.Local}, {Text(accumulate.Value)})");
                break;
            case Store store:
                Line($"{Text(store.Place)} = {Text(store.Value)}");
                break;
            case AddTo add:
                Line($"{Text(add.Place)} += {Text(add.Value)}");
                break;
            case Fetch fetch:
                Line($"fetch {Text(fetch.Place)}");
                break;
            case Part part:
                Line($"// {part.Title}");
                Append(text, part.Body, depth, reading);
                break;
            case Outlined outlined:
                Line($"in a method, {outlined.Name}");
                Append(text, outlined.Body, depth + 1, reading);
                break;
            case Choice choice:
                Line($"if {choice.Extent} ≥ {Numbers.Text(choice.Least)}");
                Append(text, choice.Enough, depth + 1, reading);
                Line("else");
                Append(text, choice.TooFew, depth + 1, reading);
                break;
            case OnTurn turn:
                var which = turn.Turn switch { Turn.First => "in the first", Turn.Last => "in the last", _ => "in any but the first" };
                Line($"{which} turn of {string.Join(", ", turn.Loops)}");
                Append(text, turn.Body, depth + 1, reading);
                if (turn.Otherwise is not null)
                {
                    Line("else");
                    Append(text, turn.Otherwise, depth + 1, reading);
                }

                break;
            case Interleave interleave:
                for (var number = 0; number < interleave.Values.Count; number++)
                    Line($"{Text(interleave.PlaceOf(number))} = {Text(interleave.Values[number])}{(number == 0 ? "" : ", stored with the one above")}");
                break;
            default:
                throw new InvalidGraphException($"no text for {statement.GetType().Name}");
        }

        void Line(string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
    }

    private static string Described(Local total)
        => (total.Type == ElementType.Float64 ? " in double" : "") + (total.Lanes > 1 ? $", in {Numbers.Text(total.Lanes)} lanes" : "");

    private static string Range(For loop, Reading? reading)
        => loop is { Reach: { } reached, Step: 1, First: 0, Limit: null, Tail: Tail.None } && reached.Lowest == reached.Highest ? Range(loop, reached, reading)
            : reading is not null && loop is { Extent.IsBatch: true, Step: 1, First: 0, Limit: null, Tail: Tail.None } ? loop.Extent.Text(reading.Rows) : Others(loop);

    /// <summary><c>max(0, 4 − y)..min(5, 12 − y)</c>, without what is always so.</summary>
    private static string Range(For loop, Reach reach, Reading? reading)
    {
        var (first, end) = (Distance(reach.From), Distance(reach.To));
        var from = !reach.HasFirst ? "0" : first.Constant >= 0 && first.Terms.All(static term => term.Coefficient > 0) ? Quotient(first) : $"max(0, {Quotient(first)})";
        var rounded = reach.Block == 1 ? Quotient(end) : $"{Quotient(end)} rounded up to a multiple of {Numbers.Text(reach.Block)}";
        var to = !reach.HasEnd ? loop.Extent.ToString()
            : reading is null || loop.Extent.IsBatch || loop.Extent.Size % reach.Block != 0 || !reading.IsAtMost(end, loop.Extent.Size * reach.Step) ? $"min({loop.Extent}, {rounded})"
            : reach.Block == 1 ? rounded : $"({rounded})";
        return $"{from}..{to}{(reach.Block == 1 || !reach.HasFirst ? "" : $", from a multiple of {Numbers.Text(reach.Block)} on")}";

        Affine Distance(int limit) => (reach.Lowest * -1) + limit;

        string Quotient(Affine distance)
        {
            var text = distance.Constant > 0 && distance.Terms.All(static term => term.Coefficient < 0) ? $"{Numbers.Text(distance.Constant)} − {Text(reach.Lowest)}" : Text(distance);
            return reach.Step == 1 ? text : $"⌈({text})/{Numbers.Text(reach.Step)}⌉";
        }
    }

    private static string Others(For loop)
        => (loop.IsVector ? $"{Numbers.Text(loop.Extent.Size)} lanes" : loop.Extent.ToString())
            + (loop.First == 0 ? "" : $" from {Numbers.Text(loop.First)}")
            + (loop.Step == 1 ? "" : $" by {Numbers.Text(loop.Step)}")
            + (loop.Limit is { } limit ? $" while {Text(limit.Begin + loop.Variable)} < {limit.Whole}" : "")
            + (loop.Reach is { } reach ? $" where {Reached(loop.Variable, reach)}" : "")
            + loop.Tail switch
            {
                Tail.Overlap when loop.IsOfLargeTiles => $", whole tiles that leave what tiles of {Numbers.Text(loop.Sizes!.Small)} take",
                Tail.Overlap when loop.Sizes is not null => ", those behind the whole tiles, the last turn overlapping",
                Tail.Overlap => ", the last turn overlapping",
                Tail.Shorter => ", the last turn shorter",
                Tail.Rest => ", whole turns",
                _ => "",
            };

    private static string Text(Value value) => Formula(value).Text;

    private static FormulaText Formula(Value value) => value switch
    {
        Read(var place) => FormulaText.Of(Text(place)),
        Named(var local) => FormulaText.Of(local.ToString()),
        Compute compute => ScalarText.Right(compute.Expression, [.. compute.Arguments.Select(Formula)]),
        LanesFrom(var lane, var inner) => FormulaText.Words($"{Formula(inner).AsOperand} from lane {Numbers.Text(lane)} on"),
        Across(var local, var reduction) => FormulaText.Words($"{(reduction == Reduction.Sum ? "sum" : "largest")} of {local}"),
        _ => throw new InvalidGraphException($"no text for {value.GetType().Name}"),
    };

    private static string Text(Place place)
        => place.Buffer.Name + "[" + string.Join(", ", place.Indices.Select((index, axis) => Index(place, index, axis))) + "]"
            + (place.Limit is { } limit ? $" of the lanes below {limit.Whole} − {Text(limit.Begin)}" : "");

    /// <summary>An index; on the axis of rows that are taken by their numbers, the number.</summary>
    private static string Index(Place place, Affine index, int axis)
    {
        if (place.Row is not { } row || axis != Math.Max(0, place.Buffer.Strides.ToList().FindIndex(stride => row.Stride % stride == 0)))
            return Text(index);
        var factor = place.Buffer.IsFlat ? row.Stride : row.Stride / place.Buffer.Strides[axis];
        var number = (factor == 1 ? "" : Numbers.Text(factor) + "·") + Text(row.Index);
        return index.Terms.Count == 0 && index.Constant == 0 ? number : $"{number} + {Text(index)}";
    }

    private static string Reached(Variable variable, Reach reach)
        => (reach.HasFirst ? $"{Text((Affine)variable * reach.Step + reach.Highest)} ≥ {Numbers.Text(reach.From)}" : "") + (reach.HasFirst && reach.HasEnd ? " and " : "")
            + (!reach.HasEnd ? "" : reach is { Block: > 1, Step: 1 } ? $"{variable} ≤ {Text((reach.Lowest * -1) + (reach.To - 1))}" : $"{Text((Affine)variable * reach.Step + reach.Lowest)} < {Numbers.Text(reach.To)}")
            + (reach.Block == 1 ? "" : $", in blocks of {Numbers.Text(reach.Block)}");

    private static string Text(Affine affine)
    {
        // As formulas have it: y + ky, and what goes backwards from where it begins, 4 − ky.
        var text = new StringBuilder();
        var isFirst = affine.Constant > 0 && affine.Terms.Any(static term => term.Coefficient < 0);
        if (isFirst)
            Append(false, Numbers.Text(affine.Constant));
        foreach (var term in affine.Terms.OrderBy(static term => term.Variable.Name.Length > 1 ? 1 : 0))
            Append(term.Coefficient < 0, (Math.Abs(term.Coefficient) == 1 ? "" : Numbers.Text(Math.Abs(term.Coefficient)) + "·") + term.Variable);
        if (!isFirst && (affine.Constant != 0 || text.Length == 0))
            Append(affine.Constant < 0, Numbers.Text(Math.Abs(affine.Constant)));
        return text.ToString();

        void Append(bool isNegative, string summand)
            => text.Append(text.Length == 0 ? (isNegative ? "−" : "") : isNegative ? " − " : " + ").Append(summand);
    }
}
