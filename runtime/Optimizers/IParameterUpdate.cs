using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>How an optimizer changes eight parameters: all that it has to say about the buffers.</summary>
internal interface IParameterUpdate
{
    /// <summary>One step of eight parameters.</summary>
    /// <param name="parameters">The parameters, before and after.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">What the optimizer keeps for each of them, before and after.</param>
    /// <param name="second">Likewise; without meaning for an optimizer that keeps less.</param>
    /// <param name="third">Likewise.</param>
    void Apply(
        ref Vector256<float> parameters,
        Vector256<float> gradients,
        ref Vector256<float> first,
        ref Vector256<float> second,
        ref Vector256<float> third);
}
