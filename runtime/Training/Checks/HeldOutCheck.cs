using System.Globalization;

namespace NetGen;

/// <summary>Whether validation measures what it should: none of its samples is learned from, and they are of the same kind.</summary>
internal static class HeldOutCheck
{
    public static IEnumerable<CheckFinding> Run(TargetClasses? classes, DatasetScan train, DatasetScan? validation)
    {
        if (validation is null)
        {
            yield return new("samples in training and validation", CheckOutcome.Skipped, "there are no samples for validation.");
            yield break;
        }

        yield return Shared(train, validation);
        if (Distribution(train, validation) is { } distribution)
            yield return distribution;
        if (classes is not null && Missing(train, validation) is { } missing)
            yield return missing;
    }

    private static CheckFinding Shared(DatasetScan train, DatasetScan validation)
    {
        const string Name = "samples in training and validation";
        var (count, here, there) = validation.Shared(train);
        return count == 0
            ? new(Name, CheckOutcome.Passed, $"none of {validation.Samples} for validation is among {train.Samples} for training.")
            : new(
                Name,
                count > 0.01 * validation.Count ? CheckOutcome.Failed : CheckOutcome.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {validation.Samples} for validation are also learned from: sample {here} is sample {there} of the training."),
                "What is measured on them is how well they are remembered: split first, then augment or repeat.");
    }

    private static CheckFinding? Distribution(DatasetScan train, DatasetScan validation)
    {
        if (train.Count < 30 || validation.Count < 30)
            return null;
        var shifted = Enumerable.Range(0, train.Inputs.Columns).Where(column => !train.Inputs.IsConstant(column) && Shift(column) > 1).ToArray();
        if (shifted.Length == 0)
            return null;
        var worst = shifted.MaxBy(Shift);
        return new(
            "inputs of the validation",
            CheckOutcome.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{shifted.Length} of {train.Inputs.Columns} columns have another mean than in training, by more than a deviation: column {worst} has {validation.Inputs.Mean(worst):G4}, and in training {train.Inputs.Mean(worst):G4} ± {train.Inputs.Deviation(worst):G4}."),
            "They may be standardised by other numbers than the training samples, or come from another source.");

        double Shift(int column) => Math.Abs(validation.Inputs.Mean(column) - train.Inputs.Mean(column)) / train.Inputs.Deviation(column);
    }

    private static CheckFinding? Missing(DatasetScan train, DatasetScan validation)
    {
        var unknown = Enumerable.Range(0, train.Classes.Length).Where(index => train.Classes[index] == 0 && validation.Classes[index] > 0).ToArray();
        if (unknown.Length > 0)
            return new("classes of the validation", CheckOutcome.Failed, $"class {string.Join(", ", unknown.Take(8))} is not in the training samples.", "It cannot be learned: split by class, with a stratified split.");
        var unmeasured = Enumerable.Range(0, train.Classes.Length).Where(index => train.Classes[index] > 0 && validation.Classes[index] == 0).ToArray();
        return unmeasured.Length == 0
            ? null
            : new("classes of the validation", CheckOutcome.Warning, $"class {string.Join(", ", unmeasured.Take(8))} is not in the validation samples.", "What is learned of it is not measured: split by class, with a stratified split.");
    }
}
