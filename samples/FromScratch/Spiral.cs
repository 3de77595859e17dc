using NetGen;

namespace FromScratch;

/// <summary>Points on three arms of a spiral, which no straight line separates.</summary>
internal static class Spiral
{
    public const int Classes = 3;

    private const int PointsPerArm = 60;

    public const int Count = Classes * PointsPerArm;

    /// <summary>The points, x and y of each, and the arm that each is on.</summary>
    public static (float[] Points, float[] Arms) Draw(ulong seed)
    {
        var random = new CounterRandom(seed);
        var (points, arms) = (new float[2 * Count], new float[Count]);
        for (var i = 0; i < Count; i++)
        {
            var (arm, radius) = (i % Classes, (i / Classes + 1.0) / PointsPerArm);
            var angle = (arm * Math.Tau / Classes) + (radius * 3.5) + (0.15 * random.NextNormal());
            (points[2 * i], points[(2 * i) + 1]) = ((float)(2 * radius * Math.Cos(angle)), (float)(2 * radius * Math.Sin(angle)));
            arms[i] = arm;
        }

        return (points, arms);
    }
}
