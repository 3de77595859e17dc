using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Common;

/// <summary>From names in a declaration to names in C#.</summary>
internal static class Identifiers
{
    /// <summary>
    /// <c>hidden</c> and <c>running_mean</c> as parts of a member's name: <c>Hidden</c>, <c>RunningMean</c>. What has no letter in front, such as
    /// <c>_</c>, is a <c>Value</c>.
    /// </summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var character in name)
        {
            if (character != '_')
                text.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = character == '_';
        }

        return text.Length == 0 ? "Value" : text.ToString();
    }

    /// <summary>A name as a part of another one that starts with a letter: <c>_1</c> is <c>Value1</c>.</summary>
    public static string Word(string name) => Pascal(name) is var word && char.IsLetter(word[0]) ? word : "Value" + word;

    /// <summary>A name as that of a variable, which no keyword is.</summary>
    public static string Variable(string pascal) => Camel(pascal) is var name && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : name + "Value";

    /// <summary>
    /// The member for a parameter: <c>HiddenWeight</c> for <c>hidden.weight</c>, <c>Block0Weight</c> for <c>block.0.weight</c>. One without a
    /// layer has a member of its own name already, so <c>scale</c> gives <c>ScaleParameter</c>.
    /// </summary>
    public static string Member(string parameter)
    {
        if (!parameter.Contains('.'))
            return Pascal(parameter) + "Parameter";

        // The layers' names are the developer's; a tensor's own, such as running_mean, is PyTorch's.
        var end = parameter.LastIndexOf('.');
        return string.Concat(parameter.Substring(0, end).Split('.').Select(Pascal)) + string.Concat(parameter.Substring(end + 1).Split('_').Select(Pascal));
    }

    /// <summary><c>LogSoftmax</c> as a variable: <c>logSoftmax</c>.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>A name as it is written in C#: with an <c>@</c> where it would be read as a keyword.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>Why a layer cannot have this name, or null where it can.</summary>
    public static string? ReasonAgainst(string name)
    {
        if (name.Length == 0)
            return "it is empty";
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
                return $"'{character}' is neither a letter, nor a digit, nor an underscore";
        }

        if (!char.IsLetter(name[0]) || char.IsUpper(name[0]))
            return "it does not start with a lower-case letter";
        return null;
    }
}
