namespace NetGen.Runtime.Tests.Data;

/// <summary>Windows of sequences that are gone through side by side.</summary>
public sealed class StreamTests
{
    [Fact]
    public void Streams_of_a_text_are_its_parts_window_after_window()
    {
        int[] tokens = [.. Enumerable.Range(0, 33)];
        var windows = new TokenWindows(tokens, length: 4) { Streams = 3 };

        // Parts of 10 tokens with the one behind: two windows of each.
        Assert.Equal((6, 6), (windows.Windows, windows.Count));
        Assert.Equal([[0, 10, 20], [4, 14, 24]], Firsts(windows, 3));
        Assert.Equal([false, false, false, true, true, true], Enumerable.Range(0, 6).Select(sample => windows.Continues(sample)));
        Assert.Equal("the window of 'train' over tokens 14 to 18", windows.NameOf(4, "train"));
        Assert.Null(((IDataset)new TokenWindows(tokens, 4)).Streams);
        Assert.False(new TokenWindows(tokens, 4).Continues(20));
    }

    [Fact]
    public void Streams_of_a_series_are_its_parts_window_after_window()
    {
        float[] series = [.. Enumerable.Range(0, 46).Select(static step => (float)step)];
        var windows = new Windows(series, features: 1, length: 3, horizon: 2, step: 2, gap: 1) { Streams = 2 };

        // An input goes over 6 steps, and the target over 6 more.
        Assert.Equal(6, windows.Count);
        Assert.Equal([[0, 20], [6, 26], [12, 32]], Firsts(windows, 2));
        using var reader = windows.Read(2, dropLast: false);
        reader.Start(null, firstBatch: 2);
        Assert.True(reader.MoveNext());
        var (inputs, targets) = (new float[6], new float[4]);
        reader.CopyTo(0, 2, inputs, targets);
        Assert.Equal([12, 14, 16, 32, 34, 36], inputs);
        Assert.Equal([20, 22, 40, 42], targets);
        Assert.True(windows.Continues(reader.SampleAt(0)));
    }

    [Fact]
    public void Where_a_sequence_ends_the_next_one_takes_its_place()
    {
        TokenWindows Text(int first, int windows) => new(Enumerable.Range(first, (4 * windows) + 1).ToArray(), length: 4, stride: 4);
        var streams = new StreamedWindows([Text(100, 2), Text(200, 4), Text(300, 1), Text(400, 3)], streams: 2);

        // Text 2 takes the place of text 0, and text 3 that of text 2; when text 1 has ended, there is none left.
        Assert.Equal([[100, 200], [104, 204], [300, 208], [400, 212]], Firsts(streams, 2));
        Assert.Equal([false, false, true, true, false, true, false, true], Enumerable.Range(0, 8).Select(sample => streams.Continues(sample)));
        Assert.Equal((8, 2, 4, 4), (streams.Count, streams.Streams, streams.InputSize, streams.TargetSize));
        Assert.Equal("sample 5 of 'train' (window 2 of sequence 1)", streams.NameOf(5, "train"));
        Assert.Equal(2, streams.Augment(static _ => { }).Streams);
        Assert.True(streams.Prefetch().Continues(5));
    }

    [Fact]
    public void What_makes_no_streams_is_refused()
    {
        int[] tokens = [.. Enumerable.Range(0, 33)];
        Assert.Contains("9 parts of 33 tokens have 3 each", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 4) { Streams = 9 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 4) { Streams = 0 });
        Assert.Throws<InvalidOperationException>(() => new TokenWindows(tokens, 4) { Streams = 2, PerEpoch = 5 });
        Assert.Throws<InvalidOperationException>(() => new TokenWindows(tokens, 4) { PerEpoch = 5, Streams = 2 });
        Assert.Contains("4 parts of 10 steps", Assert.Throws<ArgumentOutOfRangeException>(() => new Windows(new float[10], 1, 3) { Streams = 4 }).Message, StringComparison.Ordinal);
        var text = new TokenWindows(tokens, 4, stride: 4);
        Assert.Contains("2 sequences side by side are more than the 1", Assert.Throws<ArgumentException>(() => new StreamedWindows([text], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("sequence 1 do not follow each other", Assert.Throws<ArgumentException>(() => new StreamedWindows([text, new TokenWindows(tokens, 4)], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Sequence 1 has inputs of 8 floats", Assert.Throws<ArgumentException>(() => new StreamedWindows([text, new TokenWindows(tokens, 8, stride: 8)], 2)).Message, StringComparison.Ordinal);
        var series = new Windows(new float[20], 1, 3, stride: 3);
        Assert.Equal(12, new StreamedWindows([series, series], 2).Count);
        Assert.Throws<ArgumentException>(() => new StreamedWindows([new Windows(new float[20], 1, 3)], 1));
    }

    // The first number of each sample's input, batch by batch.
    private static List<int[]> Firsts(IDataset data, int batch)
    {
        using var reader = data.Read(batch, dropLast: false);
        reader.Start(null);
        var firsts = new List<int[]>();
        while (reader.MoveNext())
        {
            var (inputs, targets) = (new float[reader.Count * data.InputSize], new float[reader.Count * data.TargetSize]);
            reader.CopyTo(0, reader.Count, inputs, targets);
            firsts.Add([.. Enumerable.Range(0, reader.Count).Select(sample => (int)inputs[sample * data.InputSize])]);
            if (data is TokenWindows or StreamedWindows)
                Assert.Equal(inputs.Select(static token => token + 1), targets);
        }

        return firsts;
    }
}
