using System.Buffers.Binary;

namespace NetGen.Runtime.Tests.Serialization;

/// <summary>What becomes a float, at the edges of each type, and what is refused because no float says it.</summary>
public class SafeTensorConversionTests
{
    private const double FirstTooLarge = 3.4028235677973366e38; // halfway between the largest float and 2¹²⁸

    [Fact]
    public void A_double_is_rounded_and_refused_where_it_is_too_large()
    {
        double[] fit = [0, -0.0, 1e-50, 0.1, float.MaxValue, double.BitDecrement(FirstTooLarge), double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon];
        Assert.Equal(fit.Select(static value => (float)value), Read("F64", [.. fit.SelectMany(Bytes)]).ToArray());
        foreach (var value in new[] { FirstTooLarge, -FirstTooLarge, 1e300, double.MaxValue })
        {
            var exception = Assert.Throws<SafeTensorsException>(() => Read("F64", [.. Bytes(1), .. Bytes(value)]).ToArray());
            Assert.Contains(FormattableString.Invariant($"tensor 'x': its element 1 is {value}, which is too large for a float (at most 3.4028235E+38)"), exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Halves_and_brain_floats_convert_exactly()
    {
        // Largest, smallest normal, smallest, -0, infinity, NaN; by IEEE 754 and by the definition of bfloat16.
        Assert.Equal([65504, 6.103515625e-05f, 5.9604644775390625e-08f, -0f, float.PositiveInfinity, float.NaN], Read("F16", Words(0x7BFF, 0x0400, 0x0001, 0x8000, 0x7C00, 0x7E00)).ToArray());
        Assert.Equal([3.3895313892515355e38f, 1.1754943508222875e-38f, 9.183549615799121e-41f, -0f, float.NegativeInfinity, float.NaN], Read("BF16", Words(0x7F7F, 0x0080, 0x0001, 0x8000, 0xFF80, 0x7FC0)).ToArray());
    }

    [Fact]
    public void Every_half_is_what_its_bits_say()
    {
        var all = Read("F16", Words([.. Enumerable.Range(0, 1 << 16).Select(static bits => (ushort)bits)])).ToArray();
        for (var bits = 0; bits < all.Length; bits++)
        {
            var (exponent, fraction) = ((bits >> 10) & 31, bits & 1023);
            var size = exponent == 31 ? (fraction == 0 ? double.PositiveInfinity : double.NaN) : exponent == 0 ? fraction * Math.Pow(2, -24) : (1024 + fraction) * Math.Pow(2, exponent - 25);
            Assert.Equal((float)(bits >= 1 << 15 ? -size : size), all[bits]);
        }
    }

    [Fact]
    public void Whole_numbers_convert_exactly()
    {
        Assert.Equal([0, 1], Read("BOOL", [0, 1]).ToArray());
        Assert.Equal([0, 255], Read("U8", [0, 255]).ToArray());
        Assert.Equal([-128, 127], Read("I8", [0x80, 0x7F]).ToArray());
        Assert.Equal([65535, 256], Read("U16", Words(0xFFFF, 0x100)).ToArray());
        Assert.Equal([-32768, 32767], Read("I16", Words(0x8000, 0x7FFF)).ToArray());
        Assert.Equal([-16777216, 16777216, int.MinValue], Read("I32", [0, 0, 0, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0x80]).ToArray());
        Assert.Equal([2147483648f], Read("U32", [0, 0, 0, 0x80]).ToArray());
        Assert.Equal([-9223372036854775808f, 1099511627776f], Read("I64", [0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 1, 0, 0]).ToArray());
        Assert.Equal([9223372036854775808f], Read("U64", [0, 0, 0, 0, 0, 0, 0, 0x80]).ToArray());
    }

    [Theory]
    [InlineData("BOOL", "2", new byte[] { 2 })]
    [InlineData("I32", "16777217", new byte[] { 1, 0, 0, 1 })]
    [InlineData("U32", "4294967295", new byte[] { 255, 255, 255, 255 })]
    [InlineData("I64", "9223372036854775807", new byte[] { 255, 255, 255, 255, 255, 255, 255, 127 })]
    [InlineData("U64", "18446744073709551615", new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 })]
    public void A_whole_number_that_no_float_equals_is_refused(string type, string value, byte[] bytes)
    {
        var exception = Assert.Throws<SafeTensorsException>(() => Read(type, bytes).ToArray());
        Assert.Contains($"tensor 'x': its element 0 is {value}", exception.Message, StringComparison.Ordinal);
        Assert.Equal("x", exception.TensorName);
    }

    [Theory]
    [InlineData("I2", 3, 1)]
    [InlineData("F8_E4M3", 2, 2)]
    [InlineData("C64", 1, 8)]
    [InlineData("F4", 4, 2)]
    [InlineData("F6_E2M3", 4, 3)]
    [InlineData("f32", 1, 4)]
    public void A_type_that_is_no_number_here_is_kept_and_refused_when_it_is_read(string type, int count, int bytes)
    {
        var file = SafeTensorFile.Read($$$"""{"new":{"dtype":"{{{type}}}","shape":[{{{count}}}],"data_offsets":[4,{{{4 + bytes}}}]},"old":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4 + bytes]);
        Assert.Equal([0f], file["old"].ToArray());
        Assert.Equal((type, count), (file["new"].TypeName, file["new"].Count));
        Assert.Equal(bytes, file["new"].Data.Length);
        Assert.Contains($"tensor 'new': its type is {type}, which cannot be read as floats", Assert.Throws<SafeTensorsException>(() => file["new"].ToArray()).Message, StringComparison.Ordinal);
        Assert.Throws<SafeTensorsException>(() => file["new"].CopyTo(new float[count]));
    }

    [Theory]
    [InlineData("F8_E4M3 [3] takes 3 bytes, but data_offsets [0, 8] give it 8", "F8_E4M3", 3)]
    [InlineData("F4 [3] takes 12 bits, which are not whole bytes", "F4", 3)]
    [InlineData("F6_E3M2 [4] takes 3 bytes, but data_offsets [0, 8] give it 8", "F6_E3M2", 4)]
    public void The_size_of_a_new_type_is_checked_where_its_width_is_known(string message, string type, int count)
    {
        var exception = Assert.Throws<SafeTensorsException>(() => SafeTensorFile.Read($$$"""{"x":{"dtype":"{{{type}}}","shape":[{{{count}}}],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_unknown_width_that_claims_everything_takes_no_memory()
    {
        var tensor = SafeTensorFile.Read("""{"x":{"dtype":"Z9","shape":[9223372036854775807],"data_offsets":[0,8]}}""", new byte[8])["x"];
        Assert.Equal(long.MaxValue, tensor.Count);
        Assert.Throws<SafeTensorsException>(() => tensor.ToArray());
    }

    private static SafeTensor Read(string type, byte[] data)
    {
        var width = int.TryParse(new string([.. type.Where(char.IsAsciiDigit)]), out var bits) ? bits / 8 : 1;
        return SafeTensorFile.Read($$$"""{"x":{"dtype":"{{{type}}}","shape":[{{{data.Length / width}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data)["x"];
    }

    private static byte[] Bytes(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Words(params ushort[] words) => [.. words.SelectMany(static word => new[] { (byte)word, (byte)(word >> 8) })];
}
