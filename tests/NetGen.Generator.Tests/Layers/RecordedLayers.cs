namespace NetGen.Generator.Tests.Layers;

/// <summary>What <c>tests/Fixtures/record_layers.py</c> has recorded of PyTorch's layers, by the declarations of ours.</summary>
internal static class RecordedLayers
{
    private static readonly SafeTensorsFile File = SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "layers.safetensors"));

    public static IEnumerable<string> Names => File.Tensors.Select(static tensor => tensor.Name.Split('/')[0]).Distinct();

    /// <summary>The attributes of a network that is this layer alone.</summary>
    public static string Attributes(string name) => name.Replace(" with ties", "");

    public static int Batch(string name) => (int)File[name + "/input"].Shape[0];

    public static float[] Tensor(string name, string key) => File[$"{name}/{key}"].ToArray();

    public static double[] Doubles(string name, string key) => Array.ConvertAll(Tensor(name, key), static value => (double)value);

    public static IEnumerable<int> Dimensions(string name, string key) => File[$"{name}/{key}"].Shape.Select(static extent => (int)extent);

    /// <summary>The parameter's name in PyTorch's module: the layer's stands before it here.</summary>
    public static string KeyOf(string parameter) => parameter.Substring(parameter.IndexOf('.', StringComparison.Ordinal) + 1);
}
