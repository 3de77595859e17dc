using NetGen;

namespace Debugging;

/// <summary>The samples of the trainings.</summary>
internal static class Data
{
    /// <summary>How many measurements a patient has, of which two say something.</summary>
    public const int ManyInputs = 20;

    public static readonly (Dataset Train, Dataset Validation) Arms = (DrawArms(480, seed: 1), DrawArms(480, seed: 2));

    public static readonly (Dataset Train, Dataset Validation) FewPatients = (DrawPatients(80, seed: 3), DrawPatients(1000, seed: 4));

    /// <summary>Points on three arms of a spiral.</summary>
    private static Dataset DrawArms(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (points, arms) = (new float[2 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (arm, radius) = (i % Size.Classes, Math.Sqrt(random.NextDouble()));
            var angle = (arm * Math.Tau / Size.Classes) + (radius * 3) + (0.15 * random.NextNormal());
            (points[2 * i], points[(2 * i) + 1]) = ((float)(2 * radius * Math.Cos(angle)), (float)(2 * radius * Math.Sin(angle)));
            arms[i] = arm;
        }

        return new Dataset(points, arms, Size.Inputs, 1);
    }

    /// <summary>Patients with many measurements. Two of them decide, with a margin of error; the others are noise that can be learned by heart.</summary>
    private static Dataset DrawPatients(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (measurements, classes) = (new float[ManyInputs * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var row = measurements.AsSpan(i * ManyInputs, ManyInputs);
            foreach (ref var value in row)
                value = (float)random.NextNormal();
            classes[i] = row[0] + row[1] + (0.6 * random.NextNormal()) > 0 ? 1 : 0;
        }

        return new Dataset(measurements, classes, ManyInputs, 1);
    }
}
