using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads what a function takes and gives that is differentiated as a program: spans, tuples and structures of numbers, and data.</summary>
internal sealed class ProgramSignatureReader
{
    private readonly IMethodSymbol method;
    private RealType? type;
    private string? reason;
    private ISymbol? culprit;

    private ProgramSignatureReader(IMethodSymbol method) => (this.method, type) = (method, RealTypes.OfGeneric(method));

    /// <summary>The signature and the type of its numbers; or why there is none, and of which parameter (null for the result).</summary>
    public static (FunctionSignature? Signature, RealType Type, string? Reason, ISymbol? Culprit) Read(IMethodSymbol method)
    {
        var reader = new ProgramSignatureReader(method);
        var parameters = method.Parameters.Select(reader.Read).ToList();
        Shape? result = null;
        if (!method.ReturnsVoid)
        {
            if (reader.reason is null)
                reader.culprit = null;
            result = reader.Of(method.ReturnType, isConstant: false);
            if (result?.HasSpan == true)
                reader.reason ??= $"it gives '{Text(method.ReturnType)}': let it give numbers, a tuple or a structure of them";
            else if (result is not null && result.Count == 0)
                reader.reason ??= $"it gives '{Text(method.ReturnType)}': let it give {RealTypes.Choice(method)}, or a tuple or a structure of them";
        }

        if (reader.reason is null && result is null && !parameters.Exists(static parameter => parameter!.IsOut || parameter.IsWritten))
            reader.reason = "it gives nothing: let it return what it computes, give it 'out' parameters, or a 'Span' that it writes";
        if (reader.reason is null && !parameters.Exists(static parameter => parameter is { IsConstant: false, IsOut: false, IsWritten: false } && HasReals(parameter.Shape)))
            reader.reason = "it has no parameter by which it can be differentiated: leave out [Constant] where there is one";
        return reader.reason is { } why
            ? (null, reader.type ?? RealType.Double, why, reader.culprit)
            : (new(parameters.Select(static parameter => parameter!).ToEquatableArray(), result, Type(method.ReturnType)), reader.type ?? RealType.Double, null, null);
    }

    private static bool HasReals(Shape shape) => shape is SpanShape span ? span.Element.Count > 0 : shape.Count > 0;

    private SignatureParameter? Read(IParameterSymbol parameter)
    {
        if (reason is not null)
            return null;
        culprit = parameter;
        var isConstant = FunctionAttributes.Find(parameter, FunctionAttributes.Constant) is not null;
        if (parameter.IsParams)
            reason = $"its parameter '{parameter.Name}' takes any number of arguments: leave out 'params'";
        else if (parameter.RefKind is not (RefKind.None or RefKind.In or RefKind.Out))
            reason = $"its parameter '{parameter.Name}' is not a plain value: return what it changes, or make it 'out'";
        if (Of(parameter.Type, isConstant) is not { } shape)
            return null;
        var isOut = parameter.RefKind == RefKind.Out;
        if (isOut && shape.HasSpan)
            reason ??= $"its parameter '{parameter.Name}' is '{Text(parameter.Type)}': give numbers, tuples and structures";
        if (shape is MembersShape && shape.HasSpan)
            reason ??= $"its parameter '{parameter.Name}' has a span in it: make it a parameter of its own";
        if (shape is SpanShape { IsWritten: true } span && (isConstant || span.Element is not RealShape))
            reason ??= $"its parameter '{parameter.Name}' is '{Text(parameter.Type)}', which may be written: make it 'ReadOnlySpan<{Text(ValueTypes.ElementOf(parameter.Type)!)}>'";
        if (!isConstant && !isOut && shape is MembersShape { Creation: CreationKind.None })
            reason ??= $"its parameter '{parameter.Name}' is '{Text(parameter.Type)}', whose members cannot be set: make it a 'record struct', or mark the parameter [Constant]";
        if (!isConstant && shape is SpanShape { IsWritten: false, Element: not RealShape and { Count: > 0 } } && !IsOfNumbersAlone(ValueTypes.ElementOf(parameter.Type)!))
            reason ??= $"its parameter '{parameter.Name}' is a span of '{Text(ValueTypes.ElementOf(parameter.Type)!)}', whose derivatives could not be added up in place: {(type is { IsGeneric: true } ? $"add 'struct' to the constraints of '{type.Name}', and " : "")}let it be a structure of numbers alone, or mark the parameter [Constant]";
        return new(parameter.Name, Type(parameter.Type), shape, isConstant, isOut, Default(parameter));
    }

    private Shape? Of(ITypeSymbol symbol, bool isConstant)
    {
        if (RealTypes.Of(symbol) is { } own)
        {
            type ??= own;
            if (type == own)
                return RealShape.Instance;
            return Refuse($"mixes {(type.IsGeneric ? $"'{type.Name}' and '{own.Name}'" : "'float' and 'double'")}: let all of its numbers be of one type");
        }

        if (ValueTypes.KindOf(symbol) is { } kind && SignatureReader.IsData(kind))
        {
            if (symbol.TypeKind != TypeKind.Enum)
                return new DataShape(kind);
            return culprit is IParameterSymbol { RefKind: not RefKind.Out }
                ? new DataShape(kind) { Enumeration = EnumerationOf((INamedTypeSymbol)symbol) }
                : Refuse($"has '{Text(symbol)}', of which no derivative is made: compute it in a method of its own");
        }

        if (symbol is INamedTypeSymbol { IsTupleType: true, TupleElements: var items })
            return Members(symbol, items.Select(static item => (item.Name, item.Type)), CreationKind.Tuple, isConstant);
        if (ValueTypes.ElementOf(symbol) is { } element && (ValueTypes.IsSpan(symbol) || symbol is IArrayTypeSymbol))
        {
            return Of(element, isConstant) is { } inner
                ? inner is SpanShape || inner.HasSpan
                    ? Refuse("has spans of spans: use one span, and compute where each part begins")
                    : new SpanShape(inner, symbol is IArrayTypeSymbol, ValueTypes.IsSpan(symbol) && symbol.Name == "Span")
                : null;
        }

        if (StructMembers.Of(symbol) is { } members)
        {
            var hidden = members.FirstOrDefault(member => member.Symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected
                && !SymbolEqualityComparer.Default.Equals(symbol, method.ContainingType));
            return hidden is not null
                ? Refuse($"has '{Text(symbol)}', whose '{hidden.Name}' cannot be read from here: make it public or internal")
                : Members(symbol, members.Select(static member => (member.Name, member.Type)), CreationOf((INamedTypeSymbol)symbol, members), isConstant);
        }

        return Refuse($"has '{Text(symbol)}': use {RealTypes.Choice(method)}, spans of them, and tuples and structures of numbers");
    }

    private static Enumeration EnumerationOf(INamedTypeSymbol symbol)
        => new(Type(symbol), symbol.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue)
            .Select(static field => new EnumerationMember(Identifiers.Escape(field.Name), Convert.ToInt64(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture))).ToEquatableArray());

    private MembersShape? Members(ITypeSymbol symbol, IEnumerable<(string Name, ITypeSymbol Type)> members, CreationKind creation, bool isConstant)
    {
        var shapes = members.Select(member => (member.Name, Shape: Of(member.Type, isConstant))).ToList();
        return shapes.Exists(static member => member.Shape is null)
            ? null
            : new MembersShape(Type(symbol), shapes.Select(static member => new ShapeMember(member.Name, member.Shape!)).ToEquatableArray(), creation);
    }

    /// <summary>Whether values of a structure stand in memory as so many numbers of the function's type: then the derivatives by them do too.</summary>
    private bool IsOfNumbersAlone(ITypeSymbol symbol)
        => (RealTypes.Of(symbol) is { } own && own == type && symbol.IsValueType)
            // Tuples and other structures than those with a sequential layout may have their members in any order.
            || (symbol is { DeclaringSyntaxReferences.Length: 1 } && StructMembers.Of(symbol) is { } members && members.All(member => IsOfNumbersAlone(member.Type))
                && !symbol.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "StructLayoutAttribute"));

    private static CreationKind CreationOf(INamedTypeSymbol type, IReadOnlyList<StructMember> members)
    {
        var isConstructed = type.InstanceConstructors.Any(constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
            && constructor.Parameters.Length == members.Count
            && constructor.Parameters.Zip(members, static (parameter, member) => string.Equals(parameter.Name, member.Name.TrimStart('_'), StringComparison.OrdinalIgnoreCase)
                && SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type)).All(static isSame => isSame));
        if (isConstructed)
            return CreationKind.Constructor;
        return members.All(static member => member.Symbol is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal }
            or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Public or Accessibility.Internal })
            ? CreationKind.Initializer
            : CreationKind.None;
    }

    private Shape? Refuse(string why)
    {
        reason ??= culprit is { } parameter ? $"its parameter '{parameter.Name}' {why}" : "its result " + why;
        return null;
    }

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string Type(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string ValueOf(INamedTypeSymbol symbol, string number)
        => EnumerationOf(symbol).Members.FirstOrDefault(member => Numbers.Text(member.Number) == number) is { Name: var name }
            ? $"{Type(symbol)}.{name}"
            : $"({Type(symbol)})({number})";

    private static string? Default(IParameterSymbol parameter)
        => !parameter.HasExplicitDefaultValue ? null
            : parameter.ExplicitDefaultValue switch
            {
                float value => Numbers.Single(value),
                double value => Numbers.Double(value),
                bool value => value ? "true" : "false",
                byte or sbyte or short or ushort or int when Numbers.Text(Convert.ToInt32(parameter.ExplicitDefaultValue, System.Globalization.CultureInfo.InvariantCulture)) is var number
                    => parameter.Type.TypeKind == TypeKind.Enum ? ValueOf((INamedTypeSymbol)parameter.Type, number) : number,
                _ => "default",
            };
}
