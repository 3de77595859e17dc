using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NetGen.Runtime.Tests.Fixtures;

/// <summary>What PyTorch or scikit-learn computed, by name: the tensors of a file that a script in <c>tests/Fixtures</c> wrote.</summary>
internal sealed class FixtureFile
{
    private readonly byte[] bytes;
    private readonly int dataStart;
    private readonly Dictionary<string, JsonElement> entries = [];

    private FixtureFile(string name)
    {
        bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        dataStart = sizeof(ulong) + headerLength;
        using var header = JsonDocument.Parse(bytes.AsMemory(sizeof(ulong), headerLength));
        foreach (var entry in header.RootElement.EnumerateObject())
            entries.Add(entry.Name, entry.Value.Clone());
    }

    public static FixtureFile Losses { get; } = new("losses.safetensors");

    public static FixtureFile Optimizers { get; } = new("optimizers.safetensors");

    public static FixtureFile Schedules { get; } = new("schedules.safetensors");

    public static FixtureFile Metrics { get; } = new("metrics.safetensors");

    public IEnumerable<string> Names => entries.Keys;

    public int[] Shape(string name) => [.. entries[name].GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];

    public float[] Singles(string name) => MemoryMarshal.Cast<byte, float>(Data(name, "F32")).ToArray();

    public double[] Doubles(string name) => MemoryMarshal.Cast<byte, double>(Data(name, "F64")).ToArray();

    private ReadOnlySpan<byte> Data(string name, string type)
    {
        var entry = entries[name];
        Assert.Equal(type, entry.GetProperty("dtype").GetString());
        var offsets = entry.GetProperty("data_offsets");
        return bytes.AsSpan()[(dataStart + offsets[0].GetInt32())..(dataStart + offsets[1].GetInt32())];
    }
}
