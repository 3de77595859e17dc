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
        var labels = IdxFile.Read(labelsPath);
        Check(imagesPath, images.Type, images.Shape, labelsPath, labels.Type, labels.Shape);
        var pixels = new float[images.Count];
        var bytes = images.Data.Span;
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Pixel(bytes[i]);
        return new Dataset(pixels, labels.ToArray(), images.Count / images.Shape[0], 1);
    }

    /// <summary>
    /// Opens two IDX files as <see cref="LoadIdx"/> does, whose pictures are read when they are asked for: they need not fit in memory. They are read one after another; to have
    /// them in any order, and faster, write them to a <see cref="DataFile"/>.
    /// </summary>
    /// <inheritdoc cref="LoadIdx"/>
    /// <param name="imagesPath">An IDX file of bytes with at least two axes, the first of them the pictures.</param>
    /// <param name="labelsPath">An IDX file of whole numbers with one axis.</param>
    /// <param name="shuffle">How pictures are mixed where a training shuffles them.</param>
    public static IDataset OpenIdx(string imagesPath, string labelsPath, BlockShuffle? shuffle = null)
    {
        using var images = new IdxStream(imagesPath);
        using var labels = new IdxStream(labelsPath);
        Check(imagesPath, images.Header.Type, images.Header.Shape, labelsPath, labels.Header.Type, labels.Header.Shape);
        return new SequenceDataset(images.ElementsPerItem, 1, images.Header.Shape[0], shuffle, () => new IdxCursor(imagesPath, labelsPath));
    }

    private static void Check(string imagesPath, IdxType imageType, IReadOnlyList<int> imageShape, string labelsPath, IdxType labelType, IReadOnlyList<int> labelShape)
    {
        if (imageType != IdxType.UInt8 || imageShape.Count < 2)
            throw new DataFileException(imagesPath, $"pictures must be UInt8 with at least two axes, but it is {imageType} {Describe.Shape(imageShape)}.");
        if (labelType is IdxType.Single or IdxType.Double || labelShape.Count != 1)
            throw new DataFileException(labelsPath, $"labels must be whole numbers with one axis, but it is {labelType} {Describe.Shape(labelShape)}.");
        if (imageShape[0] != labelShape[0])
            throw new DataFileException(labelsPath, $"it has {labelShape[0]} labels, but '{imagesPath}' has {imageShape[0]} pictures.");
        if (imageShape.Contains(0))
            throw new DataFileException(imagesPath, $"it is empty: {Describe.Shape(imageShape)}.");
    }

    private static float Pixel(byte value) => value / 255f;

    private sealed class IdxCursor : SampleCursor
    {
        private readonly IdxStream images;
        private readonly IdxStream labels;

        public IdxCursor(string imagesPath, string labelsPath)
        {
            images = new IdxStream(imagesPath);
            try
            {
                labels = new IdxStream(labelsPath);
            }
            catch
            {
                images.Dispose();
                throw;
            }
        }

        public override bool Next(Span<float> row)
        {
            if (!(images.Next() & labels.Next()))
                return false;
            if (row.IsEmpty)
                return true;
            var pixels = images.Item;
            for (var i = 0; i < pixels.Length; i++)
                row[i] = Pixel(pixels[i]);
            row[pixels.Length] = labels.Single(0);
            return true;
        }

        public override void Dispose()
        {
            images.Dispose();
            labels.Dispose();
        }
    }
}
