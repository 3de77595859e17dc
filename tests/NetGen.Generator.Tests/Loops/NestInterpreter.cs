using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>
/// Runs a nest on arrays of doubles, one statement after the other and one lane of a vector after the other, and counts how often each
/// element is stored.
/// </summary>
/// <param name="batch">How many samples there are.</param>
/// <param name="memory">A memory by its number, from where the nest begins in it.</param>
internal sealed class NestInterpreter(int batch, Func<int, Memory<double>> memory)
{
    private readonly Dictionary<Variable, int> variables = [];
    private readonly Dictionary<Local, double[]> locals = [];
    private int? lane;

    /// <summary>How often each element of each memory was stored.</summary>
    public Dictionary<int, int[]> Stores { get; } = [];

    public void Run(Nest nest) => Run(nest.Body);

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Run(part);
                break;
            case For loop:
                Run(loop);
                break;
            case Let let:
                locals[let.Local] = [Value(let.Value)];
                break;
            case Total total:
                locals[total.Local] = [.. Enumerable.Repeat(total.Reduction == Reduction.Sum ? 0 : double.NegativeInfinity, total.Local.Lanes)];
                break;
            case Accumulate accumulate:
                ref var before = ref Own(accumulate.Local);
                var value = Value(accumulate.Value);
                before = accumulate.Reduction == Reduction.Sum ? before + value : Math.Max(before, value);
                break;
            case Store store:
                Run(store.Place, store.Value);
                break;
            case Interleave interleave:
                for (var number = 0; number < interleave.Values.Count; number++)
                    Run(interleave.PlaceOf(number), interleave.Values[number]);
                break;
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }

    private void Run(Place place, Value value)
    {
        var result = Value(value);
        var flat = Flat(place);
        memory(place.Buffer.Memory).Span[flat] = result;
        CountsOf(place.Buffer)[flat]++;
    }

    private void Run(For loop)
    {
        var end = Length(loop.Extent);
        if (loop.Limit is { } limit)
            end = Math.Min(end, Length(limit.Whole) - limit.Begin.Evaluate(Value));
        var value = loop.First;
        for (; value < (loop.Rest is null ? end : end - loop.Step + 1); value += loop.Step)
        {
            lane = loop.IsVector ? value : lane;
            variables[loop.Variable] = loop.Tail == Tail.Overlap ? Math.Min(value, end - loop.Step) : value;
            Run(loop.Body);
        }

        if (loop.IsVector)
            lane = null;
        if (loop.Rest is null || value >= end)
            return;
        variables[loop.Variable] = value;
        Run(loop.Rest);
    }

    private double Value(Value value) => value switch
    {
        Read(var place) => memory(place.Buffer.Memory).Span[Flat(place)],
        Named(var local) => Own(local),
        Across(var local, var reduction) => reduction == Reduction.Sum ? locals[local].Sum() : locals[local].Max(),
        Compute compute => ScalarEvaluator.Evaluate(compute.Expression, [.. compute.Arguments.Select(Value)]),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private ref double Own(Local local) => ref locals[local][local.Lanes == 1 ? 0 : lane!.Value];

    // Axis by axis: an index behind the end of an axis is wrong also where something else of the memory is there.
    private int Flat(Place place)
    {
        if (place.Buffer.IsFlat)
            return place.Offset.Evaluate(Value);
        for (var axis = 0; axis < place.Indices.Count; axis++)
        {
            var index = place.Indices[axis].Evaluate(Value);
            Assert.True(index >= 0 && index < Length(place.Buffer.Extents[axis]), $"{place.Buffer.Name} is reached at {index} of axis {axis}");
        }

        return place.Offset.Evaluate(Value);
    }

    private int Value(Variable variable) => variables[variable];

    private int Length(Extent extent) => extent.IsBatch ? extent.Size * batch : extent.Size;

    private int[] CountsOf(Buffer buffer)
        => Stores.TryGetValue(buffer.Memory, out var counts) ? counts : Stores[buffer.Memory] = new int[memory(buffer.Memory).Length];
}
