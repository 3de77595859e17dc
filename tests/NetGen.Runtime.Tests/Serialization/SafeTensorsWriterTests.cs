using System.Text;
using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Serialization;

public class SafeTensorsWriterTests
{
    [Fact]
    public void A_file_is_written_byte_for_byte_as_the_format_says()
    {
        using var hostile = new HostileCulture();
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(
            stream,
            [new("b", [2, 1], new float[] { 1, -2 }), new("a", [], new float[] { 0.5f })],
            new Dictionary<string, string> { ["z"] = "1", ["format"] = "pt" });

        // 148 characters and 4 spaces make 152, a multiple of 8.
        const string Header = """{"__metadata__":{"format":"pt","z":"1"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}}    """;
        byte[] expected =
        [
            152, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(Header),
            0, 0, 0, 0x3F,
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        ];
        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(stream.ToArray()));
    }

    [Fact]
    public void Names_are_sorted_by_their_UTF8_bytes()
    {
        // U+1F600 is two surrogates in UTF-16, which come before U+FF5E; in UTF-8 it comes after.
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("\U0001F600", [1], new float[1]), new("\uFF5E", [1], new float[1]), new("Z", [1], new float[1]), new("a.b", [1], new float[1])]);
        stream.Position = 0;
        Assert.Equal(["Z", "a.b", "\uFF5E", "\U0001F600"], SafeTensorsFile.Read(stream).Tensors.Select(static tensor => tensor.Name));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(
            stream,
            [new("quote \" and ä", [2, 3], new float[] { 1, 2, 3, float.NaN, float.PositiveInfinity, -0f }), new("none", [0], ReadOnlyMemory<float>.Empty)],
            new Dictionary<string, string> { ["ü"] = "\n" });
        stream.Position = 0;
        var file = SafeTensorsFile.Read(stream);
        Assert.Equal([1, 2, 3, float.NaN, float.PositiveInfinity, -0f], file["quote \" and ä"].ToArray());
        Assert.Equal([2L, 3L], file["quote \" and ä"].Shape);
        Assert.Empty(file["none"].ToArray());
        Assert.Equal("\n", file.Metadata["ü"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void The_data_starts_at_a_multiple_of_eight(int nameLength)
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new(new string('n', nameLength), [1], new float[] { 1 })]);
        Assert.Equal(0, (stream.Length - sizeof(float)) % 8);
        stream.Position = 0;
        Assert.Equal([1f], SafeTensorsFile.Read(stream).Tensors[0].ToArray());
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Refused("cannot be called '__metadata__'", () => _ = new SafeTensorsEntry("__metadata__", [1], new float[1]));
        Refused("half a character (U+D800) at 1", () => _ = new SafeTensorsEntry("x\uD800", [1], new float[1]));
        Refused("'x' [2, 2] has 4 elements; 3 were given", () => _ = new SafeTensorsEntry("x", [2, 2], new float[3]));
        Refused("'x' [65536, 65536] has more than", () => _ = new SafeTensorsEntry("x", [65536, 65536], static _ => { }));
        Refused("Two tensors are called 'x'", () => SafeTensorsWriter.Write(Stream.Null, [new("x", [1], new float[1]), new("x", [1], new float[1])]));
    }

    private static void Refused(string message, Action action)
        => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
