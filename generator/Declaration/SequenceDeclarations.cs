namespace NetGen.Generator.Declaration;

/// <summary>A table of which each whole number has a row.</summary>
/// <param name="Vocabulary">How many rows.</param>
/// <param name="Width">How many numbers a row has.</param>
/// <param name="Padding">The row that stays zero, where there is one.</param>
/// <param name="Deviation">The standard deviation of what the rows start with.</param>
internal sealed record EmbeddingDeclaration(string Name, int Vocabulary, int Width, int? Padding, double Deviation) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => ["weight"];
}
