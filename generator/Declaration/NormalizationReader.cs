namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers that normalise or drop values, and those with parameters for each channel.</summary>
internal static class NormalizationReader
{
    /// <summary>A gradient has ε^(−3/2) in it where all values are equal. That is 1E+36 here, and hardly further down infinite as a float.</summary>
    private const double SmallestEpsilon = 1e-24;

    public static LayerDeclaration LayerNorm(string name, AttributeReader attribute)
        => new LayerNormDeclaration(name, attribute.SizeIfGiven("Axes") ?? 1, Epsilon(attribute, 1e-5), Affine(attribute), attribute.Flag("Bias", otherwise: true));

    public static LayerDeclaration BatchNorm(string name, AttributeReader attribute)
        => new BatchNormDeclaration(
            name, attribute.Number("Momentum", 0.1, static momentum => momentum is >= 0 and <= 1, "a momentum from 0 to 1"), Epsilon(attribute, 1e-5), Affine(attribute));

    public static LayerDeclaration RMSNorm(string name, AttributeReader attribute)
        => new RMSNormDeclaration(name, attribute.SizeIfGiven("Axes") ?? 1, Epsilon(attribute, Math.Pow(2, -23)), Affine(attribute));

    public static LayerDeclaration GroupNorm(string name, AttributeReader attribute)
        => new GroupNormDeclaration(name, attribute.Size("groups"), Epsilon(attribute, 1e-5), Affine(attribute));

    public static LayerDeclaration PRelu(string name, AttributeReader attribute)
        => new PReluDeclaration(name, attribute.Size("slopes"), attribute.Number("Start", 0.25, static _ => true, "a finite start"));

    public static LayerDeclaration Dropout(string name, AttributeReader attribute) => new DropoutDeclaration(name, Rate(attribute));

    public static LayerDeclaration Dropout2D(string name, AttributeReader attribute) => new Dropout2DDeclaration(name, Rate(attribute));

    private static double Rate(AttributeReader attribute)
    {
        // What rounds to 1 would drop all.
        var rate = attribute.Number("rate", double.NaN, static rate => rate >= 0 && (float)rate < 1, "a rate of at least 0 and less than 1");
        if (rate == 0)
            attribute.AdviseNoEffect("rate", "nothing is dropped");
        return double.IsNaN(rate) ? 0 : rate;
    }

    private static bool Affine(AttributeReader attribute) => attribute.Flag("Affine", otherwise: true);

    public static double Epsilon(AttributeReader attribute, double otherwise)
        => attribute.Number("Epsilon", otherwise, static epsilon => epsilon >= SmallestEpsilon, $"epsilon of at least {Numbers.Text(SmallestEpsilon)}");
}
