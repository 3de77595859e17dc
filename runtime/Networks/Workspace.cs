using System.Runtime.InteropServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>A part of a workspace that holds so many floats for every sample of the batch.</summary>
/// <param name="Offset">How many floats of each sample lie before it.</param>
/// <param name="Size">How many floats each sample has.</param>
/// <param name="Number">How many slots start before it; see <see cref="BatchBuffer.Sample"/>.</param>
public readonly record struct WorkspaceSlot(long Offset, int Size, int Number);

/// <summary>How a network's training pass is laid out in memory; the generator writes it as constants.</summary>
/// <param name="Inputs">The inputs; the first where there are several.</param>
/// <param name="Outputs">The outputs; the first where there are several.</param>
/// <param name="OutputGradients">The gradient of the loss with respect to the outputs; to the first where there are several.</param>
/// <param name="Memory">How much memory there is.</param>
public sealed record WorkspaceLayout(
    WorkspaceSlot Inputs,
    WorkspaceSlot Outputs,
    WorkspaceSlot OutputGradients,
    BatchLayout Memory)
{
    /// <summary>The inputs of a network with several, in order.</summary>
    public IReadOnlyList<WorkspaceSlot> InputSlots { get; init; } = [Inputs];

    /// <summary>The outputs of a network with several, in order.</summary>
    public IReadOnlyList<WorkspaceSlot> OutputSlots { get; init; } = [Outputs];

    /// <summary>The gradients with respect to the outputs of a network with several, in order.</summary>
    public IReadOnlyList<WorkspaceSlot> OutputGradientSlots { get; init; } = [OutputGradients];

    /// <summary>The targets of a network with an objective of its own, in order; empty where there are none.</summary>
    public IReadOnlyList<WorkspaceSlot> TargetSlots { get; init; } = [];

    /// <summary>Where in the shared part the objective's value is; null for a network without an objective of its own.</summary>
    public int? ObjectiveOffset { get; init; }

    /// <summary>The gradients with respect to the inputs, in order; empty where the network was not asked for them.</summary>
    public IReadOnlyList<WorkspaceSlot> InputGradientSlots { get; init; } = [];

    /// <summary>The states of the sequences before the first step, as <see cref="NetworkDescription.States"/> lists them; then, where the network asks for it, how many steps each sequence has taken.</summary>
    public IReadOnlyList<WorkspaceSlot> StatesBefore { get; init; } = [];

    /// <summary>The states after the last step.</summary>
    public IReadOnlyList<WorkspaceSlot> StatesAfter { get; init; } = [];

    /// <summary>Gives all tensors of the workspace, in the order of their places. They are made when they are asked for: no pass needs them.</summary>
    public Func<IReadOnlyList<WorkspaceTensor>> Tensors { get; init; } = static () => [];

    /// <summary>Whether every tensor has a place of its own, so that all are there after a backward pass.</summary>
    public bool KeepsAll { get; init; }
}

/// <summary>
/// The memory of a training pass: inputs, activations, outputs and their gradients for a batch, at places that were fixed when the
/// network was compiled. One workspace serves one thread at a time. A network that keeps its gradients has a class of its own, with a view of each.
/// </summary>
public partial class Workspace
{
    private readonly BatchBuffer memory;
    private readonly WorkspaceLayout layout;
    private int batch;
    private int firstSample;
    private int wholeBatch;

    // How many samples the forward pass had that a backward pass may follow; 0 where there is none.
    private int passed;

    /// <summary>Makes room for batches of up to <paramref name="capacity"/> samples, and for no more.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="layout"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="capacity"/> is less than 1, or so large that a single tensor of the batch would have more than 2³¹ floats.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The machine does not have the memory.</exception>
    public Workspace(WorkspaceLayout layout, int capacity)
    {
        ArgumentNullException.ThrowIfNull(layout);
        this.layout = layout;
        memory = new BatchBuffer(layout.Memory, capacity);
        batch = capacity;
    }

    /// <summary>The largest batch there is room for.</summary>
    public int Capacity => memory.Capacity;

    /// <summary>How many samples the current batch has: 1 … <see cref="Capacity"/>; the capacity at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside these bounds.</exception>
    public int Batch
    {
        get => batch;
        set
        {
            if (value < 1 || value > Capacity)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A batch has 1 to {Capacity} samples in this workspace.");
            batch = value;
        }
    }

    /// <summary>What the random numbers of a pass depend on, with <see cref="Step"/>: the same seed and step give the same numbers.</summary>
    public ulong Seed { get; set; }

    /// <summary>The number of the training step: another step, other random numbers. A <see cref="Trainer"/> counts it up.</summary>
    public long Step { get; set; }

    /// <summary>
    /// Which sample of the whole batch is this workspace's first: 0, unless several workers share a batch. Random numbers depend on a
    /// sample's place in the whole batch, and so not on the number of workers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 0.</exception>
    public int FirstSample
    {
        get => firstSample;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            firstSample = value;
        }
    }

    /// <summary>
    /// How many samples the whole batch has, this workspace's among them: <see cref="Batch"/> unless set, and again when set to 0. What an
    /// objective divides by.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 0.</exception>
    public int WholeBatch
    {
        get => wholeBatch == 0 ? batch : wholeBatch;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            wholeBatch = value;
        }
    }

    /// <summary>The size of the whole workspace in bytes.</summary>
    public long Bytes => memory.Bytes;

    /// <summary>The batch's inputs [batch × input], to be filled before the forward pass.</summary>
    /// <exception cref="InvalidOperationException">The network has several inputs; see <see cref="Input"/>.</exception>
    public Span<float> Inputs => Slot(Only(layout.InputSlots, "inputs", nameof(Input)));

    /// <summary>The batch's outputs [batch × output], valid after the forward pass.</summary>
    /// <exception cref="InvalidOperationException">The network has several outputs; see <see cref="Output"/>.</exception>
    public Span<float> Outputs => Slot(Only(layout.OutputSlots, "outputs", nameof(Output)));

    /// <summary>∂loss/∂outputs [batch × output], to be filled before the backward pass.</summary>
    /// <exception cref="InvalidOperationException">The network has several outputs; see <see cref="OutputGradient"/>.</exception>
    public Span<float> OutputGradients => Slot(Only(WithOutputGradients, "outputs", nameof(OutputGradient)));

    /// <summary>
    /// This workspace's part of the objective, valid after the forward pass of an <see cref="IObjectiveNetwork"/>: the sum over its samples,
    /// divided by the <see cref="WholeBatch"/>. Without other workers it is the objective itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no objective of its own.</exception>
    public float Objective => Shared(layout.ObjectiveOffset ?? throw new InvalidOperationException("The network has no objective of its own; mark a method [Objective]."));

    /// <summary>
    /// ∂loss/∂inputs [batch × input], valid after the backward pass until the next forward pass, of a network that is declared with
    /// <see cref="NetworkAttribute.InputGradient"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network was not asked for it, or has several inputs; see <see cref="InputGradient"/>.</exception>
    public Span<float> InputGradients => Slot(Only(WithInputGradients, "inputs", nameof(InputGradient)));

    /// <summary>The batch's input number <paramref name="index"/> [batch × input], to be filled before the forward pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<float> Input(int index) => Slot(At(layout.InputSlots, index));

    /// <summary>The batch's output number <paramref name="index"/> [batch × output], valid after the forward pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Span<float> Output(int index) => Slot(At(layout.OutputSlots, index));

    /// <summary>∂loss/∂output number <paramref name="index"/> [batch × output], to be filled before the backward pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Span<float> OutputGradient(int index) => Slot(At(WithOutputGradients, index));

    /// <summary>The batch's target number <paramref name="index"/> of the objective [batch × target], to be filled before the forward pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public Span<float> Target(int index) => Slot(At(layout.TargetSlots, index));

    /// <summary>∂loss/∂input number <paramref name="index"/> [batch × input], valid after the backward pass; see <see cref="InputGradients"/>.</summary>
    /// <exception cref="InvalidOperationException">The network was not asked for it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Span<float> InputGradient(int index) => Slot(At(WithInputGradients, index));

    /// <summary>
    /// A tensor of the last pass by its name in the emitted code: <c>hidden</c> [batch × 128], and <c>∂hidden</c> for its gradient. For looking
    /// at it: finding it takes time and memory.
    /// </summary>
    /// <remarks>
    /// Activations are there after a forward pass; of what is passed on between steps for one sample after the other, such as the scores of
    /// attention, those of the last sample. After a backward pass all tensors are there of a network that is declared with
    /// <see cref="NetworkAttribute.KeepGradients"/> or in the readable form; others use the same memory for several tensors.
    /// </remarks>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message names those that there are.</exception>
    public Span<float> Tensor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var tensors = layout.Tensors();
        var found = tensors.FirstOrDefault(tensor => tensor.Name == name)
            ?? throw new KeyNotFoundException($"The workspace has no tensor '{name}'. It has {string.Join(", ", tensors.Select(static tensor => $"'{tensor.Name}'"))}.");
        return found.HasSamples ? Slot(found.Slot) : MemoryMarshal.CreateSpan(ref Shared(found.Slot.Offset), NetworkDescription.Product(found.Shape));
    }

    /// <summary>The tensors that <see cref="Tensor"/> finds, in the order of their places. Each call makes the list anew.</summary>
    public IReadOnlyList<WorkspaceTensor> Tensors => layout.Tensors();

    /// <summary>The current batch's part of <paramref name="slot"/>: [batch × slot.Size].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slot is not in this workspace.</exception>
    public Span<float> Slot(WorkspaceSlot slot)
    {
        var (sampleLength, slots, largest, _) = layout.Memory;
        if (slot.Offset < 0 || slot.Offset > sampleLength - slot.Size || slot.Size < 0 || slot.Size > largest || slot.Number < 0 || slot.Number >= slots)
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"The workspace has {slots} slots in {sampleLength} floats a sample.");
        return MemoryMarshal.CreateSpan(ref memory.Sample(slot.Offset, slot.Number), slot.Size * batch);
    }

    private IReadOnlyList<WorkspaceSlot> WithOutputGradients
        => layout.ObjectiveOffset is null
            ? layout.OutputGradientSlots
            : throw new InvalidOperationException("The network has an objective of its own, and its backward pass takes no gradients of outputs.");

    /// <summary>Whether the network computes the gradients of its inputs.</summary>
    internal bool HasInputGradients => layout.InputGradientSlots.Count > 0;

    private IReadOnlyList<WorkspaceSlot> WithInputGradients
        => layout.InputGradientSlots.Count > 0
            ? layout.InputGradientSlots
            : throw new InvalidOperationException("The network does not compute gradients with respect to its inputs; declare it [Network(InputGradient = true)].");

    private static WorkspaceSlot Only(IReadOnlyList<WorkspaceSlot> slots, string kind, string method)
        => slots.Count == 1 ? slots[0] : throw new InvalidOperationException($"The network has {slots.Count} {kind}; ask for one with {method}(index).");

    private static WorkspaceSlot At(IReadOnlyList<WorkspaceSlot> slots, int index)
        => (uint)index < (uint)slots.Count
            ? slots[index]
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The network has {slots.Count} of them, counted from 0.");

    /// <summary>For generated code: makes sure that this is a workspace of the network that is to use it.</summary>
    /// <exception cref="ArgumentException">It was made by another network.</exception>
    public void CheckLayout(WorkspaceLayout expected, string network)
    {
        if (!ReferenceEquals(layout, expected))
            throw new ArgumentException($"The workspace was not made by {network}; call its CreateWorkspace.");
    }

    /// <summary>For generated code: notes that a forward pass has come to its end, so that a backward pass may follow.</summary>
    public void EndForward() => passed = batch;

    /// <summary>For generated code: makes sure that a backward pass follows a forward pass of the same batch, and is the first one behind it.</summary>
    /// <exception cref="InvalidOperationException">There was no forward pass since the last backward pass, or the batch had another size.</exception>
    public void BeginBackward(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (passed == 0)
        {
            throw new InvalidOperationException(
                $"Backward of {network.Name} needs a forward pass of its own in this workspace, since it stores gradients in the memory of what that has left: call Forward before each Backward.");
        }

        if (passed != batch)
            throw new InvalidOperationException($"Backward of {network.Name} is of {batch} samples, but Forward was of {passed}: set the workspace's Batch before Forward.");
        passed = 0;
    }

    /// <summary>For generated code: makes sure that whole numbers among the inputs and the targets are in their vocabularies, before rows are read by them.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public void CheckIndices(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (var i = 0; i < network.Inputs.Count; i++)
            Indices.Check(network, network.Inputs[i], Input(i));
        for (var i = 0; i < network.Targets.Count; i++)
            Indices.Check(network, network.Targets[i], Target(i));
    }

    /// <summary>For generated code: the key of the random numbers that a tensor has in this step.</summary>
    public ulong RandomKey(int stream) => RandomFill.Key(Seed, Step, stream);

    /// <summary>For generated code: the start of a slot; see <see cref="BatchBuffer.Sample"/>.</summary>
    public ref float Sample(long offset, int slot) => ref memory.Sample(offset, slot);

    /// <summary>For generated code: the steps that the samples of the batch have; see <see cref="BatchBuffer.Rows"/>.</summary>
    public SequenceRows Rows(int input, ref readonly float lengths, int samples, int steps) => memory.Rows(input, in lengths, samples, steps);

    /// <summary>For generated code: the start of what is shared by the batch, <paramref name="offset"/> floats into it.</summary>
    public ref float Shared(long offset) => ref memory.Shared(offset);
}
