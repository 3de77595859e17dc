namespace NetGen.Generator.Emission;

/// <summary>
/// The short names of the emitted kernels. They are aliases inside the namespace of the class, so they mean the same in every host
/// project, whatever it imports.
/// </summary>
internal static class Aliases
{
    public static readonly string[] Lines =
    [
        "using Lanes = global::NetGen.Numerics.Lanes;",
        "using Math = global::System.Math;",
        "using MethodImpl = global::System.Runtime.CompilerServices.MethodImplAttribute;",
        "using MethodImplOptions = global::System.Runtime.CompilerServices.MethodImplOptions;",
        "using ScalarMath = global::NetGen.Numerics.ScalarMath;",
        "using Unsafe = global::System.Runtime.CompilerServices.Unsafe;",
        "using Vector = global::System.Runtime.Intrinsics.Vector256<float>;",
        "using Vector256 = global::System.Runtime.Intrinsics.Vector256;",
        "using VectorMath = global::NetGen.Numerics.VectorMath;",
    ];

    /// <summary>Puts the short names in the place of the qualified ones.</summary>
    public static string Shorten(string code)
        => code
            .Replace("global::System.Runtime.Intrinsics.Vector256<float>", "Vector")
            .Replace("global::System.Runtime.Intrinsics.Vector256", "Vector256")
            .Replace("global::NetGen.Numerics.VectorMath", "VectorMath")
            .Replace("global::NetGen.Numerics.ScalarMath", "ScalarMath");
}
