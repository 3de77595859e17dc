namespace NetGen.Package.Tests;

/// <summary>The tests that share one package.</summary>
[CollectionDefinition(Name)]
public sealed class OnePackage : ICollectionFixture<PackedPackage>
{
    public const string Name = "The package";
}
