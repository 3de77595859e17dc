using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// What a diagnosis every 100 steps costs: trainings of 1000 steps with one and without, by turns; the ratio is that of the medians. Also what one diagnosis allocates, and what the whole has found.
/// </summary>
internal static class DiagnosisBenchmark
{
    private const int Steps = Distinct * Epochs;
    private const int Distinct = 50;
    private const int Epochs = 20;

    public static int Run(Options options)
    {
        var table = new MarkdownTable("network", "batch", "µs a step", "with a diagnosis every 100 steps", "ratio", "one diagnosis, steps", "findings");
        foreach (var of in NetworkCase.All.Where(of => of.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase) && of.Loss is CrossEntropyLoss && of.Batch <= 64))
        {
            var (without, with) = (new Job(of, []), new Job(of, [new Diagnosis(everySteps: 100)]));
            var (plain, diagnosed) = (new List<double>(), new List<double>());
            for (var round = 0; round <= options.Rounds; round++)
            {
                // The first round compiles.
                var (one, other) = (without.Microseconds(), with.Microseconds());
                if (round == 0)
                    continue;
                plain.Add(one);
                diagnosed.Add(other);
            }

            var (time, cost) = (Median(plain), Median(diagnosed));
            table.Add(
                of.Name, of.Batch.ToString(CultureInfo.InvariantCulture), Text(time, "0.0"), Text(cost, "0.0"), Text(cost / time, "0.000"), Text((cost - time) * 100 / time, "0.0"),
                string.Join(", ", with.Findings));
        }

        Console.Write(table);
        return 0;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed class Job(NetworkCase of, Diagnosis[] diagnoses)
    {
        private readonly Trainer trainer = new(of.Create(), of.Loss, new Adam()) { BatchSize = of.Batch, Callbacks = [.. diagnoses] };
        private readonly Dataset data = Draw(of);

        public IEnumerable<string> Findings => diagnoses.SelectMany(static diagnosis => diagnosis.Findings).Select(static finding => finding.Title);

        public double Microseconds()
        {
            var started = Stopwatch.GetTimestamp();
            trainer.Fit(data, Epochs);
            return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Steps;
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
