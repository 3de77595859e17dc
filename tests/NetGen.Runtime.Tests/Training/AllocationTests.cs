namespace NetGen.Runtime.Tests.Training;

public class AllocationTests
{
    [ThreadStatic]
    private static int passes;

    [ThreadStatic]
    private static long start;

    [Theory]
    [InlineData(1, null)]
    [InlineData(1, 0.5f)]
    [InlineData(2, null)]
    public void A_training_step_allocates_nothing(int workers, float? clipNorm)
    {
        Assert.Equal(0, Allocation.Least(Allocated));

        long Allocated()
        {
            var marks = new long[200];
            var count = 0;
            var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0.1f) { Logs = false })
            {
                BatchSize = 8,
                Workers = workers,
                ClipNorm = clipNorm,
                Schedule = new WarmUp(10, 0.1f),
                Metrics = [new Accuracy(), new ConfusionMatrix(2)],
            };

            // 100 steps and a smaller one.
            trainer.Fit(Samples.Clouds(801), 1, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
            Assert.Equal(101, count);

            // The first steps may warm up what the runtime keeps for a thread.
            return marks[100] - marks[20];
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_training_step_allocates_nothing_with_every_callback_that_is_no_file(bool isTerminal)
    {
        Assert.Equal(0, Allocation.Least(Allocated));

        long Allocated()
        {
            var marks = new long[3000];
            var count = 0;
            using var output = new CountingWriter();
            using var listener = new System.Diagnostics.Metrics.MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Meter.Name == TrainingMeter.MeterName)
                        listener.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
            listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
            listener.Start();
            var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0.1f) { Logs = false })
            {
                BatchSize = 8,
                Metrics = [new Accuracy(), new ConfusionMatrix(2)],
                EarlyStopping = new EarlyStopping(100) { Watch = "validation accuracy" },
                Progress = new ProgressDisplay { Output = output, IsTerminal = isTerminal, Width = 120, UsesColor = true, Interval = TimeSpan.Zero, LineInterval = TimeSpan.Zero },
                Callbacks = [new ExponentialMovingAverage(), new TrainingMeter(), new ReduceLROnPlateau(), new TimeLimit(TimeSpan.FromDays(1))],
            };
            trainer.Fit(Samples.Clouds(16_000), 1, Samples.Clouds(50, 3), onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
            Assert.Equal(2000, count);
            Assert.True(output.Written > 100_000);
            return marks[1999] - marks[200];
        }
    }

    // Takes what is written, and keeps nothing.
    private sealed class CountingWriter : TextWriter
    {
        public long Written { get; private set; }

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => Written++;

        public override void Write(char[] buffer, int index, int count) => Written += count;
    }

    [Fact]
    public void A_training_step_allocates_nothing_on_any_worker()
    {
        Assert.Equal(0, Allocation.Least(Allocated));

        static long Allocated()
        {
            var allocated = new System.Collections.Concurrent.ConcurrentBag<long>();
            var network = new ListeningNetwork(new TwoLayerNetwork(2, 8, 2), _ =>
            {
                passes++;
                if (passes == 20)
                    start = GC.GetAllocatedBytesForCurrentThread();
                else if (passes == 100)
                    allocated.Add(GC.GetAllocatedBytesForCurrentThread() - start);
            });
            passes = 0;
            new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.1f) { Logs = false }) { BatchSize = 8, Workers = 3 }.Fit(Samples.Clouds(801), 1);
            Assert.Equal(3, allocated.Count);
            return allocated.Sum();
        }
    }

    [Fact]
    public void Workers_that_fall_asleep_between_jobs_allocate_nothing()
    {
        const int Jobs = 60;
        var marks = new long[3, Jobs];
        var number = 0;
        using var team = new WorkerTeam(3);
        Action<int> job = worker => marks[worker, number] = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, Allocation.Least(Allocated));

        long Allocated()
        {
            for (number = 0; number < Jobs; number++)
            {
                // Long enough that they stop spinning and sleep.
                if (number % 10 == 0)
                    Thread.Sleep(5);
                team.Run(job);
            }

            return Enumerable.Range(0, 3).Sum(worker => marks[worker, Jobs - 1] - marks[worker, 1]);
        }
    }

    [Fact]
    public void The_norm_and_the_check_of_gradients_see_every_element()
    {
        for (var length = 0; length < 40; length++)
        {
            var values = Enumerable.Range(1, length).Select(static i => (float)i).ToArray();
            Assert.Equal(
                Math.Sqrt(values.Sum(static value => (double)value * value)), GradientClipping.ByNorm(values.ToArray(), float.MaxValue), 1e-12);
            Assert.True(FlatVector.AllFinite(values));
            var sum = values.ToArray();
            FlatVector.Add(sum, values);
            Assert.Equal(values.Select(static value => 2 * value), sum);
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN })
            {
                for (var i = 0; i < length; i++)
                {
                    var copy = values.ToArray();
                    copy[i] = bad;
                    Assert.False(FlatVector.AllFinite(copy));
                    Assert.Equal(i, FlatVector.FirstNonFinite(copy));
                }
            }
        }

        Assert.True(FlatVector.AllFinite([float.MaxValue, float.MinValue, float.Epsilon, -0f]));
    }
}
