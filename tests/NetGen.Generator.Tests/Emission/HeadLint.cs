using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What stands above the steps of a pass, and above a kernel, beside what the steps and the kernel do: formulas of a layer, beginnings of states, constants, tiles, and where an argument begins.</summary>
internal static partial class HeadLint
{
    public static IEnumerable<string> Problems(string text)
    {
        foreach (var method in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var full = method.ToFullString();
            var (name, lines) = (method.Identifier.ValueText, Comments(full));
            foreach (var problem in Gradients(lines).Concat(Beginnings(method)).Concat(Constants(lines, full)).Concat(Legend(lines, full)))
                yield return $"{name} {problem}";
            if (method.Parent is ClassDeclarationSyntax { Identifier.ValueText: "Kernels" })
            {
                foreach (var problem in Tiles(LineOfComment().Replace(full, " ")).Concat(Starts(full)).Concat(Order(method)))
                    yield return $"{name} {problem}";
            }
        }
    }

    /// <summary>Where a step adds ∂x to what others pass back, no memory has ∂x alone: a heading that calls it by the name of the sum is wrong.</summary>
    private static IEnumerable<string> Gradients(List<string> lines)
    {
        foreach (var heading in lines.Select(static line => OfInput().Match(line)).Where(static heading => heading.Success))
        {
            var (sum, layer) = (heading.Groups["name"].Value, heading.Groups["layer"].Value);
            if (lines.Exists(line => OfSum().Match(line) is { Success: true } match && match.Groups["sum"].Value == sum && !match.Groups["term"].Value.StartsWith($"∂{layer}", StringComparison.Ordinal)))
                yield return $"says that ∂x of '{layer}' is {sum}, to which another gradient was added";
        }
    }

    /// <summary>What a state begins with has a row for each sample, and not for each time step.</summary>
    private static IEnumerable<string> Beginnings(MethodDeclarationSyntax method)
    {
        foreach (var statement in method.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(static statement => statement.Expression.ToString().Contains("Rows.Begin", StringComparison.Ordinal)))
        {
            if (!statement.GetLeadingTrivia().ToFullString().Contains("→ [batch × ", StringComparison.Ordinal))
                yield return $"begins a state with other rows than those of the batch: {statement.Expression}";
        }
    }

    /// <summary>A constant that is a row of numbers says which.</summary>
    private static IEnumerable<string> Constants(List<string> lines, string text)
    {
        if (Constant().Match(text) is { Success: true } constant && !lines.Exists(static line => line.Contains(", …, ", StringComparison.Ordinal)))
            yield return $"does not say what is in {constant.Value}";
    }

    /// <summary>What an 'until step' means is said where there is one, and nowhere else.</summary>
    private static IEnumerable<string> Legend(List<string> lines, string text)
    {
        var isTold = lines.Exists(static line => line.StartsWith("'until step n", StringComparison.Ordinal));
        if (lines.Exists(static line => line.Contains(", its memory is that of ", StringComparison.Ordinal) && !line.StartsWith("'until", StringComparison.Ordinal)) != isTold)
            yield return isTold ? "explains 'until step', which it does not say" : "does not say what 'until step' means";
        if (text.Contains("the end of Forward, its memory", StringComparison.Ordinal) && !lines.Exists(static line => line.Contains("to the end of Forward, for the caller", StringComparison.Ordinal)))
            yield return "does not say why memory is kept to the end of Forward";
    }

    /// <summary>A kernel that moves a tile of rows back says so above itself, too.</summary>
    private static IEnumerable<string> Tiles(string text)
    {
        if (text.Contains("multiply-adds", StringComparison.Ordinal) && MovedBack().Match(text) is { Success: true } moved && !text.Contains("is moved back, so that", StringComparison.Ordinal) && !text.Contains(" that are left, and where ", StringComparison.Ordinal) && !text.Contains(" that are left, the last moved back", StringComparison.Ordinal)
            && !Regex.IsMatch(text, @"\brepeats?\b|\boverlap"))
            yield return $"moves a tile of {moved.Groups["rows"].Value} back, and its remarks do not say so";
    }

    /// <summary>A part of a kernel is given what it reads before what it stores, as the head of the file says of all methods.</summary>
    private static IEnumerable<string> Order(MethodDeclarationSyntax method)
    {
        if (!method.Modifiers.Any(SyntaxKind.PrivateKeyword))
            yield break;
        string[] stored = [.. method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(static call => call.Expression is MemberAccessExpressionSyntax member && member.Name.Identifier.ValueText.StartsWith("Store", StringComparison.Ordinal))
            .SelectMany(static call => call.ArgumentList.Arguments.Skip(1)).Where(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword)).Select(static argument => (SyntaxNode)argument)
            .Concat(method.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(static assignment => assignment.Right is not RefExpressionSyntax).Select(static assignment => assignment.Left))
            .SelectMany(static place => place.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()).Select(static name => name.Identifier.ValueText)];
        string[] parameters = [.. method.ParameterList.Parameters.Where(static parameter => parameter.Modifiers.Any(SyntaxKind.RefKeyword)).Select(static parameter => parameter.Identifier.ValueText)];
        bool[] areStored = [.. parameters.Select(parameter => stored.Any(name => name == parameter || name.StartsWith(parameter + "At", StringComparison.Ordinal)))];
        if (Array.IndexOf(areStored, true) is >= 0 and var first && Array.LastIndexOf(areStored, false) > first)
            yield return $"is given '{parameters[first]}', which it stores, before '{parameters[Array.LastIndexOf(areStored, false)]}', which it reads";
    }

    /// <summary>Of an argument that begins in its tensor: the loops have the indices that are said.</summary>
    private static IEnumerable<string> Starts(string text)
    {
        var documentation = LineOfComment().Replace(text, " ");
        foreach (var start in Start().Matches(documentation).Where(static start => start.Groups["whole"].Success))
        {
            string[] indices = [.. start.Groups["indices"].Value.Split(", ").Where(static index => index != "0")];
            var code = documentation[documentation.IndexOf("<code>", StringComparison.Ordinal)..documentation.IndexOf("</code>", StringComparison.Ordinal)];
            if (indices.Any(index => !Regex.IsMatch(code, $@"[+,\[] ?{index}\b")))
                yield return $"says that its loops have the indices of all of {start.Groups["tensor"].Value}, and they have none of [{start.Groups["indices"].Value}]";
        }
    }

    /// <summary>The comments of a text, each on one line and without its mark.</summary>
    private static List<string> Comments(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            var start = line.IndexOf("// ", StringComparison.Ordinal);
            if (start < 0 || line.StartsWith("///", StringComparison.Ordinal))
                continue;
            if (line.StartsWith("//     ", StringComparison.Ordinal) && lines.Count > 0)
                lines[^1] += " " + line[2..].Trim();
            else
                lines.Add(line[(start + 3)..]);
        }

        return lines;
    }

    [GeneratedRegex(@"^Steps? [\d, toand]*: ∂ of [^']*'(?<layer>[^']+)'.*[, ]∂x is (?<name>∂[\w.]+)[,.;]")]
    private static partial Regex OfInput();

    [GeneratedRegex(@"^\d+\. (?<sum>∂[\w.]+) = (?<term>∂[\w.]+) \+ ")]
    private static partial Regex OfSum();

    [GeneratedRegex(@"Generated\.Literal\d+\)(?=;[^\n]*\.(step|place|column|row) \[\d+\])")]
    private static partial Regex Constant();

    [GeneratedRegex(@"The last tile is moved back to end with the last (?<rows>sample|row)\b")]
    private static partial Regex MovedBack();

    [GeneratedRegex(@"points into (?<tensor>[\w.∂]+), at element \[(?<indices>[\d, ]+)\][^:]*: the loops below (?<whole>have the indices of the whole tensor)?")]
    private static partial Regex Start();

    [GeneratedRegex(@"\s*\n\s*///\s*")]
    private static partial Regex LineOfComment();
}
