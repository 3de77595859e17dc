namespace GradientDescent;

/// <summary>An option is not right: told in one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
