namespace NetGen;

/// <content>Pictures with labels from IDX files.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Reads pictures and their labels from two IDX files, such as MNIST's, gzip or not. Inputs are the pictures' bytes scaled to 0 … 1,
    /// [count × pixels]; targets are class indices, [count × 1].
    /// </summary>
    /// <param name="imagesPath">An IDX file of bytes with at least two axes, the first of them the pictures.</param>
    /// <param name="labelsPath">An IDX file of whole numbers with one axis.</param>
    /// <exception cref="DataFileException">A file is malformed or of another kind, or they hold not the same number of samples.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset LoadIdx(string imagesPath, string labelsPath)
    {
        var images = IdxFile.Read(imagesPath);
        if (images.Type != IdxType.UInt8 || images.Shape.Count < 2)
            throw new DataFileException(imagesPath, $"pictures must be UInt8 with at least two axes, but it is {images.Type} {Describe.Shape(images.Shape)}.");
        var labels = IdxFile.Read(labelsPath);
        if (labels.Type is IdxType.Single or IdxType.Double || labels.Shape.Count != 1)
            throw new DataFileException(labelsPath, $"labels must be whole numbers with one axis, but it is {labels.Type} {Describe.Shape(labels.Shape)}.");
        if (images.Shape[0] != labels.Count)
            throw new DataFileException(labelsPath, $"it has {labels.Count} labels, but '{imagesPath}' has {images.Shape[0]} pictures.");
        if (images.Count == 0)
            throw new DataFileException(imagesPath, $"it is empty: {Describe.Shape(images.Shape)}.");

        var pixels = new float[images.Count];
        var bytes = images.Data.Span;
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = bytes[i] / 255f;
        return new Dataset(pixels, labels.ToArray(), images.Count / images.Shape[0], 1);
    }
}
