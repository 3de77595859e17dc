using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numeric.Runner;

/// <summary>What this process computes with.</summary>
internal static class Engine
{
    /// <summary>One line: whether the code is compiled ahead of time, and which vectors are in hardware.</summary>
    public static string Describe()
        => $"native={!RuntimeFeature.IsDynamicCodeSupported} vector128={Vector128.IsHardwareAccelerated} vector256={Vector256.IsHardwareAccelerated} "
            + $"vector512={Vector512.IsHardwareAccelerated} avx2={Avx2.IsSupported} fma={Fma.IsSupported} avx512={Avx512F.IsSupported}";
}
