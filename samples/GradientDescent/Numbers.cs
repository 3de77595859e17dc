using System.Globalization;

namespace GradientDescent;

/// <summary>Numbers as both pictures write them.</summary>
internal static class Numbers
{
    public static string Rate(double rate) => rate.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A height above the least value, which is what remains to go.</summary>
    public static string Height(float height) => height switch
    {
        < 1e-5f => "0.00000",
        < 1000 => height.ToString("0.00000", CultureInfo.InvariantCulture),
        _ => height.ToString("0.0e0", CultureInfo.InvariantCulture),
    };

    /// <summary>How many steps it took, or a dash.</summary>
    public static string Arrival(Descent descent, Landscape landscape)
        => descent.Arrival(landscape) is { } steps ? $"{steps} steps" : "–";
}
