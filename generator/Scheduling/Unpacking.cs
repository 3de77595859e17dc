using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The copy of a result from a memory of the kernel's own, in which the columns of tiles are side by side, to where they are apart: rows of columns are
/// transposed. So channels can be the vector of a convolution, whose pictures need not be whole vectors wide.
/// </summary>
/// <param name="Rows">What is side by side in the result, as one loop: the pixels of a sample, or of a row of its picture.</param>
/// <param name="Columns">What is side by side in the memory of the kernel's own: the channels of one panel.</param>
/// <param name="Around">
/// The loops of the schedule around it, outermost first: that over the samples, and those over pixels in whose turns parts of a picture are copied.
/// </param>
/// <param name="Source">The number of the argument that tiles store to.</param>
/// <param name="Result">The result, by the loops of the schedule.</param>
internal sealed record Unpacking(IndexVariable Rows, IndexVariable Columns, EquatableArray<int> Around, int Source, Operand Result)
{
    /// <summary>How many floats the rows take, and a vector behind them.</summary>
    public int Length(Target target) => TensorLayout.RoundUp((Rows.Extent.Size * Columns.Extent.Size) + target.Lanes, TensorLayout.Alignment);

    /// <summary>The loop at whose end it is made, in each turn.</summary>
    public int At => Around[Around.Count - 1];

    /// <summary>The copy, as a method of its own.</summary>
    /// <param name="loops">The loops around it.</param>
    /// <param name="column">The loop of the schedule over the columns.</param>
    /// <param name="target">What for.</param>
    /// <param name="nameOf">What people call an argument of the kernel.</param>
    public Statement ToStatement(ProductNest loops, int column, Target target, Func<int, ValueName> nameOf)
    {
        var names = new Names();
        var (row, own) = (names.Variable(Rows.Name), names.Variable(Columns.Name));
        var (rows, columns, apart) = (Rows.Extent.Size, Columns.Extent.Size, Result.Strides[column]);
        var first = Around.Aggregate((Affine)Result.Offset, (place, loop) => place + ((Affine)loops[loop] * Result.Strides[loop]));
        if (loops.Panel is { } panel)
            first += (Affine)panel * apart;
        var from = new Place(PackStrategy.CopyOf(nameOf(Source), Source), [((Affine)row * columns) + own]);
        var result = new Buffer(nameOf(Result.Argument).Mathematics, Result.Argument, ElementType.Float32, [], [1]);
        var to = new Place(result, [first + ((Affine)own * apart) + row]);
        var copy = new Nest(new For(own, columns, new For(row, rows, new Store(to, new Read(from)))));
        return new Outlined(
            "Unpack",
            $"{(Around.Count == 1 ? "of one sample" : $"of one {loops[At].Name} of a sample")}, from {Counts.Of(rows, "row")}, one for each {Rows.Name}, "
                + $"of {Counts.Of(columns, "number")}, one for each {Columns.Name}: rows become columns.",
            PackStrategy.InVectors(copy, target).Body)
        { Of = Result.Argument };
    }
}
