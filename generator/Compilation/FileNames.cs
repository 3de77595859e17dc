using System.Collections.Immutable;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>A network that cannot have files, because those of another have the same names but for upper and lower case.</summary>
internal sealed record FileNameCollision(string Name, string Other);

/// <summary>Files are named after their networks; Roslyn and many file systems take upper and lower case as equal.</summary>
internal static class FileNames
{
    /// <summary>The networks that cannot have files. Of those that share a name, the first by ordinal order keeps it.</summary>
    public static EquatableArray<FileNameCollision> Collisions(ImmutableArray<string> names, CancellationToken cancellation)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var collisions = new List<FileNameCollision>();
        foreach (var name in names.OrderBy(static name => name, StringComparer.Ordinal))
        {
            if (owners.TryGetValue(name, out var owner))
                collisions.Add(new(name, owner));
            else
                owners.Add(name, name);
        }

        return collisions.ToEquatableArray();
    }
}
