namespace NetGen.Runtime.Tests.Losses;

/// <summary>Losses of outputs with several axes, against the definition in double over the positions one by one.</summary>
public class ClassAxisTests
{
    private const int Batch = 3;

    public static IEnumerable<object[]> Cases()
    {
        foreach (var shape in new[] { "10", "4 12 10", "5 7", "3 1 2", "2 9 4" })
        {
            var axes = shape.Split(' ').Length;
            for (var axis = -1; axis < axes; axis++)
            {
                foreach (var variant in new[] { "plain", "weights", "ignore", "smooth", "weights ignore smooth", "probabilities", "probabilities weights smooth" })
                    yield return [shape, axis, variant];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cross_entropy_is_the_mean_over_the_positions_that_count(string shapeText, int axis, string variant)
    {
        int[] shape = [.. shapeText.Split(' ').Select(int.Parse)];
        var (classes, rows) = Rows(shape, axis);
        var isProbabilities = variant.Contains("probabilities", StringComparison.Ordinal);
        var smoothing = variant.Contains("smooth", StringComparison.Ordinal) ? 0.1f : 0;
        float[] weights = variant.Contains("weights", StringComparison.Ordinal) ? LossVariant.ClassWeights(classes) : [];
        var random = new Random(rows.Length + classes);
        float[] outputs = [.. rows.SelectMany(row => row).Select(_ => (6 * random.NextSingle()) - 3)];
        var targets = new float[isProbabilities ? outputs.Length : rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (isProbabilities)
            {
                var drawn = rows[i].Select(_ => 0.1f + random.NextSingle()).ToArray();
                for (var k = 0; k < classes; k++)
                    targets[rows[i][k]] = drawn[k] / drawn.Sum();
            }
            else
            {
                targets[i] = variant.Contains("ignore", StringComparison.Ordinal) && i % 3 == 1 ? -7 : random.Next(classes);
            }
        }

        var loss = new CrossEntropyLoss(
            weights, -7, smoothing, isProbabilities ? CrossEntropyTarget.Probabilities : CrossEntropyTarget.ClassIndex, axis);
        var gradients = new float[outputs.Length];
        gradients.AsSpan().Fill(float.NaN);
        var value = loss.Evaluate(outputs, targets, gradients, Batch, shape);

        double Weight(int index) => weights.Length == 0 ? 1 : weights[index];
        double Definition(double[] logits)
        {
            double[][] byPosition = [.. rows.Select(row => row.Select(place => logits[place]).ToArray())];
            return isProbabilities
                ? NaiveLosses.SoftCrossEntropy(byPosition, [.. rows.SelectMany(row => row).Select(place => targets[place])], Weight, smoothing)
                : NaiveLosses.NegativeLogLikelihood([.. byPosition.Select(NaiveLosses.LogSoftmax)], targets, Weight, smoothing, ignored: -7);
        }

        double[] exact = [.. outputs];
        Assert.Equal(Definition(exact), value.Mean, 1e-6);
        Assert.Equal(value, loss.Evaluate(outputs, targets, [], Batch, shape));
        if (!isProbabilities)
            Assert.Equal(value, loss.Evaluate(outputs, Array.ConvertAll(targets, static target => (int)target), [], Batch, shape));
        for (var i = 0; i < outputs.Length; i += Math.Max(1, outputs.Length / 50))
        {
            var (above, below) = ((double[])exact.Clone(), (double[])exact.Clone());
            above[i] += 1e-5;
            below[i] -= 1e-5;
            Assert.Equal((Definition(above) - Definition(below)) / 2e-5, gradients[i], 2e-6);
        }

        Assert.All(gradients, static gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Theory]
    [InlineData("4 12 10", -1)]
    [InlineData("4 12 10", 0)]
    [InlineData("4 12 10", 1)]
    public void Negative_log_likelihood_is_the_mean_over_the_positions_that_count(string shapeText, int axis)
    {
        int[] shape = [.. shapeText.Split(' ').Select(int.Parse)];
        var (classes, rows) = Rows(shape, axis);
        var random = new Random(5);
        float[] outputs = [.. rows.SelectMany(row => row).Select(_ => -random.NextSingle())];
        float[] targets = [.. rows.Select((_, i) => i % 4 == 0 ? -100f : random.Next(classes))];
        var gradients = new float[outputs.Length];
        var value = new NLLLoss(LossVariant.ClassWeights(classes), classAxis: axis).Evaluate(outputs, targets, gradients, Batch, shape);

        var (sum, total) = (0.0, 0.0);
        var expected = new double[outputs.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (targets[i] == -100)
                continue;
            double weight = LossVariant.ClassWeight((int)targets[i]);
            sum -= weight * outputs[rows[i][(int)targets[i]]];
            total += weight;
            expected[rows[i][(int)targets[i]]] = -weight;
        }

        Assert.Equal(sum / total, value.Mean, 1e-12);
        Assert.Equal(total, value.Count, 1e-9);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i] / total, gradients[i], 1e-8);
    }

    [Fact]
    public void Pictures_allocate_nothing()
    {
        var loss = new CrossEntropyLoss(classAxis: 0, labelSmoothing: 0.1f);
        var (outputs, targets, gradients) = (new float[2 * 600 * 6], new float[2 * 6], new float[2 * 600 * 6]);
        int[] shape = [600, 2, 3];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 10; i++)
                loss.Evaluate(outputs, targets, gradients, 2, shape);
        }));
    }

    // For each position of a batch, in the order of the targets, where its classes are.
    private static (int Classes, int[][] Rows) Rows(int[] shape, int axis)
    {
        var place = axis < 0 ? axis + shape.Length : axis;
        var size = shape.Aggregate(1, static (product, extent) => product * extent);
        var rows = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < Batch * size; i++)
        {
            var rest = i;
            var index = new int[shape.Length + 1];
            for (var a = shape.Length - 1; a >= 0; a--)
            {
                index[a + 1] = rest % shape[a];
                rest /= shape[a];
            }

            index[0] = rest;
            index[place + 1] = 0;
            var key = string.Join('.', index.Select(static value => value.ToString("D3")));
            if (!rows.TryGetValue(key, out var row))
                rows[key] = row = [];
            row.Add(i);
        }

        return (shape[place], [.. rows.Values.Select(static row => row.ToArray())]);
    }
}
