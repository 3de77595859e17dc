using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// What a diagnosis every 100 steps costs: trainings with one and without, in turn; the ratio is that of the medians. A training has 100 to 1000 steps, by how long
/// a step takes, and always a whole number of hundreds, so that each has its diagnosis. Also what the whole has found.
/// </summary>
internal static class DiagnosisBenchmark
{
    private const int Distinct = 50;
    private const int EpochsToDiagnosis = 2;
    private const int MostDiagnoses = 10;

    public static int Run(Options options)
    {
        var table = new MarkdownTable("network", "batch", "µs a step", "with a diagnosis every 100 steps", "ratio", "one diagnosis, steps", "findings");
        foreach (var of in NetworkCase.All.Where(of => of.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase) && of.Loss is CrossEntropyLoss && of.Batch <= 64))
        {
            var (without, with) = (new Job(of, []), new Job(of, [new Diagnosis(everySteps: 100)]));
            var (plain, diagnosed) = (new List<double>(), new List<double>());

            // The first compile.
            with.Microseconds(1);
            var diagnoses = Math.Clamp((int)(LongestTraining(options) / (without.Microseconds(1) * EpochsToDiagnosis * Distinct)), 1, MostDiagnoses);
            for (var round = 0; round < options.Rounds; round++)
            {
                plain.Add(without.Microseconds(diagnoses));
                diagnosed.Add(with.Microseconds(diagnoses));
            }

            var (time, cost) = (Median(plain), Median(diagnosed));
            table.Add(
                of.Name, of.Batch.ToString(CultureInfo.InvariantCulture), Text(time, "0.0"), Text(cost, "0.0"), Text(cost / time, "0.000"), Text((cost - time) * 100 / time, "0.0"),
                string.Join(", ", with.Findings));
        }

        Console.Write(table);
        return 0;
    }

    // In microseconds.
    private static double LongestTraining(Options options) => options.Rounds < 12 ? 1.2e6 : 4e6;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed class Job(NetworkCase of, Diagnosis[] diagnoses)
    {
        private readonly Trainer trainer = new(of.Create(), of.Loss, new Adam()) { BatchSize = of.Batch, Callbacks = [.. diagnoses] };
        private readonly Dataset data = Draw(of);

        public IEnumerable<string> Findings => diagnoses.SelectMany(static diagnosis => diagnosis.Findings).Select(static finding => finding.Title);

        /// <summary>The time of a step, in a training of so many hundreds.</summary>
        public double Microseconds(int diagnoses)
        {
            var epochs = diagnoses * EpochsToDiagnosis;
            var started = Stopwatch.GetTimestamp();
            trainer.Fit(data, epochs);
            return Stopwatch.GetElapsedTime(started).TotalMicroseconds / (epochs * Distinct);
        }

        private static Dataset Draw(NetworkCase of)
        {
            var description = of.Create().Description;
            // The same samples again and again: what counts is the time.
            var (count, random) = (Distinct * of.Batch, new CounterRandom(1));
            var (inputs, targets) = (new float[count * description.InputSize], new float[count]);
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = (random.NextSingle() * 2) - 1;
            for (var i = 0; i < count; i++)
                targets[i] = random.NextInt32(description.OutputSize);
            return new Dataset(inputs, targets, description.InputSize, 1);
        }
    }
}
