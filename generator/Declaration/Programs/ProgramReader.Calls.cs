using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Calls: of layers, of functions of the runtime and the framework, and of the project's own methods, marked or not.</summary>
internal sealed partial class ProgramReader
{
    private const string Functional = "NetGen.Functional";

    private Expression ReadCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (members.TryGetValue(method.PartialDefinitionPart ?? method, out var member))
            return ReadMember(call, member);

        var isForeign = method.DeclaringSyntaxReferences.IsEmpty;
        var isOfTensors = root.HasTensors && isForeign && TypeOf(method) == Functional;
        if (isOfTensors && method.Name == "Map")
            return ReadMap(call);
        if (isOfTensors && method.Name == "Weight")
            return ReadWeight(call);
        if (isOfTensors && method.Name == "Scan")
            return ReadScan(call);
        if (isOfTensors)
            return new FunctionExpression(places.Add(call.Syntax), method.Name, Arguments(call));
        if (TypeParameters.ConversionOf(call) is { } number)
            return new ConversionExpression(places.Add(call.Syntax), ValueConversion.To(number), Read(call.Arguments[0].Value));

        if (isForeign && (method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId() is { } signature && LibraryFunctions.Has(signature))
        {
            NoteType(method.ReturnType, call.Syntax);
            var self = call.Instance is { } list ? new[] { Read(list) } : [];
            return new LibraryExpression(places.Add(call.Syntax), signature, self.Concat(Arguments(call)).ToEquatableArray());
        }

        if (ReasonAgainst(call) is { } reason)
        {
            found.Of(readingNumber).Add(ProblemKind.UnknownMethod, LocationRecord.From(call.Syntax), method.Name, root.Name, reason);
            return Nothing(call.Syntax);
        }

        // A method of a structure takes the structure first.
        var structure = !method.IsStatic && call.Instance is { } instance && StructMembers.Of(method.ContainingType) is not null ? new[] { Read(instance) } : [];
        var arguments = Arguments(call);
        NoteType(method.ReturnType, call.Syntax);
        return new CallExpression(places.Add(call.Syntax), Method(method, call.Syntax), structure.Concat(arguments).ToEquatableArray());
    }

    /// <summary>A function of elements, which is the call's last argument.</summary>
    private Expression ReadMap(IInvocationOperation call)
    {
        var arguments = call.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(static argument => argument.Value).ToList();
        var last = arguments[arguments.Count - 1];
        var target = TargetOf(last);

        if (target is IInvalidOperation)
            return LeaveToTheCompiler(call.Syntax);
        if (target is not IMethodReferenceOperation { Method: var method })
            return RefuseMap("This", "it is no method; write a static method, mark it [Differentiable], and give its name");
        if (method.DeclaringSyntaxReferences.IsEmpty)
            return RefuseMap($"'{method.Name}'", "it is not a method of this project; " + ElementFunctions.InsteadOf(method));
        if (!ElementFunctions.IsOfFloats(method))
            return RefuseMap($"'{method.Name}'", "it is not a static method from 'float' to 'float'");
        var (function, reason) = ElementFunctions.Read(method.PartialDefinitionPart ?? method, compilation, cancellation);
        if (reason is not null)
            return RefuseMap($"'{method.Name}'", reason);
        return function is null
            ? ToldElsewhere(call.Syntax)
            : new MapExpression(places.Add(call.Syntax), function, arguments.Take(arguments.Count - 1).Select(Read).ToEquatableArray());

        ConstantExpression RefuseMap(string what, string why)
        {
            found.Of(readingNumber).Add(ProblemKind.UnsuitableElementFunction, LocationRecord.From(last.Syntax), what, why);
            return Nothing(call.Syntax);
        }
    }

    /// <summary>The weight of a layer, which is named by its method.</summary>
    private Expression ReadWeight(IInvocationOperation call)
    {
        var arguments = call.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(static argument => argument.Value).ToList();
        var name = arguments[0].ConstantValue.Value as string;
        foreach (var member in members)
        {
            if (member.Key.Name == name)
                return new MemberWeightExpression(places.Add(call.Syntax), member.Value, arguments.Count > 1 ? Read(arguments[1]) : null);
        }

        return Refuse(arguments[0].Syntax, "something else than a layer of this network here", "write 'nameof' and the layer's method");
    }

    /// <summary>A step that is carried along a sequence: the method is the call's first argument.</summary>
    private Expression ReadScan(IInvocationOperation call)
    {
        var step = call.Arguments.First(static argument => argument.Parameter?.Ordinal is null or 0).Value;
        var arguments = Arguments(call, skipped: 1);
        switch (TargetOf(step))
        {
            case IInvalidOperation:
                return LeaveToTheCompiler(call.Syntax);
            case IAnonymousFunctionOperation:
                return RefuseStep("This", "it is a lambda; write a method, or a local function, and give its name");
            case IMethodReferenceOperation { Method: var method } reference:
                if (ReasonAgainst(method, reference.Instance) is { } reason)
                    return RefuseStep($"'{method.Name}'", reason);
                return new ScanExpression(places.Add(call.Syntax), Method(method, step.Syntax), method.Name, arguments);
            default:
                return RefuseStep("This", "it is no method; write one, from a step's input and the states to the next states, and give its name");
        }

        ConstantExpression RefuseStep(string what, string why)
        {
            found.Of(readingNumber).Add(ProblemKind.UnsuitableStep, LocationRecord.From(step.Syntax), what, why);
            return Nothing(call.Syntax);
        }
    }

    /// <summary>What a delegate is made of.</summary>
    private static IOperation TargetOf(IOperation target)
    {
        while (target is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            target = target switch
            {
                IConversionOperation conversion => conversion.Operand,
                IDelegateCreationOperation creation => creation.Target,
                _ => ((IParenthesizedOperation)target).Operand,
            };
        }

        return target;
    }

    private Expression ReadMember(IInvocationOperation call, int member)
    {
        if (call.Instance is not (null or IInstanceReferenceOperation))
            return Refuse(call.Syntax, "a layer of another instance", "nest its class with [Nested(typeof(…))]");
        var arguments = Arguments(call);
        var hasIndex = call.TargetMethod.Parameters is [{ Type.SpecialType: SpecialType.System_Int32 }, ..];
        return hasIndex
            ? new MemberExpression(places.Add(call.Syntax), member, arguments[0], arguments.Skip(1).ToEquatableArray())
            : new MemberExpression(places.Add(call.Syntax), member, null, arguments);
    }

    /// <summary>The arguments in the order of the parameters. Where they are written in another one, they are computed in that one first.</summary>
    /// <param name="skipped">How many of the parameters are read otherwise.</param>
    private EquatableArray<Expression> Arguments(IInvocationOperation call, int skipped = 0)
    {
        var read = call.Arguments.Where(argument => (argument.Parameter?.Ordinal ?? 0) >= skipped).ToList();
        var ordinals = read.ConvertAll(static argument => argument.Parameter?.Ordinal ?? 0);
        var values = read.ConvertAll(argument => Read(argument.Value));
        if (ordinals.Zip(ordinals.Skip(1), static (first, second) => first < second).All(static isInOrder => isInOrder))
            return values.ToEquatableArray();

        var kept = values.ConvertAll(value => new LocalExpression(value.Place, NewLocal()));
        var before = values.Select((value, index) => (Expression)new AssignmentExpression(value.Place, kept[index], value, ValueConversion.None));
        var sorted = kept.Select((local, index) => (Local: (Expression)local, Ordinal: ordinals[index])).OrderBy(static item => item.Ordinal).Select(static item => item.Local).ToList();
        sorted[0] = new SequenceExpression(sorted[0].Place, before.ToEquatableArray(), sorted[0]);
        return sorted.ToEquatableArray();
    }

    private string? ReasonAgainst(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return "it is a delegate; write a method or a local function, and call that";
        if (TypeOf(method) is "System.Linq.Enumerable" or "System.Linq.Queryable" && Overloads(method).Count == 0)
            return "it is a query; write a 'for' or a 'foreach' loop";
        if (TypeOf(method) == Functional)
            return "it is a function of tensors; use that of Math or MathF";
        if (method.IsStatic && MathFunctions.IsKnownType(TypeOf(method)) && (!root.HasTensors || Overloads(method).Count == 0))
            return FunctionAdvice.Instead(method.Name, method.ContainingType.Name);
        if (method.DeclaringSyntaxReferences.IsEmpty && Overloads(method) is { Count: > 0 } overloads)
            return $"this form of it cannot be evaluated; there {(overloads.Count == 1 ? "is" : "are")} {string.Join(", ", overloads)}";
        if (IsExtensionMember(method))
            return $"it is a member of an extension block; write an extension method, such as 'static {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {method.Name}(this Tensor x)'";
        if (method.DeclaringSyntaxReferences.IsEmpty || !method.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default))
            return "it is not a method of this project; " + root.Functions;
        return ReasonAgainst(method, call.Instance);
    }

    /// <summary>Why a method of the project cannot be carried out at compile time, or null where it can.</summary>
    private string? ReasonAgainst(IMethodSymbol method, IOperation? instance)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty)
            return "it is not a method of this project; " + root.Functions;
        if (method.IsAsync)
            return "it is async, and is read at compile time; remove 'async'";
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.ContainingType.TypeKind == TypeKind.Interface)
            return "which method it is, is only known when it runs; make it static, or a private method of the class";
        if (method.TypeArguments.FirstOrDefault(static type => ValueTypes.KindOf(type)?.IsReal() != true) is { } other)
            return $"it is generic, and '{other.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' is no number with a fraction; write it for the types that you need";
        if (method.IsExtern)
            return "it has no body in this project; write one of your own";
        if (method.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == "System.Diagnostics.ConditionalAttribute"))
            return "C# leaves out its calls where a symbol is not defined; remove [Conditional]";
        if (method.RefKind != RefKind.None || method.Parameters.Any(static parameter => parameter.RefKind is not (RefKind.None or RefKind.In)))
            return "it has parameters by reference; return what it changes, several values as a tuple";
        if (method.IsPartialDefinition && method.PartialImplementationPart is null)
            return "it has no body, and no layer's attribute";
        if (!method.IsStatic && instance is not null && StructMembers.Of(method.ContainingType) is not null)
            return null;
        if (!method.IsStatic && instance is not IInstanceReferenceOperation && method.MethodKind != MethodKind.LocalFunction)
            return "it belongs to an object, and there is none at compile time; make it static";
        if (!method.IsStatic && method.MethodKind != MethodKind.LocalFunction && !SymbolEqualityComparer.Default.Equals(method.ContainingType, owner))
            return "it belongs to an object, and there is none at compile time; make it static";
        return null;
    }

    /// <summary>The overloads of a method of the framework that can be called.</summary>
    private static List<string> Overloads(IMethodSymbol method) => [.. LibraryFunctions.Overloads(TypeOf(method), method.Name)];

    private static string TypeOf(IMethodSymbol method) => method.ContainingType is { } type ? MetadataNames.Of(type.OriginalDefinition) : "";

    /// <summary>Whether a method belongs to an <c>extension</c> block of C# 14, which the oldest compiler that is supported does not know: it has no name.</summary>
    private static bool IsExtensionMember(ISymbol member) => member.ContainingType is { Name: "" } or { CanBeReferencedByName: false };

    /// <summary><c>new List&lt;Tensor&gt;()</c>, with items or without.</summary>
    private Expression ReadCreation(IObjectCreationOperation creation)
    {
        if (creation.Type is not INamedTypeSymbol type || MetadataNames.Of(type.OriginalDefinition) != "System.Collections.Generic.List`1")
        {
            return Refuse(
                creation.Syntax, $"an object of type '{creation.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", root.Values);
        }

        NoteType(type, creation.Syntax);
        var items = new List<CollectionItem>();
        Expression? capacity = null;
        if (creation.Arguments is [{ Value: var argument, Parameter.Type.SpecialType: SpecialType.System_Int32 }])
            capacity = new LibraryExpression(places.Add(argument.Syntax), CollectionFunctions.NewList, [Read(argument)]);
        else if (creation.Arguments is [{ Value: var source }])
            items.Add(new(Read(source), IsSpread: true, ValueConversion.None));
        foreach (var initializer in creation.Initializer?.Initializers.AsEnumerable() ?? [])
        {
            if (initializer is not IInvocationOperation { TargetMethod: { Name: "Add", ContainingType: var owner }, Arguments: [var item] } || !SymbolEqualityComparer.Default.Equals(owner, type))
                return Refuse(initializer.Syntax, "this initialiser", "list the items");
            items.Add(new(Read(item.Value), IsSpread: false, ValueConversion.None));
        }

        var list = new CollectionExpression(places.Add(creation.Syntax), IsArray: false, items.ToEquatableArray());
        return capacity is null ? list : new SequenceExpression(list.Place, [capacity], list);
    }
}
