using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>What generated code needs for parameters that follow the data instead of a gradient.</summary>
public static class RunningState
{
    /// <summary>Gives a parameter its new value.</summary>
    /// <param name="state">The parameter.</param>
    /// <param name="value">Its new value, as long as the parameter.</param>
    public static void Update(Span<float> state, ref float value)
    {
        // The mean of a channel that is always 0 would decay into denormal floats, which are slow.
        for (var place = 0; place < state.Length; place++)
            state[place] = Denormals.Round(Unsafe.Add(ref value, place));
    }
}
