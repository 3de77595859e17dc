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
    private string root = "a forward method";
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);

    public EquatableArray<LocationRecord> Places => places.ToEquatableArray();

    /// <summary>All that has been read.</summary>
    public BodyProgram Program => new(methods.Select(static method => method!).ToEquatableArray(), localNames.ToEquatableArray());

    public BodyProgram Read(IMethodSymbol forward)
    {
        ReadMethod(forward);
        return Program;
    }

    /// <summary>Reads the network's objective into the same program, and gives its number.</summary>
    public int ReadObjective(IMethodSymbol method)
    {
        root = "an objective";
        return methodNumbers.TryGetValue(method, out var number) ? number : ReadMethod(method);
    }

    /// <summary>The number of a method, which is read when it is first met; null where it cannot be read, which is told.</summary>
    private int? Method(IMethodSymbol method, SyntaxNode caller)
    {
        if (open.Contains(method))
        {
            problems.Add(ProblemKind.Recursion, LocationRecord.From(caller), method.Name);
            return null;
        }

        return methodNumbers.TryGetValue(method, out var number) ? number : ReadMethod(method);
    }

    private int ReadMethod(IMethodSymbol method)
    {
        cancellation.ThrowIfCancellationRequested();
        var number = methods.Count;
        methods.Add(null);
        methodNumbers.Add(method, number);
        open.Add(method);
        var parameters = method.Parameters.Select(LocalOf).ToEquatableArray();
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        methods[number] = new(method.Name, parameters, ReadBody(OperationOf(syntax), syntax));
        open.Remove(method);
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

    /// <summary>
    /// A <c>static readonly</c> field with an initialiser, or a property that computes what it gives: a method without parameters.
    /// </summary>
    private Expression? ReadAsMethod(ISymbol symbol, SyntaxNode reference)
    {
        if (open.Contains(symbol))
        {
            problems.Add(ProblemKind.Recursion, LocationRecord.From(reference), symbol.Name);
            return Nothing(reference);
        }

        if (!methodNumbers.TryGetValue(symbol, out var number))
        {
            if (Contents(symbol) is not { } contents)
                return null;
            number = methods.Count;
            methods.Add(null);
            methodNumbers.Add(symbol, number);
            open.Add(symbol);
            Statement body = contents is IBlockOperation block ? Read(block) : new ReturnStatement(Read(contents));
            methods[number] = new(symbol.Name, [], body);
            open.Remove(symbol);
        }

        return new CallExpression(places.Add(reference), number, []);
    }

    private IOperation? Contents(ISymbol symbol)
    {
        switch (symbol)
        {
            case IFieldSymbol { IsStatic: true, IsReadOnly: true, ContainingType.StaticConstructors: var constructors }
                when constructors.All(static constructor => constructor.IsImplicitlyDeclared)
                    && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: { } initializer }:
                return (OperationOf(initializer) as IFieldInitializerOperation)?.Value;
            case IPropertySymbol { IsIndexer: false, IsVirtual: false, IsAbstract: false, IsOverride: false, SetMethod: null } property:
                var syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as PropertyDeclarationSyntax;
                if (syntax?.ExpressionBody is { } expression)
                    return OperationOf(expression);
                var getter = syntax?.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
                return getter is null ? null : OperationOf(getter) switch
                {
                    IMethodBodyOperation { BlockBody: { } block } => block,
                    IMethodBodyOperation { ExpressionBody: { } block } => block,
                    _ => null,
                };
            default:
                return null;
        }
    }

    private IOperation? OperationOf(SyntaxNode syntax) => compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation);

    private int LocalOf(ISymbol symbol)
    {
        if (!locals.TryGetValue(symbol, out var number))
        {
            number = NewLocal(symbol.Name);
            locals.Add(symbol, number);
        }

        return number;
    }

    private int NewLocal(string name)
    {
        localNames.Add(name);
        return localNames.Count - 1;
    }

    /// <summary>Stands for what could not be read. It is never evaluated, since there is an error.</summary>
    private ConstantExpression Nothing(SyntaxNode syntax) => new(places.Add(syntax), ConstantKind.Null, 0);

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
