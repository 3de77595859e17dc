namespace NetGen.Runtime.Tests.Networks;

/// <summary>Copies of whole tensors, which go by runs of elements, against the elements one by one.</summary>
public class TensorViewTests
{
    public static TheoryData<string, int[], int[], int, int, int> Layouts => new()
    {
        // Name, shape, strides, blocked axis, block, distance between blocks.
        { "a single number", [], [], -1, 1, 0 },
        { "one axis", [7], [1], -1, 1, 0 },
        { "rows side by side", [3, 5], [5, 1], -1, 1, 0 },
        { "padded rows", [3, 5], [8, 1], -1, 1, 0 },
        { "transposed", [3, 5], [1, 3], -1, 1, 0 },
        { "a kernel", [4, 3, 2, 2], [12, 4, 2, 1], -1, 1, 0 },
        { "a padded kernel", [4, 3, 2, 2], [16, 5, 2, 1], -1, 1, 0 },
        { "a kernel with its channels last", [4, 3, 2, 2], [12, 1, 6, 3], -1, 1, 0 },
        { "panels along the first axis", [20, 5], [1, 8], 0, 8, 40 },
        { "panels along the last axis", [5, 20], [8, 1], 1, 8, 40 },
        { "panels along the last axis that lie apart", [5, 20], [16, 2], 1, 8, 80 },
        { "one short panel", [3, 4], [8, 1], 1, 8, 24 },
        { "axes of one element", [1, 6, 1], [48, 2, 48], -1, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_copy_has_the_elements_in_C_order(string name, int[] shape, int[] strides, int blockedAxis, int block, int blockStride)
    {
        var layout = new TensorLayout(3, strides, blockedAxis, block, blockStride);
        var parameter = new ParameterInfo(name, "layer", shape, layout, default!);
        var buffer = Enumerable.Range(0, 1000).Select(static i => (float)i).ToArray();
        var view = new TensorView(buffer, parameter);
        var expected = Indices(shape).Select(index => (float)(3 + index.Select((value, axis) => layout.Along(axis, value)).Sum())).ToArray();
        Assert.Equal(expected.Distinct().Count(), expected.Length);
        Assert.Equal(expected, view.ToArray());

        var written = new float[1000];
        new TensorView(written, parameter).CopyFrom(Enumerable.Range(1, expected.Length).Select(static i => (float)i).ToArray());
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(i + 1, written[(int)expected[i]]);
        Assert.Equal(expected.Length, written.Count(static value => value != 0));
    }

    private static IEnumerable<int[]> Indices(int[] shape)
        => Enumerable.Range(0, shape.Aggregate(1, static (product, extent) => product * extent)).Select(linear =>
        {
            var index = new int[shape.Length];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                index[axis] = linear % shape[axis];
                linear /= shape[axis];
            }

            return index;
        });
}
