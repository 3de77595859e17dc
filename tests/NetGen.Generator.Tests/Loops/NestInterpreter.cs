using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Tests.Loops;

/// <summary>Runs a nest on arrays of doubles, one statement after the other, and counts how often each element is stored.</summary>
internal sealed class NestInterpreter(int batch, Func<int, double[]> memory)
{
    private readonly Dictionary<Variable, int> variables = [];
    private readonly Dictionary<Local, double> locals = [];

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
            case Guard guard:
                if (guard.Index.Evaluate(Value) < Length(guard.Extent))
                    Run(guard.Body);
                break;
            case Let let:
                locals[let.Local] = Value(let.Value);
                break;
            case Total total:
                locals[total.Local] = total.Reduction == Reduction.Sum ? 0 : double.NegativeInfinity;
                break;
            case Accumulate accumulate:
                var (before, value) = (locals[accumulate.Local], Value(accumulate.Value));
                locals[accumulate.Local] = accumulate.Reduction == Reduction.Sum ? before + value : Math.Max(before, value);
                break;
            case Store store:
                var result = Value(store.Value);
                var place = Flat(store.Place);
                memory(store.Place.Buffer.Memory)[place] = result;
                CountsOf(store.Place.Buffer)[place]++;
                break;
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }

    private void Run(For loop)
    {
        var length = Length(loop.Extent);
        for (var value = 0; value < length; value += loop.Step)
        {
            variables[loop.Variable] = loop.Tail == Tail.Overlap ? Math.Min(value, length - loop.Step) : value;
            Run(loop.Body);
        }
    }

    private double Value(Value value) => value switch
    {
        Read(var place) => memory(place.Buffer.Memory)[Flat(place)],
        Named(var local) => locals[local],
        Compute compute => ScalarEvaluator.Evaluate(compute.Expression, [.. compute.Arguments.Select(Value)]),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    // Axis by axis: an index behind the end of an axis is wrong also where something else of the memory is there.
    private int Flat(Place place)
    {
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
