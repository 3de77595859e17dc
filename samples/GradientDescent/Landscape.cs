namespace GradientDescent;

/// <summary>A point of the plane.</summary>
internal readonly record struct Point(float X, float Y);

/// <summary>The part of the plane that is shown.</summary>
internal readonly record struct Window(float Left, float Right, float Bottom, float Top)
{
    public float Width => Right - Left;

    public float Height => Top - Bottom;
}

/// <summary>A function's value and gradient at a point: a generated method.</summary>
internal delegate (float Value, float DX, float DY) GradientAt(float x, float y);

/// <summary>A function's values over spans: a generated method.</summary>
internal delegate void ValuesAt(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> values);

/// <summary>A function with what there is to see of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Gradient">Its value and gradient.</param>
/// <param name="Values">Its values.</param>
/// <param name="Window">What is shown.</param>
/// <param name="Start">Where every optimizer starts.</param>
/// <param name="Minima">Where it is least.</param>
/// <param name="Least">The value there.</param>
/// <param name="Unit">The height above the least value around which differences are seen best: the picture shows log(1 + height/unit).</param>
/// <param name="Steps">How many steps every optimizer takes.</param>
internal sealed record Landscape(
    string Name,
    string Formula,
    GradientAt Gradient,
    ValuesAt Values,
    Window Window,
    Point Start,
    Point[] Minima,
    float Least,
    float Unit,
    int Steps)
{
    public static readonly Landscape Rosenbrock = new(
        "Rosenbrock",
        "(1 − x)² + 100·(y − x²)²",
        Functions.RosenbrockGradient,
        Functions.Rosenbrock,
        new(-2, 2, -1, 3),
        new(-1, -0.5f),
        [new(1, 1)],
        Least: 0,
        Unit: 0.5f,
        Steps: 300);

    public static readonly Landscape Himmelblau = new(
        "Himmelblau",
        "(x² + y − 11)² + (x + y² − 7)²",
        Functions.HimmelblauGradient,
        Functions.Himmelblau,
        new(-5, 5, -5, 5),
        new(0, -0.9f),
        [new(3, 2), new(-2.805118f, 3.131312f), new(-3.77931f, -3.283186f), new(3.584428f, -1.848126f)],
        Least: 0,
        Unit: 5,
        Steps: 150);

    public static readonly Landscape Saddle = new(
        "Saddle",
        "x² + y⁴/4 − y²/2",
        Functions.SaddleGradient,
        Functions.Saddle,
        new(-1.6f, 1.6f, -1.6f, 1.6f),
        new(-1.4f, 0.01f),
        [new(0, 1), new(0, -1)],
        Least: -0.25f,
        Unit: 0.2f,
        Steps: 60);

    public static readonly Landscape[] All = [Rosenbrock, Himmelblau, Saddle];

    /// <summary>How high the function is above its least value, on the scale of the picture, at the centres of rows × columns cells; the first row is at the top.</summary>
    public float[] Heights(int rows, int columns)
    {
        var x = new float[rows * columns];
        var y = new float[rows * columns];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Window.Left + (Window.Width * (i % columns + 0.5f) / columns);
            y[i] = Window.Top - (Window.Height * (i / columns + 0.5f) / rows);
        }

        var heights = new float[x.Length];
        Values(x, y, heights);
        for (var i = 0; i < heights.Length; i++)
            heights[i] = Height(heights[i]);
        return heights;
    }

    /// <summary>A value on the scale of the picture: 0 for the least.</summary>
    public float Height(float value) => MathF.Log(1 + (MathF.Max(0, value - Least) / Unit));
}
