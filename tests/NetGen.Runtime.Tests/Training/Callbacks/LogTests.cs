using System.Globalization;
using System.Text.Json;

namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>The logs in files: what they say, that they lose nothing, and where they go on.</summary>
public sealed class LogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netgen-logs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_row_for_each_epoch_has_all_values_of_its_report()
    {
        var path = PathOf("log.csv");
        var trainer = Make(new CsvLog(path));
        InCommas(() => trainer.Fit(Samples.Clouds(50), 3, Samples.Clouds(30, 3)));
        var lines = File.ReadAllLines(path);
        Assert.Equal("epoch,loss,accuracy,validation loss,validation accuracy,learning rate,seconds,samples per second", lines[0]);
        Assert.Equal(4, lines.Length);
        foreach (var (line, report) in lines.Skip(1).Zip(trainer.History.Epochs))
        {
            double[] expected =
            [
                report.Epoch, .. report.Values.Select(static value => value.Value), report.LearningRate, report.Duration.TotalSeconds, report.SamplesPerSecond,
            ];
            var cells = line.Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(expected.Length, cells.Length);
            for (var i = 0; i < cells.Length; i++)
                Assert.Equal(i == 5 ? float.Parse(line.Split(',')[5], CultureInfo.InvariantCulture) : expected[i], i == 5 ? report.LearningRate : cells[i]);
        }
    }

    [Fact]
    public void Rows_of_steps_are_those_of_every_so_many()
    {
        var path = PathOf("steps.csv");
        Make(new CsvLog(path, everySteps: 2)).Fit(Samples.Clouds(50), 2);
        var lines = File.ReadAllLines(path);
        Assert.Equal("epoch,step,loss,mean loss,learning rate", lines[0]);
        Assert.Equal(["1,2", "1,4", "2,2", "2,4"], lines.Skip(1).Select(static line => string.Join(',', line.Split(',')[..2])));
    }

    [Fact]
    public void Names_with_commas_and_quotes_are_quoted()
    {
        var path = PathOf("log.csv");
        var trainer = Make(new CsvLog(path));
        trainer.Metrics.Clear();
        trainer.Metrics.Add(new ScriptedMetric([0.5], "a \"b\", c"));
        trainer.Fit(Samples.Clouds(50), 1);
        Assert.Equal("epoch,loss,\"a \"\"b\"\", c\",learning rate,seconds,samples per second", File.ReadAllLines(path)[0]);
    }

    [Fact]
    public void Every_line_is_an_object_and_the_end_says_why()
    {
        var path = PathOf("log.jsonl");
        var trainer = Make(new JsonLinesLog(path, everySteps: 5));
        trainer.EarlyStopping = new EarlyStopping(1, minimumImprovement: 1000);
        InCommas(() => trainer.Fit(Samples.Clouds(50), 9, Samples.Clouds(30, 3)));
        var lines = File.ReadAllLines(path).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["start", "step", "epoch", "step", "epoch", "end"], lines.Select(static line => line.GetProperty("event").GetString()));
        Assert.Equal("TwoLayerNetwork", lines[0].GetProperty("network").GetString());
        Assert.Equal((1, 5), (lines[1].GetProperty("epoch").GetInt32(), lines[1].GetProperty("step").GetInt32()));
        foreach (var value in trainer.History.Epochs[1].Values)
            Assert.Equal(value.Value, lines[4].GetProperty(value.Name).GetDouble());
        Assert.Equal("the validation loss did not fall for 1 epoch", lines[5].GetProperty("reason").GetString());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_texts_and_a_failure_is_a_line()
    {
        var path = PathOf("log.jsonl");
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(static call => call == 1 ? double.NaN : 1, static _ => 1), new PlainDescent(0.1f)) { Callbacks = [new JsonLinesLog(path)] };
        Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Samples.Sine(3), 2, Samples.Sine(2)));
        var lines = File.ReadAllLines(path).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["start", "epoch", "failure"], lines.Select(static line => line.GetProperty("event").GetString()));
        Assert.Equal("NaN", lines[1].GetProperty("validation loss").GetString());
        Assert.StartsWith("Epoch 1, validation: the loss is NaN", lines[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_in_the_file_as_soon_as_its_epoch_is_over()
    {
        var (csv, json) = (PathOf("log.csv"), PathOf("log.jsonl"));
        var seen = new List<(int Csv, int Json)>();
        var trainer = Make(new CsvLog(csv), new JsonLinesLog(json));
        trainer.Callbacks.Add(new AtEpochEnd(_ => seen.Add((Read(csv).Split('\n').Length - 1, Read(json).Split('\n').Length - 1))));
        trainer.Fit(Samples.Clouds(50), 3);
        Assert.Equal([(2, 2), (3, 3), (4, 4)], seen);
    }

    [Fact]
    public void A_new_training_writes_the_file_anew_and_the_same_log_goes_on()
    {
        var path = PathOf("log.csv");
        Make(new CsvLog(path)).Fit(Samples.Clouds(50), 4);
        var trainer = Make(new CsvLog(path));
        trainer.Fit(Samples.Clouds(50), 1);
        trainer.Fit(Samples.Clouds(50), 2);
        Assert.Equal(["epoch", "1", "2", "3"], FirstCells(path));
        var message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Clouds(50), 2, Samples.Clouds(30))).Message;
        Assert.Contains("has the columns epoch,loss,accuracy,learning rate,seconds,samples per second, but this training has epoch,loss,accuracy,validation loss,", message, StringComparison.Ordinal);
        Assert.Equal(["epoch", "1", "2", "3"], FirstCells(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData(2, 0, "epoch,1,2", "start,1,1.2,1.4,2,2.2,2.4,start")]
    [InlineData(1, 3, "epoch,1", "start,1,1.2,1.4,2.2,start")]
    [InlineData(3, 0, "epoch,1,2,3", "start,1,1.2,1.4,2,2.2,2.4,3,3.2,3.4,start")]
    [InlineData(0, 0, "epoch", "start,start")]
    public void Where_a_training_goes_on_lines_after_the_checkpoint_are_cut_off(int epochs, int step, string csv, string json)
    {
        var (csvPath, jsonPath) = (PathOf("log.csv"), PathOf("log.jsonl"));
        var trainer = Make(new CsvLog(csvPath), new JsonLinesLog(jsonPath, everySteps: 2));
        trainer.Fit(Samples.Clouds(50), 3);

        // A killed process: no end, and a line that is not whole.
        var lines = File.ReadAllLines(jsonPath)[..^1];
        File.WriteAllText(jsonPath, $"{string.Join('\n', lines)}\n{{\"event\":\"ep");
        File.AppendAllText(csvPath, "4,0.");

        var resumed = Resumed(epochs, step);
        var (csvLog, jsonLog) = (new CsvLog(csvPath), new JsonLinesLog(jsonPath, everySteps: 2));
        csvLog.OnStart(resumed);
        jsonLog.OnStart(resumed);
        var (csvText, jsonText) = (FirstCells(csvPath), Read(jsonPath));
        csvLog.OnFailure(resumed, new InvalidOperationException("the end"));
        jsonLog.OnFailure(resumed, new InvalidOperationException("the end"));
        Assert.Equal(csv, string.Join(',', csvText));
        Assert.Equal(json.Split(',').Order(), jsonText.TrimEnd('\n').Split('\n').Select(PlaceOf).Order());
        Assert.EndsWith("start", PlaceOf(jsonText.TrimEnd('\n').Split('\n')[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_such_log_is_not_gone_on_with()
    {
        var path = PathOf("notes.txt");
        File.WriteAllText(path, "my notes\nof today\n");
        var message = Assert.Throws<InvalidOperationException>(() => new JsonLinesLog(path).OnStart(Resumed(1, 0))).Message;
        Assert.Contains("begins with my notes, which JsonLinesLog did not write", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new CsvLog(path).OnStart(Resumed(1, 0)));
        Assert.Equal("my notes\nof today\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_rehearsal_leaves_the_files_alone()
    {
        var path = PathOf("log.csv");
        File.WriteAllText(path, "old");
        var trainer = Make(new CsvLog(path), new JsonLinesLog(PathOf("log.jsonl"), 1));
        trainer.FastDevRun = 2;
        trainer.Fit(Samples.Clouds(50), 5);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.False(File.Exists(PathOf("log.jsonl")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvLog("a", 0));
        Assert.Throws<ArgumentException>(() => new CsvLog(""));
    }

    [Fact]
    public void A_folder_that_is_not_there_ends_the_training_before_its_first_step()
    {
        var trainer = Make(new CsvLog(Path.Combine(folder, "none", "log.csv")));
        Assert.Throws<DirectoryNotFoundException>(() => trainer.Fit(Samples.Clouds(50), 1));
        Assert.Equal(0, trainer.StepsTrained);
    }

    private static Trainer Make(params ITrainingCallback[] callbacks)
        => new(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = 10, Metrics = [new Accuracy()], Callbacks = [.. callbacks] };

    // As after a checkpoint was loaded, of a trainer that had trained so far.
    private static TrainingRun Resumed(int epochs, int step)
    {
        var trainer = Make();
        if (epochs > 0)
            trainer.Fit(Samples.Clouds(50), epochs);
        if (step > 0)
            Assert.Throws<FormatException>(() => trainer.Fit(Samples.Clouds(50), 1, onStep: report => _ = report.Step == step ? throw new FormatException() : 0));
        return new TrainingRun(trainer, Samples.Clouds(50), null, 9, 5, isResumed: true);
    }

    private static string PlaceOf(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        return json.GetProperty("event").GetString() switch
        {
            "epoch" => $"{json.GetProperty("epoch")}",
            "step" => $"{json.GetProperty("epoch")}.{json.GetProperty("step")}",
            var other => other!,
        };
    }

    private static string[] FirstCells(string path) => [.. Read(path).TrimEnd('\n').Split('\n').Select(static line => line.Split(',')[0])];

    // As another process reads a file that is being written.
    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static void InCommas(Action action)
    {
        var culture = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo.CurrentCulture = commas;
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private sealed class AtEpochEnd(Action<TrainingRun> action) : ITrainingCallback
    {
        public void OnEpochEnd(TrainingRun run) => action(run);
    }
}
