using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>What an emitted method gives: the function's values, and values of its tuples and structures.</summary>
internal static class ResultValues
{
    /// <summary>What the function gives, in variables that the backward pass leaves alone.</summary>
    public static List<Term> Keep(Procedure procedure, List<Line> forward)
    {
        HashSet<int> changing = [.. StepTree.All(procedure.Steps).OfType<Loop>().SelectMany(static loop => loop.Carried).Select(static carried => carried.Variable)];
        var values = new List<Term>();
        foreach (var result in procedure.Results)
        {
            var isKept = result.Value switch
            {
                RealTerm(Constant) => true,
                RealTerm(Argument(var variable)) => !changing.Contains(variable),
                WholeTerm(WholeVariable(var variable)) => !changing.Contains(variable),
                TruthTerm(TruthVariable(var variable)) => !changing.Contains(variable),
                _ => false,
            };
            if (isKept)
            {
                values.Add(result.Value);
                continue;
            }

            var kept = procedure.NewVariable(result.Name.Length > 0 ? Identifiers.Camel(result.Name) : "value", result.Value switch { WholeTerm => VariableKind.Whole, TruthTerm => VariableKind.Truth, _ => VariableKind.Real });
            forward.Add(new Declare(kept, result.Value));
            values.Add(result.Value switch
            {
                WholeTerm => new WholeTerm(new WholeVariable(kept)),
                TruthTerm => new TruthTerm(new TruthVariable(kept)),
                _ => new RealTerm(new Argument(kept)),
            });
        }

        return values;
    }

    /// <summary>The statement that returns a tuple.</summary>
    public static string Tuple(List<string> elements, List<string> names)
    {
        var line = $"return ({string.Join(", ", elements.Zip(names, static (element, name) => $"{name}: {element}"))});";
        return line.Length <= 120 ? line : $"return (\n    {string.Join(",\n    ", elements.Zip(names, static (element, name) => $"{name}: {element}"))});";
    }

    /// <summary>A value of a shape, from its numbers. What is data has no derivative, and is what it is without being set.</summary>
    public static string Creation(Shape shape, Func<string, string> leaf, string path = "") => shape switch
    {
        MembersShape { Creation: CreationKind.Tuple } tuple => $"({string.Join(", ", tuple.Members.Select(member => Creation(member.Shape, leaf, path + "." + member.Name)))})",
        MembersShape { Creation: CreationKind.Initializer } members
            => $"new {members.Text} {{ {string.Join(", ", members.Members.Select(member => $"{member.Name} = {Creation(member.Shape, leaf, path + "." + member.Name)}"))} }}",
        MembersShape members => $"new {members.Text}({string.Join(", ", members.Members.Select(member => Creation(member.Shape, leaf, path + "." + member.Name)))})",
        _ => leaf(path),
    };

    /// <summary>The number or the data at a place in a shape.</summary>
    public static Shape LeafOf(Shape shape, string path) => shape.Leaves("").First(leaf => leaf.Member == path).Shape;

    /// <summary>The names of the function's results of numbers, as parts of names of derivatives.</summary>
    public static string RowName(Procedure procedure, int row)
        => procedure.Results.Where(static result => result.Value is RealTerm).ElementAt(row).Name is { Length: > 0 } name ? Identifiers.Camel(name) : "value";
}
