namespace NetGen;

/// <summary>How the values of several classes, or labels, become one; as in scikit-learn.</summary>
public enum Average
{
    /// <summary>That of class 1 alone, where there are two classes.</summary>
    Binary,

    /// <summary>The plain mean over the classes.</summary>
    Macro,

    /// <summary>That of all decisions of all classes together.</summary>
    Micro,

    /// <summary>The mean over the classes, each counting as often as it occurs in the targets.</summary>
    Weighted,
}

/// <summary>Averages in names and messages.</summary>
internal static class Averages
{
    /// <summary>A metric's name with its average before it: <c>macro F1</c>.</summary>
    public static string Named(this Average average, string name) => average switch
    {
        Average.Macro => $"macro {name}",
        Average.Micro => $"micro {name}",
        Average.Weighted => $"weighted {name}",
        _ => name,
    };

    /// <exception cref="ArgumentOutOfRangeException">It is not one of the enumeration's.</exception>
    public static Average Checked(this Average average)
        => average is >= Average.Binary and <= Average.Weighted ? average : throw new ArgumentOutOfRangeException(nameof(average), average, "There is no such average.");
}
