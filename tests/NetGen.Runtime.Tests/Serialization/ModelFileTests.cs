using System.Text.Json.Nodes;
using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Serialization;

public sealed class ModelFileTests : IDisposable
{
    private const string Table = """
        area,year,district,price,kind
        100.1,1980,north,310.7,house
        61.3,,harbour,150.2,flat
        142.9,2001,north,420.9,house
        33.3,1931,south,99.9,flat
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_loaded_treats_data_with_the_same_bits()
    {
        var table = CsvFile.Parse(Table);
        var saved = Fit(table);
        var network = new TwoLayerNetwork(6, 4, 1, seed: 3);
        ModelFile.Save(network, saved, folder["model.safetensors"]);

        var other = new TwoLayerNetwork(6, 4, 1, seed: 9);
        var loaded = ModelFile.Load(other, folder["model.safetensors"]);

        Assert.Equal(network.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal(saved.Apply(table).Inputs.ToArray(), loaded.Apply(table).Inputs.ToArray());
        Assert.Equal(saved.Apply(table).Targets.ToArray(), loaded.Apply(table).Targets.ToArray());
        Assert.Equal(saved.Encoder!.InputNames, loaded.Encoder!.InputNames);
        Assert.Equal(saved.Encoder.MissingTokens, loaded.Encoder.MissingTokens);
        foreach (var (one, two) in saved.Encoder.Inputs.Concat(saved.Encoder.Targets).Zip(loaded.Encoder.Inputs.Concat(loaded.Encoder.Targets)))
        {
            Assert.Equal(one with { Categories = [] }, two with { Categories = [] });
            Assert.Equal(one.Categories, two.Categories);
        }

        (string, string)[] row = [("area", "77"), ("year", "NA"), ("district", "elsewhere")];
        Assert.Equal(saved.ApplyToRow(row), loaded.ApplyToRow(row));
    }

    [Fact]
    public void Predictions_return_to_the_unit_of_the_targets()
    {
        var table = CsvFile.Parse(Table);
        var preprocessing = Fit(table);
        var targets = preprocessing.Apply(table).Targets.ToArray();
        Assert.Equal(0, targets.Average(), 1e-5);

        preprocessing.Invert(targets);

        Assert.Equal([310.7f, 150.2f, 420.9f, 99.9f], targets.Select(static value => MathF.Round(value, 3)));
    }

    [Fact]
    public void A_network_and_its_matching_load_pass_over_the_preprocessing()
    {
        var network = new TwoLayerNetwork(6, 4, 1, seed: 3);
        ModelFile.Save(network, Fit(CsvFile.Parse(Table)), folder["model.safetensors"]);

        var other = new TwoLayerNetwork(6, 4, 1, seed: 9);
        NetworkFile.Load(other, folder["model.safetensors"]);
        Assert.Equal(network.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Empty(NetworkFile.LoadMatching(other, folder["model.safetensors"]).Unused);
    }

    [Fact]
    public void A_standardizer_alone_is_kept()
    {
        var network = new TwoLayerNetwork(2, 4, 1);
        var standardizer = new Standardizer([1.1f, -2.2f], [0.3f, 4.4f]);
        ModelFile.Save(network, new Preprocessing { InputStandardizer = standardizer }, folder["model.safetensors"]);

        var loaded = ModelFile.LoadPreprocessing(folder["model.safetensors"]);

        Assert.Null(loaded.Encoder);
        Assert.Null(loaded.TargetStandardizer);
        Assert.Equal(standardizer.Mean.ToArray(), loaded.InputStandardizer!.Mean.ToArray());
        Assert.Equal(standardizer.Deviation.ToArray(), loaded.InputStandardizer.Deviation.ToArray());
        Assert.Contains("There is no encoder", Assert.Throws<InvalidOperationException>(() => loaded.ApplyToRow(("a", "1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_do_not_fit_the_network_are_refused_and_leave_it_unchanged()
    {
        var preprocessing = Fit(CsvFile.Parse(Table));
        ModelFile.Save(new TwoLayerNetwork(6, 4, 1), preprocessing, folder["model.safetensors"]);
        var other = new TwoLayerNetwork(5, 4, 1, name: "HouseNet");
        var before = other.Parameters.ToArray();

        var refused = Assert.Throws<SafeTensorsException>(() => ModelFile.Load(other, folder["model.safetensors"]));
        Assert.Contains("its encoder makes inputs of 6 floats (area, year, year missing, district=north, district=south, district=(other)), but HouseNet takes 5. HouseNet is unchanged.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Parameters.ToArray());
        Assert.Contains("but HouseNet takes 5", Assert.Throws<ArgumentException>(() => ModelFile.Save(other, preprocessing, folder["x"])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "fitted on targets of 2 features, but HouseNet gives 1",
            Assert.Throws<ArgumentException>(() => ModelFile.Save(other, new Preprocessing { TargetStandardizer = new Standardizer([0, 0], [1, 1]) }, folder["x"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "fitted on inputs of 2 features, but HouseNet takes 5",
            Assert.Throws<ArgumentException>(() => ModelFile.Save(other, new Preprocessing { InputStandardizer = new Standardizer([0, 0], [1, 1]) }, folder["x"])).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(folder["x"]));
    }

    [Fact]
    public void A_category_has_no_unit_to_return_to()
    {
        var preprocessing = new Preprocessing { Encoder = CsvEncoder.Fit(CsvFile.Parse(Table), [CsvColumn.Numeric("area")], CsvColumn.ClassIndex("kind")) };
        Assert.Contains("'kind' is a category", Assert.Throws<InvalidOperationException>(() => preprocessing.Invert(new float[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_preprocessing_says_so()
    {
        var network = new TwoLayerNetwork(2, 4, 1);
        NetworkFile.Save(network, folder["weights.safetensors"]);
        Assert.Contains("it has no preprocessing", Assert.Throws<SafeTensorsException>(() => ModelFile.Load(network, folder["weights.safetensors"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Every part of the text is removed or given another type, one at a time: all are refused as malformed, or read as something valid.</summary>
    [Fact]
    public void A_malformed_preprocessing_is_refused_with_one_kind_of_exception()
    {
        var network = new TwoLayerNetwork(6, 4, 1);
        using var stream = new MemoryStream();
        ModelFile.Save(network, Fit(CsvFile.Parse(Table)), stream);
        stream.Position = 0;
        var file = SafeTensorsFile.Read(stream);
        var text = file.Metadata["preprocessing"];
        var refused = 0;
        var count = Places(JsonNode.Parse(text)!).Count();
        for (var place = 0; place < count; place++)
        {
            foreach (var replacement in (string?[])[null, "null", "-1e99", "\"x\"", "[]", "{}", "true"])
            {
                var root = JsonNode.Parse(text)!;
                var (parent, key) = Places(root).ElementAt(place);
                if (parent is JsonObject container)
                {
                    container.Remove((string)key);
                    if (replacement is not null)
                        container.Add((string)key, JsonNode.Parse(replacement));
                }
                else if (replacement is not null)
                {
                    parent.AsArray()[(int)key] = JsonNode.Parse(replacement);
                }

                refused += IsRefused(root.ToJsonString()) ? 1 : 0;
            }
        }

        Assert.True(IsRefused("") && IsRefused("{") && IsRefused("[]") && IsRefused("{\"version\":2}"));
        Assert.True(refused > 4 * count, $"{refused} of {7 * count}");

        bool IsRefused(string changed)
        {
            using var copy = new MemoryStream();
            SafeTensorsWriter.Write(
                copy,
                file.Tensors.Select(static tensor => new SafeTensorsEntry(tensor.Name, [.. tensor.Shape.Select(static extent => (int)extent)], tensor.ToArray())),
                new Dictionary<string, string> { ["preprocessing"] = changed });
            copy.Position = 0;
            try
            {
                ModelFile.Load(network, copy);
                return false;
            }
            catch (SafeTensorsException exception)
            {
                Assert.True(exception.Message.Length < 2000);
                return true;
            }
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject container => container.SelectMany(pair => Places(pair.Value!).Prepend((container, pair.Key))),
        JsonArray array => array.SelectMany((item, index) => Places(item!).Prepend((array, index))),
        _ => [],
    };

    private static Preprocessing Fit(CsvTable table)
    {
        var encoder = CsvEncoder.Fit(
            table,
            [
                CsvColumn.Numeric("area"),
                CsvColumn.Numeric("year", MissingValue.Median.WithIndicator(), standardize: true),
                CsvColumn.OneHot("district", ["north", "south"], MissingValue.Value("north"), other: true),
            ],
            CsvColumn.Numeric("price"));
        var raw = encoder.Apply(table);
        return new Preprocessing { Encoder = encoder, InputStandardizer = Standardizer.FitInputs(raw), TargetStandardizer = Standardizer.FitTargets(raw) };
    }
}
