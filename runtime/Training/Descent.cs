using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// From the gradients of shards to the next parameters: their sum over the shards and the micro-batches, its check, clipping, and the optimizer's step, each shared by
/// the workers of a team by ranges of the flat buffers. Everything is elementwise but the norm, which is a sum over blocks in their order: no bit depends on
/// the number of workers.
/// </summary>
internal sealed class Descent
{
    private const int Block = GradientClipping.Block;

    private readonly INetwork network;
    private readonly ShardTeam team;
    private readonly AlignedBuffer[] shardGradients;
    private readonly double[] squares;
    private readonly Action decide;
    private AlignedBuffer? accumulated;
    private double weight;
    private bool hasAccumulated;
    private int shards;
    private Optimizer? optimizer;
    private float? clipNorm;
    private float scale;
    private bool isUpdating;
    private int infiniteGradients;
    private int infiniteParameters;

    /// <param name="network">The network.</param>
    /// <param name="team">Who works.</param>
    /// <param name="shards">How many shards a batch has at most.</param>
    public Descent(INetwork network, ShardTeam team, int shards)
    {
        this.network = network;
        this.team = team;
        shardGradients = new AlignedBuffer[shards - 1];
        for (var i = 0; i < shardGradients.Length; i++)
            shardGradients[i] = new AlignedBuffer(network.Gradients.Length);
        squares = new double[(network.Gradients.Length + Block - 1) / Block];
        decide = Decide;
    }

    /// <summary>Whether the gradients of a batch have been accumulated since the last step.</summary>
    public bool HasAccumulated => hasAccumulated;

    /// <summary>Where the backward pass of a shard puts its gradients: the first those of the network.</summary>
    public Span<float> GradientsOf(int shard) => shard == 0 ? network.Gradients : shardGradients[shard - 1].Span;

    /// <summary>Forgets what has been accumulated.</summary>
    public void Clear() => (hasAccumulated, weight) = (false, 0);

    /// <summary>Begins to add the gradient of a batch to what is accumulated.</summary>
    /// <param name="shards">How many shards it has.</param>
    /// <param name="count">How much counts in it: the gradient is that of a mean over as much.</param>
    public void BeginAccumulation(int shards, double count)
    {
        accumulated ??= new AlignedBuffer(network.Gradients.Length);
        this.shards = shards;
        weight = count;
    }

    /// <summary>One thread's part of it, once all shards have their gradients.</summary>
    public void Accumulate(int thread)
    {
        var (first, end) = team.RangeOf(thread, squares.Length);
        for (var block = first; block < end; block++)
        {
            var gradients = SumOfShards(block);
            var sum = Part(accumulated!.Span, block);
            if (hasAccumulated)
                FlatVector.AddWeighed(sum, gradients, (float)weight);
            else
                FlatVector.Weigh(sum, gradients, (float)weight);
        }
    }

    /// <summary>Ends it.</summary>
    public void EndAccumulation() => hasAccumulated = true;

    /// <summary>Begins a step by the accumulated gradients, or by those of the shards of one batch.</summary>
    /// <param name="shards">How many shards it has; 0 where the gradients are accumulated.</param>
    /// <param name="count">How much counts in all accumulated batches.</param>
    /// <param name="optimizer">What takes the step.</param>
    /// <param name="clipNorm">The longest that the gradient may be.</param>
    public void Begin(int shards, double count, Optimizer optimizer, float? clipNorm)
    {
        (this.shards, weight, this.optimizer, this.clipNorm) = (shards, count, optimizer, clipNorm);
        (infiniteGradients, infiniteParameters, isUpdating) = (0, 0, false);
    }

    /// <summary>One thread's part of the step, once all shards have their gradients.</summary>
    public void Take(int thread)
    {
        var (first, end) = team.RangeOf(thread, squares.Length);
        for (var block = first; block < end; block++)
            Gather(block);
        team.Meet(thread, decide);
        if (isUpdating && first < end)
            Update(first * Block, Math.Min(end * Block, network.Gradients.Length));
    }

    /// <summary>Ends the step; what cannot be shared is done here.</summary>
    public StepOutcome End()
    {
        var taken = optimizer!;
        optimizer = null;
        Clear();
        if (infiniteGradients != 0)
            return StepOutcome.GradientIsNotFinite;
        var isFinite = taken.IsElementwise ? infiniteParameters == 0 : taken.TryStep(network);
        return isFinite ? StepOutcome.Taken : StepOutcome.ParametersAreNotFinite;
    }

    // The gradients of a block, and whether they are finite, or their squares.
    private void Gather(int block)
    {
        Span<float> gradients;
        if (shards > 0)
        {
            gradients = SumOfShards(block);
        }
        else
        {
            // Where nothing counts in any batch, all gradients are 0.
            gradients = Part(network.Gradients, block);
            FlatVector.Divide(gradients, Part(accumulated!.Span, block), weight == 0 ? 1 : (float)weight);
        }

        if (clipNorm is not null)
            squares[block] = GradientClipping.SumOfSquares(gradients);
        else if (!FlatVector.AllFinite(gradients))
            Volatile.Write(ref infiniteGradients, 1);
    }

    // The last thread to have gathered its gradients does it, while the others wait.
    private void Decide()
    {
        scale = 1;
        if (clipNorm is { } longest)
        {
            var sum = 0.0;
            foreach (var square in squares)
                sum += square;
            if (double.IsFinite(sum))
                scale = GradientClipping.ScaleOf(Math.Sqrt(sum), longest);
            else
                infiniteGradients = 1;
        }

        if (infiniteGradients != 0)
            return;
        isUpdating = true;
        if (optimizer!.IsElementwise)
            optimizer.BeginStep(network);
    }

    private void Update(int first, int end)
    {
        var gradients = network.Gradients[first..end];
        if (scale != 1)
            GradientClipping.Scale(gradients, scale);
        if (optimizer!.IsElementwise && !optimizer.StepPart(network.Parameters[first..end], gradients, first))
            Volatile.Write(ref infiniteParameters, 1);
    }

    private Span<float> SumOfShards(int block)
    {
        var sum = Part(network.Gradients, block);
        for (var shard = 1; shard < shards; shard++)
            FlatVector.Add(sum, Part(shardGradients[shard - 1].Span, block));
        return sum;
    }

    private static Span<float> Part(Span<float> buffer, int block)
        => buffer.Slice(block * Block, Math.Min(Block, buffer.Length - (block * Block)));
}

/// <summary>What became of a step.</summary>
internal enum StepOutcome
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>It was not, since the gradient is not finite.</summary>
    GradientIsNotFinite,

    /// <summary>It was, and made the parameters infinite or not a number.</summary>
    ParametersAreNotFinite,
}
