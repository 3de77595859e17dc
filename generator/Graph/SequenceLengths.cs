namespace NetGen.Generator.Graph;

/// <summary>
/// The lengths of sequences, a whole number for each sample. Where they are known, a loop over time carries out the steps that a sample has and no others: its samples are sorted by length, the
/// longest first, and a step is carried out for the first so many of them. What all steps have is stored in rows without gaps, those of the samples that have the first step, then those that have
/// the second one, and so on.
/// </summary>
/// <param name="Input">The number of the network's input that has them.</param>
/// <param name="Steps">How many steps the longest sequence may have.</param>
internal sealed record SequenceLengths(int Input, int Steps)
{
    /// <summary>The node of that input.</summary>
    public int NodeIn(IReadOnlyList<Node> nodes)
        => Enumerable.Range(0, nodes.Count).First(node => nodes[node].Operation is Input { IsTarget: false } input && input.Index == Input);
}

/// <summary>Values in another order: of samples, or of the steps that they have. Behind the value, the second input is the lengths.</summary>
internal sealed record Rearrange(RowOrder Order, SequenceLengths Lengths) : Operation;

/// <summary>From which order to which values are brought.</summary>
internal enum RowOrder
{
    /// <summary>[batch × T × …] to rows of steps, without those behind a sample's end.</summary>
    Pack,

    /// <summary>Rows of steps to [batch × T × …], with zeros behind a sample's end.</summary>
    Unpack,

    /// <summary>[batch × …], the longest sample first.</summary>
    Sort,

    /// <summary>From the order of lengths back to that of the batch.</summary>
    Unsort,

    /// <summary>Of rows of steps, that of each sample's last step, in the order of the batch.</summary>
    Last,

    /// <summary>States before the first step, from the order of the batch to where a loop finds them that begins with the first step.</summary>
    Begin,

    /// <summary>The same of a loop that begins with each sample's last step.</summary>
    BeginReverse,
}
