using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>What generated code needs for parameters that follow the data instead of a gradient.</summary>
public static class RunningState
{
    /// <summary><c>state ← weight · value</c>, or <c>state ← state + weight · value</c> where other workspaces came before.</summary>
    /// <param name="state">The parameter.</param>
    /// <param name="value">Its new value, as long as the parameter.</param>
    /// <param name="weight">The share of the workspace that computed the value.</param>
    /// <param name="isFirst">Whether the value takes the place of the parameter's old one.</param>
    public static void Update(Span<float> state, ref float value, float weight, bool isFirst)
    {
        for (var place = 0; place < state.Length; place++)
        {
            var share = weight * Unsafe.Add(ref value, place);
            // The mean of a channel that is always 0 would decay into denormal floats, which are slow.
            state[place] = Denormals.Flush(isFirst ? share : state[place] + share);
        }
    }
}
