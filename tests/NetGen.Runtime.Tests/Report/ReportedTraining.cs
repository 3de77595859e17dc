using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Report;

/// <summary>A small training to be reported: points of three classes, of which two overlap.</summary>
internal static class ReportedTraining
{
    public static Trainer Trainer(string name = "Flowers", params ITrainingCallback[] callbacks)
        => new(new TwoLayerNetwork(2, 8, 3, name: name), new CrossEntropyLoss(), new Adam(0.02))
        {
            BatchSize = 16,
            Metrics = [new Accuracy(), new ConfusionMatrix(3)],
            Callbacks = callbacks,
        };

    public static Dataset Points(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (inputs, targets) = (new float[2 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            targets[i] = i % 3;
            inputs[2 * i] = (float)((i % 3 == 0 ? -2 : 1) + random.NextNormal());
            inputs[(2 * i) + 1] = (float)((i % 3 == 1 ? 1 : -0.5) + random.NextNormal());
        }

        return new Dataset(inputs, targets, 2, 1);
    }
}
