using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Training;

/// <summary>What data violate is told before a training starts, by the number of the sample in the dataset.</summary>
public class DataCheckTests
{
    private const int Count = 20;

    [Theory]
    [InlineData("ce", 3, 1, 3f, "The target of sample 17 of 'train' is 3; CrossEntropyLoss expects a class index from 0 to 2, or -100 to leave it out.")]
    [InlineData("ce", 3, 1, -1f, "is -1; CrossEntropyLoss expects a class index")]
    [InlineData("ce", 3, 1, 0.5f, "is 0.5; CrossEntropyLoss expects a class index")]
    [InlineData("ce", 3, 1, float.NaN, "is NaN; CrossEntropyLoss expects a class index")]
    [InlineData("nll", 3, 1, 1e9f, "NLLLoss expects a class index from 0 to 2")]
    [InlineData("bce", 1, 1, 2f, "The target of sample 17 of 'train' is 2; BCEWithLogitsLoss expects 0 for no and 1 for yes, or a probability between them.")]
    [InlineData("bce", 1, 1, -1f, "is -1; BCEWithLogitsLoss expects 0 for no and 1 for yes, or a probability between them; HingeLoss takes 1 and -1.")]
    [InlineData("bce", 1, 1, float.NaN, "is NaN; BCEWithLogitsLoss expects")]
    [InlineData("bce", 9, 9, 1.0001f, "The target of sample 17 of 'train' at [0] is 1.0001; BCEWithLogitsLoss expects")]
    [InlineData("hinge", 1, 1, 0f, "is 0; HingeLoss expects 1 and -1; BCEWithLogitsLoss takes 1 and 0.")]
    [InlineData("hinge", 1, 1, float.NaN, "is NaN; HingeLoss expects 1 and -1")]
    [InlineData("probabilities", 3, 3, -0.2f, "The target of sample 17 of 'train' at [0] is -0.2; CrossEntropyLoss expects probabilities, which are not negative.")]
    [InlineData("probabilities", 3, 3, 0.5f, "The target of sample 17 of 'train' at [0] begins probabilities that sum to 0.5; CrossEntropyLoss expects 3 that sum to 1.")]
    [InlineData("kl", 3, 3, 2f, "begins probabilities that sum to 2; KLDivLoss expects 3 that sum to 1.")]
    [InlineData("mse", 1, 1, float.PositiveInfinity, "is Infinity; MSELoss expects finite numbers.")]
    public void A_target_is_named_by_its_sample(string loss, int outputs, int targetSize, float value, string message)
    {
        using var hostile = new HostileCulture();
        var targets = new float[Count * targetSize];
        if (loss is "hinge")
            targets.AsSpan().Fill(1);
        if (loss is "probabilities" or "kl")
        {
            for (var sample = 0; sample < Count; sample++)
                targets[sample * targetSize] = 1;
        }

        targets[17 * targetSize] = value;
        var data = new Dataset(new float[Count * 2], targets, 2, targetSize);
        Refused(LossFitTests.Network(outputs, null), LossFitTests.LossNamed(loss), data, message.Replace("Infinity", "Infinity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void An_input_is_named_by_its_sample_and_feature(float value, string shown)
    {
        using var hostile = new HostileCulture();
        var inputs = new float[Count * 2];
        inputs[(2 * 17) + 1] = value;
        Refused(LossFitTests.Network(1, null), new MSELoss(), new Dataset(inputs, new float[Count], 2, 1), $"The input of sample 17 of 'train' has {shown} in feature 1.");
    }

    [Fact]
    public void Soft_labels_and_all_probabilities_stay_legal()
    {
        var trainer = new Trainer(LossFitTests.Network(1, null), new BCEWithLogitsLoss(), new Adam());
        trainer.Fit(new Dataset(new float[8], new float[] { 0, 1, 0.25f, 0.999f }, 2, 1), 1);
        var distributions = new Trainer(LossFitTests.Network(3, null), LossFitTests.LossNamed("probabilities"), new Adam());
        distributions.Fit(new Dataset(new float[4], new float[] { 0.2f, 0.3f, 0.5f, 0, 0, 1 }, 2, 3), 1);
        Assert.Equal(1, trainer.StepsTrained + distributions.StepsTrained - 1);
    }

    [Fact]
    public void A_metric_that_reads_classes_where_the_loss_reads_numbers_names_the_sample()
    {
        var targets = new float[Count];
        targets[17] = 0.5f;
        var trainer = new Trainer(LossFitTests.Network(1, null), new MSELoss(), new Adam()) { Metrics = [new Accuracy()] };
        var exception = Assert.Throws<ArgumentException>("train", () => trainer.Fit(new Dataset(new float[2 * Count], targets, 2, 1), 1));
        Assert.Contains("The target of sample 17 of 'train' is 0.5; 'accuracy' expects a class index from 0 to 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void Targets_that_are_all_left_out_are_refused()
    {
        var targets = new float[Count];
        targets.AsSpan().Fill(-100);
        var nothing = new Dataset(new float[2 * Count], targets, 2, 1);
        Refused(LossFitTests.Network(3, null), new CrossEntropyLoss(), nothing, "All targets of 'train' are -100, which CrossEntropyLoss leaves out, so that there is nothing to learn.");
    }

    private static void Refused(DescribedNetwork network, Loss loss, Dataset data, string message)
    {
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, loss, new Adam()) { BatchSize = 4, Seed = 3 };
        var exception = Assert.Throws<ArgumentException>("train", () => trainer.Fit(data, 1));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'validation'", Assert.Throws<ArgumentException>("validation", () => trainer.Fit(Good(data, loss), 1, data)).Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal((0, 0), (trainer.StepsTrained, trainer.Optimizer.StepCount));
    }

    // The first sample alone is good, or a copy of it with targets of 0.
    private static Dataset Good(Dataset data, Loss loss)
        => loss.Targets.IgnoreIndex is not null ? new Dataset(new float[2], new float[1], 2, 1) : data.Slice(0, 1);
}
