using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>The settings of a training, and the machine that it runs on, as names with values.</summary>
internal static class TrainingSettings
{
    public static IEnumerable<(string Name, string Value)> Of(Trainer trainer, TrainingFacts facts)
    {
        yield return ("loss", trainer.Loss?.GetType().Name ?? "the network's own objective");
        yield return ("optimizer", OfOptimizer(trainer.Optimizer));
        yield return ("learning rate", trainer.Schedule is { } schedule ? $"{ReportText.Number(trainer.Optimizer.LearningRate)} now, by {schedule}" : ReportText.Number(trainer.Optimizer.LearningRate));
        yield return ("batch size", trainer.BatchSize == Trainer.FullBatch ? "all samples" : ReportText.Whole(trainer.BatchSize));
        if (trainer.AccumulateBatches > 1)
            yield return ("batches a step", ReportText.Whole(trainer.AccumulateBatches));
        if (facts.Train is not null)
            yield return ("training data", facts.Train);
        if (facts.Validation is not null)
            yield return ("validation data", facts.Validation);
        yield return ("order of samples", trainer.Shuffle ? "a new one each epoch" : "as they are");
        if (trainer.DropLast)
            yield return ("last batch", "left out where it is smaller");
        yield return ("gradient clipping", trainer.ClipNorm is { } norm ? $"norm {ReportText.Number(norm)}" : "none");
        if (trainer.EarlyStopping is { } stopping)
            yield return ("early stopping", $"after {ReportText.Whole(stopping.Patience)} epochs without a lower validation loss");
        yield return ("seed", trainer.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("workers", ReportText.Whole(trainer.Workers));
        if (trainer.Shards is { } shards)
            yield return ("shards", ReportText.Whole(shards));
        if (trainer.Callbacks.Count > 0)
            yield return ("callbacks", string.Join(", ", trainer.Callbacks.Select(static callback => callback.GetType().Name)));
        yield return ("steps taken", trainer.StepsTrained.ToString("N0", CultureInfo.InvariantCulture));
    }

    // By what it names to a checkpoint: its settings without its state.
    private static string OfOptimizer(Optimizer optimizer)
    {
        var store = new StateStore();
        optimizer.Exchange(new StateExchange(store, StateMode.Describe, parameterCount: 0));
        var settings = store.Texts.Where(static setting => setting.Key is not ("optimizer" or "first_learning_rate")).Select(static setting => $"{setting.Key.Replace('_', ' ')} {setting.Value}").ToArray();
        return settings.Length == 0 ? optimizer.GetType().Name : $"{optimizer.GetType().Name}: {string.Join(", ", settings)}";
    }

    public static IEnumerable<(string Name, string Value)> Machine()
    {
        yield return ("system", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("processors", ReportText.Whole(Environment.ProcessorCount));
        yield return ("vectors", Vector256.IsHardwareAccelerated ? $"256 bits{(Fma.IsSupported ? ", fused multiply-add" : "")}{(Vector512.IsHardwareAccelerated ? " (512 available)" : "")}" : "fewer than 256 bits: several times slower");
        yield return ("memory", $"{ReportText.Number(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), "0.0")} GiB");
        yield return ("runtime", $"{RuntimeInformation.FrameworkDescription}{(RuntimeFeature.IsDynamicCodeCompiled ? "" : ", native")}");
        yield return ("NetGen", typeof(TrainingReport).Assembly.GetName().Version?.ToString(3) ?? "");
    }
}
