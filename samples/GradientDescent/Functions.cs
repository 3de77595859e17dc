using NetGen;

namespace GradientDescent;

/// <summary>What is minimised. The generator writes the gradients: RosenbrockGradient and its like, at a point and over spans.</summary>
internal static partial class Functions
{
    /// <summary>A narrow, bent valley. To get into it is easy; along it, to (1, 1), the slope is small.</summary>
    [Differentiable]
    public static float Rosenbrock(float x, float y)
    {
        var valley = y - x * x;
        return (1 - x) * (1 - x) + 100 * valley * valley;
    }

    /// <summary>Four minima of the same depth: which one is found depends on the way.</summary>
    [Differentiable]
    public static float Himmelblau(float x, float y)
    {
        var first = x * x + y - 11;
        var second = x + y * y - 7;
        return first * first + second * second;
    }

    /// <summary>A saddle at (0, 0), where the gradient is zero, between the minima (0, −1) and (0, 1).</summary>
    [Differentiable]
    public static float Saddle(float x, float y) => x * x + y * y * y * y / 4 - y * y / 2;
}
