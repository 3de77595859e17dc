using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>The same seeds give the same bits of all parameters, other seeds give others.</summary>
public static class DeterminismChecks
{
    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.Few)
        {
            yield return new Check($"same seed: {subject}", () =>
                Expect.SameBits(Train(subject, 1, 2), Train(subject, 1, 2), $"Parameters of {subject} after the same training"));
            yield return new Check($"same seed, two workers: {subject}", () =>
                Expect.SameBits(Train(subject, 1, 2, 2), Train(subject, 1, 2, 2), $"Parameters of {subject} after the same training by two"));
            yield return new Check($"other seed: {subject}", () =>
            {
                var parameters = Train(subject, 1, 2);
                Expect.True(!parameters.AsSpan().SequenceEqual(Train(subject, 2, 2)), "Another network seed gives the same parameters.");
                Expect.True(!parameters.AsSpan().SequenceEqual(Train(subject, 1, 3)), "Another order of the samples gives the same parameters.");
            });
        }
    }

    private static float[] Train(Subject subject, ulong networkSeed, ulong trainerSeed, int workers = 1)
    {
        var network = subject.Make(networkSeed);
        var trainer = new Trainer(network, new MSELoss(), new Adam(0.01)) { BatchSize = 7, Seed = trainerSeed, Workers = workers };
        trainer.Fit(Draw.Samples(network, 40, 9), epochs: 2);
        return network.Parameters.ToArray();
    }
}
