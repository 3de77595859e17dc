using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Bodies;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Calls: of layers, of functions of the runtime and the framework, and of the project's own methods.</summary>
internal sealed partial class ProgramReader
{
    private const string Functional = "NetGen.Functional";

    /// <summary>What can be called of the framework, on constants and collections: by type, with the name in the program in front.</summary>
    private static readonly Dictionary<string, (string Prefix, string[] Methods)> Library = new()
    {
        ["System.Math"] = ("Math.", ["Min", "Max", "Abs", "Sqrt", "Pow", "Exp", "Log", "Sin", "Cos", "Tan", "Tanh", "Floor", "Ceiling", "Round", "Truncate", "Clamp", "Sign"]),
        ["System.MathF"] = ("Math.", ["Min", "Max", "Abs", "Sqrt", "Pow", "Exp", "Log", "Sin", "Cos", "Tan", "Tanh", "Floor", "Ceiling", "Round", "Truncate", "Sign"]),
        ["System.Linq.Enumerable"] = ("", ["Range", "Repeat", "Reverse", "ToArray", "ToList", "Append", "Prepend", "Concat", "Skip", "Take", "First", "Last", "Count"]),
        ["System.Collections.Generic.List`1"] = ("List.", ["Add", "AddRange", "Insert", "RemoveAt", "Clear", "Reverse", "ToArray"]),
    };

    private Expression ReadCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (members.TryGetValue(method.PartialDefinitionPart ?? method, out var member))
            return ReadMember(call, member);

        var type = method.ContainingType is null ? "" : MetadataNames.Of(method.ContainingType.OriginalDefinition);
        if (type == Functional && method.Name == "Map")
            return ReadMap(call);
        if (type == Functional)
            return new FunctionExpression(places.Add(call.Syntax), method.Name, Arguments(call));
        if (Library.TryGetValue(type, out var library) && library.Methods.Contains(method.Name))
        {
            var instance = call.Instance is { } list ? new[] { Read(list) } : [];
            return new FunctionExpression(places.Add(call.Syntax), library.Prefix + method.Name, instance.Concat(Arguments(call)).ToEquatableArray());
        }

        if (ReasonAgainst(call) is { } reason)
        {
            problems.Add(ProblemKind.UnknownMethod, LocationRecord.From(call.Syntax), method.Name, root, reason);
            return Nothing(call.Syntax);
        }

        var arguments = Arguments(call);
        return Method(method, call.Syntax) is { } number ? new CallExpression(places.Add(call.Syntax), number, arguments) : Nothing(call.Syntax);
    }

    /// <summary>A function of elements, which is the call's last argument.</summary>
    private Expression ReadMap(IInvocationOperation call)
    {
        var arguments = call.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(static argument => argument.Value).ToList();
        var last = arguments[arguments.Count - 1];
        var target = last;
        while (target is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            target = target switch
            {
                IConversionOperation conversion => conversion.Operand,
                IDelegateCreationOperation creation => creation.Target,
                _ => ((IParenthesizedOperation)target).Operand,
            };
        }

        if (target is IInvalidOperation)
            return LeaveToTheCompiler(call.Syntax);
        if (target is not IMethodReferenceOperation { Method: var method })
            return RefuseMap("This", "it is no method; write a static method, mark it [Differentiable], and give its name");
        if (method.DeclaringSyntaxReferences.IsEmpty)
            return RefuseMap($"'{method.Name}'", "it is not a method of this project; write one that calls it, and mark that [Differentiable]");
        if (!ElementFunctions.IsOfFloats(method))
            return RefuseMap($"'{method.Name}'", "it is not a static method from 'float' to 'float'");
        var (function, reason) = ElementFunctions.Read(method.PartialDefinitionPart ?? method, compilation, cancellation);
        if (reason is not null)
            return RefuseMap($"'{method.Name}'", reason);
        // What is wrong with the method is told where it is read by itself.
        return function is null
            ? LeaveToTheCompiler(call.Syntax)
            : new MapExpression(places.Add(call.Syntax), function, arguments.Take(arguments.Count - 1).Select(Read).ToEquatableArray());

        ConstantExpression RefuseMap(string what, string why)
        {
            problems.Add(ProblemKind.UnsuitableElementFunction, LocationRecord.From(last.Syntax), what, why);
            return Nothing(call.Syntax);
        }
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

    /// <summary>The arguments in the order of the parameters, whatever the order in which they are written.</summary>
    private EquatableArray<Expression> Arguments(IInvocationOperation call)
        => call.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(argument => Read(argument.Value)).ToEquatableArray();

    private string? ReasonAgainst(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return "it is a delegate; write a method or a local function, and call that";
        if (method.DeclaringSyntaxReferences.IsEmpty || !method.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default))
            return "it is not a method of this project; use the functions of 'NetGen.Functional', or write one of your own";
        if (method.IsAsync)
            return "it is async, and is read when the network is compiled; remove 'async'";
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.ContainingType.TypeKind == TypeKind.Interface)
            return "which method it is, is only known when it runs; make it static, or a private method of the network";
        if (method.TypeParameters.Length > 0)
            return "it is generic; write it for the types that you need";
        if (method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None))
            return "it has parameters by reference; return what it changes, several values as a tuple";
        if (method.IsPartialDefinition && method.PartialImplementationPart is null)
            return "it has no body, and no layer's attribute";
        if (!method.IsStatic && call.Instance is not IInstanceReferenceOperation && method.MethodKind != MethodKind.LocalFunction)
            return "it belongs to an object, and there is none when the network is compiled; make it static";
        if (!method.IsStatic && method.MethodKind != MethodKind.LocalFunction && !SymbolEqualityComparer.Default.Equals(method.ContainingType, network))
            return "it belongs to an object, and there is none when the network is compiled; make it static";
        return null;
    }

    /// <summary><c>new List&lt;Tensor&gt;()</c>, with items or without.</summary>
    private Expression ReadCreation(IObjectCreationOperation creation)
    {
        if (creation.Type is not INamedTypeSymbol type || MetadataNames.Of(type.OriginalDefinition) != "System.Collections.Generic.List`1")
        {
            return Refuse(
                creation.Syntax, $"an object of type '{creation.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "use tensors, numbers, tuples, arrays and lists");
        }

        var items = new List<CollectionItem>();
        if (creation.Arguments.Length == 1 && creation.Arguments[0].Parameter?.Type.SpecialType != SpecialType.System_Int32)
            items.Add(new(Read(creation.Arguments[0].Value), IsSpread: true));
        foreach (var initializer in creation.Initializer?.Initializers.AsEnumerable() ?? [])
        {
            if (initializer is not IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var item] })
                return Refuse(initializer.Syntax, "this initialiser", "list the items");
            items.Add(new(Read(item.Value), IsSpread: false));
        }

        return new CollectionExpression(places.Add(creation.Syntax), items.ToEquatableArray());
    }

    private static bool IsCollection(ITypeSymbol type)
        => type.TypeKind == TypeKind.Array
            || (type is INamedTypeSymbol { OriginalDefinition: var definition } && MetadataNames.Of(definition) is
                "System.Collections.Generic.List`1" or "System.Collections.Generic.IReadOnlyList`1" or "System.Collections.Generic.IList`1"
                or "System.Collections.Generic.IReadOnlyCollection`1" or "System.Collections.Generic.ICollection`1");
}
