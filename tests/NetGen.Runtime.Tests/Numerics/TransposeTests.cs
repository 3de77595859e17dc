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
    public void Transpose8x8_moves_its_block_and_nothing_else(int sourceStride, int destinationStride)
    {
        var source = Enumerable.Range(0, 8 * sourceStride).Select(i => (float)i).ToArray();
        var destination = Enumerable.Repeat(Untouched, 5 + (8 * destinationStride)).ToArray();
        Lanes.Transpose8x8(ref source[0], sourceStride, ref destination[5], destinationStride);
        Check(source, 8, 8, sourceStride, destination, 5, destinationStride);
    }

    [Fact]
    public void Transpose8x8_works_in_place()
    {
        var block = Enumerable.Range(0, 64).Select(i => (float)i).ToArray();
        Lanes.Transpose8x8(ref block[0], 8, ref block[0], 8);
        for (var i = 0; i < 64; i++)
            Assert.Equal((i % 8 * 8) + (i / 8), block[i]);
    }

    [Fact]
    public void TransposeInto_moves_blocks_of_every_size_and_nothing_else()
    {
        for (var rows = 0; rows < 20; rows++)
        {
            for (var columns = 0; columns < 20; columns++)
            {
                // Once dense, once with gaps after the rows.
                Transpose(rows, columns, columns, rows);
                Transpose(rows, columns, columns + 3, rows + 5);
            }
        }

        Transpose(100, 33, 33, 104);
    }

    [Theory]
    [InlineData(-1, 2, 2, 2, "rows")]
    [InlineData(2, -1, 2, 2, "columns")]
    [InlineData(2, 3, 2, 2, "sourceStride")]
    [InlineData(3, 2, 2, 2, "destinationStride")]
    public void TransposeInto_refuses_extents_that_do_not_fit(int rows, int columns, int sourceStride, int destinationStride, string parameter)
    {
        var memory = new float[16];
        Assert.Throws<ArgumentOutOfRangeException>(
            parameter, () => Lanes.TransposeInto(ref memory[0], rows, columns, sourceStride, ref memory[8], destinationStride));
    }

    private static void Transpose(int rows, int columns, int sourceStride, int destinationStride)
    {
        var source = Enumerable.Range(0, 1 + (rows * sourceStride)).Select(i => (float)i).ToArray();
        var destination = Enumerable.Repeat(Untouched, 10 + (columns * destinationStride)).ToArray();
        Lanes.TransposeInto(ref source[0], rows, columns, sourceStride, ref destination[5], destinationStride);
        Check(source, rows, columns, sourceStride, destination, 5, destinationStride);
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
