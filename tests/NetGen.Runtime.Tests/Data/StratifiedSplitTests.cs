namespace NetGen.Runtime.Tests.Data;

public class StratifiedSplitTests
{
    [Theory]
    [InlineData(0.8)]
    [InlineData(0.5)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    [InlineData(0.1)]
    public void Each_class_is_in_both_parts_in_its_share(double fraction)
    {
        var data = Classes(70, 20, 7, 3);
        var (train, validation) = data.StratifiedSplit(fraction, seed: 3);
        Assert.Equal((int)Math.Round(100 * fraction), train.Count);
        Assert.Equal(Enumerable.Range(0, 100), train.Inputs.ToArray().Concat(validation.Inputs.ToArray()).Select(static input => (int)input).Order());
        for (var index = 0; index < 4; index++)
        {
            var (own, other, all) = (Count(train, index), Count(validation, index), Count(data, index));
            Assert.Equal(all, own + other);
            Assert.InRange(own, Math.Max(1, (fraction * all) - 1), Math.Min(all - 1, (fraction * all) + 1));
        }

        Assert.Equal(train.Inputs.ToArray(), data.StratifiedSplit(fraction, seed: 3).Train.Inputs.ToArray());
        Assert.NotEqual(train.Inputs.ToArray(), data.StratifiedSplit(fraction, seed: 4).Train.Inputs.ToArray());

        // In random order: not class after class.
        Assert.NotEqual(train.Targets.ToArray().Order(), train.Targets.ToArray());
    }

    [Fact]
    public void Impossible_parts_are_refused()
    {
        var single = Assert.Throws<ArgumentException>(() => Classes(5, 1).StratifiedSplit(0.5, 1));
        Assert.StartsWith("Class 1 has 1 sample, too few for two parts of which each has it.", single.Message, StringComparison.Ordinal);
        foreach (var fraction in (double[])[0, 1, -1, double.NaN, 0.03, 0.97])
            Assert.Contains("leaves a part with fewer samples than the 4 classes", Assert.Throws<ArgumentOutOfRangeException>(() => Classes(70, 20, 7, 3).StratifiedSplit(fraction, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_that_are_no_classes_need_a_function()
    {
        var data = Classes(50, 50);
        var values = data.WithTargets(data.Inputs, 1);
        Assert.Contains("need a function", Assert.Throws<ArgumentException>(() => values.StratifiedSplit(0.8, 1)).Message, StringComparison.Ordinal);
        var (train, _) = values.StratifiedSplit(0.8, 1, sample => sample / 25);
        Assert.Equal([20, 20, 20, 20], Enumerable.Range(0, 4).Select(group => train.Targets.ToArray().Count(target => (int)target / 25 == group)));
    }

    private static Dataset Classes(params int[] counts)
        => new(
            Enumerable.Range(0, counts.Sum()).Select(static i => (float)i).ToArray(),
            counts.SelectMany(static (count, index) => Enumerable.Repeat((float)index, count)).ToArray(), 1, 1);

    private static int Count(Dataset data, int index) => data.Targets.ToArray().Count(target => target == index);
}
