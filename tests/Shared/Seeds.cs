using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace NetGen.Tests.Shared;

/// <summary>
/// Where tests draw at random: the same draws in every run, so that a change is judged by itself; others where the environment variable
/// <c>NETGEN_SEED</c> has another number. A failure says which.
/// </summary>
internal static class Seeds
{
    private const string Variable = "NETGEN_SEED";

    private static int Given { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;

    /// <summary>What draws the same again, for the message of a failure.</summary>
    public static string Setting => string.Create(CultureInfo.InvariantCulture, $"{Variable}={Given}");

    // With the increment that SplitMix64's authors choose.
    private static Rnd Start => new((ulong)Given, 0x9E3779B97F4A7C15);

    /// <summary>The configuration of a property that is to hold for so many cases.</summary>
    public static Config Property(int cases)
        => Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(new Replay(Start, FSharpOption<int>.None)).WithName(Setting);

    /// <summary>So many values of a size.</summary>
    public static T[] Draw<T>(Gen<T> generator, int size, int count) => generator.Sample(size, Start, count);

    /// <summary>So many seeds.</summary>
    public static int[] Draw(int count)
    {
        var random = new Random(Given);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }

    /// <summary>Runs a test of what a drawn seed makes. A failure tells the seed, and shows that.</summary>
    public static void Run(int seed, string made, Action test)
    {
        try
        {
            test();
        }
        catch (XunitException failure)
        {
            throw new XunitException(string.Create(CultureInfo.InvariantCulture, $"{Setting}, seed {seed}: {failure.Message}\n{made}"), failure);
        }
    }
}
