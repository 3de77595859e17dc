using System.Globalization;

namespace NetGen;

/// <summary>
/// The loss before the first step against that of a network that knows nothing: ln K for K classes, the mean of the squared targets for squared errors, and so for every
/// loss, since it is that of outputs that are all 0.
/// </summary>
internal static class InitialLossCheck
{
    private const string Name = "loss at initialisation";
    private const int Samples = 1024;

    // A network with usual initial weights is within a tenth of it; outputs that are spread as widely as 1 add about a half.
    private const double TooHigh = 1.3;
    private const double TooLow = 0.7;

    public static CheckFinding Run(Trainer trainer, IDataset train)
    {
        var batch = Overfitting.FirstBatch(trainer, train, Samples);
        var initial = trainer.Evaluate(batch, []).Loss;
        if (!double.IsFinite(initial))
            return new(Name, CheckOutcome.Failed, $"it is {Number(initial)}.", "Look at the inputs, and at parameters that were loaded.");
        if (trainer.StepsTrained > 0)
            return new(Name, CheckOutcome.Skipped, $"the network has been trained for {trainer.StepsTrained} steps; the loss is {Number(initial)}.");
        if (trainer.Loss is not { } loss)
            return new(Name, CheckOutcome.Skipped, $"it is {Number(initial)}; what is to be expected of an objective is not known.");

        int[] shape = [.. trainer.Network.Description.OutputShape];
        var size = ClassLayout.Product(shape);
        var outputs = new float[batch.Count * size];
        var classes = TargetClasses.Of(trainer);
        if ((loss is WeightedLoss weighted ? weighted.Loss : loss) is var of && of is NLLLoss or KLDivLoss)
            outputs.AsSpan().Fill(-MathF.Log(ClassLayout.Of(shape, of.Targets.ClassAxis).Classes));
        var expected = loss.Evaluate(outputs, batch.Targets.Span, [], batch.Count, shape).Mean;
        return classes is null ? OfNumbers(loss, batch, TargetClasses.Columns(trainer, batch), initial, expected, shape) : OfClasses(classes, initial, expected);
    }

    private static CheckFinding OfClasses(TargetClasses classes, double initial, double expected)
    {
        var name = !classes.AreDecisions && Math.Abs(expected - Math.Log(classes.Count)) < 1e-3 ? $" (ln {classes.Count})" : "";
        var text = $"{Number(initial)}; a network that knows nothing has {Number(expected)}{name}.";
        if (initial > TooHigh * expected)
            return new(Name, CheckOutcome.Warning, text, "The outputs are too far from 0: standardise the inputs, or choose smaller initial weights for the last layer.");
        return initial < TooLow * expected
            ? new(Name, CheckOutcome.Warning, text, "It is lower than that of a network that knows nothing: either it has been trained before, or the inputs give the targets away.")
            : new(Name, CheckOutcome.Passed, text);
    }

    private static CheckFinding OfNumbers(Loss loss, Dataset batch, int columns, double initial, double ofZero, int[] shape)
    {
        var size = ClassLayout.Product(shape);
        var text = $"{Number(initial)}; outputs of 0 have {Number(ofZero)}";
        if (columns != size)
            return new(Name, CheckOutcome.Skipped, text + ".");

        // The best that a network can do that does not look at its inputs, for squared errors; near it for others.
        var means = new ColumnStatistics(size);
        for (var sample = 0; sample < batch.Count; sample++)
            means.Add(batch.Target(sample)[..size]);
        var constant = new float[batch.Count * size];
        for (var i = 0; i < constant.Length; i++)
            constant[i] = (float)means.Mean(i % size);
        var ofMean = loss.Evaluate(constant, batch.Targets.Span, [], batch.Count, shape).Mean;
        text += loss is MSELoss ? $", the mean target has {Number(ofMean)} (the variance)." : $", the mean target has {Number(ofMean)}.";
        if (ofZero > 4 * ofMean && ofMean > 0)
            return new(Name, CheckOutcome.Warning, text, "The targets are far from 0 beside their spread, which takes many steps to learn: standardise them.");
        return initial > 2 * Math.Max(ofZero, ofMean)
            ? new(Name, CheckOutcome.Warning, text, "The outputs are too far from 0: standardise the inputs and the targets, or choose smaller initial weights for the last layer.")
            : new(Name, CheckOutcome.Passed, text);
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
