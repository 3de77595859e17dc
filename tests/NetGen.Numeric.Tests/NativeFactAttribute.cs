using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numeric.Tests;

/// <summary>A test that compiles a native program; skipped in a quick run, and where there is no linker for it or no processor to run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute()
    {
        if (!TestTier.IsComplete)
            Skip = TestTier.Skipped;
        else if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = "The native program is compiled for Linux on x64.";
        else if (!Avx2.IsSupported)
            Skip = "The native program is compiled for processors with AVX2.";
        else if (!IsOnPath("clang") && !IsOnPath("gcc"))
            Skip = "There is neither clang nor gcc on the path to link a native program.";
    }

    private static bool IsOnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
