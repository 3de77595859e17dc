using NetGen;

namespace GradientDescent;

/// <summary>The way that an optimizer takes.</summary>
/// <param name="Points">The start, and where it is after each step.</param>
/// <param name="Values">The function's values there.</param>
internal sealed record Descent(Point[] Points, float[] Values)
{
    /// <summary>How near the least value counts as having arrived.</summary>
    private const float Near = 1e-2f;

    public Point End => Points[^1];

    public float Value => Values[^1];

    /// <summary>
    /// Takes the steps. An optimizer changes a network's flat parameters by their gradients; here the parameters are x and y, and the
    /// gradients come from a generated method.
    /// </summary>
    public static Descent Run(Landscape landscape, Optimizer optimizer, int steps)
    {
        float[] parameters = [landscape.Start.X, landscape.Start.Y];
        var gradients = new float[2];
        var points = new List<Point>();
        var values = new List<float>();
        for (var step = 0; ; step++)
        {
            (var value, gradients[0], gradients[1]) = landscape.Gradient(parameters[0], parameters[1]);
            // What has left the floats does not come back.
            if (!float.IsFinite(value))
                break;
            points.Add(new(parameters[0], parameters[1]));
            values.Add(value);
            if (step == steps)
                break;
            optimizer.Step(parameters, gradients);
        }

        return new([.. points], [.. values]);
    }

    /// <summary>The step from which on the value stays near the least one; null where it does not.</summary>
    public int? Arrival(Landscape landscape)
    {
        var last = Array.FindLastIndex(Values, value => value - landscape.Least > Near);
        return last == Values.Length - 1 ? null : last + 1;
    }
}
