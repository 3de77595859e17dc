using NetGen.Numeric.Checks;

namespace NetGen.Numeric.Tests;

/// <summary>Every check, on the engine that the tests themselves run on.</summary>
public class CheckTests
{
    private static readonly Dictionary<string, Check> ByName = CheckTable.All.ToDictionary(check => check.Name);

    public static TheoryData<string> Names => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string check) => ByName[check].Run();
}
