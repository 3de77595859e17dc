namespace NetGen;

/// <summary>
/// A data file (IDX or CSV) that cannot be used; the message names the file, the place and what is wrong there, and is short
/// whatever the file has.
/// </summary>
public sealed class DataFileException : FormatException
{
    /// <summary>Makes an exception without details.</summary>
    public DataFileException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public DataFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public DataFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal DataFileException(string fileName, string problem, Exception? innerException = null)
        : base($"'{fileName}': {problem}", innerException)
        => FileName = fileName;

    internal DataFileException(string fileName, int? line, string? column, string problem)
        : base($"'{fileName}'{(line is null ? "" : $", line {line}")}{(column is null ? "" : $", column '{Describe.Text(column)}'")}: {problem}")
    {
        FileName = fileName;
        Line = line;
        Column = column;
    }

    /// <summary>The file, or what was given as the name of a stream or text.</summary>
    public string? FileName { get; }

    /// <summary>The line in the file, from 1, where there are lines; the one on which a quoted cell starts.</summary>
    public int? Line { get; }

    /// <summary>The name of the column, where it is one column or cell that is at fault.</summary>
    public string? Column { get; }
}
