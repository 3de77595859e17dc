using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Digits;
using NetGen;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var options = Options.Parse(args);
    if (options.Help)
        Console.Write(Options.HelpText);
    else if (options.Predict is { } count)
        Predict(options, count);
    else
        Train(options);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException or DataFileException or SafeTensorsException)
{
    Console.Error.WriteLine($"digits: {OneLine(exception)}");
    return 2;
}
catch (NonFiniteLossException exception)
{
    Console.Error.WriteLine($"digits: {OneLine(exception)} A smaller --lr may help.");
    return 1;
}

static void Train(Options options)
{
    var model = Choice<Model>.Find(Choices.Models, "model", options.Model);
    var optimizer = Choice<Func<double?, Optimizer>>.Find(Choices.Optimizers, "optimizer", options.Optimizer)(options.LearningRate);
    var data = Source(options);
    CheckIsFile(options.Save);
    var network = options.Load is null ? model.Draw(options.Seed) : model.FromFile(options.Load);
    var test = data.Test(int.MaxValue);
    var trainer = new Trainer(network, new CrossEntropyLoss(), optimizer) { BatchSize = options.Batch, Seed = options.Seed, Metrics = [new Accuracy()] };
    if (options.Epochs > 0)
    {
        var (train, validation) = data.Training();
        Console.WriteLine($"{data.Source}: {train.Count:N0} to train, {validation.Count:N0} to validate, {test.Count:N0} to test");
        Console.WriteLine($"{Environment()}\n\n{network.Description.ToText()}\n");
        var stopped = Fit(trainer, train, validation, options.Epochs);
        Report.Curve(trainer.History, stopped);
    }

    var confusion = new ConfusionMatrix(DigitData.Classes);
    trainer.Evaluate(test, confusion);
    Console.WriteLine($"\ntest digits\n{confusion.ToText()}\n");
    var predictions = Predictions.Of(network, test);
    Report.Pictures(test, predictions);
    SaveAndLoad(network, model, test, predictions, options.Save);

    var seconds = trainer.History.Epochs.Sum(static epoch => epoch.Duration.TotalSeconds);
    Console.WriteLine(FormattableString.Invariant($"test accuracy {confusion.Accuracy:0.0000}, {trainer.EpochsTrained} epochs, {seconds:0.00} s"));
}

// Control-C ends the training between two steps; what has been learned by then is shown.
static bool Fit(Trainer trainer, Dataset train, Dataset validation, int epochs)
{
    using var interruption = new CancellationTokenSource();
    void Interrupt(object? sender, ConsoleCancelEventArgs pressed)
    {
        pressed.Cancel = true;
        interruption.Cancel();
    }

    Console.CancelKeyPress += Interrupt;
    trainer.Progress = new ProgressDisplay();
    try
    {
        trainer.Fit(train, epochs, validation, cancellationToken: interruption.Token);
        return false;
    }
    catch (OperationCanceledException)
    {
        return true;
    }
    finally
    {
        Console.CancelKeyPress -= Interrupt;
    }
}

static void Predict(Options options, int count)
{
    var network = Choice<Model>.Find(Choices.Models, "model", options.Model).FromFile(options.Load!);
    var digits = Source(options).Test(count);
    Report.Pictures(digits, Predictions.Of(network, digits), Enumerable.Range(0, digits.Count));
}

// The proof that a file holds all that was learned: a network that starts from it predicts the same, to the last bit.
static void SaveAndLoad(INetwork network, Model model, Dataset test, Predictions predictions, string? file)
{
    var folder = file is null ? Directory.CreateTempSubdirectory("digits") : null;
    try
    {
        var path = file ?? Path.Combine(folder!.FullName, "digits.safetensors");
        NetworkFile.Save(network, path);
        var fresh = model.FromFile(path);
        var same = Predictions.Of(fresh, test).Logits.SequenceEqual(predictions.Logits);
        Console.WriteLine(
            $"weights: {network.Description.ParameterCount:N0} in {new FileInfo(path).Length:N0} bytes{(file is null ? "" : $", '{file}'")}; "
            + $"loaded into a fresh network they predict {(same ? "the same" : "otherwise")}");
    }
    finally
    {
        folder?.Delete(recursive: true);
    }
}

static DigitData Source(Options options) => options.Data is null ? DigitData.Drawn(options.Seed) : DigitData.Files(options.Data, options.Seed);

// Before the training, not after it.
static void CheckIsFile(string? file)
{
    if (Directory.Exists(file))
        throw new UsageException($"--save: '{file}' is a folder.");
    if (file is not null && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
        throw new UsageException($"--save: there is no folder '{folder}'.");
}

static string Environment()
    => $"{RuntimeInformation.FrameworkDescription}, {(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "native")}, "
        + $"Vector256 {(Vector256.IsHardwareAccelerated ? "accelerated" : "not accelerated")}";

static string OneLine(Exception exception) => string.Join(' ', exception.Message.Split('\n', StringSplitOptions.TrimEntries));
