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
            "IEEERemainder" => $"write x - y * {math}.Round(x / y)",
            "CopySign" => $"write y < 0 ? -{math}.Abs(x) : {math}.Abs(x)",
            "ScaleB" => $"write x * {math}.Pow(2, n)",
            "ReciprocalEstimate" => "write 1 / x",
            "ReciprocalSqrtEstimate" => $"write 1 / {math}.Sqrt(x)",
            "SinCos" => $"call {math}.Sin and {math}.Cos",
            "MaxMagnitude" or "MinMagnitude" or "MaxMagnitudeNumber" or "MinMagnitudeNumber" => $"compare {math}.Abs of both, and choose with '?:'",
            "MaxNumber" or "MinNumber" or "MaxNative" or "MinNative" => $"call {math}.Max or {math}.Min",
            "Hypot" => $"write {math}.Sqrt(x * x + y * y)",
            "Exp10" => $"write {math}.Pow(10, x)",
            "RootN" => $"write {math}.Pow(x, 1f / n)",
            "CreateChecked" or "CreateSaturating" or "CreateTruncating" => "compute with one type of numbers",
            "Round" => "call it with one argument, and scale before and after",
            _ => "write it with the functions that have one: " + string.Join(", ", LibraryFunctions.DifferentiableNames),
        };
    }
}
