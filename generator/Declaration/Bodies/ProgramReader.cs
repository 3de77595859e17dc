using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Bodies;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>
/// Reads a forward method or an objective, and every method of the project that it calls, as a program. What a program cannot have is told at its place;
/// reading then goes on, so that all of it is told at once.
/// </summary>
internal sealed partial class ProgramReader(
    INamedTypeSymbol network,
    Dictionary<ISymbol, int> members,
    Microsoft.CodeAnalysis.Compilation compilation,
    ProblemList problems,
    CancellationToken cancellation)
{
    private readonly PlaceTable places = new();
    private readonly Dictionary<ISymbol, int> locals = new(SymbolEqualityComparer.Default);
    private readonly List<string> localNames = [];
    private readonly Dictionary<ISymbol, int> methodNumbers = new(SymbolEqualityComparer.Default);
    private readonly List<BodyMethod?> methods = [];
    private readonly Dictionary<ISymbol, int> fieldNumbers = new(SymbolEqualityComparer.Default);
    private readonly List<BodyField?> staticFields = [];

    /// <summary>What is still to be read. Methods are read one after another, and not within each other, so that their number does not matter to the stack.</summary>
    private readonly Queue<Action> unread = new();
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly CallCircles circles = new();
    private ISymbol? reading;
    private (LocationRecord Place, string Type)? unsupportedType;
    private int nesting;
    private bool isNestingTold;
    private string root = "a forward method";

    public EquatableArray<LocationRecord> Places => places.ToEquatableArray();

    /// <summary>All that has been read.</summary>
    public BodyProgram Program => new(methods.Select(static method => method!).ToEquatableArray(), localNames.ToEquatableArray())
    {
        Fields = staticFields.Select(static known => known!).ToEquatableArray(),
    };

    public BodyProgram Read(IMethodSymbol forward)
    {
        Method(forward);
        ReadAll();
        return Program;
    }

    /// <summary>Reads the network's objective into the same program, and gives its number.</summary>
    public int ReadObjective(IMethodSymbol method)
    {
        root = "an objective";
        var number = Method(method);
        ReadAll();
        return number;
    }

    private void ReadAll()
    {
        DeepStack.Run(() =>
        {
            while (unread.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                unread.Dequeue()();
            }

            return true;
        });
        foreach (var (place, name) in circles.Find())
            problems.Add(ProblemKind.Recursion, place, name);
        if (unsupportedType is { } found && !problems.HasErrors)
            problems.Add(ProblemKind.UnsupportedConstruct, found.Place, "A" + root.Substring(1), $"a value of type '{found.Type}'", ValueTypes.Advice);
    }

    /// <summary>The number of a method, which is read later.</summary>
    private int Method(IMethodSymbol method, SyntaxNode? caller = null)
    {
        circles.Add(reading, method, caller);
        if (methodNumbers.TryGetValue(method, out var number))
            return number;
        number = methods.Count;
        methods.Add(null);
        methodNumbers.Add(method, number);
        unread.Enqueue(() =>
        {
            reading = method;
            // A partial method has two sets of parameters, and its body uses those of the part that it stands in.
            var written = method.PartialImplementationPart ?? method;
            var parameters = written.Parameters.Select(LocalOf).ToEquatableArray();
            var syntax = written.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
            methods[number] = new(method.Name, parameters, ReadBody(OperationOf(syntax), syntax));
        });
        return number;
    }

    private BlockStatement ReadBody(IOperation? operation, SyntaxNode syntax)
    {
        switch (operation)
        {
            case IMethodBodyOperation { BlockBody: { } block }:
                return Read(block);
            case IMethodBodyOperation { ExpressionBody: { } block }:
                return Read(block);
            case ILocalFunctionOperation { Body: { } block }:
                return Read(block);
            case IBlockOperation block:
                return Read(block);
            default:
                // Without a body there is an error of the C# compiler.
                problems.LeaveToTheCompiler();
                places.Add(syntax);
                return new BlockStatement([]);
        }
    }

    /// <summary>A property that computes what it gives, as a method without parameters.</summary>
    private CallExpression? ReadComputed(IPropertySymbol property, SyntaxNode reference)
    {
        if (!methodNumbers.TryGetValue(property, out var number))
        {
            if (Getter(property) is not { } block)
                return null;
            number = methods.Count;
            methods.Add(null);
            methodNumbers.Add(property, number);
            unread.Enqueue(() =>
            {
                reading = property;
                methods[number] = new(property.Name, [], Read(block));
            });
        }

        circles.Add(reading, property, reference);
        NoteType(property.Type, reference);
        return new CallExpression(places.Add(reference), number, []);
    }

    private IBlockOperation? Getter(IPropertySymbol property)
    {
        if (property is not { IsIndexer: false, IsVirtual: false, IsAbstract: false, IsOverride: false, SetMethod: null, RefKind: RefKind.None })
            return null;
        var syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as PropertyDeclarationSyntax;
        if (syntax?.ExpressionBody is { } expression)
            return OperationOf(expression) as IBlockOperation;
        var getter = syntax?.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter is null ? null : OperationOf(getter) switch
        {
            IMethodBodyOperation { BlockBody: { } block } => block,
            IMethodBodyOperation { ExpressionBody: { } block } => block,
            _ => null,
        };
    }

    /// <summary>A <c>static readonly</c> field with an initialiser.</summary>
    private FieldExpression? ReadStatic(IFieldSymbol field, SyntaxNode reference)
    {
        if (!fieldNumbers.TryGetValue(field, out var number))
        {
            if (field is not { IsStatic: true, IsReadOnly: true, RefKind: RefKind.None }
                || field.ContainingType.StaticConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared)
                || field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer: { } initializer } syntax
                || (OperationOf(initializer) as IFieldInitializerOperation)?.Value is not { } value)
            {
                return null;
            }

            number = staticFields.Count;
            staticFields.Add(null);
            fieldNumbers.Add(field, number);
            unread.Enqueue(() =>
            {
                reading = field;
                var type = field.ContainingType;
                var part = type.DeclaringSyntaxReferences.TakeWhile(part => part.GetSyntax(cancellation) is var declaration && !declaration.Contains(syntax)).Count();
                var order = type.GetMembers().TakeWhile(member => !SymbolEqualityComparer.Default.Equals(member, field)).Count();
                staticFields[number] = new(field.Name, MetadataNames.Of(type), part, order, Read(value));
            });
        }

        circles.Add(reading, field, reference);
        NoteType(field.Type, reference);
        return new FieldExpression(places.Add(reference), number);
    }

    private IOperation? OperationOf(SyntaxNode syntax) => ModelOf(syntax).GetOperation(syntax, cancellation);

    /// <summary>The semantic model of a file. A new one would bind its methods anew.</summary>
    private SemanticModel ModelOf(SyntaxNode syntax)
    {
        if (!models.TryGetValue(syntax.SyntaxTree, out var model))
            models.Add(syntax.SyntaxTree, model = compilation.GetSemanticModel(syntax.SyntaxTree));
        return model;
    }

    private int LocalOf(ISymbol symbol)
    {
        if (!locals.TryGetValue(symbol, out var number))
        {
            if (((symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type) is { } type && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } syntax)
                NoteType(type, syntax);
            number = NewLocal(symbol.Name);
            locals.Add(symbol, number);
        }

        return number;
    }

    /// <summary>
    /// Remembers the first value of a type that programs cannot have. It is told only where nothing else is wrong, since the value itself has mostly
    /// been refused already.
    /// </summary>
    private void NoteType(ITypeSymbol type, SyntaxNode syntax)
    {
        if (type.TypeKind == TypeKind.Error)
            problems.LeaveToTheCompiler();
        else if (type.SpecialType != SpecialType.System_Void && !ValueTypes.IsSupported(type))
            unsupportedType ??= (LocationRecord.From(syntax), type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
    }

    /// <summary>Reads what is within something else, unless it is nested too deeply, which is told.</summary>
    private T Nested<T>(SyntaxNode syntax, Func<T> read, Func<T> nothing)
    {
        if (nesting >= EvaluationLimits.Nesting)
        {
            if (!isNestingTold)
                problems.Add(ProblemKind.NestingLimit, LocationRecord.From(syntax.GetFirstToken()), "A" + root.Substring(1), Counts.Text(EvaluationLimits.Nesting));
            isNestingTold = true;
            return nothing();
        }

        nesting++;
        var value = read();
        nesting--;
        return value;
    }

    private int NewLocal(string name)
    {
        localNames.Add(name);
        return localNames.Count - 1;
    }

    /// <summary>Stands for what could not be read. It is never evaluated, since there is an error.</summary>
    private ConstantExpression Nothing(SyntaxNode syntax) => new(places.Add(syntax), ConstantKind.Null);

    private ConstantExpression Refuse(SyntaxNode syntax, string what, string instead) => Refuse(LocationRecord.From(syntax), syntax, what, instead);

    private ConstantExpression Refuse(LocationRecord place, SyntaxNode syntax, string what, string instead)
    {
        problems.Add(ProblemKind.UnsupportedConstruct, place, "A" + root.Substring(1), what, instead);
        return Nothing(syntax);
    }

    private ConstantExpression LeaveToTheCompiler(SyntaxNode syntax)
    {
        problems.LeaveToTheCompiler();
        return Nothing(syntax);
    }
}
