using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes a method whose derivatives are made by forward mode: a Jacobian column by column, or a product with it from the right.</summary>
internal static class ForwardMember
{
    /// <summary>The direction that a method is given.</summary>
    public static Direction Along(ProgramHead head, Procedure procedure)
    {
        Dictionary<string, string> directions = [], tangents = [];
        foreach (var parameter in head.Member.Parameters)
        {
            if (parameter.Role is MemberRole.Direction or MemberRole.Tangent)
                (parameter.Role == MemberRole.Direction ? directions : tangents).Add(Identifiers.Escape(parameter.Of), Identifiers.Escape(parameter.Name));
        }

        var arrays = new Dictionary<int, int>();
        var inputs = new Dictionary<int, Scalar>();
        return new(
            input =>
            {
                if (!inputs.TryGetValue(input, out var component))
                {
                    var text = procedure.Variables[input].Text!;
                    var name = text.Split('.')[0];
                    var direction = directions[name] + text.Substring(name.Length);
                    inputs.Add(input, component = new Argument(procedure.NewVariable(direction, VariableKind.Real, direction)));
                }

                return component;
            },
            element => element with { Array = Beside(element.Array, directions, ArrayUse.Read) },
            array => (Beside(array, tangents, ArrayUse.Result), static place => place));

        int Beside(int array, Dictionary<string, string> names, ArrayUse use)
        {
            if (!arrays.TryGetValue(array, out var other))
            {
                procedure.Arrays.Add(new(names[procedure.Arrays[array].Text], IsInput: false) { Use = use });
                arrays.Add(array, other = procedure.Arrays.Count - 1);
            }

            return other;
        }
    }

    /// <summary>Writes how the results change along a direction.</summary>
    public static void WriteProduct(ProgramHead head, Procedure procedure)
    {
        var tangents = Tangents.Add(procedure, [Along(head, procedure)]);
        foreach (var tangent in tangents)
            procedure.Results.Add(new("derivative", new RealTerm(tangent[0])));
        var names = new VariableNames(procedure, head.Taken);
        Write(
            head, procedure, names, Layout(head, procedure, names), $"{head.Name}, and how its results change as its parameters move: the Jacobian times a direction.",
            "Forward mode: beside each variable x, vX is how it changes along the direction; a change that is a value of its own has the name of what it is, such as a difference.", static (_, _) => { });
    }

    /// <summary>Writes a Jacobian, all of its columns side by side.</summary>
    public static void WriteJacobian(ProgramHead head, Procedure procedure, List<JacobianColumn> columns, string summary, string remarks)
    {
        var names = new VariableNames(procedure, head.Taken);
        var layout = Layout(head, procedure, names);
        procedure.Arrays.Add(new(layout.Jacobian, IsInput: false) { Use = ArrayUse.Result });
        var jacobian = procedure.Arrays.Count - 1;
        // How long the result spans are, and the spans of columns, is looked at when the method runs.
        var tangents = Tangents.Add(procedure, columns.ConvertAll(column => new Direction(
            input => input == column.Input ? 1.0 : null,
            element => element == column.Element ? new RealTerm(1.0) : null,
            array => (jacobian, place => layout.Place(procedure, array, place, column)))));
        foreach (var (row, tangent) in tangents.Select(static (tangent, row) => (row, tangent)))
        {
            for (var column = 0; column < columns.Count; column++)
                procedure.Results.Add(new(ResultValues.RowName(procedure, row) + "By" + Identifiers.Word(NameOf(procedure, columns[column])), new RealTerm(tangent[column])));
        }

        Write(head, procedure, names, layout, summary, remarks, (text, leaves) =>
        {
            for (var row = 0; row < tangents.Count; row++)
            {
                foreach (var column in columns)
                    text.Line($"{layout.Jacobian}[{layout.Place(procedure, row, column)}] = {leaves.Dequeue()};");
            }
        });
    }

    private static string NameOf(Procedure procedure, JacobianColumn column)
        => column.Element is { Index: WholeNumber(var index) } element ? procedure.Arrays[element.Array].Text.TrimStart('@') + Numbers.Text(index) : procedure.Variables[column.Input].Name;

    /// <summary>Where columns go; no row has spans of its own.</summary>
    private static GradientLayout Layout(ProgramHead head, Procedure procedure, VariableNames names)
        => new(head.Number, head.Signature, head.Member, 0, row => ResultValues.RowName(procedure, row), names.Take);

    /// <param name="writeRest">Writes what is done with those results that are not the function's own.</param>
    private static void Write(
        ProgramHead head, Procedure procedure, VariableNames names, GradientLayout layout, string summary, string remarks, Action<CodeWriter, Queue<string>> writeRest)
    {
        PreparedProcedure.Finish(procedure);
        JoinedInPlace.Apply(procedure);
        var forward = new ForwardLines(procedure, new Dictionary<int, (Frame, int)>(), new Dictionary<Loop, Frame>(), new HashSet<int>(), static _ => false).Of(procedure.Steps);
        var values = ResultValues.Keep(procedure, forward);
        var roots = new HashSet<int>();
        foreach (var value in values)
            VariablesOf.Term(value, variable => roots.Add(variable));
        UnusedLines.Remove([forward], roots);

        var parts = MethodParts.AreNeeded(procedure, [forward]) ? MethodParts.Of(procedure, [forward], roots) : null;
        var hasArrays = parts is not null || LineTree.All(forward).Any(static line => line is TakeArray);
        var text = new CodeWriter();
        var body = new LineText(procedure, text, names) { Arrays = hasArrays ? names.Take("arrays") : "", Parts = parts, Around = head.Around(layout, procedure) };
        body.WriteShared([forward]);
        body.Write([forward], forward);
        var leaves = new Queue<string>(values.Select(body.Of));
        var own = head.Signature.Result is { } shape ? ResultValues.Creation(shape, _ => leaves.Dequeue()) : "";
        foreach (var given in head.Signature.Parameters.Where(static parameter => parameter.IsOut))
            text.Line($"{Identifiers.Escape(given.Name)} = {ResultValues.Creation(given.Shape, _ => leaves.Dequeue())};");
        var elements = head.Member.Elements.Select(element => element.Role == MemberRole.Value
            ? own
            : TangentOf(element.Of.Length == 0 ? head.Signature.Result! : head.Signature.Parameters.First(parameter => parameter.Name == element.Of).Shape)).ToList();
        writeRest(text, leaves);
        if (hasArrays)
            text.Line($"{body.Arrays}.Dispose();");
        if (elements.Count == 1)
            text.Line($"return {elements[0]};");
        else if (elements.Count > 1)
            text.Line(ResultValues.Tuple(elements, [.. head.Member.Elements.Select(static element => element.Name)]));
        body.WriteFunctions(text);

        head.Write(summary, remarks, hasTape: false, layout, procedure, () =>
        {
            if (hasArrays)
                head.Writer.Line($"var {body.Arrays} = new global::NetGen.Numerics.Tape<{head.Number.Name}>(default);");
            head.Writer.Line(text.ToString().TrimEnd('\n'));
        });

        string TangentOf(Shape of) => ResultValues.Creation(of, path => ResultValues.LeafOf(of, path) is RealShape ? leaves.Dequeue() : "default");
    }
}
