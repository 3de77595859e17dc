namespace NetGen;

/// <summary>A tensor of a workspace: what it is, where it is, and in which steps of a pass it is needed.</summary>
/// <param name="Name">Its name in the emitted code's mathematics: <c>hidden</c>, and <c>∂hidden</c> for its gradient.</param>
/// <param name="Shape">Its shape, of one sample where it has samples.</param>
/// <param name="HasSamples">Whether every sample of the batch has its own; else there is one for the batch.</param>
/// <param name="Slot">Where it is. Of what has no samples, the offset in the shared part and the size.</param>
/// <param name="FirstStep">The number of the step that writes it; 0 where the caller does.</param>
/// <param name="LastStep">
/// The number of the last step after which its memory may be another one's. What is kept until the next pass has a number that no step has.
/// </param>
public sealed record WorkspaceTensor(string Name, IReadOnlyList<int> Shape, bool HasSamples, WorkspaceSlot Slot, int FirstStep, int LastStep)
{
    /// <summary>How many floats of memory it takes, of one sample where it has samples.</summary>
    public int Size => Slot.Size;
}
