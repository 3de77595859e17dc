using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests.Typing;

/// <summary>Edits tokens of a file at random, as somebody does who types, deletes, pastes, or is in the middle of it.</summary>
internal sealed class TokenEdits(Random random)
{
    /// <summary>What is typed where a name stands: names of C#, of the generated code, of nothing, and with letters that few expect.</summary>
    private static readonly string[] Names =
    [
        "x", "_", "@class", "Tensor", "Network", "Kernels", "Generated", "Description", "Parameters", "Forward", "Backward", "Predict", "INetwork", "Workspace",
        "networkParameters", "inputs", "outputs", "batch", "System", "NetGen", "Math", "Vector", "var", "value", "field", "dynamic", "record", "partial", "nint",
        "Ünïcödé", "名前", "a\u203Fb", "Ⅷ", "e\u0301", "x\u00ADy", "Missing", "Item1", "Gradient", "Loss", "Name", "Count", "int", "float", "string", "void",
    ];

    /// <summary>What is typed where a number, a text or another literal stands.</summary>
    private static readonly string[] Literals =
    [
        "0", "1", "-1", "2", "3", "7", "2147483647", "-2147483648", "4294967295", "9223372036854775807", "1e300", "1e-60f", "float.NaN", "double.PositiveInfinity",
        "0.5", "1.5f", "'x'", "\"\"", "\"weight\"", "\"Hidden\"", "\"a.b\"", "\"class\"", "\"a\\\"b\"", "\"\\n\"", "\"名前\"", "null", "true", "false", "default", "typeof(int)", "typeof(Missing)",
        "nameof(Missing)", "new int[0]", "[]", "(Activation)99", "(1, 2)", "-5", "1000", "65536",
    ];

    /// <summary>What is typed anywhere.</summary>
    private static readonly string[] Anything =
    [
        "{", "}", "(", ")", "[", "]", "<", ">", ",", ";", ".", "=", "=>", "?", "!", "+", "-", "*", "/", "..", "^", "&&", "||", "++", ":", "::", "??",
        "partial", "static", "private", "public", "protected", "internal", "abstract", "sealed", "virtual", "override", "async", "unsafe", "extern", "readonly", "ref", "out", "in",
        "params", "this", "base", "class", "struct", "record", "interface", "enum", "namespace", "using", "global", "const", "required", "file", "new", "return", "for", "foreach",
        "if", "else", "switch", "while", "do", "await", "yield", "throw", "goto", "break", "continue", "is", "as", "with", "where", "when", "stackalloc", "extension",
        "[Network]", "[Forward]", "[Objective]", "[Differentiable]", "[Differentiable(Order = 2)]", "[Loss]", "[Dense(3)]", "[Dense(3, Count = 2)]", "[BatchNorm]", "[Parameter(2)]", "[Input(2)]",
        "[Shape(2)]", "[Nested(typeof(Net))]", "[Obsolete]", "Tensor x", "Tensor", "#if X", "#region", "//", "/*", "\"", "'", "$\"{",
    ];

    /// <summary>The text after some edits, mostly one.</summary>
    public string Apply(SyntaxTree file)
    {
        var root = file.GetRoot();
        var text = root.ToFullString();
        List<(int Start, int End, string Text)> tokens = [.. root.DescendantTokens().Where(static token => token.Span.Length > 0).Select(static token => (token.SpanStart, token.Span.End, token.Text))];
        if (tokens.Count == 0)
            return text;
        var pieces = tokens.ConvertAll(static token => token.Text);
        var gaps = new List<string> { text[..tokens[0].Start] };
        for (var index = 0; index < tokens.Count; index++)
            gaps.Add(text[tokens[index].End..(index + 1 < tokens.Count ? tokens[index + 1].Start : text.Length)]);
        for (var edits = random.Next(4) == 0 ? random.Next(2, 4) : 1; edits > 0; edits--)
            EditOne(pieces);
        return gaps[0] + string.Concat(pieces.Select((piece, index) => piece + gaps[index + 1]));
    }

    private void EditOne(List<string> tokens)
    {
        var place = random.Next(tokens.Count);
        switch (random.Next(12))
        {
            case 0 or 1:
                tokens[place] = "";
                break;
            case 2:
                tokens[place] += " " + tokens[place];
                break;
            case 3:
                var other = random.Next(3) > 0 ? Math.Min(place + 1, tokens.Count - 1) : random.Next(tokens.Count);
                (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                break;
            case 4 or 5:
                tokens[place] = Any(Anything) + " " + tokens[place];
                break;
            case 6:
                tokens[place] = tokens[place].Length < 2 ? "" : tokens[place][..random.Next(1, tokens[place].Length)];
                break;
            case 7:
                for (var end = Math.Min(tokens.Count, place + random.Next(1, 12)); place < end; place++)
                    tokens[place] = "";
                break;
            case 8:
                // Whoever is at the end of a file has written no more yet.
                if (random.Next(3) == 0)
                {
                    for (; place < tokens.Count; place++)
                        tokens[place] = "";
                }

                break;
            default:
                Replace(tokens);
                break;
        }
    }

    private void Replace(List<string> tokens)
    {
        var places = Enumerable.Range(0, tokens.Count).Where(place => IsName(tokens[place]) || IsLiteral(tokens[place])).ToArray();
        if (places.Length == 0)
            return;
        var place = Any(places);
        var alike = IsName(tokens[place]) ? Names : Literals;
        tokens[place] = random.Next(2) == 0 ? Any(alike) : tokens[Any(places)];
    }

    private static bool IsName(string token) => token.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(token[0]);

    private static bool IsLiteral(string token) => token.Length > 0 && (char.IsDigit(token[0]) || token[0] is '"' or '\'');

    private T Any<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
