namespace NetGen.Package.Tests;

/// <summary>A project of somebody who uses the package, as strict as projects are.</summary>
/// <param name="Framework">The target framework.</param>
/// <param name="Nullable">Whether references are nullable-annotated.</param>
internal sealed record ConsumerProject(string Framework, string Nullable)
{
    /// <summary>Writes the project and its sources.</summary>
    public string Write(PackedPackage package, string name)
    {
        var folder = package.ConsumerFolder(name);
        foreach (var source in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer"), "*.cs"))
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), Text(package.Version));
        return folder;
    }

    private string Text(string version)
        => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>{Framework}</TargetFramework>
            <Nullable>{Nullable}</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <!-- The host executable is not needed to run it, and another framework's would have to be downloaded. -->
            <UseAppHost>false</UseAppHost>
            <RestorePackagesPath>packages</RestorePackagesPath>
            <!-- Said about the consumer's own lines: public networks in classes and in no namespace are what is tried, and it prints English. -->
            <NoWarn>$(NoWarn);CA1034;CA1050;CA1052;CA1515;CA1303</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="NetGen" Version="{version}" />
          </ItemGroup>
        </Project>
        """;
}
