namespace NetGen.Package.Tests;

/// <summary>The package that all tests share. Their classes run beside each other, and the first one that needs it packs it.</summary>
internal static class OnePackage
{
    private static readonly Lazy<PackedPackage> Packed = new(static () =>
    {
        var package = new PackedPackage();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => package.Dispose();
        return package;
    });

    public static PackedPackage Package => Packed.Value;
}
