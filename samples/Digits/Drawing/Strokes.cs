namespace Digits.Drawing;

/// <summary>A point of the pen's way; the digit's box is from (0, 0), top left, to (1, 1).</summary>
internal readonly record struct Point(float X, float Y);

/// <summary>How the ten digits are written: strokes, each a smooth curve through a few points. Several hands for some.</summary>
internal static class Strokes
{
    /// <summary>The ways of writing each digit.</summary>
    public static readonly Point[][][][] OfDigit =
    [
        [
            [Curve(.5f, 0, .2f, .16f, .1f, .5f, .22f, .86f, .5f, 1, .78f, .86f, .9f, .5f, .8f, .16f, .5f, 0)],
        ],
        [
            [Curve(.5f, 0, .5f, 1)],
            [Curve(.28f, .24f, .55f, 0), Curve(.55f, 0, .55f, 1)],
        ],
        [
            [Curve(.14f, .26f, .3f, .04f, .62f, .02f, .8f, .26f, .56f, .62f, .14f, 1), Curve(.14f, 1, .88f, .98f)],
            [Curve(.14f, .22f, .45f, 0, .78f, .2f, .6f, .62f, .25f, .98f, .2f, .78f, .5f, .84f, .9f, 1)],
        ],
        [
            [Curve(.16f, .1f, .5f, 0, .78f, .2f, .4f, .46f), Curve(.4f, .46f, .84f, .68f, .56f, 1, .12f, .88f)],
            [Curve(.15f, .02f, .82f, .02f), Curve(.82f, .02f, .45f, .42f), Curve(.45f, .42f, .85f, .66f, .56f, 1, .12f, .9f)],
        ],
        [
            [Curve(.6f, 0, .1f, .66f), Curve(.1f, .66f, .9f, .66f), Curve(.66f, .34f, .64f, 1)],
            [Curve(.18f, .02f, .16f, .5f), Curve(.16f, .5f, .82f, .48f), Curve(.8f, 0, .74f, 1)],
        ],
        [
            [Curve(.8f, .02f, .26f, .02f), Curve(.26f, .02f, .2f, .44f), Curve(.2f, .44f, .56f, .38f, .84f, .66f, .5f, 1, .12f, .9f)],
        ],
        [
            [Curve(.7f, .02f, .34f, .26f, .16f, .66f, .34f, .96f, .68f, .94f, .8f, .7f, .54f, .52f, .18f, .7f)],
        ],
        [
            [Curve(.12f, .04f, .86f, .04f), Curve(.86f, .04f, .56f, .5f, .42f, 1)],
            [Curve(.12f, .04f, .86f, .04f), Curve(.86f, .04f, .56f, .5f, .42f, 1), Curve(.32f, .52f, .78f, .5f)],
        ],
        [
            [Curve(.5f, .48f, .2f, .26f, .5f, 0, .8f, .24f, .5f, .48f, .14f, .76f, .5f, 1, .86f, .74f, .5f, .48f)],
        ],
        [
            [Curve(.8f, .22f, .5f, 0, .18f, .26f, .44f, .52f, .8f, .26f), Curve(.8f, .22f, .76f, .6f, .56f, 1)],
            [Curve(.8f, .22f, .5f, 0, .18f, .26f, .44f, .52f, .8f, .26f), Curve(.8f, .22f, .84f, .66f, .6f, .98f, .2f, .9f)],
        ],
    ];

    private static Point[] Curve(params ReadOnlySpan<float> coordinates)
    {
        var points = new Point[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = new(coordinates[2 * i], coordinates[(2 * i) + 1]);
        return points;
    }
}
