using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What the formulas above a step say beside what the step is called with: nothing that it does not store, no time step of what has none, and as many axes in a shape as in the indices.</summary>
internal static partial class StepLint
{
    public static IEnumerable<string> Problems(string text)
    {
        foreach (var method in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            // Of a sequence of one step, the value of that step is all that there is, and has no axis of time.
            var isOfOneStep = method.ToFullString().Contains("for the one time step", StringComparison.Ordinal);
            var shapes = Declared().Matches(method.ToFullString()).GroupBy(static declared => declared.Groups["name"].Value).ToDictionary(static same => same.Key, static same => same.First().Groups["shape"].Value);
            var steps = new Dictionary<string, string>();
            var told = new List<(string Number, string Value, string Reader)>();
            foreach (var statement in method.DescendantNodes().OfType<ExpressionStatementSyntax>())
            {
                if (statement.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Kernels" } } } call)
                    continue;
                var (number, lines) = Lines(statement.GetLeadingTrivia().ToFullString());
                if (lines.Exists(static line => Unread().IsMatch(line)))
                    yield return $"{method.Identifier.ValueText}, step {number} has a shape that is neither read nor stored";
                steps[number] = string.Join(" ", lines);
                foreach (var value in lines.SelectMany(static line => Unstored().Matches(line)).Select(static match => match.Groups["value"].Value).Where(shapes.ContainsKey))
                    yield return $"{method.Identifier.ValueText}, step {number} says that no step stores {value}, which has memory";
                if (lines.Exists(static line => line.Contains(" is given twice: ", StringComparison.Ordinal)) && call.ArgumentList.Arguments.GroupBy(static argument => argument.ToString()).All(static same => same.Count() == 1))
                    yield return $"{method.Identifier.ValueText}, step {number} says that something is given twice, and nothing is";
                foreach (var twice in lines.Select(static line => Twice().Match(line)).Where(static match => match.Success))
                {
                    told.AddRange(Counted().Matches(twice.Groups["own"].Value).Select(reader => (number, twice.Groups["value"].Value, reader.Value)));
                    told.AddRange(Counted().Matches(twice.Groups["others"].Value).Select(reader => (number, twice.Groups["whole"].Value, reader.Value)));
                }

                foreach (var problem in Stored(lines, call).Concat(isOfOneStep ? [] : Timed(lines, shapes).Concat(Shaped(lines, shapes))))
                    yield return $"{method.Identifier.ValueText}, step {number} {problem}";
            }

            foreach (var (number, value, reader) in told.Where(reading => steps.TryGetValue(reading.Reader, out var reads) && !reads.Contains(reading.Value, StringComparison.Ordinal)))
                yield return $"{method.Identifier.ValueText}, step {number} stores {value} for step {reader}, which does not read it";
        }
    }

    /// <summary>The formulas of a step and its shapes, each on one line, without its definition.</summary>
    private static (string Number, List<string> Lines) Lines(string trivia)
    {
        var (number, margin, lines) = ("", -1, new List<string>());
        foreach (var line in trivia.Split('\n').Select(static line => line.Trim()))
        {
            if (LintTests.Step().Match(line) is { Success: true } first)
            {
                (number, margin, lines) = (first.Groups["number"].Value, first.Groups["number"].Length + 3, [first.Groups["text"].Value]);
                continue;
            }

            if (margin < 0 || !line.StartsWith("//", StringComparison.Ordinal))
                continue;
            var spaces = line.Length - 2 - line[2..].TrimStart().Length;
            if (spaces == margin)
                lines.Add(line[2..].Trim());
            else if (spaces == margin + 4)
                lines[^1] += " " + line[2..].Trim();
            else
                break;
        }

        return (number, lines);
    }

    /// <summary>What has no "let" in front is stored: the method is given where to.</summary>
    private static IEnumerable<string> Stored(List<string> lines, InvocationExpressionSyntax call)
    {
        string[] given = [.. call.ArgumentList.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText.TrimStart('@'))];
        foreach (var name in lines.Where(static line => !line.Contains(" is computed once more", StringComparison.Ordinal)).Select(static line => Equation().Match(line)).Where(static match => match.Success).Select(static match => match.Groups["name"].Value).Distinct())
        {
            // An element of a window is a part of its tensor.
            if (!IsGiven(name) && !(name.LastIndexOf('.') is > 0 and var end && IsGiven(name[..end])))
                yield return $"lists '{name}', which it does not store";
        }

        bool IsGiven(string name)
        {
            var own = (name[0] == '∂' ? new ValueName(name[1..], IsGradient: true) : new ValueName(name)).Identifier.TrimStart('@');
            return given.Any(argument => argument.StartsWith(own, StringComparison.Ordinal) && argument[own.Length..].Trim('_').All(char.IsDigit));
        }
    }

    /// <summary>Only what has an axis of the time steps has a value of one of them.</summary>
    private static IEnumerable<string> Timed(List<string> lines, Dictionary<string, string> shapes)
        => from line in lines
           from element in OfStep().Matches(line)
           let name = element.Groups["name"].Value
           where shapes.TryGetValue(name, out var shape) && shape.StartsWith("batch", StringComparison.Ordinal) != element.Groups["second"].Success
           select $"takes a time step of '{name}', which is [{shapes[name]}]";

    /// <summary>A factor of a product has a shape with as many axes as it has indices; a factor that is a part of a tensor has the shape of the tensor that is given.</summary>
    private static IEnumerable<string> Shaped(List<string> lines, Dictionary<string, string> declared)
    {
        // What is joined has several products, and says the shapes of what all of them read.
        if (lines.Exists(static line => line.Contains("One method, ", StringComparison.Ordinal)))
            yield break;
        foreach (var product in lines.Select(static line => Product().Match(line)).Where(static match => match.Success))
        {
            if (lines.Select(static line => Inputs().Match(line)).FirstOrDefault(static match => match.Success) is not { } inputs)
                continue;
            string[] shapes = [.. inputs.Groups["shape"].Captures.Select(static shape => shape.Value)];
            if (!Fits(shapes[0], product.Groups["left"].Value))
                yield return $"says {shapes[0]} of {product.Groups["left"].Value}";
            if (shapes.Length > 1 && !Weight().IsMatch(product.Groups["right"].Value) && !Fits(shapes[1], product.Groups["right"].Value))
                yield return $"says {shapes[1]} of {product.Groups["right"].Value}";
        }

        // The readable form declares no shapes.
        bool Fits(string shape, string element) => !element.Contains("][", StringComparison.Ordinal) ? Axes(shape) == Indices(element)
            : !declared.TryGetValue(element[..element.IndexOf('[', StringComparison.Ordinal)], out var whole) || !whole.Contains('×', StringComparison.Ordinal) || shape == $"[{whole}]";

        static int Axes(string shape) => 1 + shape.Count(static letter => letter == '×');

        static int Indices(string element) => 1 + element[element.LastIndexOf('[')..].Count(static letter => letter == ',');
    }

    [GeneratedRegex(@"// (?<name>[\w.∂]+) \[(?<shape>[^\]]*)\]")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^(?<name>∂?[\w.]+)(\[[^=]*\])? = ")]
    private static partial Regex Equation();

    [GeneratedRegex(@"(?<name>∂?[\w.]+)\[(?<second>:, )?step\b(?! ?,sample|, sample)")]
    private static partial Regex OfStep();

    [GeneratedRegex(@" = Σ_\S+ (?<left>∂?[\w.]+(\[[^\]]*\])+) · (?<right>∂?[\w.]+(\[[^\]]*\])+)")]
    private static partial Regex Product();

    [GeneratedRegex(@"(^|    )(?<shape>\[[^\]]*\])(, (?<shape>\[[^\]]*\]))* → \[")]
    private static partial Regex Inputs();

    [GeneratedRegex(@"^\[[^→\]]*\](, \[[^→\]]*\])*$")]
    private static partial Regex Unread();

    [GeneratedRegex(@"No step stores (?<value>\S+): ")]
    private static partial Regex Unstored();

    [GeneratedRegex(@"^(?<value>\S+) is stored twice: on its own for steps? (?<own>[\d, and]+), and as a part of (?<whole>\S+) for steps? (?<others>[\d, and]+)\.$")]
    private static partial Regex Twice();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Counted();

    [GeneratedRegex(@"weight|bias")]
    private static partial Regex Weight();
}
