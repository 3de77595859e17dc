using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Declaration;

/// <summary>The generator cannot reference the runtime, so it repeats what it needs of it. These tests hold the two together.</summary>
public sealed class LayerAttributesTests
{
    [Fact]
    public void Every_layer_of_the_runtime_can_be_read()
    {
        var layers = typeof(LayerAttribute).Assembly.GetExportedTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(LayerAttribute)));

        Assert.Equal(layers.Select(static layer => layer.FullName!).Order(StringComparer.Ordinal), LayerAttributes.Known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Activations_have_the_numbers_of_the_runtime() => AssertMirrored<Activation, ActivationKind>();

    [Fact]
    public void Initializers_have_the_numbers_of_the_runtime() => AssertMirrored<Initializer, InitializerKind>();

    [Fact]
    public void Padding_modes_have_the_numbers_of_the_runtime() => AssertMirrored<PaddingMode, PaddingKind>();

    [Fact]
    public void Upsampling_modes_have_the_numbers_of_the_runtime() => AssertMirrored<UpsampleMode, UpsampleKind>();

    private static void AssertMirrored<TRuntime, TGenerator>()
        where TRuntime : struct, Enum
        where TGenerator : struct, Enum
        => Assert.Equal(
            Enum.GetValues<TRuntime>().Select(static member => $"{member} = {member:D}"),
            Enum.GetValues<TGenerator>().Select(static member => $"{member} = {member:D}"));
}
