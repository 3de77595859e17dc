using System.Runtime.CompilerServices;

namespace FromScratch;

/// <summary>Where a formula of the network is computed.</summary>
/// <param name="Formula">The formula as <see cref="HandmadeNet"/> has it.</param>
/// <param name="Part">Which of the generated files it is in; null where it is a part of the runtime.</param>
/// <param name="Method">The method, or the runtime's class.</param>
internal sealed record FormulaPlace(string Formula, string? Part, string Method)
{
    public static readonly FormulaPlace[] All =
    [
        new("h = tanh(x · W₁ᵀ + b₁)", "Kernels", "HiddenForward"),
        new("logits = h · W₂ᵀ + b₂", "Kernels", "LogitsForward"),
        new("L, ∂L/∂logits = (softmax(logits) − onehot) / batch", null, "CrossEntropyLoss"),
        new("∂L/∂b₂ = Σₙ ∂L/∂logits", "Kernels", "LogitsBiasGradient"),
        new("∂L/∂W₂ = ∂L/∂logitsᵀ · h", "Kernels", "LogitsWeightGradient"),
        new("∂L/∂z = (∂L/∂logits · W₂) · (1 − h²)", "Kernels", "HiddenZGradient"),
        new("∂L/∂b₁ = Σₙ ∂L/∂z", "Kernels", "HiddenBiasGradient"),
        new("∂L/∂W₁ = ∂L/∂zᵀ · x", "Kernels", "HiddenWeightGradient"),
        new("W ← W − rate · ∂L/∂W", null, "SGD"),
    ];

    /// <summary>
    /// The file and the line, and the summary that the generator has written above the method: read from what the build has left beside this source file, where the
    /// sample runs where it was built.
    /// </summary>
    public (string Place, string Summary) Find()
    {
        if (Part is null)
            return ($"the runtime's {Method}", "");
        var name = $"SpiralNet.{Part}.g.cs";
        var folder = Path.Combine(SourceFolder(), "obj", "Generated");
        var file = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + name, SearchOption.AllDirectories).FirstOrDefault() : null;
        if (file is null)
            return ($"{name}, {Method}", "");
        var lines = File.ReadAllLines(file);
        var line = Array.FindIndex(lines, text => text.Contains($" void {Method}(", StringComparison.Ordinal));
        var summary = Array.FindLastIndex(lines, line, static text => text.Contains("<summary>", StringComparison.Ordinal));
        var text = lines[summary].Contains("</summary>", StringComparison.Ordinal) ? lines[summary] : lines[summary + 1];
        return ($"{name}:{line + 1}, {Method}", text.Replace("<summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal).Trim(' ', '/'));
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
