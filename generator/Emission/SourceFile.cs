namespace NetGen.Generator.Emission;

/// <summary>A file to add to the project: <c>Space.DigitNet.Forward.g.cs</c>.</summary>
internal sealed record SourceFile(string Name, string Text);
