namespace NetGen.Generator.Declaration;

/// <summary>A member that a class gains.</summary>
/// <param name="Name">Its name; a constructor has none.</param>
/// <param name="Type">The type of a property, or what a method returns.</param>
/// <param name="Parameters">The parameters of a method or of a constructor; null for a property.</param>
internal sealed record GeneratedMember(string Name, string Type, EquatableArray<GeneratedParameter>? Parameters = null)
{
    /// <summary>The interface that it implements explicitly, so that it is no public member; null where it is one.</summary>
    public string? Interface { get; init; }

    public bool IsStatic { get; init; }

    public bool IsConstructor => Name.Length == 0;

    /// <summary>Its declaration in C#, up to its body: both the skeleton and the code of a network have this one.</summary>
    public string Head(ClassDeclaration type)
    {
        var start = Interface is null ? $"public {(IsStatic ? "static " : "")}{Type} {Name}" : $"{Type} {Interface}.{Name}";
        if (IsConstructor)
            start = $"public {type.Name}";
        return Parameters is { } parameters ? $"{start}({string.Join(", ", parameters.Select(static parameter => parameter.Text))})" : start;
    }

    /// <summary>Whether C# lets both be members of one class.</summary>
    public bool GoesWith(GeneratedMember other)
        => Name != other.Name || Interface != other.Interface
            || (Parameters is { } own && other.Parameters is { } others && !own.Select(static parameter => parameter.Type).SequenceEqual(others.Select(static parameter => parameter.Type)));
}

/// <summary>A parameter.</summary>
/// <param name="Default">The value that it has where it is left out, as C#; null where it cannot be.</param>
internal sealed record GeneratedParameter(string Type, string Name, string? Default = null)
{
    public string Text => Default is null ? $"{Type} {Name}" : $"{Type} {Name} = {Default}";
}
