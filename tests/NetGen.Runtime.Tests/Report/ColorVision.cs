using System.Globalization;

namespace NetGen.Runtime.Tests.Report;

/// <summary>
/// How colours look to an eye: the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, for complete
/// deficiencies, on linear RGB. Distances are CIE 1976, ΔE*ab.
/// </summary>
internal sealed record ColorVision(string Name, double[] Matrix)
{
    public static readonly ColorVision[] All =
    [
        new("all colours", [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        new("protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]),
        new("deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]),
        new("tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]),
    ];

    /// <summary>WCAG's contrast of two colours, from 1 to 21.</summary>
    public static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        static double Luminance(string color)
        {
            var rgb = Linear(color);
            return (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
        }
    }

    public double Distance(string first, string second)
        => Math.Sqrt(Lab(Seen(first)).Zip(Lab(Seen(second)), static (a, b) => (a - b) * (a - b)).Sum());

    private double[] Seen(string color)
    {
        var rgb = Linear(color);
        return [.. Enumerable.Range(0, 3).Select(row => Math.Clamp((Matrix[3 * row] * rgb[0]) + (Matrix[(3 * row) + 1] * rgb[1]) + (Matrix[(3 * row) + 2] * rgb[2]), 0, 1))];
    }

    private static double[] Linear(string color)
        => [.. Enumerable.Range(0, 3).Select(i => int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(static value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double[] Lab(double[] rgb)
    {
        var x = Root(((0.4124 * rgb[0]) + (0.3576 * rgb[1]) + (0.1805 * rgb[2])) / 0.9505);
        var y = Root((0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]));
        var z = Root(((0.0193 * rgb[0]) + (0.1192 * rgb[1]) + (0.9505 * rgb[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];

        static double Root(double value) => value > 0.008856 ? Math.Cbrt(value) : (7.787 * value) + (16.0 / 116);
    }
}
