using System.Reflection;
using Xunit.Sdk;

namespace NetGen.Tests.Shared;

/// <summary>
/// How much a run of the tests does. A quick run draws fewer cases and skips what takes minutes; with the environment variable
/// <c>NETGEN_TESTS</c> set to <c>all</c> nothing is left out.
/// </summary>
internal static class TestTier
{
    /// <summary>Why a test is skipped in a quick run.</summary>
    public const string Skipped = "Takes minutes; runs with NETGEN_TESTS=all.";

    /// <summary>Whether nothing is left out.</summary>
    public static bool IsComplete { get; } = Environment.GetEnvironmentVariable("NETGEN_TESTS") == "all";

    /// <summary>How many cases to take.</summary>
    /// <param name="quick">In a quick run.</param>
    /// <param name="complete">In a complete one.</param>
    public static int Cases(int quick, int complete) => IsComplete ? complete : quick;

    /// <summary>All cases of a complete run; of a quick one, one in so many.</summary>
    public static IEnumerable<T> OneIn<T>(int quick, IEnumerable<T> cases) => IsComplete ? cases : cases.Where((_, place) => place % quick == 0);
}

/// <summary>A test that is skipped in a quick run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = TestTier.IsComplete ? null : TestTier.Skipped;
}

/// <summary>A case of a theory that is skipped in a quick run, which has others of its kind.</summary>
/// <param name="data">The arguments.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LongInlineDataAttribute(params object?[] data) : DataAttribute
{
    public override string? Skip => TestTier.IsComplete ? null : TestTier.Skipped;

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [data];
}
