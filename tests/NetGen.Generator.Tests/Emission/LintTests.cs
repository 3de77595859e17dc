using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Readable;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What every emitted file of a network keeps to, in both forms: of the samples, and of the networks of the numeric checks.</summary>
public sealed partial class LintTests
{
    private const int Widest = 160;

    /// <summary>The folders with networks.</summary>
    public static TheoryData<string> Folders => [.. AllFolders];

    private static IEnumerable<string> AllFolders =>
    [
        .. new[] { "Digits", "Debugging", "Forecast", "FromScratch", "Inspect", "Residual", "Sentiment", "Shapes", "Shakespeare", "Xor" }.Select(static sample => $"samples/{sample}"),
        .. TestTier.IsComplete ? ["tests/NetGen.Numeric.Checks/Networks"] : Array.Empty<string>(),
    ];

    public static TheoryData<string, string> Projects
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var folder in TestTier.OneIn(2, AllFolders))
                data.Add(folder, "fast");
            foreach (var folder in TestTier.OneIn(4, AllFolders))
                data.Add(folder, "readable");

            return data;
        }
    }

    /// <summary>All sources of a folder, and what the project adds to them.</summary>
    public static string[] Sources(string folder) =>
    [
        "global using System.IO; global using System.Linq;",
        .. Directory.GetFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Emitted_code_reads_well(string folder, string form)
    {
        var compilation = Host.Compile(Sources(folder));
        var run = Host.Run(compilation, Host.Driver().WithUpdatedAnalyzerConfigOptions(new ProjectOptions(("NetGenCode", form))));

        var found = new List<string>();
        foreach (var (name, text) in run.Files.Where(static file => Passes().IsMatch(file.Key)))
            found.AddRange(Lines(text).Concat(Methods(text)).Concat(Headings(text)).Concat(Calls(text)).Concat(StepLint.Problems(text)).Concat(WordLint.Problems(text)).Concat(LegendLint.Problems(text)).Concat(HeadLint.Problems(text)).Select(problem => $"{name}: {problem}"));

        Assert.NotEmpty(run.Files);
        Assert.True(found.Count == 0, string.Join("\n", found.Take(200)) + $"\n{found.Count} in all");
    }

    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (new StringInfo(lines[i]).LengthInTextElements > Widest && !lines[i].Contains('"', StringComparison.Ordinal))
                yield return $"line {i + 1} is wider than {Widest}: {lines[i].Trim()[..60]}";
            if (ForLoop().Match(lines[i]) is { Success: true } loop && Number(loop, "first") + Math.Max(1, Number(loop, "step")) >= Number(loop, "end"))
                yield return $"line {i + 1} is a loop of one turn: {lines[i].Trim()}";

            // What holds for one sample holds for every batch.
            if (OfBatch().Match(lines[i]) is { Success: true } choice && Math.Max(1, Number(choice, "each")) >= Number(choice, "least"))
                yield return $"line {i + 1} asks for what is always so: {lines[i].Trim()}";
            if (Rest().Match(lines[i]) is { Success: true } rest && i > 0 && Enumerable.Range(Math.Max(0, i - 8), Math.Min(i, 8)).Select(line => Count().Match(lines[line])).LastOrDefault(static count => count.Success) is { } count
                && Number(count, "each") % Number(rest, "step") == 0)
            {
                yield return $"line {i + 1} leaves a rest that is never there: {lines[i].Trim()}";
            }

            // What is said of the last turn stands before that turn, and not before all of them.
            if (LastTurn().IsMatch(lines[i]) && lines.Skip(i + 1).FirstOrDefault(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)) is { } next && FromStart().IsMatch(next))
                yield return $"line {i + 1} says of a whole loop what holds for its last turn: {lines[i].Trim()}";
            if (NoWords().Match(lines[i]) is { Success: true } words)
                yield return $"line {i + 1} says '{words.Value}'";
            foreach (var product in ProductOfFactors().Matches(lines[i]).Where(static product => product.Groups["factor"].Captures.Aggregate(1L, static (all, factor) => all * long.Parse(factor.Value, CultureInfo.InvariantCulture)) != Grouped(product, "product")))
                yield return $"line {i + 1} multiplies wrongly: {product.Value}";
            if (Multiplied().Match(lines[i]) is { Success: true } work && Grouped(work, "all") <= Grouped(work, "useful"))
                yield return $"line {i + 1} has fewer products than are needed: {lines[i].Trim()}";
        }

        static long Grouped(Match match, string group) => long.Parse(match.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        static int Number(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The steps of a formula that stands above them: none between two of them that computes something of the same layer is left out.</summary>
    private static IEnumerable<string> Headings(string text)
    {
        foreach (var method in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var lines = Joined(method.ToFullString());
            var steps = lines.Select(static line => Step().Match(line)).Where(static match => match.Success).ToLookup(static match => Number(match, "number"), static match => match.Groups["text"].Value);
            foreach (var heading in lines.Select(static line => Heading().Match(line)).Where(static match => match.Success && !match.Groups["loop"].Success))
            {
                int[] own = [.. Run().Matches(heading.Groups["runs"].Value).SelectMany(static run => Enumerable.Range(Number(run, "first"), (run.Groups["last"].Success ? Number(run, "last") : Number(run, "first")) - Number(run, "first") + 1))];
                // What a heading says that the steps compute, one of them computes.
                if (OfInput().Match(heading.Value) is { Success: true } input)
                {
                    foreach (var step in steps.Where(step => step.Key >= own[0] && step.Any(formula => formula.StartsWith($"∂{input.Groups["name"].Value} = ", StringComparison.Ordinal))).Select(static step => step.Key).Except(own))
                        yield return $"{method.Identifier.ValueText} states ∂x of '{heading.Groups["layer"].Value}', and leaves out step {step}, which computes it";
                }

                // The weights of a layer's other direction have its name, too.
                var isForward = heading.Value.Contains("its direction from the first time step", StringComparison.Ordinal);
                foreach (var number in Enumerable.Range(own[0], own[^1] - own[0]).Except(own))
                {
                    // A function of what a layer gives is called after it, too: norm.tanh. And its states are read by the layer above it.
                    if (steps[number].Any(formula => !(isForward && formula.Contains("reverse", StringComparison.Ordinal)) && OfFormula.Any(part => (part.EndsWith('[') ? formula.Split(" = ")[0] : formula).Contains($"{heading.Groups["layer"].Value}.{part}", StringComparison.Ordinal))))
                        yield return $"{method.Identifier.ValueText} leaves step {number} out of the steps of '{heading.Groups["layer"].Value}'";
                }
            }
        }

        static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static readonly string[] OfFormula = ["mean", "variance", "inverseDeviation", "centered", "normalized", "weight", "bias", "scale", "shift", "maximum", "exponential", "sum", "h[", "c[", "z"];

    /// <summary>The comments of a text, each on one line.</summary>
    private static List<string> Joined(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Select(static line => line.Trim()))
        {
            if (line.StartsWith("//     ", StringComparison.Ordinal) && lines.Count > 0 && lines[^1].StartsWith("//", StringComparison.Ordinal))
                lines[^1] += " " + line[2..].Trim();
            else
                lines.Add(line);
        }

        return lines;
    }

    /// <summary>A tensor that a method is given from some element on, and not from its first: the story says so where it is called.</summary>
    private static IEnumerable<string> Calls(string text)
    {
        foreach (var statement in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<ExpressionStatementSyntax>())
        {
            if (statement.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Kernels" } } called } call)
                continue;
            var moved = call.ArgumentList.Arguments.Count(static argument => Moved().IsMatch(argument.ToString()));
            var told = Beginning().Count(statement.GetLeadingTrivia().ToFullString());
            // Two arguments may be one place, one that is read and written.
            if (moved > 0 && told == 0)
                yield return $"{called.Name} is called with a place in a tensor, and nothing says which";
        }
    }

    private static IEnumerable<string> Methods(string text)
    {
        foreach (var method in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var name = method.Identifier.ValueText;
            var uses = method.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).GroupBy(static token => token.ValueText).ToDictionary(static group => group.Key, static group => group.Count());
            foreach (var variable in method.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            {
                if (uses[variable.Identifier.ValueText] == 1)
                    yield return $"{name} gives '{variable.Identifier.ValueText}' a value that nobody reads";
            }

            // conv22 beside conv2: is it another conv2, or the twenty-second?
            var declared = method.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(static variable => variable.Identifier.ValueText)
                .Concat(method.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText)).ToHashSet();
            foreach (var ambiguous in declared.Where(local => local.Length > 2 && char.IsDigit(local[^1]) && local[^2] is >= '2' and <= '9' && !local.StartsWith("sum", StringComparison.Ordinal) && declared.Contains(local[..^1])))
                yield return $"{name} has '{ambiguous}' beside '{ambiguous[..^1]}'";

            foreach (var problem in Definition(method))
                yield return $"{name} {problem}";

            // A method that a pass calls says what it computes, and from what shapes to what.
            if (method.Parent is ClassDeclarationSyntax { Identifier.ValueText: "Kernels" } && method.Modifiers.Any(SyntaxKind.PublicKeyword))
            {
                // A sentence goes on in the next line.
                var documentation = LineOfComment().Replace(method.GetLeadingTrivia().ToFullString(), " ");
                if (!Formula().IsMatch(documentation))
                    yield return $"{name} has no formula";
                if (!documentation.Contains('[', StringComparison.Ordinal) && !documentation.Contains("a copy", StringComparison.Ordinal))
                    yield return $"{name} has no shapes";
                if (!method.ParameterList.ToString().Contains("TensorSpan", StringComparison.Ordinal) && !documentation.Contains("<code>", StringComparison.Ordinal) && !documentation.Contains("a copy", StringComparison.Ordinal))
                    yield return $"{name} has no definition";
            }
        }
    }

    /// <summary>What a definition says beside what the loops do: each tensor has one name and one number of axes, and a loop is no longer than those that are written.</summary>
    private static IEnumerable<string> Definition(MethodDeclarationSyntax method)
    {
        var documentation = method.GetLeadingTrivia().ToFullString();
        if (Code().Match(documentation) is not { Success: true } code)
            yield break;
        var text = LineOfComment().Replace(code.Groups["text"].Value, "\n");
        foreach (var tensor in Element().Matches(text).GroupBy(static element => element.Groups["name"].Value))
        {
            int[] axes = [.. tensor.Select(static element => Axes(element.Groups["indices"].Value)).Distinct()];
            if (axes.Length > 1)
                yield return $"has '{tensor.Key}' with {string.Join(" and with ", axes)} indices";
        }

        foreach (var let in Let().Matches(text).Where(static let => let.Groups["name"].Value == let.Groups["tensor"].Value))
            yield return $"gives '{let.Groups["name"].Value}' the name of its tensor";
        foreach (var stored in StoredValue().Matches(text).Where(static stored => stored.Groups["name"].Value == stored.Groups["tensor"].Value && stored.Groups["name"].Value is not ("sum" or "largest")))
            yield return $"stores '{stored.Groups["name"].Value}' in a tensor of its name";

        // What a developer has called so is called so; what several layers share has a name of ours.
        string[] ours = ["input", "inputs", "output", "outputs", "result", "weight", "bias"];
        HashSet<string> indices = !documentation.Contains("Used for", StringComparison.Ordinal) ? [] : [.. Loop().Matches(text).SelectMany(static loop => Index().Matches(loop.Value)).Select(static index => index.Groups["name"].Value)];
        foreach (var tensor in Element().Matches(text).Select(static element => element.Groups["name"].Value).Distinct().Where(name => indices.Contains(name) && ours.Contains(name)))
            yield return $"has a tensor and an index '{tensor}'";

        // Every tensor is one that the method is given, or a copy of it.
        HashSet<string> parameters = [.. method.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText.TrimStart('@'))];
        foreach (var tensor in Element().Matches(text).Select(static element => element.Groups["name"].Value).Distinct())
        {
            var name = tensor[0] == '∂' ? new ValueName(tensor[1..], IsGradient: true) : new ValueName(tensor);
            var own = name.Identifier.TrimStart('@');
            if (!parameters.Contains(tensor) && !parameters.Any(parameter => parameter == own || (parameter.StartsWith(own, StringComparison.Ordinal) && parameter[own.Length..].TrimStart('_') is var rest && (rest.All(char.IsDigit) || rest is "Repacked" or "Packed" or "After"))))
                yield return $"names '{tensor}', which is none of its parameters";
        }

        // Its tiles are told where a loop begins or ends that leaves something out.
        var siblings = method.Parent!.ChildNodes().OfType<MethodDeclarationSyntax>().Where(other => other != method && other.Identifier.ValueText.StartsWith(method.Identifier.ValueText + "Tile", StringComparison.Ordinal));
        foreach (var bound in siblings.SelectMany(static tile => tile.ParameterList.Parameters).Where(static parameter => parameter.Type!.ToString() == "int").Select(static parameter => Bound().Match(parameter.Identifier.ValueText)).Where(static match => match.Success))
        {
            var loop = char.ToLowerInvariant(bound.Groups["loop"].Value[0]) + bound.Groups["loop"].Value[1..];
            if (!Regex.IsMatch(text, $@"\b{loop} in (max\(|[^,\n]*\.\.)"))
                yield return $"goes through all of '{loop}', of which its tiles leave something out";
        }

        static int Axes(string indices)
        {
            var depth = 0;
            return 1 + indices.Count(letter => (depth += letter == '[' ? 1 : letter == ']' ? -1 : 0) == 0 && letter == ',');
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no NetGen.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }

    [GeneratedRegex(@"\.(Forward|Backward|Objective|Kernels)\.g\.cs$")]
    private static partial Regex Passes();

    [GeneratedRegex(@"for \(var (\w+) = (?<first>\d+); \1 < (?<end>\d+); \1(\+\+| \+= (?<step>\d+))\)")]
    private static partial Regex ForLoop();

    [GeneratedRegex(@"if \(batch( \* (?<each>\d+))? >= (?<least>\d+)\)")]
    private static partial Regex OfBatch();

    [GeneratedRegex(@"for \(; \w+ <= count - (?<step>\d+);")]
    private static partial Regex Rest();

    [GeneratedRegex(@"var count = batch( \* (?<each>\d+))?;")]
    private static partial Regex Count();

    // Readers took each of them for something else than what is done.
    [GeneratedRegex(@"(?<![\w·] ?)(?<factor>\d+)( · (?<factor>\d+))+ = (?<product>[\d,]*\d)")]
    private static partial Regex ProductOfFactors();

    [GeneratedRegex("with zeros around it|[Ww]hat is left for|made of no other value|is gone through|nobody changes|one before it has left|[Tt]heir gradients, which|multiply-adds alone|cheapest of|neighbours|what is between the layers|of the sum: \\w+Panel|those that no step reads are not stored|lanes? counts? of <|computed twice of <|leaves out the zeros around|not of terms|and repeated elements|transposed: a copy|last before:|Cheapest of|places count from there|nobody reads(?! )|copied into panels first|depends on the parameters alone|line \\d+ of \\w+:|Then <see cref=\"UpdateState|of which TransposeInto calls|floats of one sample, and the slot that|where only they divide|beginreverse|before (before|behind) |number of places before it|before the sums are stored|each once and without|in full tiles|from where (it is|they are) given|copy for themselves|floats from its beginning|of it in step|in and behind them is set|there not all are|It is theirs until|sum to sumD|what those leave is taken|of its own time steps|equal ones once|and others; until the end|wide enough for the whole kernel")]
    private static partial Regex NoWords();

    [GeneratedRegex(@"^\s*for .*$", RegexOptions.Multiline)]
    private static partial Regex Loop();

    [GeneratedRegex(@"(?<name>\w+) in ")]
    private static partial Regex Index();

    [GeneratedRegex(@"^\s*// The last (vector|panel|tile|terms?)\b(?!.* is moved back)")]
    private static partial Regex LastTurn();

    [GeneratedRegex(@"^\s*for \(var \w+ = 0;")]
    private static partial Regex FromStart();

    [GeneratedRegex(@"^// (?<number>\d+)\. (?<text>.*)$")]
    internal static partial Regex Step();

    [GeneratedRegex(@"^// Steps? (?<runs>\d[\d, toand]*): (∂ of )?[A-Z][^']*'(?<layer>[^']+)'(?<loop> over)?.*")]
    private static partial Regex Heading();

    [GeneratedRegex(@"in the steps, x is (?<name>[\w.]+)")]
    private static partial Regex OfInput();

    [GeneratedRegex(@"(?<first>\d+)( to (?<last>\d+))?")]
    private static partial Regex Run();

    [GeneratedRegex(@"^ref Unsafe\.Add\(ref \w+, \d+\)$")]
    private static partial Regex Moved();

    [GeneratedRegex(@"(The method|Argument \d+) begins at")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^\s*(?<tensor>[\w.∂]+)\[[^\n]*\] = (?<name>[\w.∂]+)$", RegexOptions.Multiline)]
    private static partial Regex StoredValue();

    [GeneratedRegex(@"(?<useful>[\d,]+) multiply-adds.*\((?<all>[\d,]*\d)( are\b|\)|, |$)")]
    private static partial Regex Multiplied();

    [GeneratedRegex("<code>(?<text>.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<name>[\w.∂]+)\[(?<indices>(?>[^\[\]]|\[(?<depth>)|\](?<-depth>))*)\]")]
    private static partial Regex Element();

    [GeneratedRegex(@"let (?<name>[\w.∂]+) = (?<tensor>[\w.∂]+)\[")]
    private static partial Regex Let();

    [GeneratedRegex("^(first|end)(?<loop>[A-Z]\\w*)$")]
    private static partial Regex Bound();

    [GeneratedRegex(@" =\s|: a copy|parts? of .+ from|= 0 around")]
    private static partial Regex Formula();

    [GeneratedRegex(@"\s*\n\s*///\s*")]
    private static partial Regex LineOfComment();
}
