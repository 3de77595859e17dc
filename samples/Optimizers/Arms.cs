using NetGen;

namespace Optimizers;

/// <summary>Noisy points on the arms of a spiral: small enough to train many times, and no straight line separates them.</summary>
internal static class Arms
{
    public const int Classes = 3;

    public static Dataset Draw(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (points, arms) = (new float[2 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (arm, radius) = (i % Classes, Math.Sqrt(random.NextDouble()));
            var angle = (arm * Math.Tau / Classes) + (radius * 4) + (0.2 * random.NextNormal());
            (points[2 * i], points[(2 * i) + 1]) = ((float)(2 * radius * Math.Cos(angle)), (float)(2 * radius * Math.Sin(angle)));
            arms[i] = arm;
        }

        return new Dataset(points, arms, 2, 1);
    }
}

/// <summary>The model that all train.</summary>
[Network, Input(2, Name = "point")]
[Dense(24, Activation.Tanh)]
[Dense(24, Activation.Tanh)]
[Dense(Arms.Classes)]
internal sealed partial class ArmNet;
