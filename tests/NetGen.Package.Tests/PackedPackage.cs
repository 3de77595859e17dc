using System.Reflection;

namespace NetGen.Package.Tests;

/// <summary>
/// The package, packed once for all tests. In a complete run it is built from a copy of the sources, so that it is what a clean checkout gives; in a quick one
/// it has the libraries that the build of this project has made.
/// </summary>
public sealed class PackedPackage : IDisposable
{
    private static readonly string[] Sources =
        ["runtime", "generator", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "README.md", "LICENSE"];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("netgen-package-");

    public PackedPackage()
    {
        try
        {
            Version = $"0.1.0-test.{Guid.NewGuid():N}";
            PackOutput = TestTier.IsComplete ? PackCopy() : PackBuilt();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The version, which no package had before: nothing that some cache still holds can take this one's place.</summary>
    public string Version { get; }

    /// <summary>What <c>dotnet pack</c> printed.</summary>
    public string PackOutput { get; }

    /// <summary>The package's file.</summary>
    public string PackageFile => Path.Combine(Folder("packages"), $"NetGen.{Version}.nupkg");

    private static string Repository => Metadata("RepositoryRoot");

    /// <summary>A folder for a consumer: outside of the repository, with the package as its only source and a package cache of its own.</summary>
    public string ConsumerFolder(string name)
    {
        var folder = Directory.CreateDirectory(Folder("consumers/" + name)).FullName;
        File.Copy(Path.Combine(Repository, "global.json"), Path.Combine(folder, "global.json"), overwrite: true);

        // Frameworks older than the SDK come as packages, and the repository's build has restored those: no network is needed.
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Folder("packages")}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="restored" value="{Metadata("NuGetPackageRoot")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    public void Dispose() => root.Delete(recursive: true);

    private static string Metadata(string key)
        => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private string Folder(string path) => Path.Combine(root.FullName, path);

    private string PackCopy()
    {
        foreach (var source in Sources)
            Copy(Path.Combine(Repository, source), Folder("sources/" + source));
        return Pack(Folder("sources"), "-c", "Release", $"-p:Version={Version}");
    }

    // Nothing is written into the repository: the package's description is put beside it.
    private string PackBuilt()
        => Pack(Repository, "--no-build", "-c", Metadata("Configuration"), $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={Folder("description")}");

    private string Pack(string folder, params string[] arguments)
        => DotNet.Run(folder, ["pack", "runtime", "-o", Folder("packages"), .. arguments, DotNet.OneProcess]);

    private static void Copy(string source, string destination)
    {
        if (File.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Copy(source, destination);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(source))
            Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source).Where(static folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(destination, Path.GetFileName(folder)));
    }
}
