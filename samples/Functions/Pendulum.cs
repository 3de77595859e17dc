using NetGen;

namespace Functions;

/// <summary>A pendulum with friction: what drives it is found from how it swings.</summary>
internal static partial class Pendulum
{
    /// <summary>Where it is, in radians, and how fast it turns.</summary>
    internal readonly record struct State(double Angle, double Speed)
    {
        public static State operator +(State left, State right) => new(left.Angle + right.Angle, left.Speed + right.Speed);

        public static State operator *(double factor, State state) => new(factor * state.Angle, factor * state.Speed);
    }

    /// <summary>One step of the method of Runge and Kutta.</summary>
    /// <param name="state">Where it is.</param>
    /// <param name="pull">The gravity over the length, in 1/s².</param>
    /// <param name="friction">In 1/s.</param>
    /// <param name="seconds">How long the step takes.</param>
    public static State Step(State state, double pull, double friction, double seconds)
    {
        var k1 = Slope(state, pull, friction);
        var k2 = Slope(state + (seconds / 2 * k1), pull, friction);
        var k3 = Slope(state + (seconds / 2 * k2), pull, friction);
        var k4 = Slope(state + (seconds * k3), pull, friction);
        return state + (seconds / 6 * (k1 + (2 * k2) + (2 * k3) + k4));
    }

    /// <summary>The mean squared distance of the angles that were measured from those that are computed.</summary>
    [Differentiable]
    public static double Distance(double pull, double friction, State start, [Constant] ReadOnlySpan<double> angles, [Constant] double seconds)
    {
        var (state, sum) = (start, 0.0);
        foreach (var angle in angles)
        {
            sum += (state.Angle - angle) * (state.Angle - angle);
            state = Step(state, pull, friction, seconds);
        }

        return sum / angles.Length;
    }

    private static State Slope(State state, double pull, double friction) => new(state.Speed, (-pull * Math.Sin(state.Angle)) - (friction * state.Speed));
}
