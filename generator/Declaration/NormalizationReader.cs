using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers that normalise or drop values, and those with parameters for each channel.</summary>
internal static class NormalizationReader
{
    public static LayerDeclaration LayerNorm(string name, AttributeReader attribute)
        => new LayerNormDeclaration(name, attribute.SizeIfGiven("Axes") ?? 1, Epsilon(attribute, 1e-5), Affine(attribute), attribute.Flag("Bias", otherwise: true));

    public static LayerDeclaration BatchNorm(string name, AttributeReader attribute)
    {
        var momentum = attribute.NumberIfGiven("Momentum") ?? 0.1;
        if (momentum is not (>= 0 and <= 1))
            attribute.Refuse("Momentum", "a momentum from 0 to 1", Numbers.Text(momentum));
        return new BatchNormDeclaration(name, momentum, Epsilon(attribute, 1e-5), Affine(attribute));
    }

    public static LayerDeclaration RMSNorm(string name, AttributeReader attribute)
        => new RMSNormDeclaration(name, attribute.SizeIfGiven("Axes") ?? 1, Epsilon(attribute, Math.Pow(2, -23)), Affine(attribute));

    public static LayerDeclaration GroupNorm(string name, AttributeReader attribute)
        => new GroupNormDeclaration(name, attribute.Size("groups"), Epsilon(attribute, 1e-5), Affine(attribute));

    public static LayerDeclaration PRelu(string name, AttributeReader attribute)
        => new PReluDeclaration(name, attribute.Size("slopes"), attribute.NumberIfGiven("Start") ?? 0.25);

    public static LayerDeclaration Dropout(string name, AttributeReader attribute) => new DropoutDeclaration(name, Rate(attribute));

    public static LayerDeclaration Dropout2D(string name, AttributeReader attribute) => new Dropout2DDeclaration(name, Rate(attribute));

    private static double Rate(AttributeReader attribute)
    {
        var rate = attribute.NumberIfGiven("rate") ?? 0;
        if (rate == 0)
            attribute.AdviseNoEffect("rate", "nothing is dropped");
        if (rate is >= 0 and < 1)
            return rate;
        attribute.Refuse("rate", "a rate of at least 0 and less than 1", Numbers.Text(rate));
        return 0;
    }

    private static bool Affine(AttributeReader attribute) => attribute.Flag("Affine", otherwise: true);

    private static double Epsilon(AttributeReader attribute, double otherwise)
    {
        if (attribute.NumberIfGiven("Epsilon") is not { } epsilon)
            return otherwise;
        if (epsilon > 0 && !double.IsInfinity(epsilon))
            return epsilon;
        attribute.Refuse("Epsilon", "epsilon of more than 0", Numbers.Text(epsilon));
        return otherwise;
    }
}
