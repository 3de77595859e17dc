namespace NetGen.Numeric.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    public static string At(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent;
        Assert.True(folder is not null, $"There is no NetGen.sln above {AppContext.BaseDirectory}.");
        return Path.Combine(folder.FullName, path);
    }
}
