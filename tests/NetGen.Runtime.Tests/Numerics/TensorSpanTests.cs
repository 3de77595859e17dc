using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>The tensors of the readable form: every element by its indices, each of which is checked.</summary>
public sealed class TensorSpanTests
{
    private static readonly int[] Extents = [2, 3, 2, 2, 3, 2];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Indices_go_through_the_elements_in_C_order(int rank)
    {
        var shape = Extents[..rank];
        var memory = Enumerable.Range(0, shape.Aggregate(1, static (product, extent) => product * extent)).Select(static i => (float)i).ToArray();
        var tensor = new TensorSpan(ref memory[0], shape);

        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(rank, tensor.Rank);
        Assert.Equal(memory.Length, tensor.Elements.Length);
        for (var element = 0; element < memory.Length; element++)
        {
            var index = new int[rank];
            for (int axis = rank - 1, rest = element; axis >= 0; rest /= shape[axis], axis--)
                index[axis] = rest % shape[axis];
            Assert.Equal(element, At(tensor, index));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_slice_has_some_of_the_outermost_axis(int rank)
    {
        int[] shape = [5, .. Extents[..(rank - 1)]];
        var size = shape.Skip(1).Aggregate(1, static (product, extent) => product * extent);
        var memory = Enumerable.Range(0, 5 * size).Select(static i => (float)i).ToArray();

        var slice = new TensorSpan(ref memory[0], shape).Slice(1, 3);

        Assert.Equal([3, .. shape[1..]], slice.Shape);
        Assert.Equal(memory[size..(4 * size)], slice.Elements.ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_slice_outside_of_the_outermost_axis_is_refused(int start, int count)
        => Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var memory = new float[6];
            _ = new TensorSpan(ref memory[0], [2, 3]).Slice(start, count);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void An_index_outside_its_axis_is_refused_where_the_memory_would_have_it(int rank)
    {
        for (var axis = 0; axis < rank; axis++)
        {
            foreach (var wrong in new[] { -1, Extents[axis] })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() =>
                {
                    var memory = new float[1000];
                    var index = new int[rank];
                    index[axis] = wrong;
                    _ = At(new TensorSpan(ref memory[0], Extents.AsSpan(0, rank)), index);
                });
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var memory = new float[1000];
            _ = At(new TensorSpan(ref memory[0], Extents.AsSpan(0, rank)), new int[rank == 6 ? 5 : rank + 1]);
        });
    }

    [Fact]
    public void The_same_elements_have_another_shape()
    {
        var memory = new float[12];
        var tensor = new TensorSpan(ref memory[0], [3, 4]);

        var rows = tensor.Reshape([2, 3, 2]);
        rows[1, 2, 1] = 5;

        Assert.Equal(5, tensor[2, 3]);
        Assert.Equal("[2 × 3 × 2]", rows.ToString());
        Assert.Throws<ArgumentException>("shape", () => new TensorSpan(ref new float[12].AsSpan()[0], [3, 4]).Reshape([5]));
        Assert.Throws<ArgumentException>("shape", () => new TensorSpan(ref new float[1].AsSpan()[0], [1, 1, 1, 1, 1, 1, 1]));
    }

    private static float At(TensorSpan tensor, int[] index) => index switch
    {
        [var i] => tensor[i],
        [var i, var j] => tensor[i, j],
        [var i, var j, var k] => tensor[i, j, k],
        [var i, var j, var k, var l] => tensor[i, j, k, l],
        [var i, var j, var k, var l, var m] => tensor[i, j, k, l, m],
        _ => tensor[index[0], index[1], index[2], index[3], index[4], index[5]],
    };
}
