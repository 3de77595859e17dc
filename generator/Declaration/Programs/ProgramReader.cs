using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>
/// Reads a forward method, an objective or a differentiable function, and every method of the project that it calls, as a program. What a program cannot
/// have is told at its place; reading then goes on, so that all of it is told at once.
/// </summary>
/// <param name="owner">The class that it belongs to.</param>
/// <param name="members">The class's layers, by their numbers.</param>
/// <param name="compilation">Where the methods are found that it calls.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed partial class ProgramReader(
    INamedTypeSymbol owner,
    Dictionary<ISymbol, int> members,
    Microsoft.CodeAnalysis.Compilation compilation,
    ProblemList problems,
    CancellationToken cancellation)
{
    private readonly PlaceTable places = new();
    private readonly Dictionary<ISymbol, int> locals = new(SymbolEqualityComparer.Default);
    private readonly List<ProgramLocal> allLocals = [];
    private readonly Dictionary<ISymbol, int> methodNumbers = new(SymbolEqualityComparer.Default);
    private readonly List<ProgramMethod?> methods = [];

    /// <summary>How many calls lead to a method, by the shortest way.</summary>
    private readonly List<int> distances = [];
    private readonly Dictionary<ISymbol, int> fieldNumbers = new(SymbolEqualityComparer.Default);
    private readonly List<ProgramField?> staticFields = [];

    /// <summary>What is still to be read. Methods are read one after another, and not within each other, so that their number does not matter to the stack.</summary>
    private readonly Queue<Action> unread = new();
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly CallCircles circles = new();
    private readonly MethodProblems found = new(problems);
    private ISymbol? reading;
    private int readingNumber = -1;
    private (LocationRecord Place, string Type)? unsupportedType;
    private int nesting;

    /// <summary>What holds the structure that a method belongs to; −1 where it belongs to none.</summary>
    private int thisLocal = -1;

    /// <summary>Whether it is a constructor of one, which may assign its members.</summary>
    private bool isConstructor;
    private bool isNestingTold;
    private bool isDistanceTold;
    private ReadingRoot root = ReadingRoot.Forward;

    public EquatableArray<LocationRecord> Places => places.ToEquatableArray();

    /// <summary>All that has been read.</summary>
    public ProgramModel Program => new(methods.Select(static method => method!).ToEquatableArray(), allLocals.ToEquatableArray())
    {
        Fields = staticFields.Select(static known => known!).ToEquatableArray(),
    };

    public ProgramModel Read(IMethodSymbol forward) => Read(forward, ReadingRoot.Forward);

    /// <summary>Reads a differentiable function.</summary>
    public ProgramModel ReadFunction(IMethodSymbol method) => Read(method, ReadingRoot.Function);

    private ProgramModel Read(IMethodSymbol method, ReadingRoot what)
    {
        root = what;
        Method(method);
        ReadAll();
        return Program;
    }

    /// <summary>Reads the network's objective into the same program, and gives its number.</summary>
    public int ReadObjective(IMethodSymbol method)
    {
        root = ReadingRoot.Objective;
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
        found.Tell();
        foreach (var (place, circular) in circles.Find())
        {
            if (found.IsToldElsewhere(methodNumbers.TryGetValue(circular, out var number) ? number : -1))
                problems.LeaveToTheCompiler();
            else
                problems.Add(ProblemKind.Recursion, place, circular.Name);
        }

        if (unsupportedType is { } unsupported && !problems.HasErrors)
            problems.Add(ProblemKind.UnsupportedConstruct, unsupported.Place, root.Capitalized, $"a value of type '{unsupported.Type}'", root.Values);
    }

    /// <summary>The number of a method, which is read later.</summary>
    private int Method(IMethodSymbol constructed, SyntaxNode? caller = null)
    {
        // Of a generic method there is one: values carry their types.
        var method = constructed.OriginalDefinition;
        circles.Add(reading, method, caller);
        if (!methodNumbers.TryGetValue(method, out var number))
            number = Enqueue(method, caller, caller is null ? MethodOrigin.Root : OriginOf(method), () => ReadMethod(method));
        found.Called(readingNumber, number);
        return number;
    }

    private static MethodOrigin OriginOf(IMethodSymbol method)
        => method.MethodKind == MethodKind.LocalFunction ? MethodOrigin.Local : FunctionAttributes.IsOn(method) ? MethodOrigin.Marked : MethodOrigin.Project;

    /// <summary>Gives a number to what is read later. What too many calls lead to is not read: to come so far with an evaluation, and back, takes much longer.</summary>
    private int Enqueue(ISymbol symbol, SyntaxNode? caller, MethodOrigin origin, Func<(EquatableArray<int> Parameters, Statement Body)> read)
    {
        var number = methods.Count;
        var distance = readingNumber < 0 ? 0 : distances[readingNumber] + 1;
        distances.Add(distance);
        methods.Add(null);
        methodNumbers.Add(symbol, number);
        found.Add(number, origin);
        if (distance > EvaluationLimits.Calls && !isDistanceTold)
        {
            isDistanceTold = true;
            problems.Add(ProblemKind.EvaluationLimit, LocationRecord.From(caller!), Counts.Text(EvaluationLimits.Calls), EvaluationBudget.NestedCalls);
        }

        unread.Enqueue(() =>
        {
            (reading, readingNumber) = (symbol, number);
            var (parameters, body) = isDistanceTold ? ([], new BlockStatement([])) : read();
            methods[number] = new(symbol.Name, parameters, body, origin);
            (reading, readingNumber) = (null, -1);
        });
        return number;
    }

    private (EquatableArray<int> Parameters, Statement Body) ReadMethod(IMethodSymbol method)
    {
        // A partial method has two sets of parameters, and its body uses those of the part that it stands in.
        var written = method.PartialImplementationPart ?? method;
        var parameters = written.Parameters.Select(LocalOf).ToEquatableArray();
        var syntax = written.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (written.IsStatic || written.MethodKind == MethodKind.LocalFunction || StructMembers.Of(written.ContainingType) is not { } members)
            return (parameters, ReadBody(OperationOf(syntax), syntax));
        return InStructure(written.MethodKind == MethodKind.Constructor, () => isConstructor
            ? (parameters, ReadConstructor(written, syntax, members))
            : (new[] { thisLocal }.Concat(parameters).ToEquatableArray(), ReadBody(OperationOf(syntax), syntax)));
    }

    /// <summary>Reads a member of a structure.</summary>
    private T InStructure<T>(bool constructs, Func<T> read)
    {
        (thisLocal, isConstructor) = (NewLocal(), constructs);
        var result = read();
        (thisLocal, isConstructor) = (-1, false);
        return result;
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
                found.Of(readingNumber).LeaveToTheCompiler();
                places.Add(syntax);
                return new BlockStatement([]);
        }
    }

    /// <summary>A property that computes what it gives, as a method without parameters.</summary>
    /// <param name="structure">What it belongs to, where that is a structure.</param>
    private CallExpression? ReadComputed(IPropertySymbol constructed, SyntaxNode reference, Expression? structure = null)
    {
        var property = constructed.OriginalDefinition;
        if (!methodNumbers.TryGetValue(property, out var number))
        {
            if (Getter(property) is not { } block)
                return null;
            number = Enqueue(property, reference, MethodOrigin.Project, () => structure is null
                ? ([], Read(block))
                : InStructure(constructs: false, () => (new[] { thisLocal }.ToEquatableArray(), (Statement)Read(block))));
        }

        found.Called(readingNumber, number);
        circles.Add(reading, property, reference);
        NoteType(property.Type, reference);
        return new CallExpression(places.Add(reference), number, structure is null ? [] : [structure]);
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
                (reading, readingNumber) = (field, -1);
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
            number = NewLocal(symbol.Name, MethodOf(symbol.ContainingSymbol));
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
            found.Of(readingNumber).LeaveToTheCompiler();
        else if (type.SpecialType != SpecialType.System_Void && !ValueTypes.IsSupported(type))
            unsupportedType ??= (LocationRecord.From(syntax), type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
    }

    /// <summary>Reads what is within something else, unless it is nested too deeply, which is told.</summary>
    private T Nested<T>(SyntaxNode syntax, Func<T> read, Func<T> nothing)
    {
        if (nesting >= EvaluationLimits.Nesting)
        {
            if (!isNestingTold)
                found.Of(readingNumber).Add(ProblemKind.NestingLimit, LocationRecord.From(syntax.GetFirstToken()), root.Capitalized, Counts.Text(EvaluationLimits.Nesting));
            isNestingTold = true;
            return nothing();
        }

        nesting++;
        var value = read();
        nesting--;
        return value;
    }

    /// <summary>The method that a variable belongs to, which is not the one being read where a local function uses a variable around it.</summary>
    private int MethodOf(ISymbol symbol)
        => symbol is IMethodSymbol method && methodNumbers.TryGetValue(method.PartialDefinitionPart ?? method, out var number) ? number : readingNumber;

    private int NewLocal(string name, int method)
    {
        allLocals.Add(new(name, method));
        return allLocals.Count - 1;
    }

    /// <summary>A local for a value that no variable of the developer's holds.</summary>
    private int NewLocal() => NewLocal("", readingNumber);

    /// <summary>Stands for what could not be read. It is never evaluated, since there is an error.</summary>
    private ConstantExpression Nothing(SyntaxNode syntax) => new(places.Add(syntax), ConstantKind.Null);

    private ConstantExpression Refuse(SyntaxNode syntax, string what, string instead) => Refuse(LocationRecord.From(syntax), syntax, what, instead);

    private ConstantExpression Refuse(LocationRecord place, SyntaxNode syntax, string what, string instead)
    {
        found.Of(readingNumber).Add(ProblemKind.UnsupportedConstruct, place, root.Capitalized, what, instead);
        return Nothing(syntax);
    }

    /// <summary>
    /// What C# cannot make sense of it reports itself. But it will know the members that the generator adds, and the generator does not read its own code.
    /// </summary>
    private ConstantExpression LeaveToTheCompiler(SyntaxNode syntax)
    {
        found.Of(readingNumber).LeaveToTheCompiler();
        var generated = syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
            .FirstOrDefault(name => FunctionMembers.Suffixes.Any(suffix => IsGenerated(name.Identifier.ValueText, suffix)));
        if (generated is not null)
        {
            found.Of(readingNumber).Add(
                ProblemKind.UnknownMethod, LocationRecord.From(generated), generated.Identifier.ValueText, root.Name,
                "it is generated, and the generator does not read its own code; write out what it computes");
        }
        else if (!HasError(syntax))
        {
            found.Of(readingNumber).Add(ProblemKind.UnknownValue, LocationRecord.From(syntax));
        }

        return Nothing(syntax);
    }

    /// <summary>What is wrong with a method is told where it is read by itself.</summary>
    private ConstantExpression ToldElsewhere(SyntaxNode syntax)
    {
        found.Of(readingNumber).LeaveToTheCompiler();
        return Nothing(syntax);
    }

    /// <summary>Whether the C# compiler reports an error in the member that something is in.</summary>
    private bool HasError(SyntaxNode syntax)
    {
        var member = syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? syntax;
        return ModelOf(syntax).GetDiagnostics(member.Span, cancellation).Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private bool IsGenerated(string name, string suffix)
        => name.EndsWith(suffix, StringComparison.Ordinal) && owner.GetMembers(name.Substring(0, name.Length - suffix.Length)).Any(FunctionAttributes.IsOn);
}
