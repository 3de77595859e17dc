using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Structures of the project, which are the tuples of their members, their operators, and parts of spans.</summary>
internal sealed partial class ProgramReader
{
    private bool IsOfProject(IMethodSymbol function) => function.ContainingAssembly?.Equals(compilation.Assembly, SymbolEqualityComparer.Default) == true
        && !function.DeclaringSyntaxReferences.IsEmpty && StructMembers.Of(function.ContainingType) is not null;

    private CallExpression CallOperator(SyntaxNode syntax, IMethodSymbol function, params IOperation[] operands)
        => new(places.Add(syntax), Method(function, syntax), operands.Select(Read).ToEquatableArray());

    private static EquatableArray<string> NamesOf(ITypeSymbol? type)
        => type is INamedTypeSymbol { IsTupleType: true, TupleElements: var items } ? items.Select(static item => item.Name).ToEquatableArray() : [];

    private TupleExpression Structure(SyntaxNode syntax, IReadOnlyList<StructMember> members, IEnumerable<Expression> values)
        => new(places.Add(syntax), values.ToEquatableArray()) { Names = members.Select(static member => member.Name).ToEquatableArray() };

    /// <summary><c>new State(x, v)</c> and <c>new State { X = x }</c>.</summary>
    private Expression ReadStructure(IObjectCreationOperation creation, IReadOnlyList<StructMember> members)
    {
        var syntax = creation.Syntax;
        var arguments = creation.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(argument => (argument.Parameter, Value: Read(argument.Value))).ToList();
        Expression value;
        if (creation.Constructor is null || (creation.Constructor.IsImplicitlyDeclared && arguments.Count == 0))
        {
            value = Default(syntax, creation.Type!);
        }
        else if (StructMembers.IsPositional(creation.Constructor))
        {
            var given = members.Select(member => arguments.Find(argument => argument.Parameter?.Name == member.Name).Value).ToList();
            if (given.Exists(static item => item is null))
                return Refuse(syntax, "a record with members besides those in its parentheses", "name them all there");
            value = Structure(syntax, members, given);
        }
        else if (creation.Constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax or StructDeclarationSyntax)
        {
            value = new CallExpression(places.Add(syntax), Method(creation.Constructor, syntax), arguments.Select(static argument => argument.Value).ToEquatableArray());
        }
        else
        {
            return LeaveToTheCompiler(syntax);
        }

        return creation.Initializer is { } initializer ? WithMembers(syntax, value, initializer) : value;
    }

    private Expression ReadWith(IWithOperation with) => WithMembers(with.Syntax, Read(with.Operand), with.Initializer);

    private Expression WithMembers(SyntaxNode syntax, Expression value, IObjectOrCollectionInitializerOperation initializer)
    {
        var kept = new LocalExpression(value.Place, NewLocal());
        List<Expression> before = [Assign(syntax, kept, value)];
        foreach (var operation in initializer.Initializers)
        {
            var member = operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation reference } ? StructMembers.IndexOf(reference.Member) : -1;
            if (member < 0)
                return Refuse(operation.Syntax, "this initialiser", "set its members");
            before.Add(Assign(operation.Syntax, new TupleItemExpression(kept.Place, kept, member), Read(((ISimpleAssignmentOperation)operation).Value)));
        }

        return new SequenceExpression(value.Place, before.ToEquatableArray(), kept);
    }

    /// <summary>A constructor: the members' initialisers, its statements, and the structure that comes of them.</summary>
    private BlockStatement ReadConstructor(IMethodSymbol constructor, SyntaxNode syntax, IReadOnlyList<StructMember> members)
    {
        var built = new LocalExpression(places.Add(syntax), thisLocal);
        List<Statement> statements = [new ExpressionStatement(Assign(syntax, built, Structure(syntax, members, members.Select(member => Initial(syntax, member)))))];
        if (syntax is ConstructorDeclarationSyntax { Initializer: { } other } && other.ThisOrBaseKeyword.ValueText == "this")
            statements.Add(new ExpressionStatement(Refuse(other, "a constructor that calls another one", "assign the members in each")));
        if (syntax is ConstructorDeclarationSyntax { } written)
        {
            statements.Add(OperationOf(written) switch
            {
                IConstructorBodyOperation { BlockBody: { } block } => Read(block),
                IConstructorBodyOperation { ExpressionBody: { } block } => Read(block),
                _ => new BlockStatement([]),
            });
        }

        statements.Add(new ReturnStatement(built));
        return new BlockStatement(statements.ToEquatableArray());
    }

    private Expression Initial(SyntaxNode syntax, StructMember member)
    {
        var declared = member.Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        var initializer = declared switch
        {
            VariableDeclaratorSyntax { Initializer: { } equals } => equals,
            PropertyDeclarationSyntax { Initializer: { } equals } => equals,
            _ => null,
        };
        return initializer is not null && OperationOf(initializer) is ISymbolInitializerOperation { Value: { } value } ? Read(value) : Default(syntax, member.Type);
    }

    /// <summary>Whether it is the structure of a method that is no constructor: what is assigned to it, its caller would see.</summary>
    private bool IsThisOfCaller(IOperation structure) => structure is IInstanceReferenceOperation && !isConstructor;

    /// <summary><c>span[a..b]</c></summary>
    private Expression ReadPart(IImplicitIndexerReferenceOperation part, IRangeOperation range)
    {
        var place = places.Add(part.Syntax);
        var span = Read(part.Instance);
        if (Effects.Has(span))
            return Refuse(part.Syntax, "a part of what may change something", "keep the span in a variable first");
        var length = new LibraryExpression(place, CollectionFunctions.Length, [span]);
        var start = Bound(range.LeftOperand, new ConstantExpression(place, ConstantKind.Integer));
        var end = Bound(range.RightOperand, length);
        if (Effects.Has(start) || Effects.Has(end))
            return Refuse(part.Syntax, "a range that may change something", "keep its ends in variables first");
        var count = new BinaryExpression(place, end, [new(place, BinaryOperator.Subtract, start, Overflow.Wraps)]);
        return new LibraryExpression(place, part.Instance.Type?.Name == "Span" ? CollectionFunctions.SliceOfWritten : CollectionFunctions.Slice, [span, start, count]);

        Expression Bound(IOperation? bound, Expression missing) => bound switch
        {
            null => missing,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat => new BinaryExpression(place, length, [new(place, BinaryOperator.Subtract, Read(hat.Operand), Overflow.Wraps)]),
            IConversionOperation { Operand: var index } when bound.Type?.Name == "Index" => Bound(index, missing),
            _ => Read(bound),
        };
    }
}
