namespace NetGen.Runtime.Tests.Data;

public class StandardizerTests
{
    // The means are 2.5 and 25; the squared distances of the first are 2.25, 0.25, 0.25, 2.25, of mean 1.25.
    private static readonly float[] Rows = [1, 10, 2, 20, 3, 30, 4, 40];

    [Fact]
    public void Mean_and_deviation_are_those_of_each_feature()
    {
        var standardizer = Standardizer.Fit(Rows, 2);
        Assert.Equal([2.5f, 25], standardizer.Mean.ToArray());
        Assert.Equal([MathF.Sqrt(1.25f), MathF.Sqrt(125)], standardizer.Deviation.ToArray());
    }

    [Fact]
    public void Applying_and_inverting_give_back_the_rows()
    {
        var standardizer = Standardizer.Fit(Rows, 2);
        var rows = Rows.ToArray();
        standardizer.Apply(rows);
        Assert.Equal(-1.5f / MathF.Sqrt(1.25f), rows[0], 1e-6f);
        Assert.Equal(rows[0], rows[1], 1e-6f);
        standardizer.Invert(rows);
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(Rows[i], rows[i], 1e-5f);
    }

    [Fact]
    public void A_feature_that_never_changes_becomes_zero()
    {
        // 0.1 is not exact in binary; a mean that is rounded would leave a spread above zero, and blow it up.
        var standardizer = Standardizer.Fit(Enumerable.Repeat(0.1f, 12_347).ToArray(), 1);
        Assert.Equal([0.1f], standardizer.Mean.ToArray());
        Assert.Equal([1f], standardizer.Deviation.ToArray());
        var rows = new float[] { 0.1f, 1.1f };
        standardizer.Apply(rows);
        Assert.Equal([0f, 1f], rows);
    }

    [Fact]
    public void Only_the_part_it_was_fitted_on_decides()
    {
        var train = new Dataset(new float[] { 0, 2 }, new float[] { 10, 30 }, 1, 1);
        var validation = new Dataset(new float[] { 100 }, new float[] { 40 }, 1, 1);
        var inputs = Standardizer.FitInputs(train);
        var targets = Standardizer.FitTargets(train);
        var result = targets.ApplyToTargets(inputs.ApplyToInputs(validation));
        Assert.Equal([99f], result.Inputs.ToArray());
        Assert.Equal([2f], result.Targets.ToArray());
        Assert.Equal([100f], validation.Inputs.ToArray());
    }

    [Fact]
    public void A_small_spread_around_a_large_mean_is_not_lost()
    {
        var standardizer = Standardizer.Fit([1_000_000, 1_000_001], 1);
        Assert.Equal(0.5f, standardizer.Deviation[0], 1e-6f);
    }

    [Fact]
    public void What_cannot_be_fitted_or_applied_is_refused()
    {
        Assert.Contains("Feature 1 of sample 0 is NaN", Assert.Throws<ArgumentException>(() => Standardizer.Fit([1, float.NaN], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Standardizer.Fit([], 2));
        Assert.Throws<ArgumentException>(() => Standardizer.Fit([1, 2, 3], 2));
        Assert.Contains("Feature 0 has mean 0 and deviation 0", Assert.Throws<ArgumentException>(() => new Standardizer([0], [0])).Message, StringComparison.Ordinal);
        var standardizer = Standardizer.Fit(Rows, 2);
        Assert.Throws<ArgumentException>(() => standardizer.Apply(new float[3]));
        var exception = Assert.Throws<ArgumentException>(() => standardizer.ApplyToInputs(new Dataset(new float[3], new float[1], 3, 1)));
        Assert.Contains("fitted on 2 features, but the inputs have 3", exception.Message, StringComparison.Ordinal);
    }
}
