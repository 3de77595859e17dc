namespace NetGen.Runtime.Tests.Data;

/// <summary>Texts of whole numbers: their windows, their characters, and drawing the next of them.</summary>
public sealed class TextTests
{
    [Fact]
    public void A_window_has_the_next_token_of_each_as_its_target()
    {
        var windows = new TokenWindows(new[] { 5, 3, 8, 1, 9, 2 }, length: 3, stride: 2);
        Assert.Equal((2, 3, 3), (windows.Count, windows.InputSize, windows.TargetSize));

        using var reader = windows.Read(batchSize: 8, dropLast: false);
        reader.Start(seed: null);
        Assert.True(reader.MoveNext());
        var (inputs, targets) = (new float[6], new float[6]);
        reader.CopyTo(0, 2, inputs, targets);
        Assert.Equal([5, 3, 8, 8, 1, 9], inputs);
        Assert.Equal([3, 8, 1, 1, 9, 2], targets);
        Assert.False(reader.MoveNext());
        Assert.Equal("the window of 'train' over tokens 2 to 5", windows.NameOf(1, "train"));
    }

    [Fact]
    public void Some_windows_an_epoch_are_drawn_by_the_seed_and_spread_evenly_without_one()
    {
        int[] text = [.. Enumerable.Range(0, 1001)];
        var windows = new TokenWindows(text, length: 1) { PerEpoch = 10 };
        Assert.Equal((10, 1000), (windows.Count, windows.Windows));
        Assert.Equal([0, 100, 200, 300, 400, 500, 600, 700, 800, 900], Read(windows, null));
        var drawn = Read(windows, 7);
        Assert.Equal(drawn, Read(windows, 7));
        Assert.NotEqual(drawn, Read(windows, 8));
        Assert.Equal(drawn[6..], Read(windows, 7, firstBatch: 2));

        // Drawn with replacement from all of them: the mean of many is that of the text.
        var many = Read(new TokenWindows(text, length: 1) { PerEpoch = 20_000 }, 3);
        Assert.InRange(many.Average(), 490, 509);
        Assert.InRange(many.Distinct().Count(), 990, 1000);

        static float[] Read(TokenWindows windows, ulong? seed, long firstBatch = 0)
        {
            using var reader = windows.Read(batchSize: 3, dropLast: false);
            reader.Start(seed, firstBatch);
            var all = new List<float>();
            while (reader.MoveNext())
            {
                var (inputs, targets) = (new float[reader.Count], new float[reader.Count]);
                reader.CopyTo(0, reader.Count, inputs, targets);
                Assert.All(Enumerable.Range(0, reader.Count), i => Assert.Equal(inputs[i] + 1, targets[i]));
                all.AddRange(inputs);
            }

            return [.. all];
        }
    }

    [Fact]
    public void The_parts_of_a_split_share_no_token()
    {
        var (train, validation) = new TokenWindows(Enumerable.Range(0, 100).ToArray(), length: 8) { PerEpoch = 5 }.Split(0.8);
        Assert.Equal((80, 20, 5), (train.Tokens.Length, validation.Tokens.Length, validation.Count));
        Assert.Equal(80, validation.Tokens.Span[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(new int[20], length: 8).Split(0.9));
        Assert.Throws<ArgumentException>(() => new TokenWindows(new int[8], length: 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(new int[20], 8) { PerEpoch = 0 });
    }

    [Fact]
    public void A_text_becomes_numbers_and_a_text_again()
    {
        var vocabulary = CharacterVocabulary.Of("to be, or\nnot");
        Assert.Equal("\n ,benort", vocabulary.Characters);
        var encoded = vocabulary.Encode("bonnet\n");
        Assert.Equal([3, 6, 5, 5, 4, 8, 0], encoded);
        Assert.Equal("bonnet\n", vocabulary.Decode(encoded));
        Assert.Equal(vocabulary.Encode("toe"), new CharacterVocabulary(vocabulary.Characters).Encode("toe"));
        Assert.StartsWith("'x', character 1 of the text, is none of the 9", Assert.Throws<ArgumentException>(() => vocabulary.Encode("oxen")).Message, StringComparison.Ordinal);
        Assert.StartsWith("U+0007", Assert.Throws<ArgumentException>(() => vocabulary.Encode("\a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([9]));
        Assert.Throws<ArgumentException>(() => new CharacterVocabulary("aba"));
    }

    [Fact]
    public void Numbers_are_drawn_by_their_probabilities()
    {
        float[] logits = [0, MathF.Log(2), MathF.Log(5), float.NegativeInfinity];
        AssertShares(new TokenSampler(1), logits, 1 / 8.0, 2 / 8.0, 5 / 8.0, 0);
        AssertShares(new TokenSampler(2) { Temperature = 0.5 }, logits, 1 / 30.0, 4 / 30.0, 25 / 30.0, 0);
        AssertShares(new TokenSampler(3) { TopK = 2 }, logits, 0, 2 / 7.0, 5 / 7.0, 0);
        AssertShares(new TokenSampler(4) { TopP = 0.6 }, logits, 0, 0, 1, 0);
        AssertShares(new TokenSampler(5) { TopP = 0.7 }, logits, 0, 2 / 7.0, 5 / 7.0, 0);
        AssertShares(new TokenSampler(6) { Temperature = 0 }, logits, 0, 0, 1, 0);

        static void AssertShares(TokenSampler sampler, float[] logits, params double[] expected)
        {
            var counts = new int[logits.Length];
            for (var i = 0; i < 20_000; i++)
                counts[sampler.Next(logits)]++;
            for (var i = 0; i < counts.Length; i++)
                Assert.InRange(counts[i] / 20_000.0, expected[i] == 0 ? 0 : expected[i] - 0.015, expected[i] == 0 ? 0 : expected[i] + 0.015);
        }
    }

    [Fact]
    public void What_is_repeated_is_less_likely()
    {
        float[] logits = [2, 1.5f, -1, -1.2f];
        Assert.Equal(0, new TokenSampler { Temperature = 0, RepetitionPenalty = 1.2 }.Next(logits, [1, 99, -3]));
        Assert.Equal(1, new TokenSampler { Temperature = 0, RepetitionPenalty = 2 }.Next(logits, [0, 0]));

        // What is not positive is multiplied: −2 and −1.2.
        Assert.Equal(3, new TokenSampler { Temperature = 0, RepetitionPenalty = 2 }.Next([-9, -9, -1, -1.2f], [2]));
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_nothing_is_allocated()
    {
        float[] logits = [.. Enumerable.Range(0, 50).Select(static i => MathF.Sin(i))];
        var (first, second) = (new TokenSampler(9) { TopK = 20, TopP = 0.9 }, new TokenSampler(9) { TopK = 20, TopP = 0.9 });
        int[] numbers = [.. Enumerable.Range(0, 30).Select(_ => first.Next(logits))];
        Assert.Equal(numbers, Enumerable.Range(0, 30).Select(_ => second.Next(logits)));
        Assert.True(numbers.Distinct().Count() > 3);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            first.Next(logits, numbers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Nothing_is_drawn_by_what_is_no_number()
    {
        var sampler = new TokenSampler();
        Assert.Throws<ArgumentException>(() => sampler.Next([]));
        Assert.Contains("Logit 1 is NaN", Assert.Throws<ArgumentException>(() => sampler.Next([1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sampler.Next([float.NegativeInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { Temperature = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { TopP = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { TopK = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { RepetitionPenalty = 0 });
    }
}
