using NetGen;

namespace Digits.Drawing;

/// <summary>
/// How one digit is written: no two alike. Its size, place, slant, turn and the pen's width are drawn for the digit, and every point that
/// the pen passes misses its mark a little.
/// </summary>
internal struct Hand(ulong seed)
{
    private CounterRandom random = new(seed);

    /// <summary>The darkness of the ink.</summary>
    public float Ink { get; private set; }

    /// <summary>Half the width of the pen's line, in pixels.</summary>
    public float Radius { get; private set; }

    private float width;
    private float height;
    private float slant;
    private float turn;
    private float centreX;
    private float centreY;

    /// <summary>Chooses one of <paramref name="count"/>.</summary>
    public int Choose(int count) => random.NextInt32(count);

    /// <summary>A number from the normal distribution around 0.</summary>
    public float Normal(float deviation) => (float)random.NextNormal() * deviation;

    /// <summary>A number between two.</summary>
    public float Between(float low, float high) => low + ((high - low) * random.NextSingle());

    /// <summary>Takes up the pen for a digit in a picture of <paramref name="side"/> × <paramref name="side"/> pixels.</summary>
    public void Begin(int side)
    {
        width = side * Between(0.34f, 0.62f);
        height = side * Between(0.52f, 0.74f);
        slant = Between(-0.45f, 0.45f);
        turn = Between(-0.22f, 0.22f);
        centreX = (side / 2f) + Between(-2.6f, 2.6f);
        centreY = (side / 2f) + Between(-2.6f, 2.6f);
        Radius = Between(0.55f, 1.7f);
        Ink = Between(0.65f, 1);
    }

    /// <summary>Where the pen goes, in pixels, when it means to go to <paramref name="point"/>.</summary>
    public Point Aim(Point point)
    {
        var y = (point.Y - 0.5f + Normal(0.035f)) * height;
        var x = ((point.X - 0.5f + Normal(0.045f)) * width) - (slant * y);
        var (sine, cosine) = MathF.SinCos(turn);
        return new(centreX + (cosine * x) - (sine * y), centreY + (sine * x) + (cosine * y));
    }
}
