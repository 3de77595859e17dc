namespace NetGen.Generator.Graph;

/// <summary>A graph breaks a rule that no declaration can make it break: an error in the compiler, not in what the developer wrote.</summary>
internal sealed class InvalidGraphException(string message) : Exception(message);
