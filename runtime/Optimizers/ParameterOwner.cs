using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Whose parameters an optimizer has stepped: a network, or the place of a span in memory. The garbage collector may move an array, so
/// another place is known to be of other parameters only where nothing has been collected since, or where the memory never moves.
/// </summary>
internal sealed class ParameterOwner
{
    private INetwork? network;
    private nint place;
    private int length;
    private int collections;

    /// <summary>Checks that a network is the owner; it becomes the owner where there is none.</summary>
    /// <exception cref="InvalidOperationException">The owner is another one.</exception>
    public void Check(INetwork next)
    {
        if (ReferenceEquals(network, next))
            return;
        var parameters = next.TrainableParameters();
        if (network is null ? length > 0 && IsElsewhere(parameters) : !AreSame(network.TrainableParameters(), parameters))
            throw Refusal($"those of {(network is null ? "another network" : network.Description.Name)}", next.Description.Name);
        network = next;
    }

    /// <summary>Checks that a span is the owner's; it becomes so where there is no owner.</summary>
    /// <exception cref="InvalidOperationException">The owner has other parameters.</exception>
    /// <exception cref="ArgumentException">There is another number of parameters than at the first step.</exception>
    public void Check(Span<float> parameters)
    {
        if (network is not null)
        {
            if (!AreSame(network.TrainableParameters(), parameters))
                throw Refusal($"those of {network.Description.Name}", "other parameters");
            return;
        }

        if (length > 0 && parameters.Length != length)
        {
            throw new ArgumentException(
                $"The first step had {length} parameters, but this one has {parameters.Length}; an optimizer serves one network.", nameof(parameters));
        }

        if (length > 0 && IsElsewhere(parameters))
            throw Refusal("other ones of the same number", "these parameters");
        Remember(parameters);
    }

    public void Forget() => (network, length) = (null, 0);

    // Counted first: a collection between the two lines makes the place worthless, and the count shows it.
    private void Remember(Span<float> parameters)
    {
        collections = GC.CollectionCount(0);
        place = Place(parameters);
        length = parameters.Length;
    }

    private bool IsElsewhere(Span<float> parameters)
    {
        var now = Place(parameters);
        return now != place && (AlignedBuffer.Holds(now) || GC.CollectionCount(0) == collections);
    }

    private static bool AreSame(Span<float> left, Span<float> right)
        => left.Length == right.Length && Unsafe.AreSame(ref MemoryMarshal.GetReference(left), ref MemoryMarshal.GetReference(right));

    private static nint Place(Span<float> parameters) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(parameters));

    private static InvalidOperationException Refusal(string former, string now)
        => new($"The optimizer's earlier steps were of {former}, and what it keeps of them, such as momenta, says nothing about {now}. "
            + "Make an optimizer for each network, or call Reset() first.");
}
