namespace NetGen.Package.Tests;

/// <summary>What the package's targets tell the native compiler; without them Vector256 is emulated there.</summary>
public class InstructionSetTests
{
    private readonly PackedPackage package = OnePackage.Package;

    [Theory]
    [InlineData("linux-x64", "x86-64-v3")]
    [LongInlineData("win-x64", "x86-64-v3")]
    [LongInlineData("osx-x64", "x86-64-v3")]
    [InlineData("linux-arm64", "")]
    public void A_native_x64_binary_is_compiled_for_AVX2(string runtime, string expected)
        => Assert.Equal(expected, InstructionSet($"-p:RuntimeIdentifier={runtime}", "-p:PublishAot=true"));

    [Fact]
    public void Without_native_compilation_nothing_is_set()
        => Assert.Equal("", InstructionSet("-p:RuntimeIdentifier=linux-x64"));

    [LongFact]
    public void A_project_can_opt_out()
        => Assert.Equal("", InstructionSet("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=true", "-p:NetGenInstructionSet=false"));

    [LongFact]
    public void A_projects_own_choice_stays()
        => Assert.Equal("native", InstructionSet("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=true", "-p:IlcInstructionSet=native"));

    [Fact]
    public void A_project_that_has_the_package_through_another_project_is_told_too()
    {
        var library = Restored();
        var application = package.ConsumerFolder("transitive");
        File.WriteAllText(
            Path.Combine(application, "Application.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesPath>packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Path.Combine(library, "Consumer.csproj")}" />
              </ItemGroup>
            </Project>
            """);
        DotNet.Run(application, "restore", DotNet.OneProcess);
        Assert.Equal(
            "x86-64-v3",
            DotNet.Run(application, "msbuild", "-getProperty:IlcInstructionSet", "-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=true").Trim());
    }

    private string InstructionSet(params string[] properties)
        => DotNet.Run(Restored(), ["msbuild", "-getProperty:IlcInstructionSet", .. properties]).Trim();

    private string Restored()
    {
        var folder = package.ConsumerFolder("native");
        if (!File.Exists(Path.Combine(folder, "Consumer.csproj")))
        {
            new ConsumerProject("net10.0", "enable").Write(package, "native");
            DotNet.Run(folder, "restore", DotNet.OneProcess);
        }

        return folder;
    }
}
