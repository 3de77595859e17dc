namespace NetGen.Package.Tests;

/// <summary>What projects of other kinds get: a name that is there, or one message that says what is wrong.</summary>
public class ProjectKindTests
{
    private readonly PackedPackage package = OnePackage.Package;

    [Fact]
    public void With_implicit_usings_a_network_needs_no_using_directive()
    {
        var folder = Write(
            "implicit",
            "Implicit.csproj",
            "<TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><UseAppHost>false</UseAppHost><OutputType>Exe</OutputType>",
            "Program.cs",
            """
            Console.WriteLine(new Small(1).Description.ParameterCount);

            [Network, Input(2), Dense(3)]
            public sealed partial class Small;
            """);
        DotNet.Run(folder, "build", "-c", "Release", DotNet.OneProcess);
        Assert.Equal("9\n", DotNet.Run(folder, "bin/Release/net10.0/Implicit.dll"));
    }

    [Fact]
    public void An_older_framework_is_refused_by_the_restore()
    {
        var folder = Write("older", "Older.csproj", "<TargetFramework>netstandard2.1</TargetFramework>", "Nothing.cs", "");
        var output = DotNet.Fail(folder, "build", DotNet.OneProcess);
        Assert.Contains("error NU1202: Package NetGen", output, StringComparison.Ordinal);
        Assert.Contains("net10.0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_in_another_language_is_told_that_no_code_is_written_for_it()
    {
        var folder = Write(
            "basic",
            "Basic.vbproj",
            "<TargetFramework>net10.0</TargetFramework>",
            "Network.vb",
            """
            <NetGen.Network, NetGen.Input(2), NetGen.Dense(3)>
            Public Class Small
            End Class
            """);
        var output = DotNet.Run(folder, "build", DotNet.OneProcess);
        Assert.Contains("warning NETGEN160", output, StringComparison.Ordinal);
        Assert.Contains("'Basic' is a project in VB", output, StringComparison.Ordinal);
        Assert.Contains(" 1 Warning(s)", output, StringComparison.Ordinal);
    }

    private string Write(string name, string project, string properties, string sourceFile, string source)
    {
        var folder = package.ConsumerFolder(name);
        File.WriteAllText(
            Path.Combine(folder, project),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {properties}
                <RestorePackagesPath>packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NetGen" Version="{package.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, sourceFile), source);
        return folder;
    }
}
