namespace NetGen.Runtime.Tests.Metrics;

public class MetricTests
{
    [Fact]
    public void Accuracy_compares_the_largest_output_with_a_class_index()
    {
        var accuracy = new Accuracy();
        accuracy.Add([1, 3, 2, 5, 4, 3, 0, 0, 1], [1, 2, 2], 3);
        Assert.Equal(2.0 / 3, accuracy.Value);
    }

    [Fact]
    public void Accuracy_compares_the_largest_output_with_the_largest_probability()
    {
        var accuracy = new Accuracy();
        accuracy.Add([1, 3, 5, 4], [0.1f, 0.9f, 0, 1], 2);
        Assert.Equal(0.5, accuracy.Value);
    }

    [Fact]
    public void A_single_output_says_class_1_above_the_threshold()
    {
        var byLogit = new Accuracy();
        byLogit.Add([0.1f, 0, -0.1f, 3], [1, 0, 0, 0], 4);
        Assert.Equal(0.75, byLogit.Value);
        var byProbability = new Accuracy(threshold: 0.5f);
        byProbability.Add([0.6f, 0.4f], [1, 1], 2);
        Assert.Equal(0.5, byProbability.Value);
    }

    [Fact]
    public void Batches_add_up_until_a_reset()
    {
        var accuracy = new Accuracy();
        accuracy.Add([0, 1], [1], 1);
        accuracy.Add([0, 1, 0, 1, 0, 1], [0, 0, 0], 3);
        Assert.Equal(0.25, accuracy.Value);
        accuracy.Reset();
        Assert.Equal(0, accuracy.Value);
        accuracy.Add([0, 1], [1], 1);
        Assert.Equal(1, accuracy.Value);
    }

    [Fact]
    public void Ignored_samples_are_not_counted()
    {
        var accuracy = new Accuracy();
        var matrix = new ConfusionMatrix(2);
        foreach (var metric in new Metric[] { accuracy, matrix })
            metric.Add([0, 1, 1, 0], [1, -100], 2);
        Assert.Equal(1, accuracy.Value);
        Assert.Equal(1, matrix.Total);
    }

    [Fact]
    public void Absolute_error_is_the_mean_over_all_elements()
    {
        var error = new MeanAbsoluteError();
        error.Add([1, 2, 3, 4], [0, 4, 3, 4], 2);
        error.Add([10, 0], [0, 0], 1);
        Assert.Equal(13.0 / 6, error.Value, 1e-12);
    }

    [Fact]
    public void Precision_recall_and_F1_are_those_of_scikit_learn()
    {
        // The example of its precision_recall_fscore_support, whose macro averages are 0.22…, 0.33… and 0.26…
        var matrix = Matrix(3, [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
        Assert.Equal(2.0 / 3, matrix.Precision(0), 1e-12);
        Assert.Equal(1, matrix.Recall(0));
        Assert.Equal(0.8, matrix.F1(0), 1e-12);
        Assert.Equal(0, matrix.Precision(1));
        Assert.Equal(0, matrix.F1(1));
        Assert.Equal(2.0 / 9, matrix.MacroPrecision, 1e-12);
        Assert.Equal(1.0 / 3, matrix.MacroRecall, 1e-12);
        Assert.Equal(4.0 / 15, matrix.MacroF1, 1e-12);
        Assert.Equal(4.0 / 15, matrix.Value, 1e-12);
        Assert.Equal(1.0 / 3, matrix.Accuracy, 1e-12);
        Assert.Equal((2, 1, 1, 2), (matrix[0, 0], matrix[1, 2], matrix[1, 0], matrix[2, 1]));
        Assert.Equal((2, 3), (matrix.ActualCount(0), matrix.PredictedCount(0)));
    }

    [Fact]
    public void A_class_that_occurs_nowhere_is_in_no_average()
    {
        var matrix = Matrix(3, [0, 1], [0, 1]);
        Assert.Equal(0, matrix.F1(2));
        Assert.Equal(1, matrix.MacroF1);
    }

    [Fact]
    public void An_empty_matrix_is_all_zeros()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Equal((0, 0, 0, 0), (matrix.Accuracy, matrix.MacroPrecision, matrix.MacroRecall, matrix.MacroF1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void A_target_that_is_no_class_is_refused(float target)
    {
        var exception = Assert.Throws<ArgumentException>(() => new Accuracy().Add([0, 1, 2, 0, 1, 2], [0, target], 2));
        Assert.Contains(FormattableString.Invariant($"The target of sample 1 of the batch is {target}, which is not a class from 0 to 2"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Accuracy().Add([0, 1, 2], [0, 1], 2));
        Assert.Throws<ArgumentException>(() => new Accuracy().Add([0, 1, 2], [0, 1], 1));
        Assert.Throws<ArgumentException>(() => new MeanAbsoluteError().Add([0, 1], [0], 1));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2).Add([0, 1, 2], [0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(2)[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(2).Recall(-1));
    }

    internal static ConfusionMatrix Matrix(int classes, int[] actual, int[] predicted)
    {
        var matrix = new ConfusionMatrix(classes);
        for (var i = 0; i < actual.Length; i++)
        {
            var outputs = new float[classes];
            outputs[predicted[i]] = 1;
            matrix.Add(outputs, [actual[i]], 1);
        }

        return matrix;
    }
}
