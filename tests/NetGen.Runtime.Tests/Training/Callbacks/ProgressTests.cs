using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NetGen.Runtime.Tests.Training.Callbacks;

public class ProgressTests
{
    [Fact]
    public void Redirected_there_is_a_plain_line_for_each_epoch()
    {
        var output = new Writer();
        var trainer = Make(new ProgressDisplay { Output = output });
        trainer.Fit(Samples.Clouds(50), 12, Samples.Clouds(30, 3));
        var lines = output.ToString().Split(Environment.NewLine);
        Assert.Equal(13, lines.Length);
        Assert.Equal("", lines[12]);
        Assert.DoesNotContain('\r', output.ToString().Replace(Environment.NewLine, "", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', output.ToString());
        for (var i = 0; i < 12; i++)
        {
            var report = trainer.History.Epochs[i];
            var start = string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {i + 1,2}/12  loss {report.TrainLoss:0.0000}  accuracy {report["accuracy"]:0.0000}  validation loss {report.ValidationLoss:0.0000}  validation accuracy {report["validation accuracy"]:0.0000}  ");
            Assert.StartsWith(start, lines[i], StringComparison.Ordinal);
            Assert.Matches(@"  \d+\.\d\d s  [\d,]+ samples/s  learning rate 0\.1$", lines[i]);
        }
    }

    [Fact]
    public void In_a_terminal_a_line_moves_and_each_epoch_leaves_one()
    {
        var output = new Writer();
        var trainer = Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = 120, UsesColor = false, Interval = TimeSpan.Zero });
        trainer.Fit(Samples.Clouds(50), 2, Samples.Clouds(30, 3));
        var screen = new Screen();
        var moving = new List<string>();
        foreach (var write in output.Writes)
        {
            screen.Write(write);
            moving.Add(screen.Line);
        }

        // Each line that moved, as it was seen.
        Assert.Matches(@"^epoch 1/2  ██████░{24}  20%  loss \d\.\d{4}  0:0\d left  accuracy \d\.\d{4}  [\d,]+ samples/s$", moving[0]);
        Assert.Matches("^epoch 2/2  █{30} 100%  loss ", moving.Last(static line => line.Contains("100%", StringComparison.Ordinal)));
        Assert.All(moving, static line => Assert.True(line.Length < 120));
        Assert.Equal(3, screen.Lines.Count);
        Assert.StartsWith("epoch 1/2  loss ", screen.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("epoch 2/2  loss ", screen.Lines[1], StringComparison.Ordinal);
        Assert.Equal("", screen.Lines[2]);
    }

    [Fact]
    public void Any_width_is_kept_to()
    {
        for (var width = 1; width < 140; width++)
        {
            var output = new Writer();
            Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = width, UsesColor = true, Interval = TimeSpan.Zero }).Fit(Samples.Clouds(50), 1, Samples.Clouds(30, 3));
            var screen = new Screen();
            foreach (var write in output.Writes)
            {
                screen.Write(write);
                Assert.All(screen.Lines, line => Assert.True(line.Length <= Math.Max(1, width - 1), $"{width}: '{line}'"));
            }

            // In 80 columns, the line of an epoch has all its losses and metrics.
            Assert.Equal(width > "epoch 1/1  loss 0.1234  accuracy 0.1234  validation 0.1234  0.1234".Length, Regex.IsMatch(screen.Lines[0], @"^epoch 1/1  loss \d\.\d{4}  accuracy \d\.\d{4}  validation (loss )?\d\.\d{4}  (validation accuracy )?\d\.\d{4}"));

            // The numbers that matter most stay longest.
            var text = Regex.Replace(output.ToString(), "\e\\[\\d+m", "");
            Assert.Equal(width > "epoch 1/1  20%".Length, text.Contains("20%", StringComparison.Ordinal));
            Assert.Equal(width > "epoch 1/1  20%  loss 0.1234".Length, Regex.IsMatch(text, "20%  loss"));
            Assert.Equal(width > "epoch 1/1  20%  loss 0.1234  0:00 left  accuracy 0.1234".Length, Regex.IsMatch(text, "20%  loss.*left  accuracy"));
            if (width > 110)
                Assert.Matches("█░+  20%.*samples/s", text);
        }
    }

    [Fact]
    public void Colours_are_left_out_where_the_environment_says_so()
    {
        Assert.Contains("\e[32m", Written(true), StringComparison.Ordinal);
        Assert.DoesNotContain("\e", Written(false), StringComparison.Ordinal);
        var old = Environment.GetEnvironmentVariable("NO_COLOR");
        try
        {
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
            Assert.DoesNotContain("\e", Written(null), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", old);
        }

        static string Written(bool? color)
        {
            var output = new Writer();
            Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = 100, UsesColor = color }).Fit(Samples.Clouds(50), 1);
            return output.ToString();
        }
    }

    [Fact]
    public void Where_the_output_is_not_Unicode_the_bar_is_of_other_characters()
    {
        var output = new Writer(Encoding.ASCII);
        Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = 100, UsesColor = false }).Fit(Samples.Clouds(50), 1);
        Assert.Contains("  ####----------------  20%", output.ToString(), StringComparison.Ordinal);
        Assert.True(output.ToString().All(char.IsAscii));
    }

    [Fact]
    public void While_an_epoch_takes_long_a_redirected_output_gets_lines_too()
    {
        var output = new Writer();
        Make(new ProgressDisplay { Output = output, LineInterval = TimeSpan.FromMilliseconds(1) }).Fit(Samples.Clouds(50), 1, onStep: static _ => Thread.Sleep(2));
        var lines = output.ToString().Split(Environment.NewLine);
        Assert.InRange(lines.Length, 5, 7);
        Assert.Contains(lines, static line => Regex.IsMatch(line, @"^epoch 1/1  █+░*  \d\d%  loss .* left  accuracy "));
    }

    [Fact]
    public void A_stop_and_a_failure_have_lines_of_their_own()
    {
        var output = new Writer();
        var trainer = Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = 100, UsesColor = false, Interval = TimeSpan.Zero });
        trainer.Callbacks.Add(new StopsAt(2));
        trainer.Fit(Samples.Clouds(50), 3);
        var screen = new Screen();
        screen.Write(output.ToString());
        Assert.Equal(["stopped in epoch 1: two are enough", ""], screen.Lines);

        trainer.Callbacks.Clear();
        Assert.Throws<IOException>(() => trainer.Fit(Samples.Clouds(50), 3, onStep: static report => _ = report.Step == 3 ? throw new IOException() : 0));
        screen.Write(output.ToString());
        Assert.Equal("", screen.Line);
    }

    [Fact]
    public void Without_a_known_number_of_steps_there_is_neither_bar_nor_time_left()
    {
        var output = new Writer();
        var trainer = Make(new ProgressDisplay { Output = output, IsTerminal = true, Width = 100, UsesColor = false, Interval = TimeSpan.Zero });
        trainer.Fit(new Unbounded(Samples.Clouds(50)), 1);
        Assert.Contains("\repoch 1/1 step 2  loss ", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("left", output.ToString(), StringComparison.Ordinal);
    }

    private static Trainer Make(ProgressDisplay display)
        => new(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = 10, Metrics = [new Accuracy()], Progress = display };

    private sealed class Writer(Encoding? encoding = null) : TextWriter
    {
        public List<string> Writes { get; } = [];

        public override Encoding Encoding { get; } = encoding ?? Encoding.UTF8;

        public override void Write(char value) => Writes.Add(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Writes.Add(new string(buffer, index, count));

        public override string ToString() => string.Concat(Writes);
    }

    /// <summary>What a terminal shows.</summary>
    private sealed class Screen
    {
        private readonly StringBuilder line = new();
        private int column;

        public List<string> Lines { get; } = [""];

        public string Line => Lines[^1];

        public void Write(string text)
        {
            foreach (var character in Regex.Replace(text, "\e\\[\\d+m", ""))
            {
                if (character == '\r')
                {
                    column = 0;
                }
                else if (character == '\n')
                {
                    Lines.Add("");
                    line.Clear();
                    column = 0;
                }
                else
                {
                    line.Length = Math.Max(line.Length, column + 1);
                    line[column++] = character;
                }

                Lines[^1] = line.ToString().TrimEnd(' ');
            }
        }
    }

    private sealed class StopsAt(int step) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Step == step)
                run.Stop("two are enough");
        }
    }

    private sealed class Unbounded(Dataset data) : IDataset
    {
        public int InputSize => data.InputSize;

        public int TargetSize => data.TargetSize;

        public long? Count => null;

        public IBatchReader Read(int batchSize, bool dropLast) => data.Read(batchSize, dropLast);
    }
}
