using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>The methods that a class gains for a function that is differentiated as a program.</summary>
internal static class ProgramMembers
{
    /// <summary>Which methods there are.</summary>
    public static IEnumerable<ProgramMember> Of(string name, RealType type, FunctionSignature signature, FunctionProducts products)
    {
        var results = ResultCount(signature);
        var hasSpans = signature.Parameters.Any(static parameter => parameter.IsWritten);
        if (results == 1 && !hasSpans)
        {
            yield return new Builder(name, type, signature).Gradient();
            if ((products & FunctionProducts.Hessian) != 0)
                yield return new Builder(name, type, signature).HessianVectorProduct();
        }
        else
        {
            // By forward mode alone, where the rows are counted when it runs: then the columns must be known.
            if (!hasSpans || !signature.Parameters.Any(static parameter => IsDifferentiated(parameter) && parameter.Shape is SpanShape))
                yield return new Builder(name, type, signature).Jacobian();
            yield return new Builder(name, type, signature).VectorProduct();
            yield return new Builder(name, type, signature).Jvp();
        }
    }

    /// <summary>How many numbers a function gives.</summary>
    public static int ResultCount(FunctionSignature signature)
        => (signature.Result?.Count ?? 0) + signature.Parameters.Where(static parameter => parameter.IsOut).Sum(static parameter => parameter.Shape.Count);

    /// <summary>Whether derivatives by a parameter are made.</summary>
    public static bool IsDifferentiated(SignatureParameter parameter)
        => parameter is { IsConstant: false, IsOut: false, IsWritten: false } && (parameter.Shape is SpanShape span ? span.Element.Count : parameter.Shape.Count) > 0;

    private sealed class Builder(string name, RealType type, FunctionSignature signature)
    {
        private readonly string number = type.Name;
        private readonly UniqueNames names = new(signature.Parameters.Select(static parameter => parameter.Name));

        private string ReadOnlySpan => $"global::System.ReadOnlySpan<{number}>";

        private string Span => $"global::System.Span<{number}>";

        private IEnumerable<SignatureParameter> Differentiated => signature.Parameters.Where(IsDifferentiated);

        /// <summary>The function's own parameters; those that may be left out only where nothing follows that may not.</summary>
        private List<MemberParameter> Own(bool keepsDefaults)
            => [.. signature.Parameters.Select(parameter => new MemberParameter(MemberRole.Own, parameter.Type, parameter.Name, parameter.Name, keepsDefaults ? parameter.Default : null) { IsOut = parameter.IsOut })];

        private IEnumerable<MemberParameter> GradientSpans()
            => Differentiated.Where(static parameter => parameter.Shape is SpanShape)
                .Select(parameter => new MemberParameter(
                    MemberRole.Gradient, $"global::System.Span<{((SpanShape)parameter.Shape).ElementText(number)}>", names.Take("d" + Identifiers.Word(parameter.Name)), parameter.Name, null));

        private IEnumerable<MemberParameter> Directions()
            => Differentiated.Select(parameter => new MemberParameter(
                MemberRole.Direction, parameter.Shape is SpanShape span ? $"global::System.ReadOnlySpan<{span.ElementText(number)}>" : parameter.Type, names.Take("v" + Identifiers.Word(parameter.Name)), parameter.Name, null));

        private List<MemberElement> Values(bool hasValue)
        {
            var elements = new UniqueNames([]);
            List<MemberElement> all = [];
            if (hasValue && signature.Result is not null)
                all.Add(new(MemberRole.Value, signature.ResultType, elements.Take("Value"), ""));
            return all;
        }

        private IEnumerable<MemberElement> Derivatives(UniqueNames elements, string prefix)
            => Differentiated.Where(static parameter => parameter.Shape is not SpanShape)
                .Select(parameter => new MemberElement(MemberRole.Gradient, parameter.Type, elements.Take(prefix + Identifiers.Word(parameter.Name)), parameter.Name));

        public ProgramMember Gradient()
        {
            List<MemberParameter> gradients = [.. GradientSpans()];
            return new(ProgramMemberKind.Gradient, name + FunctionMembers.Gradient, [.. Own(gradients.Count == 0), .. gradients], [.. Values(true), .. Derivatives(new(["Value"]), "D")]) { Memory = names.Take("memory") };
        }

        public ProgramMember HessianVectorProduct()
        {
            List<MemberParameter> directions = [.. Directions()];
            return new(ProgramMemberKind.HessianVectorProduct, name + FunctionMembers.HessianVectorProduct, [.. Own(false).Where(static parameter => !parameter.IsOut), .. directions, .. GradientSpans()], [.. Derivatives(new([]), "")]) { Memory = names.Take("memory") };
        }

        public ProgramMember VectorProduct()
        {
            List<MemberParameter> seeds = [];
            if (signature.Result is { Count: > 0 })
                seeds.Add(new(MemberRole.Seed, signature.ResultType, names.Take("dValue"), "", null));
            foreach (var given in signature.Parameters.Where(static parameter => (parameter.IsOut && parameter.Shape.Count > 0) || parameter.IsWritten))
                seeds.Add(new(MemberRole.Seed, given.IsWritten ? ReadOnlySpan : given.Type, names.Take("d" + Identifiers.Word(given.Name)), given.Name, null));
            return new(ProgramMemberKind.VectorProduct, name + FunctionMembers.Vjp, [.. Own(false), .. seeds, .. GradientSpans()], [.. Values(true), .. Derivatives(new(["Value"]), "D")]) { Memory = names.Take("memory") };
        }

        public ProgramMember Jvp()
        {
            List<MemberElement> elements = [.. Values(true)];
            if (signature.Result is { Count: > 0 })
                elements.Add(new(MemberRole.Tangent, signature.ResultType, "Derivative", ""));
            List<MemberParameter> tangents =
            [
                .. signature.Parameters.Where(static parameter => parameter.IsWritten)
                    .Select(written => new MemberParameter(MemberRole.Tangent, Span, names.Take("v" + Identifiers.Word(written.Name)), written.Name, null)),
            ];
            var free = new UniqueNames(["Value", "Derivative"]);
            foreach (var given in signature.Parameters.Where(static parameter => parameter.IsOut && parameter.Shape.Count > 0))
                elements.Add(new(MemberRole.Tangent, given.Type, free.Take(Identifiers.Word(given.Name) + "Derivative"), given.Name));
            return new(ProgramMemberKind.Jvp, name + FunctionMembers.Jvp, [.. Own(false), .. Directions(), .. tangents], elements.ToEquatableArray());
        }

        public ProgramMember Jacobian()
            => new(
                ProgramMemberKind.Jacobian,
                name + FunctionMembers.Jacobian,
                [.. Own(false), new(MemberRole.Gradient, Span, names.Take("jacobian"), "", null)],
                [.. Values(true)])
            {
                Memory = names.Take("memory"),
            };
    }
}

internal enum ProgramMemberKind
{
    Gradient, Jacobian, VectorProduct, Jvp, HessianVectorProduct,
}

internal enum MemberRole
{
    /// <summary>A parameter of the function itself.</summary>
    Own,

    /// <summary>A derivative by a parameter, or the Jacobian.</summary>
    Gradient,

    /// <summary>How a parameter moves.</summary>
    Direction,

    /// <summary>How much a result matters.</summary>
    Seed,

    /// <summary>The function's value.</summary>
    Value,

    /// <summary>How a result moves.</summary>
    Tangent,
}

/// <summary>A method that a class gains.</summary>
/// <param name="Elements">What it returns: nothing, one value, or a tuple of these.</param>
internal sealed record ProgramMember(ProgramMemberKind Kind, string Name, EquatableArray<MemberParameter> Parameters, EquatableArray<MemberElement> Elements)
{
    /// <summary>The parameter for the tape's memory, where it has a tape.</summary>
    public string Memory { get; init; } = "";

    public string ReturnType => Elements.Count switch
    {
        0 => "void",
        1 => Elements[0].Type,
        _ => $"({string.Join(", ", Elements.Select(static element => $"{element.Type} {element.Name}"))})",
    };

    /// <summary>The member as others may collide with it.</summary>
    public GeneratedMember Generated => new(Name, ReturnType, Parameters.Select(static parameter => new GeneratedParameter(parameter.Type, "")).ToEquatableArray());
}

/// <param name="Of">The parameter of the function that it belongs to; empty for its result.</param>
internal sealed record MemberParameter(MemberRole Role, string Type, string Name, string Of, string? Default)
{
    public bool IsOut { get; init; }
}

/// <param name="Of">The parameter of the function that it belongs to; empty for its result.</param>
internal sealed record MemberElement(MemberRole Role, string Type, string Name, string Of);
