namespace NetGen.Runtime.Tests.Losses;

public class LogitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(19)]
    public void Softmax_is_that_of_the_definition_also_in_place(int classes)
    {
        var random = new Random(classes);
        float[] logits = [.. Enumerable.Range(0, 5 * classes).Select(_ => (20 * random.NextSingle()) - 10)];
        var probabilities = new float[logits.Length];
        Logits.Softmax(logits, probabilities, classes);
        foreach (var (row, first) in logits.Chunk(classes).Select(static (row, index) => (row, index)))
        {
            var sum = row.Sum(static logit => Math.Exp(logit));
            for (var k = 0; k < classes; k++)
                Assert.Equal(Math.Exp(row[k]) / sum, probabilities[(first * classes) + k], 1e-6);
        }

        Logits.Softmax(logits, logits, classes);
        Assert.Equal(probabilities, logits);
    }

    [Fact]
    public void Large_logits_do_not_overflow_and_tiny_probabilities_are_zero()
    {
        var probabilities = new float[3];
        Logits.Softmax([1e4f, -1e4f, 1e4f - 90], probabilities, 3);
        Assert.Equal([1, 0, 0], probabilities);
        Logits.Sigmoid([1e4f, -1e4f, 0], probabilities);
        Assert.Equal([1, 0, 0.5f], probabilities);
    }

    [Fact]
    public void Sigmoid_is_that_of_the_definition_also_in_place()
    {
        float[] logits = [.. Enumerable.Range(-9, 19).Select(static i => i * 0.7f)];
        var probabilities = new float[19];
        Logits.Sigmoid(logits, probabilities);
        for (var i = 0; i < 19; i++)
            Assert.Equal(1 / (1 + Math.Exp(-logits[i])), probabilities[i], 1e-6);
        Logits.Sigmoid(logits, logits);
        Assert.Equal(probabilities, logits);
        Logits.Sigmoid([], []);
    }

    [Fact]
    public void The_class_is_the_first_of_the_largest_and_NaN_is_largest()
    {
        var classes = new int[3];
        Logits.ArgMax([1, 5, 5, -3, -2, -9, 0, 9, float.NaN], classes, 3);
        Assert.Equal([1, 1, 2], classes);
        Assert.Equal(2, Logits.ArgMax([0, 1, 4, 3]));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        var buffer = new float[12];
        Assert.Throws<ArgumentOutOfRangeException>(() => Logits.Softmax(buffer, buffer, 0));
        Assert.Throws<ArgumentException>(() => Logits.Softmax(buffer, buffer, 5));
        Assert.Throws<ArgumentException>(() => Logits.Softmax(buffer, new float[6], 3));
        Assert.Throws<ArgumentException>(() => Logits.Softmax(buffer.AsSpan(0, 6), buffer.AsSpan(1, 6), 3));
        Assert.Throws<ArgumentException>(() => Logits.Sigmoid(buffer.AsSpan(0, 6), buffer.AsSpan(1, 6)));
        Assert.Throws<ArgumentException>(() => Logits.ArgMax(buffer, new int[3], 3));
        Assert.Throws<ArgumentException>(() => Logits.ArgMax([]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var (logits, probabilities, classes) = (new float[70], new float[70], new int[7]);
        Assert.Equal(0, Allocation.Of(Run));

        void Run()
        {
            Logits.Softmax(logits, probabilities, 10);
            Logits.Sigmoid(logits, probabilities);
            Logits.ArgMax(logits, classes, 10);
        }
    }
}
