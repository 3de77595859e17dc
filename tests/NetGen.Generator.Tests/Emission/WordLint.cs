using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Words that readers took for something else: one name for a value before and after, a time step that is called a feature, an image that is called a row.</summary>
internal static partial class WordLint
{
    public static IEnumerable<string> Problems(string text)
    {
        var methods = CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().ToArray();
        return methods.SelectMany(static method => Recursions(method).Concat(Sums(method)).Concat(Numbered(method)).Concat(Starts(method)).Concat(Turns(method))).Concat(Axes(methods)).Concat(Titles(methods));
    }

    /// <summary>A function that is told what was stored before does not call it as what it gives.</summary>
    private static IEnumerable<string> Recursions(MethodDeclarationSyntax method)
    {
        if (method.ReturnType.ToString() is "Vector" or "float" && Result().Match(method.GetLeadingTrivia().ToFullString()) is { Success: true } result
            && method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == result.Groups["name"].Value))
        {
            yield return $"{method.Identifier.ValueText} makes '{result.Groups["name"].Value}' of what has the same name";
        }
    }

    /// <summary>The sums of a tile are called sum2: a tensor is not, unless the developer has called it so.</summary>
    private static IEnumerable<string> Sums(MethodDeclarationSyntax method)
        => !IsShared(method) ? [] : method.ParameterList.Parameters.Where(static parameter => parameter.Modifiers.Any(SyntaxKind.RefKeyword) && NumberedSum().IsMatch(parameter.Identifier.ValueText)).Select(parameter => $"{method.Identifier.ValueText} has a tensor '{parameter.Identifier.ValueText}'");

    /// <summary>Of two tensors of a method, none has the name of the other one with a number: it would be read as the second one of them.</summary>
    private static IEnumerable<string> Numbered(MethodDeclarationSyntax method)
    {
        if (!IsShared(method))
            yield break;
        HashSet<string> names = [.. method.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText)];
        foreach (var name in names.Where(name => name[^1] == '2' && names.Contains(name[..^1]) && !Neutral.Contains(name[..^1])))
            yield return $"{method.Identifier.ValueText} has a tensor '{name}' beside '{name[..^1]}'";
    }

    // What has no name that holds for all steps.
    private static readonly string[] Neutral = ["input", "dInput", "dOutput", "dTerm", "result"];

    private static bool IsShared(MethodDeclarationSyntax method) => method.GetLeadingTrivia().ToFullString().Contains("Used for", StringComparison.Ordinal);

    /// <summary>A gradient that begins with zeros is no state.</summary>
    private static IEnumerable<string> Starts(MethodDeclarationSyntax method)
    {
        if (method.Identifier.ValueText.StartsWith("StateStart", StringComparison.Ordinal) && method.ParameterList.Parameters[0].Identifier.ValueText is ['d', >= 'A' and <= 'Z', ..])
            yield return $"{method.Identifier.ValueText} is called after a state, and begins a gradient";
    }

    /// <summary>A turn of a loop is called after what it is for all tensors.</summary>
    private static IEnumerable<string> Turns(MethodDeclarationSyntax method)
    {
        foreach (var loop in method.DescendantNodes().OfType<ForStatementSyntax>().Where(static loop => loop.Declaration?.Variables is [_]))
        {
            var (variable, body) = (loop.Declaration!.Variables[0].Identifier.ValueText, loop.Statement.ToString());
            if (variable == "row" && body.Contains("for (var y = ", StringComparison.Ordinal))
                yield return $"{method.Identifier.ValueText} has rows in what it calls a row";
            if (variable == "element" && ManyOfElement().IsMatch(body))
                yield return $"{method.Identifier.ValueText} has several numbers in what it calls an element";
        }
    }

    /// <summary>An axis of time steps, keys or queries is called so by all steps.</summary>
    private static IEnumerable<string> Axes(MethodDeclarationSyntax[] methods)
    {
        var words = new Dictionary<(string Tensor, int Axis), HashSet<string>>();
        foreach (var element in methods.Where(static method => method.Parent is not ClassDeclarationSyntax { Identifier.ValueText: "Kernels" }).SelectMany(static method => Element().Matches(method.ToFullString())))
        {
            var indices = element.Groups["indices"].Value.Split(", ");
            for (var axis = 0; axis < indices.Length; axis++)
            {
                var key = ($"{element.Groups["name"].Value} of {indices.Length} axes", axis);
                if (!words.TryGetValue(key, out var known))
                    words.Add(key, known = []);
                known.Add(indices[axis]);
            }
        }

        return words.Where(static known => known.Value.Contains("feature") && known.Value.Overlaps(["step", "key", "query"])).Select(static known => $"{known.Key.Tensor} has an axis that is called {string.Join(" and ", known.Value)}");
    }

    /// <summary>What is said of a layer where it predicts, is also said where it predicts one step.</summary>
    private static IEnumerable<string> Titles(MethodDeclarationSyntax[] methods)
    {
        var (all, next) = (Told("PredictWith"), Told("PredictNext"));
        return next is null || all is null ? [] : all.Except(next).Select(static title => $"PredictNext says nothing of {title}");

        HashSet<string>? Told(string name) => methods.FirstOrDefault(method => method.Identifier.ValueText == name && method.Body?.Statements.Count > 3) is { } method
            ? [.. Title().Matches(method.ToFullString()).Select(static title => title.Groups["title"].Value)] : null;
    }

    [GeneratedRegex(@"<summary>\s*(///\s*)?(?<name>\w+) = ")]
    private static partial Regex Result();

    [GeneratedRegex(@"^sum\d+$")]
    private static partial Regex NumberedSum();

    [GeneratedRegex(@"\belement \* \d")]
    private static partial Regex ManyOfElement();

    [GeneratedRegex(@"(?<name>[\w.]+\.[\w.]+|\w*[mM]ask)\[(?<indices>[a-z]\w*(, ([a-z]\w*|0))*)\]")]
    private static partial Regex Element();

    [GeneratedRegex(@"// Steps? \d[\d, toand]*: (?<title>(Attention|Layer normalisation) '[^']+')")]
    private static partial Regex Title();
}
