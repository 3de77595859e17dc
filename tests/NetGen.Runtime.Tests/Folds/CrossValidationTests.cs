using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Folds;

public class CrossValidationTests
{
    [Theory]
    [InlineData(5, 23, false)]
    [InlineData(5, 23, true)]
    [InlineData(2, 10, true)]
    [InlineData(10, 10, false)]
    public void Every_sample_is_validated_on_once_in_each_repeat_and_never_learned_from_then(int folds, int count, bool isStratified)
    {
        var data = Numbered(count, 2);
        var split = new CrossValidation(folds) { Repeats = 3, IsStratified = isStratified, Seed = 4 }.Split(data).ToList();
        Assert.Equal(3 * folds, split.Count);
        foreach (var repeat in split.GroupBy(static fold => fold.Repeat))
        {
            Assert.Equal(Enumerable.Range(1, folds), repeat.Select(static fold => fold.Index));
            Assert.Equal(Enumerable.Range(0, count), repeat.SelectMany(static fold => Numbers(fold.Validation)).Order());
            foreach (var fold in repeat)
            {
                Assert.Equal(Enumerable.Range(0, count), Numbers(fold.Train).Concat(Numbers(fold.Validation)).Order());
                Assert.InRange(fold.Validation.Count, count / folds, (count + folds - 1) / folds);
            }
        }

        // Each repeat has folds of its own, and the same seed the same ones.
        Assert.NotEqual(Numbers(split[0].Validation), Numbers(split[folds].Validation));
        var again = new CrossValidation(folds) { Repeats = 3, IsStratified = isStratified, Seed = 4 }.Split(data).ToList();
        Assert.Equal(split.SelectMany(static fold => Numbers(fold.Validation)), again.SelectMany(static fold => Numbers(fold.Validation)));
        Assert.NotEqual(Numbers(split[0].Validation), Numbers(new CrossValidation(folds) { IsStratified = isStratified, Seed = 5 }.Split(data).First().Validation));
    }

    [Fact]
    public void Stratified_folds_have_each_class_in_its_share()
    {
        var data = Numbered(100, 10);
        foreach (var fold in new CrossValidation(5) { IsStratified = true }.Split(data))
        {
            Assert.Equal(20, fold.Validation.Count);
            Assert.Equal(2, fold.Validation.Targets.ToArray().Count(static target => target == 1));
        }
    }

    [Fact]
    public void A_class_may_be_a_row_or_what_a_function_says()
    {
        var rows = Numbered(60, 3).WithOneHotTargets(2);
        foreach (var fold in new CrossValidation(4) { IsStratified = true }.Split(rows))
            Assert.Equal(5, Enumerable.Range(0, 15).Count(sample => fold.Validation.Target(sample)[1] == 1));
        var numbers = Numbered(60, 3);
        foreach (var fold in new CrossValidation(4) { IsStratified = true, ClassOf = sample => (int)numbers.Input(sample)[0] / 20 }.Split(numbers.WithTargets(numbers.Inputs, 1)))
            Assert.Equal([5, 5, 5], Enumerable.Range(0, 3).Select(group => Numbers(fold.Validation).Count(number => number / 20 == group)));
    }

    [Fact]
    public void Impossible_folds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossValidation(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossValidation(2) { Repeats = 0 });
        Assert.StartsWith("10 folds of 8 samples leave folds without a sample; choose at most 8.", Refused(new CrossValidation(10), Numbered(8, 2)), StringComparison.Ordinal);
        Assert.StartsWith("Class 1 has 2 samples, too few for 5 folds of which each has it.", Refused(new CrossValidation(5) { IsStratified = true }, Numbered(20, 10)), StringComparison.Ordinal);
        Assert.Contains("There are 20 different targets", Refused(new CrossValidation(5) { IsStratified = true }, Numbered(20, 10).WithTargets(Numbered(20, 10).Inputs, 1)), StringComparison.Ordinal);

        static string Refused(CrossValidation validation, Dataset data) => Assert.Throws<ArgumentException>(() => validation.Split(data)).Message;
    }

    [Fact]
    public void It_trains_a_network_for_each_fold_and_gives_means_and_deviations()
    {
        var data = Samples.Clouds(100);
        var told = new List<string>();
        var result = new CrossValidation(4) { Repeats = 2, IsStratified = true }.Run(data, epochs: 10, Trainer, fold => told.Add(fold.ToString()));
        Assert.Equal(8, result.Folds.Count);
        Assert.All(result.Folds, static fold => Assert.Equal((25, 10), (fold.Samples, fold.History.Epochs.Count)));
        var values = result.Folds.Select(static fold => fold.Validation["accuracy"]).ToArray();
        Assert.Equal(values.Average(), result["accuracy"].Mean, 1e-12);
        Assert.Equal(Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / 7), result["accuracy"].Deviation, 1e-12);
        Assert.True(result["accuracy"].Mean > 0.85);
        Assert.Equal(result.Folds.Average(static fold => fold.Validation.Loss), result.Loss.Mean, 1e-12);
        Assert.Equal(8, told.Count);
        Assert.StartsWith("fold 1 of repeat 1: loss ", told[0], StringComparison.Ordinal);
        var exception = Assert.Throws<KeyNotFoundException>(() => result["recall"]);
        Assert.Contains("'accuracy'", exception.Message, StringComparison.Ordinal);

        var lines = result.ToString().Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Equal(["repeat", "fold", "samples", "loss", "accuracy"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["mean", ReportText.Number(result.Loss.Mean), ReportText.Number(result["accuracy"].Mean)], lines[9].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("deviation", lines[10].TrimStart(), StringComparison.Ordinal);

        // The same seed gives the same numbers.
        Assert.Equal(result.ToString(), new CrossValidation(4) { Repeats = 2, IsStratified = true }.Run(data, 10, Trainer).ToString());

        static Trainer Trainer(Fold fold) => new(new TwoLayerNetwork(2, 8, 2), new CrossEntropyLoss(), new Adam(0.02)) { Metrics = [new Accuracy()] };
    }

    [Fact]
    public void A_fold_is_prepared_by_its_own_training_samples()
    {
        var seen = 0;
        new CrossValidation(3) { Prepare = Standardize }.Run(Samples.Clouds(30), 1, fold =>
        {
            var column = Enumerable.Range(0, fold.Train.Count).Select(sample => (double)fold.Train.Input(sample)[0]).ToArray();
            Assert.Equal(0, column.Average(), 1e-5);
            Assert.NotEqual(0, Enumerable.Range(0, fold.Validation.Count).Average(sample => (double)fold.Validation.Input(sample)[0]), 1e-5);
            seen++;
            return new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0.1));
        });
        Assert.Equal(3, seen);

        static Fold Standardize(Fold fold)
        {
            var standardizer = Standardizer.FitInputs(fold.Train);
            return fold with { Train = standardizer.ApplyToInputs(fold.Train), Validation = standardizer.ApplyToInputs(fold.Validation) };
        }
    }

    [Fact]
    public void A_network_that_knows_the_samples_is_refused()
    {
        var network = new TwoLayerNetwork(2, 4, 2);
        var exception = Assert.Throws<InvalidOperationException>(() => new CrossValidation(3).Run(Samples.Clouds(30), 1, _ => new Trainer(network, new CrossEntropyLoss(), new SGD(0.1))));
        Assert.Contains("Make a new network and a new trainer for each fold.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_a_fold_does_not_have_is_named()
    {
        // One sample of class 1 is in one fold alone.
        var data = Numbered(9, 9);
        var result = new CrossValidation(3).Run(data, 1, static _ => new Trainer(new TwoLayerNetwork(1, 4, 2), new CrossEntropyLoss(), new SGD(0.01)) { Metrics = [new RocAuc()] });
        Assert.Equal(double.NaN, result["ROC-AUC"].Mean);
        Assert.Contains("ROC-AUC is not defined: only class 0 occurs in the targets", result.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Samples whose input is their number, and whose target is 1 for every so many.</summary>
    private static Dataset Numbered(int count, int every)
        => new(Enumerable.Range(0, count).Select(static i => (float)i).ToArray(), Enumerable.Range(0, count).Select(i => i % every == 0 ? 1f : 0).ToArray(), 1, 1);

    private static int[] Numbers(Dataset data) => [.. data.Inputs.ToArray().Select(static value => (int)value)];
}
