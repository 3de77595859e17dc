using System.Text;

namespace NetGen;

/// <summary>Texts in HTML, SVG and XML.</summary>
internal static class Html
{
    /// <summary>A text as content or as the value of an attribute in double quotes. What XML does not allow becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsSurrogatePair(text, i);
            var replacement = text[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => null,
                < ' ' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                var character when char.IsSurrogate(character) && !isPair => "\uFFFD",
                _ => null,
            };
            if (replacement is not null)
                escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (replacement is not null)
                escaped!.Append(replacement);
            else if (escaped is not null)
                escaped.Append(text, i, isPair ? 2 : 1);
            if (isPair)
                i++;
        }

        return escaped?.ToString() ?? text;
    }
}
