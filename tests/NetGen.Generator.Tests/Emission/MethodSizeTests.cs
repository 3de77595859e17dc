using System.Reflection;
using System.Runtime.Loader;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Emission;

public class MethodSizeTests(ITestOutputHelper output)
{
    /// <summary>The JIT stops optimising a method above any of these (its own constants, DEFAULT_MIN_OPTS_…).</summary>
    private static readonly MethodSize Limit = new(Bytes: 60_000, Instructions: 20_000, Blocks: 2_000, Locals: 2_000, References: 8_000);

    /// <summary>How far below stays every method: a later release of the JIT may count more, and what it inlines by itself is not counted here.</summary>
    private const int Margin = 4;

    private const BindingFlags Declared
        = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly MethodSize Allowed
        = new(Limit.Bytes / Margin, Limit.Instructions / Margin, Limit.Blocks / Margin, Limit.Locals / Margin, Limit.References / Margin);

    private static readonly string Activations = string.Join(
        "\n", Enum.GetValues<Activation>().Select(static activation => $"[Dense(31, Activation.{activation})]"));

    public static TheoryData<string, string> Networks => new()
    {
        { "smallest", "[Network, Input(1)] [Dense(1)]" },
        { "toy", "[Network, Input(2)] [Dense(8, Activation.Tanh)] [Dense(2)]" },
        { "deep", "[Network, Input(64)]" + string.Concat(Enumerable.Range(0, 20).Select(static layer => $"[Dense({100 + layer}, Activation.Selu)]")) },
        { "odd", "[Network, Input(13)] [Dense(31, Activation.Mish)] [Dense(17, Activation.Gelu)] [Dense(3)] [LogSoftmax]" },
        { "digits", "[Network, Input(784)] [Dense(128, Activation.Relu)] [Dense(10)]" },
        { "images", "[Network, Input(1, 28, 28)] [Flatten] [Dense(128, Activation.Silu)] [Activation(Activation.GeluTanh)] [Dense(10)] [Softmax]" },
        { "wide", "[Network, Input(4096)] [Dense(4096, Activation.Elu)] [Dense(1000)] [Softmax]" },
        { "every activation", $"[Network, Input(64)] {Activations} [Dense(10)]" },
    };

    public static IEnumerable<object[]> Measured => TestTier.OneIn(3, Networks);

    [Theory]
    [MemberData(nameof(Measured))]
    public void Methods_stay_far_below_the_sizes_at_which_the_JIT_stops_optimising(string name, string declaration)
    {
        var methods = Compile($"{declaration} public sealed partial class Net;")
            .GetTypes().SelectMany(static type => type.GetMembers(Declared).OfType<MethodBase>())
            .Where(static method => method.DeclaringType!.Name != "Generated")
            .Select(static method => (method.Name, Size: MethodSize.Of(method))).ToArray();
        var largest = MethodSize.Largest(methods.Select(static method => method.Size));
        output.WriteLine($"{name}: {methods.Length} methods, largest {largest}");
        Assert.All(methods, static method => Assert.True(
            MethodSize.Largest([method.Size, Allowed]) == Allowed, $"{method.Name} has {method.Size}, but {Allowed} is allowed."));
    }

    [Fact]
    public void Kernels_of_a_deep_network_are_as_large_as_those_of_a_shallow_one()
    {
        MethodSize Kernels(int layers) => MethodSize.Largest(
            Compile($"[Network, Input(64)] {string.Concat(Enumerable.Repeat("[Dense(64, Activation.Relu)]", layers))} public sealed partial class Net;")
                .GetTypes().Single(static type => type.Name == "Kernels").GetMethods(Declared).Select(MethodSize.Of));

        Assert.Equal(Kernels(3), Kernels(30));
    }

    private static Assembly Compile(string source)
    {
        var run = Host.Run(source);
        using var image = new MemoryStream();
        var result = run.Output.WithOptions(run.Output.Options.WithOptimizationLevel(Microsoft.CodeAnalysis.OptimizationLevel.Release)).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(5)));
        image.Position = 0;
        return new AssemblyLoadContext("Net", isCollectible: true).LoadFromStream(image);
    }
}
