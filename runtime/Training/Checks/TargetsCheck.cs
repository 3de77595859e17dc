using System.Globalization;

namespace NetGen;

/// <summary>The balance of classes, targets that are all the same, contradictory samples, and samples that come class by class.</summary>
internal static class TargetsCheck
{
    // The most frequent class against the rarest.
    private const double Imbalance = 10;

    public static IEnumerable<CheckFinding> Run(Trainer trainer, TargetClasses? classes, DatasetScan train)
    {
        if (train.Targets.Columns == 0)
            yield break;
        yield return classes is null ? Numbers(train) : Balance(classes, train);
        yield return Contradictions(train);
        if (!trainer.Shuffle && classes is not null && Order(trainer, train) is { } order)
            yield return order;
    }

    private static CheckFinding Balance(TargetClasses classes, DatasetScan train)
    {
        const string Name = "balance of classes";
        var all = train.Classes.Sum();
        var present = Enumerable.Range(0, train.Classes.Length).Where(index => train.Classes[index] > 0).ToArray();
        if (present.Length < 2)
        {
            return new(
                Name,
                CheckOutcome.Failed,
                present.Length == 0 ? "no target counts." : $"every target of {train.Samples} is class {present[0]}.",
                "Nothing can be told apart with one class: are the samples sorted, and only a part of them was read?");
        }

        var (most, least) = (present.MaxBy(index => train.Classes[index]), present.MinBy(index => train.Classes[index]));
        var share = train.Classes[most] / (double)all;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"class {most} has {train.Classes[most]:N0} of {all:N0} targets ({share:0%}), class {least} has {train.Classes[least]:N0}.");
        var missing = train.Classes.Length - present.Length;
        if (missing > 0)
        {
            var names = string.Join(", ", Enumerable.Range(0, train.Classes.Length).Where(index => train.Classes[index] == 0).Take(8));
            return new(Name, CheckOutcome.Warning, $"{missing} of {train.Classes.Length} classes have no sample: {names}{(missing > 8 ? ", …" : "")}. {text}", "They cannot be learned: is the network's last layer too wide, or is a part of the samples missing?");
        }

        return train.Classes[most] > Imbalance * train.Classes[least]
            ? new(
                Name,
                CheckOutcome.Warning,
                $"{text} Who always says class {most} is right in {share.ToString("0%", CultureInfo.InvariantCulture)}.",
                $"Look at recall or F1 of each class, and not at accuracy alone; {(classes.AreDecisions ? "a weight for the positive class" : "class weights in the loss")} or more samples of the rare ones may help.")
            : new(Name, CheckOutcome.Passed, text);
    }

    private static CheckFinding Numbers(DatasetScan train)
    {
        const string Name = "targets";
        var columns = train.Targets;
        var constant = Enumerable.Range(0, columns.Columns).Where(columns.IsConstant).ToArray();
        if (constant.Length == columns.Columns && train.Count > 1)
            return new(Name, CheckOutcome.Failed, $"all targets of {train.Samples} are the same.", "There is nothing to learn: was the right column read?");
        var worst = Enumerable.Range(0, columns.Columns).Except(constant).DefaultIfEmpty(0).MaxBy(column => Math.Abs(Math.Log(Math.Max(columns.RootMeanSquare(column), double.Epsilon))));
        var text = string.Create(CultureInfo.InvariantCulture, $"target {worst} has mean {columns.Mean(worst):G4} and deviation {columns.Deviation(worst):G4} in {train.Samples}.");
        return columns.RootMeanSquare(worst) is > 10 or < 0.01 && train.Count > 1
            ? new(Name, CheckOutcome.Warning, text, "Losses and learning rates are made for targets about as large as 1: standardise them, and turn predictions back with Invert.")
            : new(Name, CheckOutcome.Passed, text);
    }

    private static CheckFinding Contradictions(DatasetScan train)
    {
        const string Name = "contradictory samples";
        if (train.Contradictory == 0)
        {
            var repeated = train.Repeated == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {train.Repeated:N0} have the inputs and the target of an earlier one.");
            return new(Name, CheckOutcome.Passed, $"none in {train.Samples}.{repeated}");
        }

        var (earlier, later) = train.FirstContradiction;
        return new(
            Name,
            train.Contradictory > 0.01 * train.Count ? CheckOutcome.Warning : CheckOutcome.Passed,
            string.Create(CultureInfo.InvariantCulture, $"{train.Contradictory:N0} of {train.Samples} have the inputs of an earlier one and another target: sample {later} and sample {earlier}."),
            "No network can be right in all of them: a column that tells them apart may be missing.");
    }

    private static CheckFinding? Order(Trainer trainer, DatasetScan train)
    {
        // In a random order, a sample is of another class than the one before it as often as two samples that are drawn.
        var all = (double)train.Classes.Sum();
        var expected = (train.Count - 1) * (1 - train.Classes.Sum(count => count / all * (count / all)));
        return train.Count < 20 || all != train.Count || train.ClassChanges > 0.2 * expected
            ? null
            : new(
                "order of the samples",
                CheckOutcome.Warning,
                string.Create(CultureInfo.InvariantCulture, $"the class changes {train.ClassChanges:N0} times in {train.Samples}: they are in the order of their classes, and {nameof(trainer.Shuffle)} is off."),
                "Batches of one class unlearn the others: set Shuffle.");
    }
}
