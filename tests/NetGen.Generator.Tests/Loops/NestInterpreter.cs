using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Tests.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>
/// Runs a nest on arrays of doubles, one statement after the other, each for all lanes of the vector that it is in, and counts how often each
/// element is stored. A statement is made into a delegate once, since it runs for each element.
/// </summary>
/// <param name="batch">How many samples there are.</param>
/// <param name="memory">A memory by its number, from where the nest begins in it.</param>
internal sealed class NestInterpreter(int batch, Func<int, Memory<double>> memory)
{
    private readonly Dictionary<Variable, Position> variables = [];
    private readonly Dictionary<Local, double[]> locals = [];
    private Vector? vector;
    private bool isInBlock;
    private int? lane;

    /// <summary>How often each element of each memory was stored.</summary>
    public Dictionary<int, int[]> Stores { get; } = [];

    /// <param name="nest">The nest.</param>
    /// <param name="isLaterPass">Whether the pass adds to the gradients of those before it.</param>
    public void Run(Nest nest, bool isLaterPass = false)
    {
        variables.Clear();
        locals.Clear();
        variables[PassLoop.Variable] = new Position { Value = isLaterPass ? 1 : 0, IsFirst = !isLaterPass };
        Of(nest.Body)();
    }

    private Action Of(Statement statement)
    {
        switch (statement)
        {
            case Sequence sequence:
                Action[] parts = [.. sequence.Parts.Select(Of)];
                return () => Array.ForEach(parts, static part => part());
            case For loop:
                return Of(loop);
            case Let(var local, var value):
                var (named, given) = (GivenOf(local), Of(value));
                return InLanes(() => named[LaneOf(named)] = given());
            case Total(var local, var reduction):
                var totals = GivenOf(local);
                return () => Array.Fill(totals, reduction == Reduction.Sum ? 0 : double.NegativeInfinity);
            case Accumulate(var local, var reduction, var value):
                var (own, added) = (ValuesOf(local), Of(value));
                return InLanes(() =>
                {
                    var summand = added();
                    ref var total = ref own[LaneOf(own)];
                    total = reduction == Reduction.Sum ? total + summand : Math.Max(total, summand);
                });
            case Store store:
                return Of(store.Place, store.Value, isAdded: false);
            case AddTo add:
                return Of(add.Place, add.Value, isAdded: true);
            case Interleave interleave:
                Action[] stores = [.. interleave.Values.Select((value, number) => Of(interleave.PlaceOf(number), value, isAdded: false))];
                return () => Array.ForEach(stores, static store => store());
            case Fetch:
                return static () => { };
            case Part part:
                return Of(part.Body);
            case Outlined outlined:
                return Of(outlined.Body);
            case Choice choice:
                return Of(Length(choice.Extent) >= choice.Least ? choice.Enough : choice.TooFew);
            case OnTurn on:
                return Of(on);
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }

    private Action Of(OnTurn on)
    {
        Position[] loops = [.. on.Loops.Select(PositionOf)];
        var (body, otherwise) = (Of(on.Body), on.Otherwise is null ? static () => { } : Of(on.Otherwise));
        return () =>
        {
            var isThen = on.Turn switch
            {
                Turn.First => Array.TrueForAll(loops, static loop => loop.IsFirst),
                Turn.Last => Array.TrueForAll(loops, static loop => loop.IsLast),
                _ => Array.Exists(loops, static loop => !loop.IsFirst),
            };
            (isThen ? body : otherwise)();
        };
    }

    private Action Of(Place place, Value value, bool isAdded)
    {
        var (result, flat, counted) = (Of(value), Flat(place), Counted(place));
        var (values, counts) = (memory(place.Buffer.Memory), CountsOf(place.Buffer));

        // A vector is complete before any lane of it is stored.
        var vectors = new double[vector?.Lanes ?? 1];
        var compute = InLanes(() => vectors[LaneOf(vectors)] = result() + (isAdded && counted() ? values.Span[flat()] : 0));
        var store = InLanes(() =>
        {
            var stored = vectors[LaneOf(vectors)];
            if (!counted())
            {
                // A whole vector is stored: what is behind the lanes that count is lost, where there is anything.
                if (place.Buffer.IsScratch && flat() is var behind && behind < values.Length)
                    values.Span[behind] = double.NaN;
                return;
            }

            values.Span[flat()] = stored;
            if (!isAdded)
                counts[flat()]++;
        });
        return () =>
        {
            compute();
            store();
        };
    }

    /// <summary>Runs a statement for every lane that the vector around it has.</summary>
    private Action InLanes(Action statement)
    {
        if (vector is not { } own)
            return statement;
        return () =>
        {
            for (lane = 0; lane < own.Count; lane++)
            {
                own.Position.Value = lane;
                statement();
            }

            lane = null;
        };
    }

    // A lane that does not count is neither read nor written.
    private Func<bool> Counted(Place place)
    {
        if (place.Limit is not { } limit)
            return static () => true;
        var (begin, whole) = (Of(limit.Begin), Length(limit.Whole));
        return () => begin() + lane!.Value < whole;
    }

    private (Func<int> First, Func<int> End) Of(Reach reach)
    {
        // Negative distances may come to any number that is not positive.
        var (lowest, highest) = (Of(reach.Lowest), Of(reach.Highest));
        int RoundedUp(int distance) => (distance + reach.Step - 1) / reach.Step;
        int Block(int turns) => turns / reach.Block * reach.Block;
        return (() => Block(RoundedUp(reach.From - highest())), () => Block(RoundedUp(reach.To - lowest()) + reach.Block - 1));
    }

    private Action OfVector(For loop)
    {
        var own = vector = new Vector(PositionOf(loop.Variable), loop.Extent.Size);
        var body = Of(loop.Body);
        vector = null;
        Func<int> left = loop.Limit is { } given && (Length(given.Whole), Of(given.Begin)) is var (whole, begin)
            ? () => whole - begin()
            : static () => int.MaxValue;
        return () =>
        {
            own.Count = Math.Min(own.Lanes, left());
            body();
        };
    }

    private Action Of(For loop)
    {
        // A block that is transposed is two loops that copy it.
        if (loop is { IsVector: true, Transposed: null } && !isInBlock)
            return OfVector(loop);
        isInBlock = loop.Transposed is not null;
        var position = PositionOf(loop.Variable);
        var (extent, body) = (Length(loop.Extent), Of(loop.Body));
        var rest = loop.Rest is null ? null : Of(loop.Rest);
        Func<int>? limit = loop.Limit is { } given && (Length(given.Whole), Of(given.Begin)) is var (whole, begin) ? () => whole - begin() : null;
        isInBlock = false;
        (Func<int> First, Func<int> Last)? reach = loop.Reach is null ? null : Of(loop.Reach);
        return () =>
        {
            var end = limit is null ? extent : Math.Min(extent, limit());
            var value = loop.First;
            if (reach is var (first, last))
                (value, end) = (Math.Max(value, first()), Math.Min(end, last()));
            var whole = end;
            if (loop.Sizes is { } sizes)
                (value, end) = loop.Step == sizes.Large ? (value, sizes.RowsInLarge(end)) : (sizes.RowsInLarge(end), end);
            for (; value < (rest is null ? end : end - loop.Step + 1); value += loop.Step)
            {
                position.Value = loop.Tail == Tail.Overlap ? Math.Min(value, (reach is null ? whole : extent) - loop.Step) : value;
                (position.IsFirst, position.IsLast) = (value == loop.First, value + loop.Step >= end);
                body();
            }

            if (rest is null || value >= end)
                return;
            position.Value = value;
            (position.IsFirst, position.IsLast) = (value == loop.First, true);
            rest();
        };
    }

    private Func<double> Of(Value value)
    {
        switch (value)
        {
            case Read(var place):
                var (values, flat, counted) = (memory(place.Buffer.Memory), Flat(place), Counted(place));

                // What lies behind the lanes that count is somebody else's, unless it is padding.
                var behind = place.Buffer.IsFollowed && !place.Buffer.IsPadded ? double.NaN : 0;
                return () => counted() ? values.Span[flat()] : behind;
            case Named(var local):
                var own = ValuesOf(local);
                return () => own[LaneOf(own)];
            case LanesFrom(var first, var inner):
                var whole = Of(inner);
                return () => lane >= first ? whole() : 0;
            case Across(var local, var reduction):
                var all = ValuesOf(local);
                return () => reduction == Reduction.Sum ? all.Sum() : all.Max();
            case Compute compute:
                return ScalarFunction.Of(compute.Expression, [.. compute.Arguments.Select(Of)]);
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private int LaneOf(double[] values) => values.Length == 1 ? 0 : lane!.Value;

    // Axis by axis: an index behind the end of an axis is wrong also where something else of the memory is there.
    private Func<int> Flat(Place place)
    {
        var (buffer, offset) = (place.Buffer, OffsetOf(place));
        if (buffer.IsFlat)
            return offset;
        Func<int>[] indices = [.. place.Indices.Select(Of)];
        int[] lengths = [.. buffer.Extents.Select(Length)];
        return () =>
        {
            for (var axis = 0; axis < indices.Length; axis++)
            {
                var index = indices[axis]();
                if (index < 0 || index >= lengths[axis])
                    Assert.Fail($"{buffer.Name} is reached at {index} of axis {axis}");
            }

            return offset();
        };
    }

    // With the row, which is loaded.
    private Func<int> OffsetOf(Place place)
    {
        var offset = Of(place.Offset);
        if (place.Row is not { } row)
            return offset;
        var (rows, number) = (memory(row.Index.Buffer.Memory), Flat(row.Index));
        return () => offset() + (row.Stride * (int)rows.Span[number()]);
    }

    private Func<int> Of(Affine affine)
    {
        var constant = affine.Constant;
        (Position Position, int Coefficient)[] terms = [.. affine.Terms.Select(term => (PositionOf(term.Variable), term.Coefficient))];
        return () =>
        {
            var sum = constant;
            foreach (var (position, coefficient) in terms)
                sum += coefficient * position.Value!.Value;
            return sum;
        };
    }

    private int Length(Extent extent) => extent.IsBatch ? extent.Size * batch : extent.Size;

    private Position PositionOf(Variable variable) => variables.TryGetValue(variable, out var position) ? position : variables[variable] = new Position();

    // What is read before it is given makes everything after it wrong.
    private double[] ValuesOf(Local local) => locals.TryGetValue(local, out var values) ? values : locals[local] = Unknown(local.Lanes);

    // What is given in a vector is one for each lane.
    private double[] GivenOf(Local local) => locals[local] = Unknown(vector?.Lanes ?? local.Lanes);

    private static double[] Unknown(int count) => [.. Enumerable.Repeat(double.NaN, count)];

    private int[] CountsOf(Buffer buffer)
        => Stores.TryGetValue(buffer.Memory, out var counts) ? counts : Stores[buffer.Memory] = new int[memory(buffer.Memory).Length];

    /// <summary>The lanes of a vector, and how many of them count.</summary>
    private sealed class Vector(Position position, int lanes)
    {
        public Position Position { get; } = position;

        public int Lanes { get; } = lanes;

        public int Count { get; set; }
    }

    /// <summary>Where a loop is; nowhere before it begins.</summary>
    private sealed class Position
    {
        public int? Value { get; set; }

        public bool IsFirst { get; set; }

        public bool IsLast { get; set; }
    }
}
