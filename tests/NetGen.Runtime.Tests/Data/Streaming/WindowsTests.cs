namespace NetGen.Runtime.Tests.Data.Streaming;

public class WindowsTests
{
    // Step t has the features 10·t and 10·t + 1.
    private static readonly float[] Series = [.. Enumerable.Range(0, 20).SelectMany(static t => new[] { 10f * t, (10f * t) + 1 })];

    [Fact]
    public void A_window_is_some_steps_and_its_target_those_that_follow()
    {
        var windows = new Windows(Series, features: 2, length: 3, horizon: 2);
        Assert.Equal((16, 6, 4, 20), (windows.Count, windows.InputSize, windows.TargetSize, windows.Steps));
        var (inputs, targets) = Read(windows);
        Assert.Equal([0, 1, 10, 11, 20, 21], inputs[0]);
        Assert.Equal([30, 31, 40, 41], targets[0]);
        Assert.Equal([150, 151, 160, 161, 170, 171], inputs[15]);
        Assert.Equal([180, 181, 190, 191], targets[15]);
    }

    /// <summary>Against the definition: input step i of window w is w·stride + i·step, target step j is w·stride + (length + gap + j)·step.</summary>
    [Fact]
    public void Every_window_is_what_its_definition_says()
    {
        var tried = 0;
        foreach (var (length, horizon, stride) in from length in (int[])[1, 2, 5] from horizon in (int[])[0, 1, 3] from stride in (int[])[1, 2, 7] select (length, horizon, stride))
        {
            foreach (var (step, gap, columns) in from step in (int[])[1, 2, 3] from gap in (int[])[0, 1, 2] from columns in (int[][])[[0, 1], [1], [1, 0, 1]] select (step, gap, columns))
            {
                var last = horizon == 0 ? (length - 1) * step : (length + gap + horizon - 1) * step;
                if (last >= 20)
                {
                    Assert.Throws<ArgumentException>(() => new Windows(Series, 2, length, horizon, stride, step, gap, columns));
                    continue;
                }

                var windows = new Windows(Series, 2, length, horizon, stride, step, gap, columns);
                var (inputs, targets) = Read(windows);
                var starts = Enumerable.Range(0, 20).Where(start => start % stride == 0 && start + last < 20).ToArray();
                Assert.Equal(starts.Length, windows.Count);
                Assert.Equal(starts.Length, inputs.Count);
                foreach (var (start, window) in starts.Select(static (start, window) => (start, window)))
                {
                    Assert.Equal(Enumerable.Range(0, length).SelectMany(i => new[] { 10f * (start + (i * step)), (10f * (start + (i * step))) + 1 }), inputs[window]);
                    Assert.Equal(Enumerable.Range(0, horizon).SelectMany(j => columns.Select(column => (10f * (start + ((length + gap + j) * step))) + column)), targets[window]);
                    tried++;
                }
            }
        }

        Assert.True(tried > 1000);
    }

    [Fact]
    public void A_split_by_time_shares_no_step()
    {
        var windows = new Windows(Series, 2, length: 3, horizon: 2, targetFeatures: [0]);
        var (train, validation) = windows.Split(0.6);
        Assert.Equal((12, 8, 8, 4), (train.Steps, validation.Steps, train.Count, validation.Count));
        Assert.Equal([100, 110], Read(train).Targets[^1]);
        Assert.Equal([120, 121, 130, 131, 140, 141], Read(validation).Inputs[0]);
        Assert.Equal([0], validation.TargetFeatures);
        Assert.Contains("makes parts of 18 and 2, and one window takes 5", Assert.Throws<ArgumentOutOfRangeException>(() => windows.Split(0.9)).Message, StringComparison.Ordinal);
        var standardizer = Standardizer.Fit(train.Series.Span, train.Features);
        Assert.Equal([55, 56], standardizer.Mean.ToArray());
    }

    [Fact]
    public void Every_window_comes_once_an_epoch_in_an_order_that_the_seed_decides()
    {
        var windows = new Windows(Series, 2, length: 3, horizon: 2, stride: 2);
        var (inputs, targets) = Read(windows);
        var copy = Dataset.FromRows(inputs, targets);
        using var reader = windows.Read(3, dropLast: false);
        reader.Start(4);
        var batches = DatasetKinds.Read(reader, copy);
        Assert.Equal(Enumerable.Range(0, 8).Select(static i => (long)i), batches.SelectMany(static batch => batch).Order());
        reader.Start(4, 1);
        Assert.Equal(batches.Skip(1), DatasetKinds.Read(reader, copy));
        using var same = copy.Read(3, dropLast: false);
        same.Start(4);
        Assert.Equal(batches, DatasetKinds.Read(same, copy));
    }

    [Fact]
    public void A_step_over_windows_allocates_nothing()
    {
        using var reader = new Windows(Series, 2, 2).Read(2, dropLast: true);
        var (inputs, targets) = (new float[8], new float[4]);
        var epoch = 0UL;
        Assert.Equal(0, Allocation.Of(() =>
        {
            reader.Start(epoch++);
            while (reader.MoveNext())
                reader.CopyTo(0, 2, inputs, targets);
        }));
    }

    [Fact]
    public void Impossible_windows_are_refused()
    {
        Assert.Contains("not a whole number of steps", Assert.Throws<ArgumentException>(() => new Windows(new float[5], 2, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("The series has 20 steps, but one window takes 23: 20 of the input, a gap of 1 and 2 of the target.", Assert.Throws<ArgumentException>(() => new Windows(Series, 2, 20, 2, gap: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("there is none at 2", Assert.Throws<ArgumentException>(() => new Windows(Series, 2, 3, targetFeatures: [0, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("set the horizon to 0", Assert.Throws<ArgumentException>(() => new Windows(Series, 2, 3, targetFeatures: [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Windows(Series, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Windows(Series, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Windows(Series, 2, 1, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Windows(Series, 2, 1, step: 0));
        Assert.Throws<ArgumentException>(() => new Windows(Series, 2, int.MaxValue / 2, step: int.MaxValue));
    }

    [Fact]
    public void A_window_is_named_by_its_steps()
        => Assert.Equal("sample 3 of 'train' (steps 6 to 10)", new Windows(Series, 2, 3, horizon: 2, stride: 2).NameOf(3, "train"));

    private static (List<float[]> Inputs, List<float[]> Targets) Read(Windows windows)
    {
        var (inputs, targets) = (new List<float[]>(), new List<float[]>());
        using var reader = windows.Read(1, dropLast: false);
        while (reader.MoveNext())
        {
            inputs.Add(new float[windows.InputSize]);
            targets.Add(new float[windows.TargetSize]);
            reader.CopyTo(0, 1, inputs[^1], targets[^1]);
        }

        return (inputs, targets);
    }
}
