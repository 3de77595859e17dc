using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Stores four sums across lanes together that lie side by side, where they are stored one after the other. What remains of four vectors after each addition
/// fits into one, so that they are added up in half as many instructions, in the same order.
/// </summary>
internal sealed class StoreSumsTogether : NestRewriter
{
    private const int Sums = 4;

    // How often each value is used.
    private readonly Dictionary<Local, int> uses = [];

    private StoreSumsTogether(Nest nest) => new Counting(uses).Rewrite(nest);

    public static Nest Of(Nest nest) => new StoreSumsTogether(nest).Rewrite(nest);

    /// <summary>Whether values that are stored side by side are such sums.</summary>
    public static bool Are(EquatableArray<Value> values) => values.Count == Sums && values.All(IsSum);

    private static bool IsSum(Value value) => value is Across { Reduction: Reduction.Sum, Local.Type: ElementType.Float32 };

    protected override Statement Visit(Statement statement) => base.Visit(statement is Sequence sequence ? Sequence.Of(Together(sequence)) : statement);

    private List<Statement> Together(Sequence sequence)
    {
        var parts = new List<Statement>();
        for (var first = 0; first < sequence.Parts.Count; first++)
        {
            (Across Sum, Store Store)[] sums = [.. Enumerable.Range(0, Sums).Select(number => SumAt(sequence, first + (2 * number))).TakeWhile(static sum => sum is not null).Select(static sum => sum!.Value)];
            if (sums.Length < Sums || !Enumerable.Range(1, Sums - 1).All(number => IsBehind(sums[0].Store.Place, sums[number].Store.Place, number)))
            {
                parts.Add(sequence.Parts[first]);
                continue;
            }

            parts.Add(new Interleave(sums[0].Store.Place, sums.Select(static sum => (Value)sum.Sum).ToEquatableArray()));
            first += (2 * Sums) - 1;
        }

        return parts;
    }

    /// <summary>The sum that is named in a part of a sequence and stored, as it is, in the next one, and used nowhere else; null where it is something else.</summary>
    private (Across Sum, Store Store)? SumAt(Sequence sequence, int part)
        => part + 1 < sequence.Parts.Count
            && sequence.Parts[part] is Let { Local: var sum, Value: Across across } && IsSum(across)
            && sequence.Parts[part + 1] is Store { Place: { Row: null, Limit: null, Buffer.IsFlat: true }, Value: Named { Local: var stored } } store && stored == sum && uses[sum] == 1
            ? (across, store) : null;

    private static bool IsBehind(Place first, Place other, int distance) => other.Buffer == first.Buffer && other.Offset == first.Offset + distance;

    /// <summary>Counts the uses of each value.</summary>
    private sealed class Counting(Dictionary<Local, int> uses) : NestRewriter
    {
        protected override Value Visit(Value value)
        {
            if (value is Named { Local: var local })
                uses[local] = uses.TryGetValue(local, out var count) ? count + 1 : 1;
            return base.Visit(value);
        }
    }
}
