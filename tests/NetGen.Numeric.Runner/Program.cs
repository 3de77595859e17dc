using System.Diagnostics;
using System.Globalization;
using NetGen.Numeric.Checks;
using NetGen.Numeric.Checks.Interruption;
using NetGen.Numeric.Runner;

// For the tests of interrupted trainings, the program that they kill, and the one whose disk is full.
if (args is ["--train", var folder, var optimizer, var workers])
{
    KilledProgram.Run(folder, optimizer, int.Parse(workers, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["--full-disk", var full])
{
    KilledProgram.RunOnFullDisk(full);
    return 0;
}

// All checks on the engine that this process has: passed and failed are counted in the last line, and the exit code is 1 if any failed.
// With --list every check is named and timed; --every N takes the first and every N-th after it; other arguments choose the checks whose
// names contain them.
var isListing = args.Contains("--list");
var option = Array.IndexOf(args, "--every");
var every = option < 0 ? 1 : int.Parse(args[option + 1], CultureInfo.InvariantCulture);
var wanted = args.Where((argument, place) => argument != "--list" && (option < 0 || place < option || place > option + 1)).ToArray();
Console.WriteLine(Engine.Describe());

var (passed, failed) = (0, 0);
foreach (var check in CheckTable.All.Where((_, place) => place % every == 0))
{
    if (wanted.Length > 0 && !wanted.Any(text => check.Name.Contains(text, StringComparison.OrdinalIgnoreCase)))
        continue;
    var started = Stopwatch.GetTimestamp();
    try
    {
        check.Run();
        passed++;
    }
    catch (Exception exception) when (exception is not OutOfMemoryException)
    {
        // Whatever a check throws is its failure, and no reason not to run the others.
        failed++;
        Console.WriteLine($"FAILED {check.Name}: {(exception is CheckFailedException ? exception.Message : exception.ToString())}");
    }

    if (isListing)
        Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalMilliseconds,7:F0} ms  {check.Name}");
}

foreach (var (group, error) in Measurements.All)
    Console.WriteLine($"largest error of {group}: {error:E2}");
Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
