namespace NetGen.Runtime.Tests.Losses;

/// <summary>Rows of two and of four classes fill a vector together. With weights of 1 each row is computed by itself.</summary>
public class RowsSideBySideTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void They_have_the_gradients_of_rows_by_themselves_to_the_last_bit(int classes)
    {
        var random = new Random(classes);
        foreach (var positions in new[] { 1, 2, 3, 4, 5, 7, 8, 31, 299, 300, 301, 1207 })
        {
            var logits = Logits(random, positions * classes);
            var targets = Targets(random, positions, classes);
            var (together, alone, ofIntegers) = (new float[logits.Length], new float[logits.Length], new float[logits.Length]);
            var byThemselves = new CrossEntropyLoss(Enumerable.Repeat(1f, classes).ToArray());
            var expected = byThemselves.Evaluate(logits, targets, alone, positions);

            var loss = new CrossEntropyLoss();
            AssertEqual(expected, loss.Evaluate(logits, targets, together, positions));
            AssertEqual(expected, loss.Evaluate(logits, Array.ConvertAll(targets, static target => (int)target), ofIntegers, positions));
            AssertEqual(expected, loss.Evaluate(logits, targets, positions));
            Assert.Equal(Bits(alone), Bits(together));
            Assert.Equal(Bits(alone), Bits(ofIntegers));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_row_that_is_left_out_has_no_part_whatever_its_logits_are(int classes)
    {
        const int Positions = 9;
        var logits = Enumerable.Range(0, Positions * classes).Select(static place => MathF.Sin(place)).ToArray();
        var targets = Enumerable.Range(0, Positions).Select(position => position % 3 == 1 ? -100f : position % classes).ToArray();
        var kept = Enumerable.Range(0, Positions).Where(position => targets[position] >= 0).ToArray();
        foreach (var position in Enumerable.Range(0, Positions).Except(kept))
            logits.AsSpan(position * classes, classes).Fill(position % 2 == 0 ? float.NaN : float.PositiveInfinity);

        var (gradients, expected) = (new float[logits.Length], new float[kept.Length * classes]);
        var loss = new CrossEntropyLoss();
        var value = loss.Evaluate(logits, targets, gradients, Positions);

        var keptLogits = kept.SelectMany(position => logits.Skip(position * classes).Take(classes)).ToArray();
        AssertEqual(loss.Evaluate(keptLogits, kept.Select(position => targets[position]).ToArray(), expected, kept.Length), value);
        Assert.Equal(Bits(expected), Bits([.. kept.SelectMany(position => gradients.Skip(position * classes).Take(classes))]));
        Assert.All(Enumerable.Range(0, Positions).Except(kept), position => Assert.All(gradients.Skip(position * classes).Take(classes), static gradient => Assert.Equal(0f, gradient)));
    }

    [Theory]
    [InlineData(2, float.NaN)]
    [InlineData(4, float.NaN)]
    [InlineData(2, float.PositiveInfinity)]
    [InlineData(4, float.PositiveInfinity)]
    public void A_logit_that_is_no_finite_number_shows_in_the_loss(int classes, float value)
    {
        for (var place = 0; place < 8; place++)
        {
            var logits = new float[16];
            logits[place] = value;
            Assert.Equal(double.NaN, new CrossEntropyLoss().Evaluate(logits, new float[16 / classes], new float[16], 16 / classes));
        }
    }

    // Rows that are nearly certain and nearly even, of large and of small numbers.
    private static float[] Logits(Random random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3))))];

    private static float[] Targets(Random random, int positions, int classes)
        => [.. Enumerable.Range(0, positions).Select(position => position > 0 && random.Next(5) == 0 ? -100f : random.Next(classes))];

    private static void AssertEqual(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-13);

    private static uint[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToUInt32Bits);
}
