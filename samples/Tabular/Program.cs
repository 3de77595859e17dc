// From a CSV file with categories and missing values to a saved model: cross-validation, training, report, and a prediction by a program that knows the file alone.
using System.Globalization;
using System.Text;
using NetGen;
using Tabular;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.Write(Options.HelpText);
        return 0;
    }

    var table = options.Data is null ? CsvFile.Parse(HouseTable.MakeUp(800, seed: 1), name: "made-up houses") : CsvFile.Read(options.Data);
    Run(table, options);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException or DataFileException or ArgumentException)
{
    Console.Error.WriteLine($"tabular: {string.Join(' ', exception.Message.Split('\n', StringSplitOptions.TrimEntries))}");
    return 2;
}

static void Run(CsvTable table, Options options)
{
    var missing = table.ColumnNames.Select(column => (Column: column, Count: table.MissingCount(column))).Where(static column => column.Count > 0);
    Console.WriteLine($"{table.FileName}: {table.RowCount} rows; missing: {string.Join(", ", missing.Select(static column => $"{column.Count} of {column.Column}"))}\n");

    // One row in five is put away, and seen once, at the very end.
    var (rows, held) = table.Split(0.8, seed: 1);
    var encoder = HouseTable.Encoder(rows);
    var data = encoder.Apply(rows);

    Console.WriteLine("cross-validation: five folds, each standardised by its own training rows");
    CrossValidate("linear", data, options.Epochs, static () => new LinearNet(seed: 1));
    CrossValidate("network", data, options.Epochs, static () => new HouseNet(seed: 1));

    // The model: trained on nine tenths of the rows, stopped by the last tenth.
    var preprocessing = new Preprocessing { Encoder = encoder, InputStandardizer = Standardizer.FitInputs(data), TargetStandardizer = Standardizer.FitTargets(data) };
    var (train, validation) = preprocessing.Apply(data).Split(0.9, seed: 2);
    var network = new HouseNet(seed: 1);
    var trainer = Trainer(network);
    trainer.EarlyStopping = new EarlyStopping(patience: 20);
    trainer.Callbacks.Add(new Diagnosis(everySteps: 50));
    trainer.Callbacks.Add(new TrainingReport(options.Page) { Title = "House prices" });
    trainer.Fit(train, options.Epochs, validation);
    ModelFile.Save(network, preprocessing, options.Save);
    if (options.Picture is not null)
        File.WriteAllText(options.Picture, trainer.History.LossChart().ToSvg(560, 300));
    Console.WriteLine($"\n{trainer.EpochsTrained} epochs; model: {options.Save}, report: {options.Page}");

    Predict(options.Save, held);
}

static void CrossValidate(string name, Dataset data, int epochs, Func<INetwork> makeNetwork)
{
    var folds = new CrossValidation(folds: 5)
    {
        Seed = 1,
        Prepare = static fold =>
        {
            var (inputs, targets) = (Standardizer.FitInputs(fold.Train), Standardizer.FitTargets(fold.Train));
            return fold with { Train = targets.ApplyToTargets(inputs.ApplyToInputs(fold.Train)), Validation = targets.ApplyToTargets(inputs.ApplyToInputs(fold.Validation)) };
        },
    };
    var result = folds.Run(data, epochs, _ => Trainer(makeNetwork()));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-8} R² {result["R2"].Mean:0.000} ± {result["R2"].Deviation:0.000}"));
}

static Trainer Trainer(INetwork network) => new(network, new HuberLoss(), new AdamW(0.005)) { BatchSize = 32, Seed = 1, Metrics = [new R2Score()] };

// What another program does: it has the file, and cells as texts.
static void Predict(string path, CsvTable held)
{
    var network = new HouseNet();
    var preprocessing = ModelFile.Load(network, path);
    var inputs = preprocessing.ApplyToInputs(held);
    var (prices, predictions) = (held.Numbers("price"), new float[held.RowCount]);
    network.Predict(inputs.Inputs.Span, predictions);
    preprocessing.Invert(predictions);
    var error = Enumerable.Range(0, prices.Length).Average(house => Math.Abs(prices[house] - predictions[house]) / Math.Abs(prices[house]));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{held.RowCount} rows that nothing has seen: mean error {error:0.0%} of the price\n"));

    var price = new float[1];
    foreach (var year in (string[])["1925", "2015", "NA"])
    {
        network.Predict(preprocessing.ApplyToRow(("area", "120"), ("year", year), ("district", "centre"), ("heating", "gas"), ("garden", "yes")), price);
        preprocessing.Invert(price);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"120 m² in the centre with a garden, built in {year,-4}: {price[0]:0} thousand"));
    }
}
