using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>Reads recurrent layers.</summary>
internal static class RecurrentReader
{
    public static LayerDeclaration Rnn(string name, AttributeReader attribute)
        => new RnnDeclaration(
            name, attribute.Size("hidden"), attribute.Member<ActivationKind>("activation"), Layers(attribute), IsBidirectional(attribute), Dropout(attribute), Bias(attribute), IsLastStep(attribute))
        {
            HasLengths = HasLengths(attribute),
        };

    public static LayerDeclaration Lstm(string name, AttributeReader attribute)
        => new LstmDeclaration(name, attribute.Size("hidden"), Layers(attribute), IsBidirectional(attribute), Dropout(attribute), Bias(attribute), IsLastStep(attribute))
        {
            HasLengths = HasLengths(attribute),
        };

    public static LayerDeclaration Gru(string name, AttributeReader attribute)
        => new GruDeclaration(name, attribute.Size("hidden"), Layers(attribute), IsBidirectional(attribute), Dropout(attribute), Bias(attribute), IsLastStep(attribute))
        {
            HasLengths = HasLengths(attribute),
        };

    private static int Layers(AttributeReader attribute) => attribute.SizeIfGiven("Layers") ?? 1;

    private static bool IsBidirectional(AttributeReader attribute) => attribute.Flag("Bidirectional", otherwise: false);

    private static bool Bias(AttributeReader attribute) => attribute.Flag("Bias", otherwise: true);

    private static bool IsLastStep(AttributeReader attribute) => attribute.Flag("LastStep", otherwise: false);

    private static bool HasLengths(AttributeReader attribute) => attribute.Flag("Lengths", otherwise: false);

    private static double Dropout(AttributeReader attribute)
        => attribute.Number("Dropout", 0, static rate => rate >= 0 && (float)rate < 1, "a rate of at least 0 and less than 1");
}
