namespace NetGen.Generator.Kernels;

/// <summary>Several kernels as one: in each turn of the loops that all of them have, one after the other does its part, and what they pass on to each other is there for one turn only.</summary>
/// <param name="Parts">The kernels.</param>
/// <param name="Read">The nodes that were stored before.</param>
/// <param name="Stored">What is stored for others.</param>
internal sealed record JoinedKernel(bool IsBackward, EquatableArray<Kernel> Parts, EquatableArray<int> Read, EquatableArray<KernelOutput> Stored) : Kernel(IsBackward)
{
    public override IEnumerable<int> Reads => Read;

    public override IEnumerable<KernelOutput> Stores => Stored;
}
