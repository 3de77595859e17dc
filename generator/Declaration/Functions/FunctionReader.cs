using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>From an annotated method to records.</summary>
internal static class FunctionReader
{
    /// <summary>Whether a node is of a kind that can carry one of the attributes.</summary>
    public static bool IsMethod(SyntaxNode node, CancellationToken cancellation)
        => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;

    /// <summary>Reads a function that is marked <c>[Differentiable]</c>.</summary>
    public static ReadFunction? ReadDifferentiable(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
        => context.TargetSymbol is IMethodSymbol method ? Read(method, context, isLoss: false, cancellation) : null;

    /// <summary>Reads a function that is marked <c>[Loss]</c>.</summary>
    public static ReadFunction? ReadLoss(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
        => context.TargetSymbol is IMethodSymbol method ? Read(method, context, isLoss: true, cancellation) : null;

    /// <summary>What a class gains for a member that carries one of the attributes; nothing for any other.</summary>
    public static IEnumerable<GeneratedMember> Gains(ISymbol member)
    {
        if (member is not IMethodSymbol method || RealTypes.Of(method.ReturnType) is not { } type || !FunctionAttributes.IsOn(method))
            return [];
        var products = FunctionAttributes.Find(method, FunctionAttributes.Loss) is null ? 0 : FunctionProducts.Loss | FunctionProducts.PredictionGradient;
        if (FunctionAttributes.Find(method, FunctionAttributes.Differentiable) is not null)
            products |= FunctionProducts.Gradient | FunctionProducts.Hessian;
        return FunctionMembers.Of(method.Name, type, method.Parameters.Length, products);
    }

    private static ReadFunction Read(IMethodSymbol target, GeneratorAttributeSyntaxContext context, bool isLoss, CancellationToken cancellation)
    {
        var method = target.PartialDefinitionPart ?? target;
        var problems = new ProblemList();
        var place = LocationRecord.From(method.Locations[0]);
        var isBoth = FunctionAttributes.Find(method, FunctionAttributes.Differentiable) is not null
            && FunctionAttributes.Find(method, FunctionAttributes.Loss) is not null;
        // Of a method that is both, what is wrong with it either way is told once.
        var common = isLoss && isBoth ? new ProblemList() : problems;
        var declared = Declare(method, context, isLoss, isBoth, place, problems, common, cancellation);
        return new(declared, place, problems.ToEquatableArray());
    }

    private static FunctionDeclaration? Declare(
        IMethodSymbol method,
        GeneratorAttributeSyntaxContext context,
        bool isLoss,
        bool isBoth,
        LocationRecord place,
        ProblemList problems,
        ProblemList common,
        CancellationToken cancellation)
    {
        if (ReadSignature(method, context.TargetNode, place, isLoss, common) is not var (type, signature)
            || ContainerReader.Read(method.ContainingType, method.Name, place, context.SemanticModel.Compilation, common) is not { } container)
            return null;

        var products = isLoss
            ? FunctionProducts.Loss | (isBoth ? 0 : FunctionProducts.PredictionGradient)
            : FunctionProducts.Gradient | Order(context.Attributes[0], method, problems);
        if ((isLoss && !IsLoss(method, type, place, problems)) || !ContainerReader.IsFree(method, type, signature, products, place, problems))
            return null;

        var compilation = context.SemanticModel.Compilation;
        FunctionBody? body = null;
        FunctionProgram? program = null;
        if (signature is not null)
            program = FunctionBodyReader.ReadProgram(method, type, signature, compilation, common, cancellation);
        else if (isLoss)
            body = FunctionBodyReader.Read(method, type, compilation, common, cancellation);
        else
            (body, program) = FunctionBodyReader.ReadEither(method, type, compilation, common, cancellation);
        var checkpoints = isLoss ? null : ReadCheckpoints(context.Attributes[0], method, problems);
        if (checkpoints is not null && !problems.HasErrors && FunctionBodyReader.CheckpointObstacle(program, type) is { } obstacle)
            problems.Add(ProblemKind.CheckpointsWithoutEffect, place, method.Name, obstacle);
        var isWithout = problems.HasErrors || LanguageLevel.TooOld(context.TargetNode.SyntaxTree.Options) is not null;
        return new(
            container with { IsClsChecked = ClassReader.IsClsChecked(context.SemanticModel.Compilation) },
            Identifiers.Escape(method.Name),
            SyntaxFacts.GetText(AccessibilityOf(method)),
            type,
            signature is null ? SignatureReader.Parameters(method) : [],
            products,
            isWithout ? null : body)
        {
            Program = isWithout && program is not null ? signature is null ? null : program with { Model = null } : program,
            FileName = $"{ClassReader.QualifiedName(method.ContainingType)}.{method.Name}{Number(method)}.{(isLoss ? "Loss" : "Differentiable")}",
            Checkpoints = checkpoints,
            TakenAliases = TakenAliases(method, context),
        };
    }

    /// <summary>
    /// The type that a function computes with, and what it takes and gives where that is more than numbers. Null where it cannot be differentiated, which
    /// is told.
    /// </summary>
    private static (RealType Type, FunctionSignature? Signature)? ReadSignature(IMethodSymbol method, SyntaxNode syntax, LocationRecord place, bool isLoss, ProblemList problems)
    {
        var ofNumbers = new ProblemList();
        if (SignatureReader.Read(method, syntax, place, ofNumbers) is { } type && (isLoss || !method.Parameters.Any(IsConstant)))
        {
            problems.AddRange(ofNumbers);
            return (type, null);
        }

        if (isLoss || !SignatureReader.IsOrdinary(method) || !SignatureReader.IsOfMore(method))
        {
            problems.AddRange(ofNumbers);
            return null;
        }

        var (signature, own, reason, culprit) = ProgramSignatureReader.Read(method);
        if (signature is not null)
            return (own, signature);
        var where = culprit?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } written ? LocationRecord.From(written)
            : culprit is null && syntax is MethodDeclarationSyntax { ReturnType: var returned } ? LocationRecord.From(returned) : place;
        problems.Add(ProblemKind.UnsuitableFunction, where, method.Name, reason!);
        return null;
    }

    private static bool IsConstant(IParameterSymbol parameter) => FunctionAttributes.Find(parameter, FunctionAttributes.Constant) is not null;

    /// <summary>Who may call what is generated: as the method, but in a sealed type nothing is protected, and C# warns of what says so.</summary>
    private static Accessibility AccessibilityOf(IMethodSymbol method)
        => method.ContainingType.IsSealed
            ? method.DeclaredAccessibility switch
            {
                Accessibility.ProtectedOrInternal => Accessibility.Internal,
                Accessibility.Protected or Accessibility.ProtectedAndInternal => Accessibility.Private,
                var other => other,
            }
            : method.DeclaredAccessibility;

    private static FunctionProducts Order(AttributeData attribute, IMethodSymbol method, ProblemList problems)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return 0;
        var arguments = new AttributeArguments(attribute, syntax);
        if (arguments.AreErroneous)
            problems.LeaveToTheCompiler();
        if (arguments.Value("Order") is not { Value: int order } || order == 1)
            return 0;
        if (order == 2)
            return FunctionProducts.Hessian;
        problems.Add(ProblemKind.InvalidOrder, arguments.Place("Order") ?? LocationRecord.From(syntax), method.Name, Counts.Text(order));
        return 0;
    }

    private static CheckpointOption? ReadCheckpoints(AttributeData attribute, IMethodSymbol method, ProblemList problems)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return null;
        var arguments = new AttributeArguments(attribute, syntax);
        if (arguments.Value("CheckpointInterval") is { Value: int interval })
        {
            if (interval >= 1)
                return new(interval);
            problems.Add(ProblemKind.InvalidCheckpointInterval, arguments.Place("CheckpointInterval") ?? LocationRecord.From(syntax), method.Name, Numbers.Text(interval));
            return null;
        }

        return arguments.Value("Checkpoints") is { Value: true } ? new CheckpointOption(null) : null;
    }

    /// <summary>Whether a function is one of a prediction and a target, and the only loss of its name.</summary>
    private static bool IsLoss(IMethodSymbol method, RealType type, LocationRecord place, ProblemList problems)
    {
        if (type != RealType.Single)
            problems.Add(ProblemKind.UnsuitableLoss, place, method.Name, $"it computes with '{type.Name}': write it with 'float', of which networks are made");
        else if (method.Parameters.Length < 2)
            problems.Add(ProblemKind.UnsuitableLoss, place, method.Name, "it has no target: its parameters are the prediction, the target, and settings");
        else if (Namesakes(method).Where(static other => FunctionAttributes.Find(other, FunctionAttributes.Loss) is not null).First() is { } first
            && !first.Equals(method, SymbolEqualityComparer.Default))
            problems.Add(ProblemKind.UnsuitableLoss, place, method.Name, $"there is another loss '{method.Name}' in this class: give one of them another name");
        return !problems.HasErrors;
    }

    /// <summary>Files are named after their methods; those that would have the same name but for upper and lower case are numbered.</summary>
    private static string Number(IMethodSymbol method)
    {
        var ordinal = Namesakes(method).ToList().FindIndex(other => other.Equals(method, SymbolEqualityComparer.Default));
        return ordinal > 0 ? $"({Counts.Text(ordinal + 1)})" : "";
    }

    /// <summary>The functions of the class whose names are the same but for upper and lower case, in an order that no order of files changes.</summary>
    private static IEnumerable<IMethodSymbol> Namesakes(IMethodSymbol method)
        => method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(other => string.Equals(other.Name, method.Name, StringComparison.OrdinalIgnoreCase) && FunctionAttributes.IsOn(other))
            .OrderBy(static other => other.Name, StringComparer.Ordinal)
            .ThenBy(static other => other.ToDisplayString(MemberReader.Display), StringComparer.Ordinal);

    /// <summary>
    /// The short names that have a meaning of their own in the class or in its namespace, where an alias would collide with it or be hidden.
    /// </summary>
    private static EquatableArray<string> TakenAliases(IMethodSymbol method, GeneratorAttributeSyntaxContext context)
    {
        var position = context.TargetNode.SpanStart;
        return FunctionAliases.Names
            .Where(alias => context.SemanticModel.LookupSymbols(position, name: alias)
                .Any(found => alias == FunctionAliases.NameOf || found.ContainingType is not null || SymbolEqualityComparer.Default.Equals(found.ContainingNamespace, method.ContainingNamespace)))
            .ToEquatableArray();
    }
}
