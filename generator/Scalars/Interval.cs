namespace NetGen.Generator.Scalars;

/// <summary>The numbers between two bounds, each of which may belong to them or not.</summary>
internal readonly record struct Interval(double Low, bool LowIsOpen, double High, bool HighIsOpen)
{
    public static Interval All { get; } = new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    public bool IsEmpty => Low > High || (Low == High && (LowIsOpen || HighIsOpen));

    /// <summary>The numbers of which a comparison with the bound holds, and the others; null for equality, whose are not one interval.</summary>
    public static (Interval Holds, Interval HoldsNot)? Split(Comparison comparison, double bound)
    {
        var below = new Interval(double.NegativeInfinity, false, bound, true);
        var upTo = below with { HighIsOpen = false };
        var above = new Interval(bound, true, double.PositiveInfinity, false);
        var from = above with { LowIsOpen = false };
        return comparison switch
        {
            Comparison.Less => (below, from),
            Comparison.LessOrEqual => (upTo, above),
            Comparison.Greater => (above, upTo),
            Comparison.GreaterOrEqual => (from, below),
            _ => null,
        };
    }

    public Interval And(Interval other)
    {
        var (low, lowIsOpen) = Low > other.Low || (Low == other.Low && LowIsOpen) ? (Low, LowIsOpen) : (other.Low, other.LowIsOpen);
        var (high, highIsOpen) = High < other.High || (High == other.High && HighIsOpen) ? (High, HighIsOpen) : (other.High, other.HighIsOpen);
        return new Interval(low, lowIsOpen, high, highIsOpen);
    }

    public bool IsWithin(Interval other) => IsEmpty
        || ((Low > other.Low || (Low == other.Low && (LowIsOpen || !other.LowIsOpen)))
            && (High < other.High || (High == other.High && (HighIsOpen || !other.HighIsOpen))));

    /// <summary>The image under an increasing function. Rounding may reach a bound, except zero where nothing can underflow.</summary>
    public Interval Mapped(Func<double, double> function, bool keepsZeroOpen) => new(
        function(Low), LowIsOpen && Low == 0.0 && keepsZeroOpen, function(High), HighIsOpen && High == 0.0 && keepsZeroOpen);
}
