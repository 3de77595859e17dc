namespace NetGen.Runtime.Tests.Data;

/// <summary>
/// A test on real data, which lies in <c>shared/data</c> beside the repository, not in it; skipped where it is absent.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>A test on what is at <paramref name="path"/> in that folder.</summary>
    public SharedDataFactAttribute(string path)
    {
        DataPath = path;
        if (!Path.Exists(SharedData.At(path)))
            Skip = $"shared/data/{path} is not beside the repository.";
    }

    public string DataPath { get; }
}

internal static class SharedData
{
    public static string At(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent;

        // A checkout may lie deeper than beside the data.
        for (var above = folder?.Parent; above is not null; above = above.Parent)
        {
            var candidate = Path.Combine(above.FullName, "shared", "data", path);
            if (Path.Exists(candidate))
                return candidate;
        }

        return Path.Combine("shared", "data", path);
    }
}
