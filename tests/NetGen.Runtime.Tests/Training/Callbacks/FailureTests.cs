namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>A callback that throws: what the others are told, and in what state the training is then.</summary>
public class FailureTests
{
    public static TheoryData<string, int, int> Throws => new()
    {
        { "start", 0, 0 },
        { "epoch", 0, 0 },
        { "step", 1, 0 },
        { "validation start", 2, 0 },
        { "validation", 2, 0 },
        { "epoch end", 2, 1 },
        { "end", 4, 2 },
    };

    [Theory]
    [MemberData(nameof(Throws))]
    public void It_ends_the_training_in_a_defined_state(string at, int steps, int epochs)
    {
        var folder = Directory.CreateTempSubdirectory("netgen-failures").FullName;
        try
        {
            var path = Path.Combine(folder, "log.jsonl");
            var (before, after, threads, last) = (new List<string>(), new List<string>(), new HashSet<Thread>(), Array.Empty<float>());
            var network = new ListeningNetwork(new TwoLayerNetwork(1, 2, 1), _ =>
            {
                lock (threads)
                    threads.Add(Thread.CurrentThread);
            });
            last = network.Parameters.ToArray();
            var trainer = new Trainer(network, new PlainSquaredError(), new PlainDescent(0.1f))
            {
                BatchSize = 2,
                Workers = 2,
                Callbacks = [new JsonLinesLog(path), new Moments(before), new Moments([], at), new Moments(after)],
            };
            var failure = Assert.Throws<FormatException>(() => trainer.Fit(Samples.Sine(4), 2, Samples.Sine(2), onStep: _ => last = network.Parameters.ToArray()));
            Assert.Equal(at, failure.Message);
            Assert.Equal((steps, epochs, epochs), (trainer.StepsTrained, trainer.EpochsTrained, trainer.History.Epochs.Count));
            Assert.Equal(last, network.Parameters.ToArray());

            // Who was told of the start is told of the end once; who was not is told nothing.
            Assert.Equal(at == "end" ? "end" : $"failure {at}", before[^1]);
            Assert.Single(before, static moment => moment == "end" || moment.StartsWith("failure", StringComparison.Ordinal));
            if (at == "start")
                Assert.Empty(after);
            else
                Assert.Equal($"failure {at}", after[^1]);

            // The file is closed: it can be opened alone.
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Assert.Contains(at == "end" ? "\"event\":\"end\"" : $"\"reason\":\"{at}\"", File.ReadAllText(path), StringComparison.Ordinal);

            // The workers end, a moment after they were told.
            threads.Remove(Thread.CurrentThread);
            Assert.Equal(steps == 0, threads.Count == 0);
            Assert.All(threads, static thread => Assert.True(thread.Join(TimeSpan.FromMinutes(1))));

            // And the trainer goes on.
            trainer.Callbacks.Clear();
            trainer.Fit(Samples.Sine(4), 1, Samples.Sine(2));
            Assert.Equal(epochs + 1, trainer.EpochsTrained);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_thrown_on_the_failure_itself_does_not_hide_it()
    {
        var told = new List<string>();
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), new PlainDescent(0.1f)) { Callbacks = [new Moments([], "failure"), new Moments(told)] };
        Assert.Equal("first", Assert.Throws<IOException>(() => trainer.Fit(Samples.Sine(4), 1, onStep: _ => throw new IOException("first"))).Message);
        Assert.Equal(["start", "epoch", "failure first"], told);
    }
}
