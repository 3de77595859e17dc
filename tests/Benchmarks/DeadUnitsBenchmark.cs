using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// Steps of a network with half its units dead beside those of the same network with none, after 2,000 steps. A dead unit has gradients of
/// exactly zero; what an optimizer keeps of it then decays, and is not to become denormal, where a processor is many times slower.
/// </summary>
internal static class DeadUnitsBenchmark
{
    private const int Steps = 2000;
    private const int Batch = 64;

    public static int Run(Options options)
    {
        var table = new MarkdownTable("784-128-10 relu, batch 64", "alive, µs", "half dead, µs", "half dead / alive", "optimizer alone, alive, µs", "half dead, µs", "ratio");
        foreach (var (name, create) in new (string, Func<Optimizer>)[]
        {
            ("Adam", static () => new Adam(1e-5)),
            ("AdamW", static () => new AdamW(1e-5)),
            ("NAdam", static () => new NAdam(1e-5)),
            ("RMSprop, centered, momentum", static () => new RMSprop(1e-5, alpha: 0.9, momentum: 0.9, centered: true)),
            ("Adadelta", static () => new Adadelta(1e-3)),
            ("SGD, momentum", static () => new SGD(1e-5, momentum: 0.9)),
        })
        {
            var (alive, dead) = (new Job(create(), isHalfDead: false), new Job(create(), isHalfDead: true));
            BestTime[] times = [new(alive.Step), new(dead.Step), new(alive.Optimize), new(dead.Optimize)];
            for (var step = 0; step < Steps; step++)
            {
                alive.Step();
                dead.Step();
            }

            foreach (var time in times)
                time.WarmUp(options.WarmUp);
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var time in times)
                    time.Measure(options.Round);
            }

            table.Add(name, Text(times[0]), Text(times[1]), Ratio(times[1], times[0]), Text(times[2]), Text(times[3]), Ratio(times[3], times[2]));
        }

        Console.Write(table);
        return 0;
    }

    private static string Text(BestTime time) => time.Microseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(BestTime time, BestTime other) => (time.Microseconds / other.Microseconds).ToString("0.00", CultureInfo.InvariantCulture);

    private sealed class Job
    {
        private readonly Digits network = new(1);
        private readonly Workspace workspace;
        private readonly CrossEntropyLoss loss = new();
        private readonly Optimizer optimizer;
        private readonly float[] targets = [.. Enumerable.Range(0, Batch).Select(static i => (float)(i % 10))];

        public Job(Optimizer optimizer, bool isHalfDead)
        {
            this.optimizer = optimizer;
            workspace = network.CreateWorkspace(Batch);
            for (var i = 0; i < workspace.Inputs.Length; i++)
                workspace.Inputs[i] = i * 37 % 101 / 100f;

            // First a few steps with all units alive, so that there is a momentum to decay; then a bias so low that no input reaches 0.
            for (var step = 0; step < 20; step++)
                Step();
            if (!isHalfDead)
                return;
            var bias = network.Description.Parameters.Single(static parameter => parameter.Shape is [128]);
            var view = new TensorView(network.Parameters, bias);
            for (var unit = 0; unit < 128; unit += 2)
                view[unit] = -1e4f;
        }

        public void Step()
        {
            network.Forward(workspace);
            loss.Evaluate(network, workspace, targets);
            network.Backward(workspace, network.Gradients);
            Optimize();
        }

        public void Optimize() => optimizer.Step(network);
    }
}
