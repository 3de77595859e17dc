using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Readme;

/// <summary>What README.md shows is true: its program compiles, and the generator writes for it what is printed there.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Blocks = [.. CSharpBlocks()];

    [Fact]
    public void The_program_compiles_without_a_warning() => Run().AssertClean();

    [Fact]
    public void There_are_excerpts_of_both_passes_and_of_gradients()
        => Assert.Equal(
            ["DigitNet.Backward.g.cs", "DigitNet.Kernels.g.cs", "Functions.Product.Differentiable.g.cs", "Landscapes.Rosenbrock.Differentiable.g.cs"],
            Excerpts().Select(static excerpt => excerpt.File).Distinct().Order());

    [Fact]
    public void Every_line_of_an_excerpt_is_in_the_generated_file_in_that_order()
    {
        var files = Run().Files;
        foreach (var (file, lines) in Excerpts())
        {
            var generated = files[file].Split('\n').Select(static line => line.Trim()).ToArray();
            var next = 0;
            foreach (var line in lines)
            {
                var found = Array.IndexOf(generated, line, next);
                Assert.True(found >= 0, $"README shows this line, but {file} has it not, or not after the lines before it:\n{line}");
                next = found + 1;
            }
        }
    }

    private static GeneratorRun Run()
    {
        var program = Host.Compile(["global using System.IO; global using System.Linq;", Blocks[0], .. Declarations(), Use()]);
        return Host.Run(program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication)));
    }

    /// <summary>The blocks that declare something more.</summary>
    private static IEnumerable<string> Declarations()
        => Blocks.Skip(1).Where(static block => !block.StartsWith("//", StringComparison.Ordinal) && !block.StartsWith("var ", StringComparison.Ordinal))
            .Select(static block => block.StartsWith("using ", StringComparison.Ordinal) ? block : "using NetGen;\n" + block);

    /// <summary>The blocks that use what is declared, each as a method of a class.</summary>
    private static string Use()
    {
        var methods = Blocks
            .Where(static block => block.StartsWith("var ", StringComparison.Ordinal))
            .Select(static (block, number) => $"    public static void Use{number}(double[] xs, double[] ys, double[] values, double[] dXs, double[] dYs)\n    {{\n{block}\n    }}\n");
        return "using NetGen;\npublic static class Uses\n{\n" + string.Concat(methods) + "}\n";
    }

    /// <summary>The blocks that start with the name of a file, and their lines without those left out.</summary>
    private static IEnumerable<(string File, string[] Lines)> Excerpts()
        => from block in Blocks
           let lines = block.Split('\n')
           where lines[0].EndsWith(".g.cs", StringComparison.Ordinal)
           select (lines[0].TrimStart('/', ' '), lines[1..].Select(static line => line.Trim()).Where(static line => line is not ("" or "…")).ToArray());

    private static IEnumerable<string> CSharpBlocks()
        => Regex.Matches(File.ReadAllText(Path.Combine(Root(), "README.md")), "^```csharp\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(static match => match.Groups[1].Value);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no NetGen.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
