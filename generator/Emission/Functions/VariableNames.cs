using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>What the variables and arrays of an emitted method are called: as the developer calls them, or what they are.</summary>
/// <param name="procedure">Whose variables they are.</param>
/// <param name="taken">Names that mean something else in the method.</param>
internal sealed class VariableNames(Procedure procedure, IEnumerable<string> taken)
{
    private readonly UniqueNames taken = new(taken.Concat(procedure.Arrays.Where(static array => array.Table is not null).Select(static array => array.Text)));
    private readonly Dictionary<int, string> names = [];
    private readonly Dictionary<int, string> arrays = [];
    private readonly Dictionary<int, string> inline = [];
    private readonly Dictionary<int, Scalar> substituted = [];
    private readonly Dictionary<int, Term> definitions = [];

    /// <summary>What an adjoint is called, from the name of the variable that it is of.</summary>
    public Func<int, (int Variable, Func<string, string> Name)?> Adjoint { get; init; } = static _ => null;

    /// <summary>Receives the parameters and the arrays of the method that something is written of.</summary>
    public Action<string> Uses { get; set; } = static _ => { };

    /// <summary>The names that are given.</summary>
    public UniqueNames Taken => taken;

    /// <summary>A name that nothing else has.</summary>
    public string Take(string name)
        => taken.Take(Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? name : name + "Value");

    /// <summary>What an array is called where it is written.</summary>
    public string OfArray(int array)
    {
        var name = ArrayName(array);
        Uses(name);
        return name;
    }

    /// <summary>What a variable is called where it is written.</summary>
    public string Of(int variable)
    {
        Use(variable);
        return Name(variable);
    }

    private void Use(int variable)
    {
        switch (procedure.Variables[variable])
        {
            case { Text: { } input }:
                Uses(input.IndexOf('.') is > 0 and var end ? input.Substring(0, end) : input);
                break;
            case { Elements: { } elements }:
                foreach (var element in elements)
                    Use(element);
                break;
        }
    }

    private string ArrayName(int array)
    {
        if (procedure.Arrays[array].Use != ArrayUse.Own)
            return procedure.Arrays[array].Text;
        if (!arrays.TryGetValue(array, out var name))
            arrays.Add(array, name = Take(procedure.Arrays[array].Text));
        return name;
    }

    private string Name(int variable)
    {
        if (inline.TryGetValue(variable, out var text) || names.TryGetValue(variable, out text))
            return text;
        var known = procedure.Variables[variable];
        if (known.NamedAs is { } other)
            return Name(other);
        if (known.Text is { } input)
            return input;
        if (known.ElementOf is var (vector, element))
            return $"{Name(vector)}[{Numbers.Text(element)}]";
        if (known.Elements is { } elements)
            return VectorText.Made(known.VectorLength, procedure.Number, elements.Select(Name));
        if (Adjoint(variable) is var (of, name))
            text = Take(name(BaseName(of)));
        else if (known.Name.Length > 0)
            text = Take(known.Name);
        else if (definitions.TryGetValue(variable, out var definition))
            text = Described(definition);
        else
            text = Take("chosen");
        names[variable] = text;
        return text;
    }

    /// <summary>What a variable is called in the name of its adjoint.</summary>
    private string BaseName(int variable)
    {
        if (procedure.Variables[variable].Text is not null)
            return procedure.Variables[variable].Name;
        if (inline.ContainsKey(variable) || substituted.ContainsKey(variable))
            return procedure.Variables[variable].Name is { Length: > 0 } known ? known : definitions.TryGetValue(variable, out var definition) ? Described(definition) : "value";
        return Name(variable);
    }

    /// <summary>A name for what has none: what it is.</summary>
    private string Described(Term definition)
    {
        switch (definition)
        {
            case RealTerm(var scalar) when scalar is not (Constant or Argument):
                // What it is made of has its names first.
                VariablesOf.Scalar(scalar, operand => Name(operand));
                var name = new LocalNames([], taken).Of(scalar, node => node is Argument(var index) && LocalNames.IsIdentifier(Name(index)) ? Name(index) : null);
                taken.Add(name);
                return name;
            case ElementTerm(var array, _, WholeVariable(var index)):
                return Take(ArrayName(array).TrimStart('@').Replace(".", "") + Identifiers.Word(Name(index)));
            case ElementTerm(var array, var member, _):
                return Take(ArrayName(array).TrimStart('@').Replace(".", "") + Identifiers.Word(member.Length > 0 ? member.TrimStart('.').Replace(".", "") : "item"));
            case RealOfWhole(WholeLength):
                return Take("count");
            case RealOfWhole:
                return Take("number");
            case TruthTerm:
                return Take("isSo");
            default:
                return Take("chosen");
        }
    }

    /// <summary>Looks at what variables are, of which their names come.</summary>
    public void FindDefinitions(IEnumerable<Line> lines)
    {
        foreach (var line in LineTree.All(lines))
        {
            var (variable, value) = line switch
            {
                Declare declare => (declare.Variable, declare.Value),
                Assign assign => (assign.Variable, assign.Value),
                _ => (-1, null),
            };
            if (value is not null && (!definitions.TryGetValue(variable, out var known) || known is RealTerm(Constant)))
                definitions[variable] = value;
        }
    }

    /// <summary>A variable is written as the text of its value.</summary>
    public void Inline(int variable, string text) => inline[variable] = text;

    /// <summary>A variable is written as part of the expression that reads it.</summary>
    public void Substitute(int variable, Scalar value) => substituted[variable] = Substituted(value);

    /// <summary>A variable that was written as its value has a name from here on: it is computed again, and read more than once.</summary>
    public void Declare(int variable)
    {
        inline.Remove(variable);
        substituted.Remove(variable);
    }

    /// <summary>An expression with the values of such variables in their place.</summary>
    public Scalar Substituted(Scalar scalar)
        => substituted.Count == 0 ? scalar : Substitution.Substitute(scalar, index => substituted.TryGetValue(index, out var value) ? value : new Argument(index));

    /// <summary>A name is given to something else.</summary>
    public void Keep(string name) => taken.Add(name);
}
