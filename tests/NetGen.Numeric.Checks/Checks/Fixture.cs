using System.Runtime.InteropServices;

namespace NetGen.Numeric.Checks;

/// <summary>Tensors that a script in <c>tests/Fixtures</c> has recorded from PyTorch.</summary>
internal sealed class Fixture
{
    private readonly SafeTensorsFile file;

    private Fixture(SafeTensorsFile file) => this.file = file;

    /// <summary>The names of all tensors.</summary>
    public IEnumerable<string> Names => file.Tensors.Select(static tensor => tensor.Name);

    /// <param name="path">Below <c>tests/Fixtures</c>.</param>
    public static Fixture Read(string path) => new(SafeTensorsFile.Read(PathOf(path)));

    /// <summary>Where the file lies beside the program.</summary>
    public static string PathOf(string path) => Path.Combine(AppContext.BaseDirectory, "Fixtures", path);

    public float[] Floats(string name) => file[name].ToArray();

    // Results that are doubles would be rounded by the runtime's own reader.
    public double[] Doubles(string name)
        => file[name].Type == SafeTensorType.F64
            ? MemoryMarshal.Cast<byte, double>(file[name].Data.Span).ToArray()
            : Array.ConvertAll(Floats(name), static value => (double)value);

    /// <summary>Compares with a tensor of the file, as <see cref="Expect.Close(string, ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, string)"/> does.</summary>
    public void ExpectClose(string group, ReadOnlySpan<float> actual, string name, double tolerance, string what)
        => Expect.Close(group, actual, Doubles(name), tolerance, 0, what);
}
