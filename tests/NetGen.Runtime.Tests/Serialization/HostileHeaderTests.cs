using System.Text;
using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Serialization;

/// <summary>Headers made to cost memory or to fill messages: each is answered in a few words, with memory in proportion to the file.</summary>
public class HostileHeaderTests
{
    private const int LongestMessage = 8_000;
    private const double MostAllocated = 10;

    private static readonly string Long = new('n', 3_000_000);

    public static TheoryData<string> Names => [.. Headers.Keys];

    private static Dictionary<string, Func<string>> Headers { get; } = new()
    {
        ["nesting"] = () => "{\"x\":" + new string('[', 1_000_000),
        ["nested objects"] = () => "{" + string.Concat(Enumerable.Repeat("\"x\":{", 400_000)),
        ["a long name"] = () => $$$"""{"{{{Long}}}":{"dtype":"U8","shape":[1],"data_offsets":[0,0]}}""",
        ["a long name twice"] = () => $$$"""{"{{{Long[..60_000]}}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"{{{Long[..60_000]}}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""",
        ["long names"] = () => Entries(40, i => Long[..60_000] + i, "U8", "0"),
        ["a long type"] = () => $$$"""{"x":{"dtype":"{{{Long}}}","shape":[0],"data_offsets":[0,0]}}""",
        ["a long key of an entry"] = () => $$$"""{"x":{"{{{Long}}}":0}}""",
        ["long keys of the metadata"] = () => $$$"""{"__metadata__":{"{{{Long}}}":0}}""",
        ["a long number"] = () => $$$"""{"x":{"dtype":"U8","shape":[{{{new string('9', 3_000_000)}}}],"data_offsets":[0,0]}}""",
        ["a long literal"] = () => $$$"""{"x":{"dtype":t{{{Long}}}""",
        ["half a character in a long string"] = () => $$$"""{"x":{"dtype":"{{{Long[..50_000]}}}\ud800","shape":[0],"data_offsets":[0,0]}}""",
        ["many axes"] = () => $$$"""{"x":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat('1', 1_000_000))}}}],"data_offsets":[0,1]}}""",
        ["many axes of nothing"] = () => $$$"""{"x":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat('1', 60))}}}],"data_offsets":[0,5]}}""",
        ["huge axes"] = () => $$$"""{"x":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat(long.MaxValue, 60))}}}],"data_offsets":[0,1]}}""",
        ["many offsets"] = () => $$$"""{"x":{"dtype":"U8","shape":[0],"data_offsets":[{{{string.Join(',', Enumerable.Repeat('0', 1_000_000))}}}]}}""",
        ["many entries"] = () => Entries(30_000, static i => $"{i}", "F32", "0"),
        ["more entries than are read"] = () => Entries(300_000, static i => $"{i}", "F32", "0"),
        ["many entries of one unknown type"] = () => Entries(30_000, static i => $"{i}", "NEW", "0"),
        ["many entries of unknown types"] = () => "{" + string.Join(',', Enumerable.Range(0, 30_000).Select(static i => $$$"""{{{i}}}:{"dtype":"T{{{i}}}","shape":[],"data_offsets":[0,0]}""").Select(static entry => "\"" + entry.Replace(":{", "\":{", StringComparison.Ordinal))) + "}",
        ["an entry twice, far apart"] = () => Entries(30_000, static i => $"{i % 29_999}", "F32", "0"),
        ["much metadata"] = () => "{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"\"{i}\":\"\"")) + "}}",
        ["the metadata twice"] = () => """{"__metadata__":{},"__metadata__":{}}""",
        ["control characters in a name"] = () => """{"a\u0000\n\u001b[31m":{"dtype":"U8","shape":[1],"data_offsets":[0,0]}}""",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_header_is_refused_in_a_few_words(string name)
    {
        var file = SafeTensorFile.Bytes(Headers[name](), []);
        var network = new TwoLayerNetwork(3, 2, 1);
        foreach (var stream in new Stream[] { new MemoryStream(file), new OneWayStream(file) })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, stream));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.InRange(exception.Message.Length, 1, LongestMessage);
            Assert.DoesNotContain(exception.Message, static character => char.IsControl(character) && character != '\n');
            Assert.InRange(allocated, 0, (MostAllocated * file.Length) + 200_000);
            stream.Dispose();
        }
    }

    [Fact]
    public void A_file_that_does_not_fit_lists_the_first_and_counts_the_others()
    {
        using var stream = new MemoryStream(SafeTensorFile.Bytes(Entries(5_000, static i => $"t{i}", "F32", "0"), []));
        var message = Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(new TwoLayerNetwork(3, 2, 1), stream)).Message;
        Assert.Contains("'hidden.weight' [2, 3] is not in the file.", message, StringComparison.Ordinal);

        // 4 parameters and 16 tensors are told; 20 tensors are listed.
        Assert.Contains("\n  … and 4,984 more.\nExpected: hidden.weight [2, 3], ", message, StringComparison.Ordinal);
        Assert.EndsWith(", … and 4,980 more.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_report_lists_is_counted_too()
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("hidden.bias", [2], new float[2]), .. Enumerable.Range(0, 1_234).Select(static i => new SafeTensorsEntry($"t{i}", [0], ReadOnlyMemory<float>.Empty))]);
        stream.Position = 0;
        var report = NetworkFile.LoadMatching(new TwoLayerNetwork(3, 2, 1), SafeTensorsFile.Read(stream));
        Assert.Equal(1_234, report.Unused.Count);
        Assert.EndsWith("… and 1,134 more", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_refused_changes_nothing()
    {
        var network = new TwoLayerNetwork(1, 1, 1);
        var before = network.Parameters.ToArray();
        byte[] data = [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(2.0), .. BitConverter.GetBytes(1e39), .. BitConverter.GetBytes(3.0)];
        var header = "{" + string.Join(',', new[] { ("hidden.weight", "1,1"), ("hidden.bias", "1"), ("output.weight", "1,1"), ("output.bias", "1") }
            .Select(static (tensor, i) => $$$"""{{{tensor.Item1}}}":{"dtype":"F64","shape":[{{{tensor.Item2}}}],"data_offsets":[{{{8 * i}}},{{{8 * (i + 1)}}}]}""").Select(static entry => "\"" + entry)) + "}";
        var exception = Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, SafeTensorFile.Read(header, data)));
        Assert.Contains("tensor 'output.weight': its element 0 is 1E+39, which is too large for a float", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void A_stream_that_claims_more_than_it_has_takes_no_memory_for_it()
    {
        using var stream = new OneWayStream(SafeTensorFile.Bytes("""{"x":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""", new byte[8]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("it ended while it was read, 1999999992 bytes early", Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(stream)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void A_stream_with_bytes_left_over_is_refused_though_its_length_is_not_known()
    {
        using var stream = new OneWayStream(SafeTensorFile.Bytes("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", new byte[2]));
        Assert.Contains("the tensors take 1 bytes, but more follow the header", Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(stream)).Message, StringComparison.Ordinal);
    }

    private static string Entries(int count, Func<int, string> name, string type, string extent)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < count; i++)
            text.Append(i == 0 ? "" : ",").Append('"').Append(name(i)).Append("\":{\"dtype\":\"").Append(type).Append("\",\"shape\":[").Append(extent).Append("],\"data_offsets\":[0,0]}");
        return text.Append('}').ToString();
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
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
