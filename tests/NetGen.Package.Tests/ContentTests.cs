using System.IO.Compression;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

[Collection(OnePackage.Name)]
public class ContentTests(PackedPackage package)
{
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
                "build/NetGen.targets",
                "buildTransitive/NetGen.targets",
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

    [Fact]
    public void Its_licence_is_MIT()
    {
        var license = Metadata().Descendants().Single(static element => element.Name.LocalName == "license");
        Assert.Equal(("expression", "MIT"), (license.Attribute("type")?.Value, license.Value));
    }

    private static bool IsEnvelope(string name)
        => name is "_rels/.rels" or "[Content_Types].xml" || name.StartsWith("package/services/metadata/", StringComparison.Ordinal);

    private XDocument Metadata()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        using var stream = archive.GetEntry("NetGen.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}
