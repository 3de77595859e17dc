namespace NetGen.Generator.Programs;

/// <summary>What to write in the place of a function of numbers that is not in the table.</summary>
internal static class FunctionAdvice
{
    /// <summary>Instead of a function of the framework, the same in other words where there are any.</summary>
    public static string Instead(string name, string type)
    {
        var math = type is "Math" or "MathF" ? type : type[0] == 'I' ? "T" : "MathF";
        return name switch
        {
            "MaxNative" or "MinNative" => $"call {math}.Max or {math}.Min",
            "ClampNative" => "call Math.Clamp",
            "ILogB" => $"write (int){math}.Floor({math}.Log2({math}.Abs(x)))",
            "CreateChecked" or "CreateSaturating" or "CreateTruncating" => "compute with one type of numbers",
            "Round" => "call it with one argument, and scale before and after",
            _ => "write it with the functions that have one: " + string.Join(", ", LibraryFunctions.DifferentiableNames),
        };
    }
}
