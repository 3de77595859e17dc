using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

public class ContentTests
{
    private readonly PackedPackage package = OnePackage.Package;

    [Fact]
    public void It_is_packed_without_a_warning()
        => Assert.DoesNotContain("warning", package.PackOutput, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void It_holds_the_runtime_the_generator_the_targets_and_the_readme_and_nothing_else()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        var files = archive.Entries.Select(static entry => entry.FullName).Where(static name => !IsEnvelope(name)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "NetGen.nuspec",
                "README.md",
                "analyzers/dotnet/cs/NetGen.Generator.dll",
                "build/net10.0/NetGen.props",
                "buildTransitive/net10.0/NetGen.targets",
                "docs/Diagnostics.md",
                "lib/net10.0/NetGen.dll",
                "lib/net10.0/NetGen.xml",
            ],
            files);
    }

    [Fact]
    public void Its_readme_is_the_repositorys()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
        Assert.StartsWith("# NetGen\n", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_depends_on_no_other_package()
    {
        var group = Metadata().Descendants().Single(static element => element.Name.LocalName == "group");
        Assert.Equal("net10.0", group.Attribute("targetFramework")!.Value);
        Assert.DoesNotContain(Metadata().Descendants(), static element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("lib/net10.0/NetGen.dll", true)]
    [InlineData("analyzers/dotnet/cs/NetGen.Generator.dll", false)]
    public void Its_libraries_have_their_symbols_in_them(string library, bool withSources)
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        using var bytes = new MemoryStream();
        using (var stream = archive.GetEntry(library)!.Open())
            stream.CopyTo(bytes);
        bytes.Position = 0;
        using var file = new PEReader(bytes);
        var entry = file.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = symbols.GetMetadataReader();
        Assert.NotEmpty(reader.Documents);
        var embedded = reader.CustomDebugInformation.Count(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind) == EmbeddedSource);

        // A build within a repository also embeds what it has generated itself, in any case.
        Assert.Equal(withSources, embedded == reader.Documents.Count);
    }

    [Fact]
    public void Its_licence_is_MIT()
    {
        var license = Metadata().Descendants().Single(static element => element.Name.LocalName == "license");
        Assert.Equal(("expression", "MIT"), (license.Attribute("type")?.Value, license.Value));
    }

    // The kind that the format of portable symbols gives to sources in them.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static bool IsEnvelope(string name)
        => name is "_rels/.rels" or "[Content_Types].xml" || name.StartsWith("package/services/metadata/", StringComparison.Ordinal);

    private XDocument Metadata()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        using var stream = archive.GetEntry("NetGen.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}
