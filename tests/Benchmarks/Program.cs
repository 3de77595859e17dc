using System.Globalization;
using NetGen.Benchmarks;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (args is [StreamingBenchmark.TrainingOption, var kind, var path, var workers, var epochs])
    return StreamingBenchmark.Train(kind, path, int.Parse(workers, CultureInfo.InvariantCulture), int.Parse(epochs, CultureInfo.InvariantCulture));

Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    Console.Error.WriteLine(Options.Help);
    return 2;
}

try
{
    return options.Generator ? GeneratorBenchmark.Run()
        : options.Dead ? DeadUnitsBenchmark.Run(options)
        : options.Precision ? PrecisionReport.Run()
        : options.Gradient ? GradientBenchmark.Run(options)
        : options.Callbacks ? CallbacksBenchmark.Run(options)
        : options.Diagnosis ? DiagnosisBenchmark.Run(options)
        : options.Workers ? WorkersBenchmark.Run(options)
        : options.Readable ? ReadableBenchmark.Run(options)
        : options.Text ? TextBenchmark.Run(options)
        : options.Products ? ProductsBenchmark.Run(options)
        : options.Vectors ? VectorsBenchmark.Run(options)
        : options.Streaming ? StreamingBenchmark.Run(options)
        : NetworkBenchmark.Run(options);
}
catch (PeerException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
