namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers of sequences.</summary>
internal static class SequenceReader
{
    public static LayerDeclaration Embedding(string name, AttributeReader attribute)
    {
        var vocabulary = attribute.VocabularyIfGiven("vocabulary") ?? 1;
        var padding = attribute.CountIfGiven("Padding");
        if (padding >= vocabulary)
        {
            attribute.Refuse("Padding", $"padding of at most {Counts.Text(vocabulary - 1)}, the last row", Counts.Text(padding.Value));
            padding = null;
        }

        return new EmbeddingDeclaration(
            name, vocabulary, attribute.Size("width"), padding, attribute.Number("Deviation", 1, static deviation => deviation >= 0, "a deviation of at least 0"));
    }
}
