using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Report;

public sealed class TrainingReportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report");

    private string FilePath => Path.Combine(folder.FullName, "report.html");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_report_of_a_history_needs_no_callback()
    {
        var trainer = ReportedTraining.Trainer();
        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 2, ReportedTraining.Points(30, 2));

        TrainingReport.Of(trainer).Save(FilePath);

        var page = File.ReadAllText(FilePath);
        Assert.Contains("<title>Flowers</title>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Accuracy</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Confusion matrix</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-reload", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_written_while_it_trains_and_loads_itself_anew_until_the_end()
    {
        List<string> pages = [];
        var report = new TrainingReport(FilePath) { Interval = TimeSpan.Zero };
        var trainer = ReportedTraining.Trainer("Flowers", report, new Watch(_ => pages.Add(File.ReadAllText(FilePath))));

        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 3);

        Assert.Equal(3, pages.Count);
        Assert.Contains("running", pages[0], StringComparison.Ordinal);
        var last = File.ReadAllText(FilePath);
        Assert.Contains("3 epochs in ", last, StringComparison.Ordinal);
        Assert.Contains("; finished.", last, StringComparison.Ordinal);
        Assert.DoesNotContain("data-reload", last, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_page_of_a_running_training_loads_itself_anew()
    {
        var page = "";
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(FilePath) { Interval = TimeSpan.FromSeconds(3) }, new Watch(_ => page = File.ReadAllText(FilePath)));

        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 1);

        Assert.Contains("data-reload=\"3\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_the_optimizer_is_in_the_page()
    {
        var trainer = new Trainer(new Training.TwoLayerNetwork(2, 8, 3), new CrossEntropyLoss(), new NAdam(0.02, weightDecay: 0.125)) { Schedule = new ExponentialLR(0.02, gamma: 0.5) };
        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 2);

        var page = TrainingReport.Of(trainer).ToHtml();

        Assert.Contains("<dd>NAdam: beta1 0.9, beta2 0.999, epsilon 1E-08, weight decay 0.125, momentum decay 0.004</dd>", page, StringComparison.Ordinal);
        Assert.Contains("ExponentialLR {", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_in_the_last_page()
    {
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(FilePath), new Watch(static run =>
        {
            if (run.Epoch == 2)
                throw new InvalidOperationException("the <cable> is gone");
        }));

        Assert.Throws<InvalidOperationException>(() => trainer.Fit(ReportedTraining.Points(60, 1), epochs: 3));

        var page = File.ReadAllText(FilePath);
        Assert.Contains("failed: the &lt;cable&gt; is gone", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-reload", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_was_stopped_says_why()
    {
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(FilePath), new Watch(static run => run.Stop("enough is enough")));

        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 3);

        Assert.Contains("stopped early: enough is enough", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_training_has_a_last_page()
    {
        using var source = new CancellationTokenSource();
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(FilePath), new Watch(_ => source.Cancel()));

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(ReportedTraining.Points(60, 1), epochs: 3, cancellationToken: source.Token));

        Assert.Contains("; cancelled.", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_cannot_be_written_ends_the_training_before_its_first_step()
    {
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(Path.Combine(folder.FullName, "missing", "report.html")));

        Assert.Throws<DirectoryNotFoundException>(() => trainer.Fit(ReportedTraining.Points(60, 1), epochs: 1));
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void A_report_of_nothing_says_what_to_do()
        => Assert.Contains("TrainingReport.Of(trainer)", Assert.Throws<InvalidOperationException>(() => new TrainingReport().ToHtml()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_page_is_the_same_in_every_culture()
    {
        var trainer = ReportedTraining.Trainer();
        trainer.Fit(ReportedTraining.Points(60, 1), epochs: 2, ReportedTraining.Points(30, 2));
        var report = TrainingReport.Of(trainer);
        var plain = report.ToHtml();
        using var culture = new HostileCulture();

        Assert.Equal(plain, report.ToHtml());
    }

    [Fact]
    public void A_step_with_a_report_allocates_nothing()
    {
        Assert.Equal(0, Allocation.Least(Allocated));

        static long Allocated()
        {
            var allocated = 0L;
            var start = 0L;
            var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport());

            // The first epoch warms up; after it, from the first step to the last one of an epoch.
            trainer.Fit(ReportedTraining.Points(40_000, 1), epochs: 2, onStep: step =>
            {
                if (step.Step == 2)
                    start = GC.GetAllocatedBytesForCurrentThread();
                else if (step.Step == step.StepsPerEpoch)
                    allocated = GC.GetAllocatedBytesForCurrentThread() - start;
            });
            return allocated;
        }
    }

    [Fact]
    public void The_curve_of_steps_has_means_of_all_of_them_in_bounded_memory()
    {
        var curve = new StepCurve();
        const int Steps = 5000;
        for (var step = 1; step <= Steps; step++)
            curve.Add(step, step % 100 == 0 ? double.NaN : step);

        var series = curve.ToSeries("loss");
        Assert.InRange(series.X.Count, StepCurve.Points / 2, StepCurve.Points);

        // Eight steps make a point: 1 to 8, 9 to 16, …
        Assert.Equal((Steps + 7) / 8, series.X.Count);
        Assert.Equal((4.5, 4.5), (series.X[0], series.Y[0]));
        Assert.Equal(100.5, series.X[12]);
        Assert.Equal((97.0 + 98 + 99 + 101 + 102 + 103 + 104) / 7, series.Y[12], 1e-9);
    }

    private sealed class Watch(Action<TrainingRun> atEpochEnd) : ITrainingCallback
    {
        public void OnEpochEnd(TrainingRun run) => atEpochEnd(run);
    }
}
