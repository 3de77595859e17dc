using NetGen;

namespace Shapes;

/// <summary>Pictures of shapes, drawn: each somewhere, of some size, turned, and on a noisy ground.</summary>
internal static class Pictures
{
    public const int Size = 20;
    public const int Classes = 5;

    public static readonly string[] Names = ["circle", "square", "triangle", "cross", "ring"];

    /// <summary>As many of each class.</summary>
    public static Dataset Draw(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var pictures = new float[count * Size * Size];
        var classes = new float[count];
        for (var picture = 0; picture < count; picture++)
        {
            classes[picture] = picture % Classes;
            Draw(pictures.AsSpan(picture * Size * Size, Size * Size), picture % Classes, ref random);
        }

        return new Dataset(pictures, classes, Size * Size, 1);
    }

    /// <summary>The same shapes, seen anew: each shifted by up to two pixels, mirrored, and with other noise.</summary>
    public static void Augment(SampleBatch batch)
    {
        Span<float> source = stackalloc float[Size * Size];
        for (var picture = 0; picture < batch.Count; picture++)
        {
            // Decided by the trainer's seed, the epoch and the picture.
            var random = batch.Random(picture);
            var pixels = batch.Input(picture);
            pixels.CopyTo(source);
            var (right, down, mirrored) = (random.NextInt32(5) - 2, random.NextInt32(5) - 2, random.NextInt32(2) == 0);
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size; x++)
                {
                    var column = (mirrored ? Size - 1 - x : x) - right;
                    var inside = column is >= 0 and < Size && y - down is >= 0 and < Size;
                    pixels[(y * Size) + x] = (inside ? source[((y - down) * Size) + column] : 0) + (float)(0.1 * random.NextNormal());
                }
            }
        }
    }

    private static void Draw(Span<float> picture, int shape, ref CounterRandom random)
    {
        var radius = 3.5 + (3 * random.NextDouble());
        var (centreX, centreY) = (Place(ref random, radius), Place(ref random, radius));
        var (sin, cos) = Math.SinCos(random.NextDouble() * Math.Tau);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                // In the shape's own axes, with the radius as unit.
                var (dx, dy) = ((x - centreX) / radius, (y - centreY) / radius);
                var (u, v) = ((dx * cos) + (dy * sin), (dy * cos) - (dx * sin));
                var distance = Math.Sqrt((u * u) + (v * v));
                var isInside = shape switch
                {
                    0 => distance < 1,
                    1 => Math.Max(Math.Abs(u), Math.Abs(v)) < 0.8,
                    2 => v > -0.5 && v < 1 - (Math.Sqrt(3) * Math.Abs(u)),
                    3 => Math.Min(Math.Abs(u), Math.Abs(v)) < 0.25 && distance < 1,
                    _ => distance is > 0.6 and < 1,
                };
                picture[(y * Size) + x] = (isInside ? 0.8f : 0) + (float)(0.2 * random.NextNormal());
            }
        }
    }

    private static double Place(ref CounterRandom random, double radius) => radius + (random.NextDouble() * (Size - 1 - (2 * radius)));
}
