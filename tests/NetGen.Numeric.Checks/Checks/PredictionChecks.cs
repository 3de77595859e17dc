using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>Predict gives what the forward pass gives, or gives out of training, for any number of samples and from any number of threads.</summary>
public static class PredictionChecks
{
    // The kernels of a prediction are fused further, and tiles end at other samples, so that sums are rounded in another order.
    private const double Tolerance = 1e-5;

    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
            yield return new Check($"prediction: {subject}", () => AgreesWithForward(subject));
        foreach (var subject in Catalogue.Few)
            yield return new Check($"prediction by threads: {subject}", () => IsTheSameFromManyThreads(subject));
    }

    private static void AgreesWithForward(Subject subject)
    {
        var network = subject.Make(3);
        var (inputSize, outputSize) = (network.Description.InputSize, network.Description.OutputSize);

        // Predictions are made in blocks, whose ends must not be seen.
        const int Samples = 1003;
        var inputs = Draw.Normals(Samples * inputSize, 4);
        var trained = Forward(network, inputs);
        var inference = subject.InferenceOf(network);
        var expected = ReferenceEquals(inference, network) ? trained : Forward(inference, inputs);
        Expect.True(subject.Inference is null || !trained.SequenceEqual(expected), $"Training and prediction are one for {subject}.");

        var all = Predict(network, inputs, Samples);
        Expect.Close("prediction", all, expected, Tolerance, 0, $"Predictions of {Samples} samples by {subject}");
        foreach (var (start, count) in ((int, int)[])[(0, 1), (1002, 1), (3, 2), (5, 17), (100, 640)])
        {
            var part = Predict(network, inputs.AsSpan(start * inputSize, count * inputSize), count);
            Expect.Close(
                "prediction",
                part,
                expected.AsSpan(start * outputSize, count * outputSize),
                Tolerance,
                1e-3,
                $"Predictions of {count} samples from {start} on by {subject}");
        }

        Expect.True(Predict(network, [], 0).Length == 0, "No samples are a whole number of samples too.");
    }

    /// <summary>What the forward pass gives. What follows the data has left the place where it starts then.</summary>
    private static double[] Forward(INetwork network, float[] inputs)
    {
        var workspace = network.CreateWorkspace(inputs.Length / network.Description.InputSize);
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        network.UpdateState(workspace);
        return Array.ConvertAll(workspace.Outputs.ToArray(), static value => (double)value);
    }

    private static void IsTheSameFromManyThreads(Subject subject)
    {
        const int Threads = 8;
        const int Samples = 333;
        var network = subject.Make(5);
        var inputs = Draw.Normals(Samples * network.Description.InputSize, 6);
        var expected = Predict(network, inputs, Samples);
        var results = new float[Threads][];
        var threads = new Thread[Threads];
        using var start = new Barrier(Threads);
        for (var i = 0; i < Threads; i++)
        {
            var place = i;
            threads[i] = new Thread(() =>
            {
                start.SignalAndWait();
                for (var round = 0; round < 3; round++)
                    results[place] = Predict(network, inputs, Samples);
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        for (var i = 0; i < Threads; i++)
            Expect.SameBits(expected, results[i], $"Predictions of thread {i} by {subject}");
    }

    private static float[] Predict(INetwork network, ReadOnlySpan<float> inputs, int samples)
    {
        var outputs = new float[samples * network.Description.OutputSize];
        outputs.AsSpan().Fill(float.NaN);
        network.Predict(inputs, outputs);
        return outputs;
    }
}
