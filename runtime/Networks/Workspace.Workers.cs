using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <content>A workspace as one of several that share a batch.</content>
public partial class Workspace
{
    private ShardTeam? team;
    private int shard;

    /// <summary>
    /// For generated code: whether the backward pass takes over what the forward pass has found for parameters that are not trained, such as
    /// running statistics. A <see cref="Trainer"/> looks at the gradients first, and calls <see cref="INetwork.UpdateState"/> itself.
    /// </summary>
    public bool UpdatesState { get; private set; } = true;

    /// <summary>For generated code: refuses a batch of training that is too small for a layer.</summary>
    /// <exception cref="InvalidOperationException">A layer takes more samples than the <see cref="WholeBatch"/> has.</exception>
    public void CheckBatch(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (WholeBatch < network.SmallestBatch)
            throw new InvalidOperationException(network.TooSmall(WholeBatch));
    }

    /// <summary>
    /// For generated code: adds up what the shards of a batch have, each for its own samples, in the order of the shards, so that
    /// all of them have the same bits. Without other shards the whole is the part. Waits for the others.
    /// </summary>
    /// <param name="part">This shard's part.</param>
    /// <param name="whole">Receives the sum.</param>
    /// <param name="count">How many floats they are.</param>
    /// <exception cref="InvalidOperationException">The workspace has a part of a batch, and knows no other shards.</exception>
    public void Exchange(ref float part, ref float whole, int count)
    {
        var own = MemoryMarshal.CreateReadOnlySpan(ref part, count);
        var sum = MemoryMarshal.CreateSpan(ref whole, count);
        if (team is not null)
            team.Exchange(shard, own, sum);
        else if (WholeBatch == Batch)
            own.CopyTo(sum);
        else
            throw new InvalidOperationException(Alone());
    }

    /// <summary>Makes this the workspace of a shard, whose trainer takes over running statistics.</summary>
    internal void Join(ShardTeam team, int shard)
    {
        (this.team, this.shard) = (team, shard);
        UpdatesState = false;
    }

    /// <summary>Copies a sample's inputs, which are concatenated, and so its targets where the network has an objective of its own. Allocates nothing.</summary>
    internal void SetSample(int place, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        for (var i = 0; i < layout.InputSlots.Count; i++)
            inputs = Take(inputs, layout.InputSlots[i], place);
        for (var i = 0; i < layout.TargetSlots.Count; i++)
            targets = Take(targets, layout.TargetSlots[i], place);
    }

    private ReadOnlySpan<float> Take(ReadOnlySpan<float> values, WorkspaceSlot slot, int place)
    {
        values[..slot.Size].CopyTo(Slot(slot)[(place * slot.Size)..]);
        return values[slot.Size..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string Alone()
        => $"This workspace has {Batch} of the {WholeBatch} samples of a batch, and the network computes with sums over all of them, such as the statistics of batch normalisation. "
            + "Workspaces share such sums in a Trainer with Workers; else give each its own batch: leave WholeBatch as it is.";
}
