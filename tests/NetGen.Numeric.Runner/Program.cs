using System.Diagnostics;
using NetGen.Numeric.Checks;
using NetGen.Numeric.Runner;

// All checks on the engine that this process has: passed and failed are counted in the last line, and the exit code is 1 if any failed.
// With --list every check is named and timed; other arguments choose the checks whose names contain them.
var isListing = args.Contains("--list");
var wanted = args.Where(static argument => argument != "--list").ToArray();
Console.WriteLine(Engine.Describe());

var (passed, failed) = (0, 0);
foreach (var check in CheckTable.All)
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
