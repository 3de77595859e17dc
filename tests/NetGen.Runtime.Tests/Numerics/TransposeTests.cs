using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class TransposeTests
{
    private const float Untouched = -77f;

    [Theory]
    [InlineData(8, 8)]
    [InlineData(11, 8)]
    [InlineData(8, 13)]
    [InlineData(17, 9)]
    public void A_block_is_transposed_and_nothing_else_is_written(int sourceStride, int destinationStride)
    {
        var source = Enumerable.Range(0, 8 * sourceStride).Select(static i => (float)i).ToArray();
        var destination = Enumerable.Repeat(Untouched, 5 + (8 * destinationStride)).ToArray();
        Lanes.Transpose(ref source[0], sourceStride, ref destination[5], destinationStride);
        Check(source, 8, 8, sourceStride, destination, 5, destinationStride);

        source = [.. Enumerable.Range(0, 16 * (8 + sourceStride)).Select(static i => (float)i)];
        destination = [.. Enumerable.Repeat(Untouched, 5 + (16 * (8 + destinationStride)))];
        Lanes512.Transpose(ref source[0], 8 + sourceStride, ref destination[5], 8 + destinationStride);
        Check(source, 16, 16, 8 + sourceStride, destination, 5, 8 + destinationStride);
    }

    private delegate void Part(ref readonly float source, int sourceStride, ref float destination, int destinationStride, int vectors, int lanes);

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_part_of_a_block_is_transposed_and_nothing_else_is_written(int side)
    {
        Part transpose = side == 8 ? Lanes.Transpose : Lanes512.Transpose;
        for (var rows = 0; rows <= side; rows++)
        {
            for (var columns = 0; columns <= side; columns++)
            {
                // Once dense, once with gaps after the rows.
                foreach (var gap in new[] { 0, 3 })
                {
                    var source = Enumerable.Range(0, 1 + (rows * (columns + gap))).Select(static i => (float)i).ToArray();
                    var destination = Enumerable.Repeat(Untouched, 10 + (columns * (rows + gap))).ToArray();
                    transpose(ref source[0], columns + gap, ref destination[5], rows + gap, rows, columns);
                    Check(source, rows, columns, columns + gap, destination, 5, rows + gap);
                }
            }
        }
    }

    [Theory]
    [InlineData(-1, 2, "vectors")]
    [InlineData(2, -1, "lanes")]
    [InlineData(17, 2, "vectors")]
    [InlineData(2, 17, "lanes")]
    public void A_part_that_is_no_part_of_a_block_is_refused(int vectors, int lanes, string parameter)
    {
        var memory = new float[16];
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => Lanes.Transpose(ref memory[0], 4, ref memory[8], 4, vectors, lanes));
        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => Lanes512.Transpose(ref memory[0], 4, ref memory[8], 4, vectors, lanes));
    }

    private static void Check(float[] source, int rows, int columns, int sourceStride, float[] destination, int start, int destinationStride)
    {
        var expected = Enumerable.Repeat(Untouched, destination.Length).ToArray();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                expected[start + (column * destinationStride) + row] = source[(row * sourceStride) + column];
        }

        Assert.Equal(expected, destination);
    }
}
