using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Serialization;

/// <summary>A trunk from a file, below a head that is new.</summary>
public class LoadMatchingTests
{
    [Fact]
    public void What_has_the_same_shape_is_read_and_the_rest_is_kept()
    {
        using var folder = new TemporaryFolder();
        var trained = new TwoLayerNetwork(3, 4, 2, seed: 1);
        NetworkFile.Save(trained, folder["trained.safetensors"]);
        var network = new TwoLayerNetwork(3, 4, 5, seed: 2);
        var head = network.View("output.weight").ToArray();

        var report = NetworkFile.LoadMatching(network, folder["trained.safetensors"]);

        Assert.Equal(["hidden.weight", "hidden.bias"], report.Matched.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(
            ["'output.bias' is expected to be [5], but is [2] in the file", "'output.weight' is expected to be [5, 4], but is [2, 4] in the file"],
            report.Mismatched.Order(StringComparer.Ordinal));
        Assert.Empty(report.Unused);
        Assert.Equal(trained.View("hidden.weight").ToArray(), network.View("hidden.weight").ToArray());
        Assert.Equal(head, network.View("output.weight").ToArray());
    }

    [Fact]
    public void Names_can_be_others_in_the_file()
    {
        var network = new TwoLayerNetwork(1, 1, 1, seed: 2);
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("trunk.hidden.weight", [1, 1], new float[] { 7 }), new("extra", [1], new float[1])]);
        stream.Position = 0;

        var report = NetworkFile.LoadMatching(network, SafeTensorsFile.Read(stream), static name => name.StartsWith("hidden", StringComparison.Ordinal) ? "trunk." + name : null);

        Assert.Equal(["hidden.weight"], report.Matched);
        Assert.Equal(["extra"], report.Unused);
        Assert.Contains("'hidden.bias': 'trunk.hidden.bias' [1] is not in the file", report.Mismatched);
        Assert.Contains("'output.bias' [1] is not to be read", report.Mismatched);
        Assert.Equal(7, network.View("hidden.weight")[0, 0]);
        Assert.Contains("read: 'hidden.weight'\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_which_nothing_matches_is_refused_and_changes_nothing()
    {
        var network = new TwoLayerNetwork(3, 4, 2, seed: 1);
        var before = network.Parameters.ToArray();
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, [new("other", [1], new float[1])]);
        stream.Position = 0;

        var exception = Assert.Throws<SafeTensorsException>(() => NetworkFile.LoadMatching(network, SafeTensorsFile.Read(stream)));

        Assert.Contains("'hidden.weight' [4, 3] is not in the file", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }
}
