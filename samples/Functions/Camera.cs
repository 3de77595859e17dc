using NetGen;

namespace Functions;

/// <summary>Three numbers.</summary>
internal readonly record struct Vector(double X, double Y, double Z)
{
    public static Vector operator +(Vector left, Vector right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    public static Vector operator *(double factor, Vector vector) => new(factor * vector.X, factor * vector.Y, factor * vector.Z);

    public double Dot(Vector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public Vector Cross(Vector other) => new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));
}

/// <summary>A camera, whose pose is found from the pictures of known points.</summary>
internal static partial class Camera
{
    /// <summary>How wide its picture is, in pixels.</summary>
    public const double Width = 640;

    private const double Focal = 500;

    /// <summary>How far the picture of a point is from where it was seen, in pixels.</summary>
    /// <param name="rotation">The axis, as long as the angle is in radians.</param>
    /// <param name="position">Where the origin is from the camera.</param>
    /// <param name="point">Where the point is.</param>
    /// <param name="seenX">Where it was seen, from the left.</param>
    /// <param name="seenY">The same from the top.</param>
    [Differentiable]
    public static (double X, double Y) Error(Vector rotation, Vector position, [Constant] Vector point, [Constant] double seenX, [Constant] double seenY)
    {
        var seen = Rotated(rotation, point) + position;
        return ((Focal * seen.X / seen.Z) + (Width / 2) - seenX, (Focal * seen.Y / seen.Z) + (Width / 2) - seenY);
    }

    /// <summary>A step of Gauss and Newton: the pose at which the errors would vanish as far as they can, if they were linear.</summary>
    public static (Vector Rotation, Vector Position) Improved(Vector rotation, Vector position, ReadOnlySpan<Vector> points, ReadOnlySpan<(double X, double Y)> seen)
    {
        // (JᵀJ)·step = −Jᵀ·error, with two rows of J for each point
        var system = new double[6, 7];
        Span<double> jacobian = stackalloc double[12];
        for (var point = 0; point < points.Length; point++)
        {
            var error = ErrorJacobian(rotation, position, points[point], seen[point].X, seen[point].Y, jacobian);
            for (var row = 0; row < 2; row++)
            {
                var slopes = jacobian.Slice(6 * row, 6);
                for (var i = 0; i < 6; i++)
                {
                    for (var j = 0; j < 6; j++)
                        system[i, j] += slopes[i] * slopes[j];
                    system[i, 6] -= slopes[i] * (row == 0 ? error.X : error.Y);
                }
            }
        }

        var step = Solved(system);
        return (rotation + new Vector(step[0], step[1], step[2]), position + new Vector(step[3], step[4], step[5]));
    }

    /// <summary>A point turned about an axis, by the formula of Rodrigues.</summary>
    private static Vector Rotated(Vector rotation, Vector point)
    {
        var squared = rotation.Dot(rotation);
        if (squared < 1e-16)
            return point + rotation.Cross(point);
        var angle = Math.Sqrt(squared);
        var (sin, cos) = Math.SinCos(angle);
        var axis = 1 / angle * rotation;
        return (cos * point) + (sin * axis.Cross(point)) + (axis.Dot(point) * (1 - cos) * axis);
    }

    /// <summary>Gauss's elimination; the matrix is positive definite, so that nothing has to be exchanged.</summary>
    private static double[] Solved(double[,] system)
    {
        for (var pivot = 0; pivot < 6; pivot++)
        {
            for (var row = 0; row < 6; row++)
            {
                if (row == pivot)
                    continue;
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column < 7; column++)
                    system[row, column] -= factor * system[pivot, column];
            }
        }

        return [.. Enumerable.Range(0, 6).Select(row => system[row, 6] / system[row, row])];
    }
}
