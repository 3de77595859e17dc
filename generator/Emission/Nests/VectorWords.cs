using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Nests;

/// <summary>What a target's vectors are called in the emitted code.</summary>
/// <param name="Type">The type on which expressions are computed.</param>
/// <param name="Class">The framework's class with their functions.</param>
/// <param name="Lanes">The runtime's class that moves and adds up lanes.</param>
/// <param name="LongSum">The runtime's type for sums in double, one for each lane.</param>
internal sealed record VectorWords(CSharpTarget Type, string Class, string Lanes, string LongSum)
{
    /// <exception cref="ArgumentOutOfRangeException">The framework has no such vectors, or nothing is emitted for them.</exception>
    public static VectorWords Of(Target target) => target.Size switch
    {
        VectorSize.Bits256 => new(CSharpTarget.Vector256, "Vector256", "Lanes", "LongSum"),
        VectorSize.Bits512 => new(CSharpTarget.Vector512, "Vector512", "Lanes512", "LongSum512"),
        var size => throw new ArgumentOutOfRangeException(nameof(target), size, "No code is written for such vectors."),
    };
}
