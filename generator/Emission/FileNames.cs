using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NetGen.Generator.Emission;

/// <summary>A network or function that cannot have files, because those of another have the same names but for upper and lower case.</summary>
internal sealed record FileNameCollision(string Name, string Other)
{
    /// <summary>Whether the two have one name. Then the C# compiler says that there are two types of it.</summary>
    public bool IsSameName => Name == Other;
}

/// <summary>
/// Files are named after their networks and functions. Roslyn and many file systems take upper and lower case as equal, and Roslyn refuses
/// some characters that C# has in identifiers.
/// </summary>
internal static class FileNames
{
    private const string Extension = ".g.cs";

    /// <summary>The networks or functions that cannot have files. Of those that share a name, the first by ordinal order keeps it.</summary>
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

    /// <summary>Why a network or function of this name cannot have files, or null where it can.</summary>
    public static FileNameCollision? Find(EquatableArray<FileNameCollision> collisions, string name)
        => collisions.FirstOrDefault(collision => collision.Name == name);

    /// <summary>The name of a file: <c>Space.DigitNet.Forward.g.cs</c>.</summary>
    public static string Of(string owner, string purpose) => $"{Legal(owner)}.{purpose}{Extension}";

    /// <summary>The name of an only file.</summary>
    public static string Of(string owner) => Legal(owner) + Extension;

    /// <summary>Checks that files have names that no other owner's have, as Roslyn drops all files of the project where two have one name.</summary>
    /// <exception cref="InvalidOperationException">A file has another name.</exception>
    public static void CheckOwn(string owner, EquatableArray<SourceFile> files)
    {
        var start = Legal(owner);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            var isOwn = file.Name.StartsWith(start, StringComparison.Ordinal) && file.Name.EndsWith(Extension, StringComparison.Ordinal)
                && IsPurpose(file.Name.Substring(start.Length, Math.Max(0, file.Name.Length - start.Length - Extension.Length)));
            if (!isOwn || !names.Add(file.Name))
                throw new InvalidOperationException($"'{file.Name}' cannot be the name of a file here.");
        }
    }

    /// <summary>Nothing, or a dot and a word.</summary>
    private static bool IsPurpose(string text) => text.Length == 0 || (text[0] == '.' && text.Skip(1).All(char.IsLetterOrDigit));

    /// <summary>A character that Roslyn refuses becomes its number in brackets, which no identifier has.</summary>
    private static string Legal(string name)
    {
        if (name.All(IsLegal))
            return name;
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (IsLegal(character))
                text.Append(character);
            else
                text.Append('[').Append(((int)character).ToString("X4", CultureInfo.InvariantCulture)).Append(']');
        }

        return text.ToString();
    }

    private static bool IsLegal(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '`' or '(' or ')';
}
