namespace NetGen.Runtime.Tests.Losses;

public class LossNumericsTests
{
    [Fact]
    public void Cross_entropy_of_huge_logits_is_finite()
    {
        float[] logits = [1e4f, -1e4f, 0, 1e4f, -1e4f, 0];
        var gradients = new float[6];
        var loss = new CrossEntropyLoss();

        Assert.Equal(0, loss.Evaluate(logits.AsSpan(0, 3), [0f], gradients.AsSpan(0, 3), 1));
        Assert.Equal([0, 0, 0], gradients[..3]);
        Assert.Equal(20000, loss.Evaluate(logits.AsSpan(0, 3), [1f], gradients.AsSpan(0, 3), 1));
        Assert.Equal([1, -1, 0], gradients[..3]);
        Assert.Equal(10000, loss.Evaluate(logits, [0f, 1f], gradients, 2));
        Assert.Equal([0, 0, 0, 0.5f, -0.5f, 0], gradients);
    }

    [Fact]
    public void Soft_cross_entropy_of_huge_logits_is_finite()
    {
        float[] logits = [1e4f, -1e4f, 0, 0];
        var gradients = new float[4];
        var value = new CrossEntropyLoss(labelSmoothing: 0.4f).Evaluate(logits, [0f], gradients, 1);

        // 0.1 for each class, and its log-probabilities 0, −20000, −10000, −10000.
        Assert.Equal(4000, value, 1e-3);
        Assert.Equal([0.3f, -0.1f, -0.1f, -0.1f], gradients, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_of_huge_logits_is_finite()
    {
        var gradients = new float[4];
        var value = new BCEWithLogitsLoss().Evaluate([1e4f, 1e4f, -1e4f, -1e4f], [1, 0, 1, 0], gradients, 4);

        Assert.Equal(5000, value);
        Assert.Equal([0, 0.25f, -0.25f, 0], gradients);
    }

    [Fact]
    public void A_nearly_certain_class_keeps_the_digits_of_its_loss_and_gradient()
    {
        // ln(1 + 2e⁻²⁰) = 4.12e-9: far below what a float can tell from 1.
        var expected = 2 * Math.Exp(-20);
        var gradients = new float[3];
        var value = new CrossEntropyLoss().Evaluate([20, 0, 0], [0f], gradients, 1);

        Assert.Equal(expected, value, 1e-6 * expected);
        Assert.Equal(-expected, gradients[0], 1e-6 * expected);
        Assert.Equal(expected / 2, gradients[1], 1e-6 * expected);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(-20, 1)]
    public void A_certain_binary_output_keeps_the_digits_of_its_loss_and_gradient(float logit, float target)
    {
        var expected = Math.Exp(-20);
        var gradients = new float[1];
        var value = new BCEWithLogitsLoss().Evaluate([-logit], [target], gradients, 1);

        Assert.Equal(expected, value, 1e-6 * expected);
        Assert.Equal(target == 0 ? expected : -expected, gradients[0], 1e-6 * expected);
    }

    [Fact]
    public void The_sum_of_a_large_batch_keeps_its_digits()
    {
        // 40,000 equal addends: a sum in float drifts by more than 1e-5.
        const int Batch = 10_000;
        var outputs = new float[4 * Batch];
        var targets = new float[4 * Batch];
        outputs.AsSpan().Fill(0.1f);

        Assert.Equal(0.1f, new L1Loss().Evaluate(outputs, targets, Batch), 1e-15);
        Assert.Equal(Math.Log(4), new CrossEntropyLoss().Evaluate(outputs, new int[Batch], Batch), 1e-12);
    }

    [Theory]
    [MemberData(nameof(LossVariant.Names), MemberType = typeof(LossVariant))]
    public void An_output_that_is_not_a_number_gives_a_loss_that_is_not_a_number(string name)
    {
        var variant = LossVariant.Named(name);
        foreach (var width in new[] { 1, 3, 8, 11 })
        {
            var (outputs, targets) = variant.Draw(new Random(width), 1, width);

            // Negative log-likelihood looks at the output of the right class alone.
            var position = name.StartsWith("nll", StringComparison.Ordinal) ? (int)targets[0] : width - 1;
            outputs[position] = float.NaN;
            var gradients = new float[width];

            Assert.True(double.IsNaN(variant.Create(width).Evaluate(outputs, targets, gradients, 1)));
            Assert.True(double.IsNaN(variant.Create(width).Evaluate(outputs, targets, 1)));
        }
    }

    [Theory]
    [MemberData(nameof(LossVariant.Names), MemberType = typeof(LossVariant))]
    public void The_same_batch_gives_the_same_bits_wherever_it_lies(string name)
    {
        var variant = LossVariant.Named(name);
        var (outputs, targets) = variant.Draw(new Random(1), 13, 11);
        var loss = variant.Create(11);
        var gradients = new float[outputs.Length];
        var value = loss.Evaluate(outputs, targets, gradients, 13);
        for (var shift = 1; shift < 8; shift++)
        {
            float[] shiftedOutputs = [.. new float[shift], .. outputs];
            float[] shiftedTargets = [.. new float[shift], .. targets];
            var shiftedGradients = new float[shift + gradients.Length];
            var shifted = loss.Evaluate(
                shiftedOutputs.AsSpan(shift), shiftedTargets.AsSpan(shift), shiftedGradients.AsSpan(shift), 13);

            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(shifted));
            Assert.True(gradients.AsSpan().SequenceEqual(shiftedGradients.AsSpan(shift)));
        }
    }

    [Theory]
    [MemberData(nameof(LossVariant.Names), MemberType = typeof(LossVariant))]
    public void Evaluation_allocates_nothing(string name)
    {
        var variant = LossVariant.Named(name);
        var (outputs, targets) = variant.Draw(new Random(1), 13, 11);
        var gradients = new float[outputs.Length];
        var loss = variant.Create(11);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                loss.Evaluate(outputs, targets, gradients, 13);
                loss.Evaluate(outputs, targets, 13);
            }
        }));
    }

    [Fact]
    public void Integer_class_indices_mean_the_same_as_floats()
    {
        float[] outputs = [.. Enumerable.Range(0, 15).Select(i => -0.1f * i)];
        float[] targets = [2, -100, 4];
        int[] indices = [2, -100, 4];
        var fromFloats = new float[15];
        var fromIndices = new float[15];

        var nll = new NLLLoss();
        Assert.Equal(nll.Evaluate(outputs, targets, fromFloats, 3), nll.Evaluate(outputs, indices, fromIndices, 3));
        Assert.Equal(nll.Evaluate(outputs, targets, 3), nll.Evaluate(outputs, indices, 3));
        Assert.Equal(fromFloats, fromIndices);

        var crossEntropy = new CrossEntropyLoss();
        Assert.Equal(crossEntropy.Evaluate(outputs, targets, fromFloats, 3), crossEntropy.Evaluate(outputs, indices, fromIndices, 3));
        Assert.Equal(crossEntropy.Evaluate(outputs, targets, 3), crossEntropy.Evaluate(outputs, indices, 3));
        Assert.Equal(fromFloats, fromIndices);
    }

    [Fact]
    public void A_batch_that_is_left_out_whole_has_no_mean_and_no_gradient()
    {
        float[] gradients = [1, 1, 1, 1];
        Assert.Equal(double.NaN, new CrossEntropyLoss().Evaluate([1, 2, 3, 4], [-100f, -100f], gradients, 2));
        Assert.Equal([0, 0, 0, 0], gradients);

        gradients = [1, 1, 1, 1];
        Assert.Equal(double.NaN, new NLLLoss().Evaluate([1, 2, 3, 4], [-100f, -100f], gradients, 2));
        Assert.Equal([0, 0, 0, 0], gradients);
    }

    [Fact]
    public void A_class_may_be_the_one_that_is_ignored()
    {
        var gradients = new float[4];
        var value = new CrossEntropyLoss(ignoreIndex: 0).Evaluate([5, 0, 0, 0], [0f, 1f], gradients, 2);

        Assert.Equal(Math.Log(2), value, 1e-7);
        Assert.Equal([0, 0, 0.5f, -0.5f], gradients);
    }
}
