using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Writes the derivatives of a function that is differentiated as a program: which methods there are, and by which mode each is made.</summary>
internal static class ProgramFile
{
    public static void Write(CodeWriter writer, FunctionDeclaration declaration)
    {
        var name = declaration.Name.TrimStart('@');
        foreach (var member in ProgramMembers.Of(name, declaration.Type, declaration.Program!.Signature, declaration.Products))
        {
            var head = new ProgramHead(writer, declaration, member);
            if (declaration.Program!.Model is null)
                head.WriteSkeleton();
            else
                Write(head, member);
        }
    }

    private static void Write(ProgramHead head, ProgramMember member)
    {
        var procedure = PreparedProcedure.Of(head.Declaration.Program!.Model!, head.Signature, head.Number);
        var results = procedure.Results.Count(static result => result.Value is RealTerm);
        var name = head.Name;
        switch (member.Kind)
        {
            case ProgramMemberKind.Gradient:
                new ReverseMember(head).Write(procedure, [[1.0]], $"{name} and its gradient.", ReverseMember.Mode);
                break;
            case ProgramMemberKind.VectorProduct:
                var weights = string.Join(", ", member.Parameters.Where(static parameter => parameter.Role == MemberRole.Seed).Select(static parameter => parameter.Name));
                new ReverseMember(head).Write(
                    procedure, [Seeds(head, procedure)], $"{name}, and the gradient of its results weighted by {weights}: the transposed Jacobian times these.", ReverseMember.Mode);
                break;
            case ProgramMemberKind.Jacobian:
                WriteJacobian(head, procedure, results);
                break;
            case ProgramMemberKind.Jvp:
                ForwardMember.WriteProduct(head, procedure);
                break;
            case ProgramMemberKind.HessianVectorProduct:
                var tangent = Tangents.Add(procedure, [ForwardMember.Along(head, procedure)]);
                procedure.Results.Clear();
                procedure.Results.Add(new("", new RealTerm(tangent[0][0])));
                PreparedProcedure.Finish(procedure);
                new ReverseMember(head).Write(procedure, [[1.0]], $"The Hessian of {name}, times a direction: how fast its gradient changes along it.", "Reverse mode over forward mode");
                break;
        }
    }

    /// <summary>By forward mode where there are fewer columns than rows, and by reverse mode otherwise.</summary>
    private static void WriteJacobian(ProgramHead head, Procedure procedure, int results)
    {
        var summary = $"{head.Name} and its Jacobian, row by row: a row for each result, and a column for each number that it is differentiated by.";
        var columns = JacobianColumns.Of(procedure);
        var hasResultSpans = procedure.Arrays.Exists(static array => array.Use == ArrayUse.Result);
        if (columns is not null && (hasResultSpans || columns.Count < results))
        {
            var rows = hasResultSpans ? "as many rows as the result spans are long" : Many(results, "row");
            ForwardMember.WriteJacobian(head, procedure, columns, summary, $"Forward mode, all columns side by side: there are {rows}, and {Many(columns.Count, "column")}.");
            return;
        }

        var why = columns is null ? "how many columns there are is known when it runs" : $"there are {Many(columns.Count, "column")}";
        IReadOnlyList<Scalar?>[] seeds = [.. Enumerable.Range(0, results).Select(row => (IReadOnlyList<Scalar?>)[.. Enumerable.Range(0, results).Select(column => row == column ? (Scalar)1.0 : null)])];
        new ReverseMember(head).Write(procedure, seeds, summary, $"Reverse mode, all rows side by side ({Many(results, "row")}; {why})");
    }

    private static string Many(int count, string what) => $"{Numbers.Text(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>The parameters that say how much each result matters, as inputs of the procedure by which nothing is differentiated.</summary>
    private static List<Scalar?> Seeds(ProgramHead head, Procedure procedure)
    {
        var seeds = new List<Scalar?>();
        foreach (var parameter in head.Member.Parameters.Where(static parameter => parameter.Role == MemberRole.Seed))
        {
            var shape = parameter.Of.Length == 0 ? head.Signature.Result! : head.Signature.Parameters.First(own => own.Name == parameter.Of).Shape;
            foreach (var (path, leaf) in shape.Leaves(Identifiers.Escape(parameter.Name)))
            {
                if (leaf is RealShape)
                    seeds.Add(new Argument(procedure.NewVariable(path, VariableKind.Real, path)));
            }
        }

        return seeds;
    }
}
