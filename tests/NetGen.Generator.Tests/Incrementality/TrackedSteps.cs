using Microsoft.CodeAnalysis;
using static NetGen.Generator.NetworkGenerator.Steps;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>What the steps of the pipeline did in a run.</summary>
internal static class TrackedSteps
{
    /// <summary>The steps after the first, which reads anew whatever may have changed.</summary>
    public static readonly string[] AfterReading = [Declarations, FileNames, Outcomes, Files, Problems];

    public static readonly string[] All = [Networks, .. AfterReading];

    /// <summary>What a step gave out, and why.</summary>
    public static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(this GeneratorRunResult result, string step)
        => result.TrackedSteps.TryGetValue(step, out var runs) ? runs.SelectMany(static run => run.Outputs) : [];

    /// <summary>Why each file and diagnostic was given out.</summary>
    public static IEnumerable<IncrementalStepRunReason> FinalReasons(this GeneratorRunResult result)
        => result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    /// <summary>Fails if a step after the first made anything anew.</summary>
    public static void AssertNothingIsMadeAnew(this GeneratorRunResult result)
    {
        foreach (var step in AfterReading)
        {
            Assert.All(
                result.Outputs(step).Select(static output => output.Reason),
                reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {reason}."));
        }

        Assert.NotEmpty(result.FinalReasons());
        Assert.All(result.FinalReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
