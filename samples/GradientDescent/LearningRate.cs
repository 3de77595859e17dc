using NetGen;

namespace GradientDescent;

/// <summary>What the length of the steps does: plain gradient descent on one landscape, at three learning rates.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Verdict">What it is.</param>
/// <param name="Reason">What happens.</param>
internal sealed record LearningRate(double Rate, string Verdict, string Reason)
{
    public const int Steps = 60;

    public static readonly Landscape Landscape = Landscape.Himmelblau;

    public static readonly LearningRate[] All =
    [
        new(0.001, "too small", "every step goes the right way, and it never arrives"),
        new(0.01, "right", "down into the valley, along it, and there it stays"),
        new(0.0195, "too large", "every step leads across the minimum, and up again"),
    ];

    public Descent Run() => Descent.Run(Landscape, new SGD(Rate), Steps);
}
