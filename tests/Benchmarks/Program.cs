using NetGen.Benchmarks;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Options.Help);
    return 0;
}

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
        : options.Callbacks ? CallbacksBenchmark.Run(options)
        : NetworkBenchmark.Run(options);
}
catch (PeerException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
