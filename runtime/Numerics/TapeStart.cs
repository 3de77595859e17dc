using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>The first memory of a tape of a generic method, on the stack: as many numbers as short loops do with.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
/// <remarks><c>stackalloc</c> is for types of which it is known that they are unmanaged.</remarks>
[InlineArray(32)]
public struct TapeStart<T>
{
    private T first;
}
