namespace NetGen;

/// <summary>In which form the passes of a network are written. Both compute the same within rounding, and have the same public members.</summary>
public enum EmittedCode
{
    /// <summary>As the project says by the MSBuild property <c>NetGenCode</c>, which is <c>fast</c> or <c>readable</c>; fast where it says nothing.</summary>
    Default,

    /// <summary>Vector code in tiles that fit the processor's registers and caches: what is trained and shipped with.</summary>
    Fast,

    /// <summary>
    /// Plain loops over tensors with an index for each axis, one method for each step of the chain rule: to read, to step through in a debugger,
    /// and to check the fast form with. Each tensor has a place of its own, so that all gradients are there when the backward pass returns. Many
    /// times slower than the fast form. A recurrence is a loop over the steps of its sequence, and its tensors have an index for the step.
    /// </summary>
    Readable,
}
