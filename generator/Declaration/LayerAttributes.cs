using NetGen.Generator.Bodies;

namespace NetGen.Generator.Declaration;

/// <summary>
/// The layers that can be declared by an attribute, and how each is read. A new layer is one row here, its record in
/// <see cref="LayerDeclaration"/>'s file, and its attribute in the runtime.
/// </summary>
internal static class LayerAttributes
{
    /// <summary>The attribute that all of them derive from.</summary>
    public const string Base = "NetGen.LayerAttribute";

    private static readonly Dictionary<string, Func<string, AttributeReader, LayerDeclaration>> Readers = new()
    {
        ["NetGen.DenseAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            return new DenseDeclaration(
                name,
                attribute.Size("units"),
                activation,
                attribute.Flag("Bias", otherwise: true),
                attribute.Member<InitializerKind>("Initializer"))
            {
                ActivationMethod = attribute.ActivationMethod("ActivationMethod", activation),
            };
        },

        ["NetGen.ActivationAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            if (activation == ActivationKind.None)
                attribute.AdviseNoEffect("activation", "it gives out what goes in");
            return new ActivationDeclaration(name, activation);
        },

        ["NetGen.Conv1DAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            return new Conv1DDeclaration(
                name,
                attribute.Size("channels"),
                WindowReader.OfOneAxis(attribute),
                attribute.SizeIfGiven("Groups") ?? 1,
                attribute.Member<PaddingKind>("PaddingMode"),
                activation,
                attribute.Flag("Bias", otherwise: true),
                attribute.Member<InitializerKind>("Initializer"))
            {
                ActivationMethod = attribute.ActivationMethod("ActivationMethod", activation),
            };
        },

        ["NetGen.Conv2DAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            return new Conv2DDeclaration(
                name,
                attribute.Size("channels"),
                WindowReader.OfTwoAxes(attribute, stride: 1),
                attribute.SizeIfGiven("Groups") ?? 1,
                attribute.Member<PaddingKind>("PaddingMode"),
                activation,
                attribute.Flag("Bias", otherwise: true),
                attribute.Member<InitializerKind>("Initializer"))
            {
                ActivationMethod = attribute.ActivationMethod("ActivationMethod", activation),
            };
        },

        ["NetGen.MaxPool2DAttribute"] = static (name, attribute) => new MaxPool2DDeclaration(name, WindowReader.OfTwoAxes(attribute, stride: null)),

        ["NetGen.AveragePool2DAttribute"] = static (name, attribute) => new AveragePool2DDeclaration(
            name, WindowReader.OfTwoAxes(attribute, stride: null), attribute.Flag("CountIncludePad", otherwise: true)),

        ["NetGen.FlattenAttribute"] = static (name, _) => new FlattenDeclaration(name),

        ["NetGen.SoftmaxAttribute"] = static (name, _) => new SoftmaxDeclaration(name),

        ["NetGen.NestedAttribute"] = static (name, attribute) => new NestedDeclaration(name, attribute.Network("network")),

        ["NetGen.LogSoftmaxAttribute"] = static (name, _) => new LogSoftmaxDeclaration(name),
    };

    public static IEnumerable<string> Known => Readers.Keys;

    public static bool IsKnown(string metadataName) => Readers.ContainsKey(metadataName);

    public static LayerDeclaration Read(string metadataName, string name, AttributeReader attribute) => Readers[metadataName](name, attribute);
}
