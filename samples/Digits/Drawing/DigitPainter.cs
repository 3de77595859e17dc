using NetGen;

namespace Digits.Drawing;

/// <summary>
/// Draws digits as a hurried hand would, on poor paper. A picture depends on the seed and its number alone, so that any part of the
/// endless row of pictures can be drawn by itself.
/// </summary>
internal static class DigitPainter
{
    private const int Side = DigitData.Side;
    private const int PiecesPerSpan = 6;

    /// <summary>Pictures <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1, with the digits they show.</summary>
    public static Dataset Paint(ulong seed, int first, int count)
    {
        var pixels = new float[count * DigitData.Pixels];
        var digits = new float[count];
        for (var i = 0; i < count; i++)
        {
            var hand = new Hand(new CounterRandom(seed) { Counter = (ulong)(first + i) }.NextUInt64());
            var digit = hand.Choose(DigitData.Classes);
            Paint(digit, ref hand, pixels.AsSpan(i * DigitData.Pixels, DigitData.Pixels));
            digits[i] = digit;
        }

        return new Dataset(pixels, digits, DigitData.Pixels, 1);
    }

    private static void Paint(int digit, ref Hand hand, Span<float> picture)
    {
        var ways = Strokes.OfDigit[digit];
        var strokes = ways[hand.Choose(ways.Length)];
        hand.Begin(Side);
        foreach (var stroke in strokes)
            Draw(stroke, ref hand, picture);
        Scratch(ref hand, picture);
        AddNoise(ref hand, picture);
    }

    // A Catmull-Rom spline: it passes through all points, and the ends are their own neighbours.
    private static void Draw(Point[] stroke, ref Hand hand, Span<float> picture)
    {
        Span<Point> way = stackalloc Point[stroke.Length];
        for (var i = 0; i < way.Length; i++)
            way[i] = hand.Aim(stroke[i]);

        for (var i = 0; i + 1 < way.Length; i++)
        {
            var (before, from, to, after) = (way[Math.Max(i - 1, 0)], way[i], way[i + 1], way[Math.Min(i + 2, way.Length - 1)]);
            var previous = from;
            for (var piece = 1; piece <= PiecesPerSpan; piece++)
            {
                var t = (float)piece / PiecesPerSpan;
                var next = new Point(Spline(before.X, from.X, to.X, after.X, t), Spline(before.Y, from.Y, to.Y, after.Y, t));
                Line(previous, next, hand.Radius, hand.Ink, picture);
                previous = next;
            }
        }
    }

    // ½·(2b + (c − a)·t + (2a − 5b + 4c − d)·t² + (3b − a − 3c + d)·t³)
    private static float Spline(float a, float b, float c, float d, float t)
        => 0.5f * ((2 * b) + (t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * b) - a - (3 * c) + d)))))));

    // Full ink up to the radius, none a pixel further out; where lines cross, the darker counts.
    private static void Line(Point from, Point to, float radius, float ink, Span<float> picture)
    {
        var reach = radius + 1;
        var (left, right) = (Pixel(MathF.Min(from.X, to.X) - reach), Pixel(MathF.Max(from.X, to.X) + reach));
        var (top, bottom) = (Pixel(MathF.Min(from.Y, to.Y) - reach), Pixel(MathF.Max(from.Y, to.Y) + reach));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                ref var pixel = ref picture[(y * Side) + x];
                pixel = MathF.Max(pixel, ink * Math.Clamp(reach - Distance(new(x, y), from, to), 0, 1));
            }
        }
    }

    private static int Pixel(float coordinate) => Math.Clamp((int)MathF.Round(coordinate), 0, Side - 1);

    private static float Distance(Point point, Point from, Point to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var squaredLength = (dx * dx) + (dy * dy);
        var share = squaredLength > 0 ? Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / squaredLength, 0, 1) : 0;
        var (x, y) = (point.X - from.X - (share * dx), point.Y - from.Y - (share * dy));
        return MathF.Sqrt((x * x) + (y * y));
    }

    // A faint line across the paper that is no part of the digit.
    private static void Scratch(ref Hand hand, Span<float> picture)
    {
        var from = new Point(hand.Between(0, Side), hand.Between(0, Side));
        var to = new Point(from.X + hand.Normal(6), from.Y + hand.Normal(6));
        Line(from, to, 0.3f, hand.Between(0.2f, 0.7f), picture);
    }

    private static void AddNoise(ref Hand hand, Span<float> picture)
    {
        var grain = hand.Between(0.04f, 0.16f);
        foreach (ref var pixel in picture)
            pixel = Math.Clamp(pixel + hand.Normal(grain), 0, 1);
    }
}
