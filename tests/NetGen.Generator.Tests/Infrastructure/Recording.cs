namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>What a script in <c>tests/Fixtures</c> has recorded of PyTorch: a file of cases, each with its tensors.</summary>
internal sealed class Recording
{
    private readonly SafeTensorsFile file;

    private Recording(string name) => file = SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));

    /// <summary>Networks that are no stacks.</summary>
    public static Recording Bodies { get; } = new("bodies.safetensors");

    /// <summary>Networks of functions of tensors.</summary>
    public static Recording Functional { get; } = new("functional.safetensors");

    /// <summary>Single layers, by their attributes.</summary>
    public static Recording Layers { get; } = new("layers.safetensors");

    /// <summary>Sequences of different lengths, hidden keys and embeddings: stacks by their attributes, and others.</summary>
    public static Recording Lengths { get; } = new("lengths.safetensors");

    /// <summary>Recurrent layers, by their attributes.</summary>
    public static Recording Recurrences { get; } = new("recurrent.safetensors");

    public IEnumerable<string> Cases => file.Tensors.Select(static tensor => tensor.Name.Split('/')[0]).Distinct();

    public RecordedCase this[string name] => new(file, name);
}

/// <summary>The tensors that PyTorch took and gave in one case.</summary>
internal sealed class RecordedCase(SafeTensorsFile file, string name)
{
    /// <summary>How many samples there are.</summary>
    public int Batch(string input = "input") => (int)Tensor(input).Shape[0];

    public IEnumerable<int> Dimensions(string key) => Tensor(key).Shape.Select(static extent => (int)extent);

    /// <summary>How many inputs the network has.</summary>
    public int InputCount => Enumerable.Range(0, 8).TakeWhile(input => Has($"input {input}")).Count();

    /// <summary>Whether there is such a tensor.</summary>
    public bool Has(string key) => file.Tensors.Any(tensor => tensor.Name == $"{name}/{key}");

    public float[] Floats(string key) => Tensor(key).ToArray();

    public double[] Doubles(string key) => Array.ConvertAll(Floats(key), static value => (double)value);

    /// <summary>The parameter's name in PyTorch's module: the layer's stands before it here.</summary>
    public static string KeyOf(string parameter) => parameter[(parameter.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public void AssertClose(string key, ReadOnlySpan<float> actual, double tolerance) => AssertClose(key, Doubles(actual), tolerance);

    /// <summary>The error is relative to the tensor's largest element, or to 1 where that is less.</summary>
    public void AssertClose(string key, double[] actual, double tolerance) => AssertClose(key, Doubles(key), actual, tolerance);

    /// <summary>The same for what follows from several tensors.</summary>
    public static void AssertClose(string what, double[] expected, ReadOnlySpan<float> actual, double tolerance) => AssertClose(what, expected, Doubles(actual), tolerance);

    private static void AssertClose(string what, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var place = 0; place < expected.Length; place++)
        {
            var error = Math.Abs(expected[place] - actual[place]) / scale;
            Assert.True(error <= tolerance, $"{what}[{place}] is {actual[place]}, and PyTorch has {expected[place]}: an error of {error:E1}");
        }
    }

    private SafeTensor Tensor(string key) => file[$"{name}/{key}"];

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), static value => (double)value);
}
