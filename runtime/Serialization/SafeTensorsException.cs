namespace NetGen;

/// <summary>
/// A safetensors file that is malformed, or that does not fit the network it is to be loaded into. Nothing was changed by reading it. The
/// message is short whatever the file has: long names and lists are cut off.
/// </summary>
public sealed class SafeTensorsException : FormatException
{
    /// <summary>Makes an exception without details.</summary>
    public SafeTensorsException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public SafeTensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public SafeTensorsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal SafeTensorsException(string fileName, string? tensorName, string problem, Exception? innerException = null)
        : base(tensorName is null ? $"'{fileName}': {problem}" : $"'{fileName}', tensor '{Describe.Text(tensorName)}': {problem}", innerException)
    {
        FileName = fileName;
        TensorName = tensorName;
    }

    /// <summary>The file, or what was given as the name of a stream.</summary>
    public string? FileName { get; }

    /// <summary>The tensor that is at fault, or null where it is the whole file.</summary>
    public string? TensorName { get; }
}
