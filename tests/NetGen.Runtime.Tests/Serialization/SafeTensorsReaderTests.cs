using System.Buffers.Binary;
using System.Text;

namespace NetGen.Runtime.Tests.Serialization;

public class SafeTensorsReaderTests
{
    [Fact]
    public void Tensors_of_all_floating_types_are_read_as_floats()
    {
        // 1.5 and −2 in each type, by their bits.
        byte[] data =
        [
            0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0,
            0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0,
            0x00, 0x3E, 0x00, 0xC0,
            0xC0, 0x3F, 0x00, 0xC0,
        ];
        var file = Read(
            """
            {"single":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "double":{"dtype":"F64","shape":[2,1],"data_offsets":[8,24]},
             "half":{"dtype":"F16","shape":[1,2],"data_offsets":[24,28]},
             "brain":{"dtype":"BF16","shape":[2],"data_offsets":[28,32]}}
            """,
            data);

        Assert.Equal(["single F32 [2]", "double F64 [2, 1]", "half F16 [1, 2]", "brain BF16 [2]"], file.Tensors.Select(static tensor => tensor.ToString()));
        foreach (var tensor in file.Tensors)
            Assert.Equal([1.5f, -2f], tensor.ToArray());
    }

    [Fact]
    public void Values_that_are_not_finite_are_read_as_they_are()
    {
        byte[] data = [0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0xFF];
        var values = Read("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", data)["x"].ToArray();
        Assert.Equal([float.NaN, float.NegativeInfinity], values);
    }

    [Fact]
    public void A_single_number_and_empty_tensors_are_read()
    {
        var file = Read(
            """{"none":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]},"one":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"nothing":{"dtype":"I64","shape":[0],"data_offsets":[0,0]}}""",
            [0, 0, 0x80, 0x3F]);
        Assert.Equal([1f], file["one"].ToArray());
        Assert.Empty(file["none"].ToArray());
        Assert.Equal(0, file["nothing"].Count);
    }

    [Fact]
    public void Metadata_is_read()
    {
        var file = Read("""{"__metadata__":{"format":"pt","by":"\u00e4 \"quoted\""}}""", []);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("ä \"quoted\"", file.Metadata["by"]);
        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void A_header_may_be_padded_with_spaces()
        => Assert.Equal(1, Read("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}       """, [5])["x"].Count);

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using var stream = new ForwardOnlyStream(File("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", [0, 0, 0x80, 0x3F]));
        Assert.Equal([1f], SafeTensorsFile.Read(stream)["x"].ToArray());
    }

    [Fact]
    public void Every_type_of_the_format_has_its_width()
    {
        foreach (var (name, bytes) in new[]
        {
            ("BOOL", 1), ("U8", 1), ("I8", 1), ("F8_E5M2", 1), ("F8_E4M3", 1), ("F8_E8M0", 1), ("I16", 2), ("U16", 2), ("F16", 2),
            ("BF16", 2), ("I32", 4), ("U32", 4), ("F32", 4), ("C64", 8), ("F64", 8), ("I64", 8), ("U64", 8), ("F8_E4M3FNUZ", 1), ("F8_E5M2FNUZ", 1),
        })
        {
            var file = Read($$$"""{"x":{"dtype":"{{{name}}}","shape":[3],"data_offsets":[0,{{{3 * bytes}}}]}}""", new byte[3 * bytes]);
            Assert.Equal(name, file["x"].Type.ToString());
            Assert.Equal(3, file["x"].Count);
        }
    }

    [Theory]
    [InlineData("the header must start with '{', but it starts with '['", "[]")]
    [InlineData("the header must start with '{', but it starts with ' '", " {}")]
    [InlineData("the header is not JSON, at line 1, byte 6", """{"x": sense}""")]
    [InlineData("the header is not JSON", """{"x":{"dtype":"F32" """)]
    [InlineData("the header is not JSON", "{} {}")]
    [InlineData("has the key 'x' twice", """{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': its entry has the key 'dtype' twice", """{"x":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': its entry has the key 'strides'", """{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"strides":[1]}}""")]
    [InlineData("tensor 'x': its entry must be an object, but it is an array", """{"x":[1]}""")]
    [InlineData("tensor 'x': its entry has no dtype", """{"x":{"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': its entry has no shape", """{"x":{"dtype":"U8","data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': its entry has no data_offsets", """{"x":{"dtype":"U8","shape":[0]}}""")]
    [InlineData("tensor 'x': dtype must be a string, but it is a number", """{"x":{"dtype":32,"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': shape must be an array of whole numbers, but it is a number", """{"x":{"dtype":"U8","shape":0,"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': shape must hold whole numbers, but has a string", """{"x":{"dtype":"U8","shape":["0"],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': shape must hold whole numbers from 0 to 9223372036854775807, but has -1", """{"x":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}""")]
    [InlineData("but has 1.5", """{"x":{"dtype":"U8","shape":[1.5],"data_offsets":[0,0]}}""")]
    [InlineData("but has 9223372036854775808", """{"x":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,0]}}""")]
    [InlineData("data_offsets must be [begin, end], but it has 3 numbers", """{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}}""")]
    [InlineData("its data ends at 1, before it begins at 3", """{"x":{"dtype":"U8","shape":[2],"data_offsets":[3,1]}}""")]
    [InlineData("F32 [2, 2] takes 16 bytes, but data_offsets [0, 8] give it 8", """{"x":{"dtype":"F32","shape":[2,2],"data_offsets":[0,8]}}""")]
    [InlineData("its shape [4294967296, 4294967296] times F32 overflows 64 bits", """{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""")]
    [InlineData("its shape [9223372036854775807, 2, 0] times U8 overflows 64 bits", """{"x":{"dtype":"U8","shape":[9223372036854775807,2,0],"data_offsets":[0,0]}}""")]
    [InlineData("tensor 'x': it begins at 2, but the data starts at 0: a gap of 2 bytes", """{"x":{"dtype":"U8","shape":[6],"data_offsets":[2,8]}}""")]
    [InlineData("tensor 'y': it begins at 5, but 'x' ends at 3: a gap of 2 bytes", """{"y":{"dtype":"U8","shape":[3],"data_offsets":[5,8]},"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""")]
    [InlineData("tensor 'y': it begins at 2, but 'x' ends at 3: they overlap", """{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"y":{"dtype":"U8","shape":[6],"data_offsets":[2,8]}}""")]
    [InlineData("tensor 'x': its data ends at 9, but the file has only 8 bytes of data", """{"x":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""")]
    [InlineData("the tensors take 7 bytes, but 8 follow the header: 1 are left over", """{"x":{"dtype":"U8","shape":[7],"data_offsets":[0,7]}}""")]
    [InlineData("the tensors take 0 bytes, but 8 follow the header: 8 are left over", "{}")]
    [InlineData("__metadata__ must be an object of strings, but it is a string", """{"__metadata__":"pt"}""")]
    [InlineData("__metadata__ must map strings to strings, but 'steps' is a number", """{"__metadata__":{"steps":3}}""")]
    [InlineData("__metadata__ has the key 'a' twice", """{"__metadata__":{"a":"1","a":"2"}}""")]
    [InlineData("a string that is not text: \\ud800", """{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""")]
    public void A_malformed_header_is_refused_with_its_own_message(string message, string header)
    {
        var exception = Assert.Throws<SafeTensorsException>(() => Read(header, new byte[8]));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("'test.safetensors'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("test.safetensors", exception.FileName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_shorter_than_its_first_number_is_refused(int length)
        => Refused(new byte[length], $"it has {length} bytes; a safetensors file starts with 8");

    [Fact]
    public void An_empty_header_is_refused() => Refused(new byte[8], "the header is empty");

    [Fact]
    public void A_header_longer_than_the_format_allows_is_refused()
        => Refused(WithLength(100_000_001, new byte[64]), "its header would have 100000001 bytes; at most 100000000 are allowed");

    [Fact]
    public void A_header_length_that_no_signed_number_holds_is_refused()
        => Refused(WithLength(ulong.MaxValue, new byte[64]), "its header would have 18446744073709551615 bytes");

    [Fact]
    public void A_header_past_the_end_is_refused()
        => Refused(WithLength(65, new byte[64]), "its header would have 65 bytes, but only 64 follow");

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused()
        => Refused(WithLength(5, [(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)'}']), "the header is not UTF-8; its byte 2 is");

    [Fact]
    public void A_name_that_is_not_there_is_named_with_those_that_are()
    {
        var file = Read("""{"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", []);
        Assert.False(file.TryGet("y", out _));
        Assert.Contains("has no tensor 'y'. It has 'x'.", Assert.Throws<KeyNotFoundException>(() => file["y"]).Message, StringComparison.Ordinal);
    }

    private static void Refused(byte[] file, string message)
    {
        using var stream = new MemoryStream(file);
        Assert.Contains(message, Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(stream)).Message, StringComparison.Ordinal);
    }

    private static SafeTensorsFile Read(string header, byte[] data)
    {
        using var stream = new MemoryStream(File(header, data));
        return SafeTensorsFile.Read(stream, "test.safetensors");
    }

    private static byte[] File(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return WithLength((ulong)text.Length, [.. text, .. data]);
    }

    private static byte[] WithLength(ulong headerLength, byte[] rest)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength);
        return [.. prefix, .. rest];
    }

    private sealed class ForwardOnlyStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
