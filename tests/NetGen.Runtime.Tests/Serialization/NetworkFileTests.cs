using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Serialization;

public class NetworkFileTests
{
    [Fact]
    public void A_loaded_network_has_the_same_bits_and_predicts_the_same()
    {
        using var folder = new TemporaryFolder();
        var saved = new TwoLayerNetwork(5, 7, 11, seed: 1);
        var loaded = new TwoLayerNetwork(5, 7, 11, seed: 2);
        Assert.NotEqual(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
        NetworkFile.Save(saved, folder["net.safetensors"]);
        NetworkFile.Load(loaded, folder["net.safetensors"]);

        // Padding included: it is zero in both.
        Assert.Equal(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
    }

    [Fact]
    public void A_file_has_names_and_shapes_of_PyTorch_whatever_the_layout_in_memory()
    {
        var network = new TwoLayerNetwork(3, 2, 9);
        var weight = network.View("output.weight");
        for (var row = 0; row < 9; row++)
        {
            for (var column = 0; column < 2; column++)
                weight[row, column] = (10 * row) + column;
        }

        using var stream = new MemoryStream();
        NetworkFile.Save(network, stream);
        stream.Position = 0;
        var file = SafeTensorsFile.Read(stream);
        Assert.Equal(
            ["hidden.bias F32 [2]", "hidden.weight F32 [2, 3]", "output.bias F32 [9]", "output.weight F32 [9, 2]"],
            file.Tensors.Select(static tensor => tensor.ToString()));
        Assert.Equal([0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, 70, 71, 80, 81], file["output.weight"].ToArray());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("TwoLayerNetwork", file.Metadata["network"]);
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_with_all_problems_and_changes_nothing()
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(
            stream,
            [
                new("hidden.weight", [3, 2], new float[6]),
                new("hidden.bias", [2], new float[2]),
                new("head.weight", [4], new float[4]),
                new("output.bias", [1, 1], new float[1]),
            ]);
        stream.Position = 0;
        var network = new TwoLayerNetwork(3, 2, 1);
        var before = network.Parameters.ToArray();

        var exception = Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, stream));

        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal(
            """
            'stream': TwoLayerNetwork cannot be loaded from it, and is unchanged:
              'hidden.weight' is expected to be [2, 3], but is [3, 2] in the file.
              'output.weight' [1, 2] is not in the file.
              'output.bias' is expected to be [1], but is [1, 1] in the file.
              'head.weight' is in the file, F32 [4], but TwoLayerNetwork has no such parameter.
            Expected: hidden.weight [2, 3], hidden.bias [2], output.weight [1, 2], output.bias [1].
            Found: head.weight F32 [4], hidden.bias F32 [2], hidden.weight F32 [3, 2], output.bias F32 [1, 1].
            """,
            exception.Message);
    }

    [Fact]
    public void A_parameter_of_whole_numbers_is_refused_and_changes_nothing()
    {
        using var stream = FileWith("I32");
        var network = new TwoLayerNetwork(1, 1, 1);
        var before = network.Parameters.ToArray();
        var exception = Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, stream));
        Assert.Contains("'output.bias' is I32 in the file; only F32, F64, F16 and BF16 can be read", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void A_truncated_file_changes_nothing()
    {
        using var stream = FileWith("F32");
        stream.SetLength(stream.Length - 1);
        var network = new TwoLayerNetwork(1, 1, 1);
        var before = network.Parameters.ToArray();
        Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, stream));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void Unknown_tensors_are_passed_over_where_that_is_allowed()
    {
        var network = new TwoLayerNetwork(1, 1, 1);
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(
            stream,
            [
                new("hidden.weight", [1, 1], new float[] { 1 }), new("hidden.bias", [1], new float[] { 2 }),
                new("output.weight", [1, 1], new float[] { 3 }), new("output.bias", [1], new float[] { float.NaN }), new("extra", [1], new float[1]),
            ]);
        stream.Position = 0;
        Assert.Throws<SafeTensorsException>(() => NetworkFile.Load(network, stream));
        stream.Position = 0;
        NetworkFile.Load(network, stream, new NetworkFileOptions { AllowUnknownTensors = true });
        Assert.Equal(1, network.View("hidden.weight")[0, 0]);
        Assert.Equal(3, network.View("output.weight")[0, 0]);
        Assert.Equal(float.NaN, network.View("output.bias")[0]);
    }

    // A valid file for a network of one input, one hidden and one output, whose last bias has a type of four bytes of choice.
    private static MemoryStream FileWith(string type)
    {
        using var valid = new MemoryStream();
        NetworkFile.Save(new TwoLayerNetwork(1, 1, 1), valid);
        var text = System.Text.Encoding.Latin1.GetString(valid.ToArray());
        text = text.Replace("\"output.bias\":{\"dtype\":\"F32\"", $"\"output.bias\":{{\"dtype\":\"{type}\"", StringComparison.Ordinal);
        var stream = new MemoryStream();
        stream.Write(System.Text.Encoding.Latin1.GetBytes(text));
        stream.Position = 0;
        return stream;
    }
}
