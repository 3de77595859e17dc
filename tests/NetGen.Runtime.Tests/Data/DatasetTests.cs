namespace NetGen.Runtime.Tests.Data;

public class DatasetTests
{
    private static readonly Dataset Ten = new(
        Enumerable.Range(0, 20).Select(static i => (float)i).ToArray(), Enumerable.Range(0, 10).Select(static i => (float)i).ToArray(), 2, 1);

    [Fact]
    public void A_split_has_every_sample_once_and_keeps_inputs_with_their_targets()
    {
        var (train, validation) = Ten.Split(0.7, seed: 5);
        Assert.Equal((7, 3), (train.Count, validation.Count));
        Assert.Equal(Ten.Targets.ToArray(), train.Targets.ToArray().Concat(validation.Targets.ToArray()).Order().ToArray());
        foreach (var part in new[] { train, validation })
        {
            for (var i = 0; i < part.Count; i++)
                Assert.Equal([2 * part.Target(i)[0], (2 * part.Target(i)[0]) + 1], part.Input(i).ToArray());
        }
    }

    [Fact]
    public void A_split_is_decided_by_its_seed()
    {
        Assert.Equal(Ten.Split(0.5, 1).Train.Targets.ToArray(), Ten.Split(0.5, 1).Train.Targets.ToArray());
        Assert.NotEqual(Ten.Split(0.5, 1).Train.Targets.ToArray(), Ten.Split(0.5, 2).Train.Targets.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(0.04)]
    [InlineData(0.96)]
    public void A_split_that_leaves_a_part_empty_is_refused(double fraction)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Split(fraction, 1));
        Assert.Contains("of 10 samples leaves one part empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_hold_the_samples_asked_for()
    {
        var subset = Ten.Subset([3, 0, 3]);
        Assert.Equal([6, 7, 0, 1, 6, 7], subset.Inputs.ToArray());
        Assert.Equal([3, 0, 3], subset.Targets.ToArray());
        var slice = Ten.Slice(8, 2);
        Assert.Equal([16, 17, 18, 19], slice.Inputs.ToArray());
        Assert.Equal([8, 9], slice.Targets.ToArray());
        Assert.Contains("there is none at 10", Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Subset([0, 10])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Slice(9, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Slice(-1, 2));
    }

    [Fact]
    public void Rows_are_copied_one_after_the_other()
    {
        var data = Dataset.FromRows([[0, 0], [0, 1]], [[0], [1]]);
        Assert.Equal([0, 0, 0, 1], data.Inputs.ToArray());
        Assert.Equal((2, 2, 1), (data.Count, data.InputSize, data.TargetSize));
        Assert.Contains("Row 1 has 1 floats, but row 0 has 2", Assert.Throws<ArgumentException>(() => Dataset.FromRows([[0, 0], [0]], [[0], [1]])).Message, StringComparison.Ordinal);
        Assert.Contains("There are 1 inputs, but 2 targets", Assert.Throws<ArgumentException>(() => Dataset.FromRows([[0, 0]], [[0], [1]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dataset.FromRows([], []));
    }

    [Fact]
    public void Class_indices_become_rows_with_a_one_and_back()
    {
        float[] rows = [0, 0, 1, 1, 0, 0];
        Assert.Equal(rows, OneHot.Encode([2, 0], 3));
        Assert.Equal([2, 0], OneHot.Decode(rows, 3));
        var data = new Dataset(new float[2], new float[] { 2, 0 }, 1, 1).WithOneHotTargets(3);
        Assert.Equal(rows, data.Targets.ToArray());
        Assert.Equal(3, data.TargetSize);
    }

    [Theory]
    [InlineData(3, "Class 3 of sample 1")]
    [InlineData(-1, "Class -1 of sample 1")]
    [InlineData(0.5f, "Class 0.5 of sample 1")]
    [InlineData(float.NaN, "Class NaN of sample 1")]
    public void What_is_no_class_has_no_row(float index, string message)
    {
        var exception = Assert.Throws<ArgumentException>(() => OneHot.Encode([0, index], 3));
        Assert.Contains(message + " is not a whole number from 0 to 2", exception.Message, StringComparison.Ordinal);
    }
}
