namespace NetGen.Generator.Declaration;

/// <summary>
/// The members by which parameters are reached: <c>HiddenWeight</c> and <c>HiddenWeightGradient</c> for <c>hidden.weight</c>. Names that differ in
/// files may become one in C#, as <c>p32.0</c> and <c>p320</c> do: the parameter that is declared first has it, the others are numbered.
/// </summary>
internal static class ViewNames
{
    public const string Gradient = nameof(Gradient);

    /// <summary>The member of each parameter.</summary>
    /// <param name="parameters">The parameters, in the order of their declaration.</param>
    /// <param name="members">The members that a network has besides, which no view can be called.</param>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> parameters, IEnumerable<string> members)
    {
        var taken = new HashSet<string>(members, StringComparer.Ordinal);
        var views = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (views.ContainsKey(parameter))
                continue;
            var name = Identifiers.Member(parameter);
            var view = name;
            for (var number = 2; taken.Contains(view) || taken.Contains(view + Gradient); number++)
                view = name + Numbers.Text(number);
            taken.Add(view);
            taken.Add(view + Gradient);
            views.Add(parameter, view);
        }

        return views;
    }
}
