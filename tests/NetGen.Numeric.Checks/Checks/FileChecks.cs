using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>Saving and loading: the logical tensors arrive bit by bit, whatever their layout.</summary>
public static class FileChecks
{
    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
            yield return new Check($"files: {subject}", () => ArriveWhole(subject));
        yield return new Check("files: the members of the class", TheClassSavesAndLoads);
        yield return new Check("files: of another network", AnotherNetworkIsRefused);
    }

    private static void ArriveWhole(Subject subject)
    {
        var network = subject.Make(1);
        var other = subject.Make(2);
        using var file = new MemoryStream();
        NetworkFile.Save(network, file);
        file.Position = 0;
        NetworkFile.Load(other, file);
        Expect.SameBits(network.Parameters, other.Parameters, $"Parameters of {subject} after loading");

        var inputs = Draw.Normals(9 * network.Description.InputSize, 5);
        var expected = new float[9 * network.Description.OutputSize];
        var actual = new float[expected.Length];
        network.Predict(inputs, expected);
        other.Predict(inputs, actual);
        Expect.SameBits(expected, actual, $"Predictions of {subject} after loading");
    }

    private static void TheClassSavesAndLoads()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");
        try
        {
            var network = new Widths.Of9x10x128x8(1);
            network.Save(path);
            var file = SafeTensorsFile.Read(path);
            Expect.True(
                file["dense2.weight"].Shape is [128, 10] && file["dense2.bias"].Shape is [128],
                $"The file has {string.Join(", ", file.Tensors)}.");
            Expect.SameBits(network.Dense2Weight.ToArray(), file["dense2.weight"].ToArray(), "dense2.weight in the file");
            var other = new Widths.Of9x10x128x8(2);
            other.Load(path);
            Expect.SameBits(network.Parameters, other.Parameters, "Parameters after loading");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AnotherNetworkIsRefused()
    {
        using var file = new MemoryStream();
        NetworkFile.Save(new Widths.Of9x9x9x9(1), file);
        file.Position = 0;
        var network = new Widths.Of9x10x128x8(2);
        var before = network.Parameters.ToArray();
        Expect.Throws<SafeTensorsException>(() => NetworkFile.Load(network, file), "dense1.weight", "[10, 9]", "[9, 9]");
        Expect.SameBits(before, network.Parameters, "Parameters after a file that was refused");
    }
}
