using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>How much memory networks take for batches and for predictions.</summary>
public sealed class RoomTests
{
    private const string Images = """
        [Network, Input(3, 64, 64)]
        [Conv2D(16, 3, Activation.Relu, Padding = 1)]
        [Conv2D(16, 3, Activation.Relu, Padding = 1)]
        [Flatten]
        [Dense(5)]
        public partial class Net;
        """;

    private static readonly Lazy<LoadedProject> ImagesProject = new(static () => new LoadedProject(Images));

    [Fact]
    public void A_workspace_has_room_for_its_capacity_alone()
    {
        var network = ImagesProject.Value.Network();

        // What there is once, such as weights in another order, and what each sample adds.
        var one = network.CreateWorkspace(1).Bytes;
        var sample = (network.CreateWorkspace(1001).Bytes - one) / 1000.0;

        Assert.InRange(sample, 4 * 16 * 64 * 64 * sizeof(float), 8 * 16 * 64 * 64 * sizeof(float));
        foreach (var capacity in (int[])[2, 4, 15, 16, 17])
            Assert.InRange(network.CreateWorkspace(capacity).Bytes, one + ((capacity - 1) * sample) - 64, one + ((capacity - 1) * sample) + 64);
    }

    [Fact]
    public void The_bytes_of_a_workspace_are_those_that_the_class_says()
    {
        const string Recurrent = "[Network, Input(7, 5), Lstm(4, Bidirectional = true), Flatten, Dense(3)] public partial class Net;";
        foreach (var source in new[] { Images, Recurrent })
        {
            var said = Regex.Match(Host.Run(source).AssertClean().Files["Net.Parameters.g.cs"], @"(?<bytes>[\d,]+) bytes of workspace to train on a batch of 64").Groups["bytes"].Value;

            Assert.Equal(said, new LoadedProject(source).Network().CreateWorkspace(64).Bytes.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_prediction_takes_memory_for_the_samples_that_it_is_given()
    {
        var network = ImagesProject.Value.Network();
        var (one, two, many) = (Allocated(1), Allocated(2), Allocated(300));

        // Of the two images of 16 channels, one is read while the other is written; and there is a copy of one sample.
        var image = 16 * 64 * 64 * sizeof(float);
        Assert.InRange(one, 2 * image, (2 * image) + (9 * image) + 10_000);
        Assert.InRange(two - one, 1.9 * image, 2.1 * image);
        Assert.InRange(many, 10 * image, 240 * 2 * image);
        Assert.Equal(0, Allocation.Least(() => Allocated(30)));
        Assert.Equal(0, Allocation.Least(() => Allocated(1)));

        long Allocated(int samples)
        {
            var (inputs, outputs) = (new float[samples * network.Description.InputSize], new float[samples * network.Description.OutputSize]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            network.Predict(inputs, outputs);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_prediction_does_not_depend_on_what_was_predicted_before()
    {
        var network = ImagesProject.Value.Network();
        var random = new CounterRandom(3);
        float[] inputs = [.. Enumerable.Range(0, 30 * network.Description.InputSize).Select(_ => (float)random.NextNormal())];
        var expected = new float[30 * 5];
        network.Predict(inputs, expected);

        foreach (var samples in (int[])[1, 7, 2, 30])
        {
            var outputs = new float[samples * 5];
            Parallel.Invoke(() => network.Predict(inputs.AsSpan(0, samples * network.Description.InputSize), outputs), () => { });
            for (var i = 0; i < outputs.Length; i++)
                Assert.Equal(expected[i], outputs[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(200_000_000)]
    [InlineData(1_000_000_000)]
    public void A_sample_may_have_more_than_two_to_the_31_floats(int size)
    {
        var project = new LoadedProject($"[Network, Input({size}), Activation(Activation.Relu)] public partial class Net;");
        var network = project.Network();

        Assert.Contains($"Memory: new(SampleLength: {3L * size}, Slots: 3, LargestSlot: {size}, SharedLength: 0)", project.Files["Net.Description.g.cs"], StringComparison.Ordinal);
        Assert.Contains(
            $"batches of up to {Array.MaxLength / size} samples",
            Assert.Throws<ArgumentOutOfRangeException>(() => network.CreateWorkspace(1000)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_made_from_a_file_without_drawing()
    {
        var project = new LoadedProject(
            """
            [Network, Input(6)]
            [Dense(9, Activation.Tanh, Name = "hidden")]
            [Dense(3)]
            public partial class Net
            {
                public required string Purpose { get; init; }
                public int Runs { get; set; } = 4;
            }

            public static class Use
            {
                public static INetwork Make() => new Net(seed: 5) { Purpose = "saved" };
                public static INetwork Load(string path) => Net.FromFile(path);
                public static int Runs(string path) => Net.FromFile(path).Runs;
            }
            """);
        var path = Path.GetTempFileName();
        try
        {
            var saved = (INetwork)project.Call("Use", "Make")!;
            NetworkFile.Save(saved, path);
            var loaded = (INetwork)project.Call("Use", "Load", path)!;

            Assert.Equal(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
            Assert.Equal(4, project.Call("Use", "Runs", path));

            NetworkFile.Save(new LoadedProject("[Network, Input(6)] [Dense(3, Name = \"hidden\")] public partial class Net;").Network(), path);
            var exception = Assert.Throws<System.Reflection.TargetInvocationException>(() => project.Call("Use", "Load", path));
            Assert.Contains("'hidden.weight' is expected to be", Assert.IsType<SafeTensorsException>(exception.InnerException).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
