using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Bodies;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Expressions, and what can be assigned to.</summary>
internal sealed partial class ProgramReader
{
    private Expression Read(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (operation.ConstantValue.HasValue && Constant(operation.Syntax, operation.ConstantValue.Value) is { } constant)
            return constant;
        if (operation.Syntax is CollectionExpressionSyntax collection && operation is not IConversionOperation)
            return ReadCollection(collection);
        var place = operation.Syntax;
        return operation switch
        {
            IParenthesizedOperation inner => Read(inner.Operand),
            IBlockOperation { Operations: [IReturnOperation { ReturnedValue: { } value }] } => Read(value),
            ILocalReferenceOperation local => new LocalExpression(places.Add(place), LocalOf(local.Local)),
            IParameterReferenceOperation parameter => new LocalExpression(places.Add(place), LocalOf(parameter.Parameter)),
            IFieldReferenceOperation field => ReadField(field),
            IPropertyReferenceOperation property => ReadProperty(property),
            IInvocationOperation call => ReadCall(call),
            IConversionOperation conversion => ReadConversion(conversion),
            IUnaryOperation unary when Operators.Of(unary.OperatorKind) is { } function => new UnaryExpression(places.Add(place), function, Read(unary.Operand)),
            IBinaryOperation binary when Operators.Of(binary.OperatorKind, binary.Type) is { } function
                => new BinaryExpression(places.Add(place), function, Read(binary.LeftOperand), Read(binary.RightOperand)),
            IConditionalOperation { WhenFalse: { } whenFalse } choice
                => new ConditionalExpression(places.Add(place), Read(choice.Condition), Read(choice.WhenTrue), Read(whenFalse)),
            ISwitchExpressionOperation choice => ReadSwitchValue(choice),
            IIsPatternOperation test => ReadTest(test),
            ITupleOperation tuple => new TupleExpression(places.Add(place), tuple.Elements.Select(Read).ToEquatableArray()),
            IArrayCreationOperation array => ReadArray(array),
            IArrayElementReferenceOperation { Indices: [var index] } element => ReadElement(place, element.ArrayReference, index),
            IImplicitIndexerReferenceOperation element => ReadElement(place, element.Instance, element.Argument),
            IObjectCreationOperation creation => ReadCreation(creation),
            ISimpleAssignmentOperation { IsRef: false } assignment => Assign(place, ReadTarget(assignment.Target), Read(assignment.Value)),
            IDeconstructionAssignmentOperation assignment => Assign(place, ReadTarget(assignment.Target), Read(assignment.Value)),
            ICompoundAssignmentOperation assignment when Operators.Of(assignment.OperatorKind, assignment.Type) is { } function
                => new AssignmentExpression(places.Add(place), ReadTarget(assignment.Target), Read(assignment.Value), function),
            IIncrementOrDecrementOperation step => new AssignmentExpression(
                places.Add(place), ReadTarget(step.Target), new ConstantExpression(places.Add(place), ConstantKind.Integer, 1),
                step.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract, step.IsPostfix),
            IDefaultValueOperation { Type: { } type } when Default(place, type) is { } value => value,
            IInvalidOperation => LeaveToTheCompiler(place),
            _ => Refused(operation),
        };
    }

    private Expression ReadTarget(IOperation target) => target switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => Read(target),
        IPropertyReferenceOperation { Property.IsIndexer: true } element => Read(element),
        IDeclarationExpressionOperation declaration => ReadTarget(declaration.Expression),
        ITupleOperation tuple => new TupleExpression(places.Add(tuple.Syntax), tuple.Elements.Select(ReadTarget).ToEquatableArray()),
        IDiscardOperation => new DiscardExpression(places.Add(target.Syntax)),
        IConversionOperation { IsImplicit: true } conversion => ReadTarget(conversion.Operand),
        IInvalidOperation => LeaveToTheCompiler(target.Syntax),
        _ => Refuse(target.Syntax, "an assignment to a member", "assign to a local variable: the method never runs, and nothing of it stays"),
    };

    private ConstantExpression? Constant(SyntaxNode syntax, object? value)
    {
        var place = places.Add(syntax);
        return value switch
        {
            int number => new(place, ConstantKind.Integer, number),
            short number => new(place, ConstantKind.Integer, number),
            ushort number => new(place, ConstantKind.Integer, number),
            byte number => new(place, ConstantKind.Integer, number),
            sbyte number => new(place, ConstantKind.Integer, number),
            uint and <= int.MaxValue => new(place, ConstantKind.Integer, (uint)value),
            long and <= int.MaxValue and >= int.MinValue => new(place, ConstantKind.Integer, (long)value),
            float number => new(place, ConstantKind.Single, number),
            double number => new(place, ConstantKind.Double, number),
            bool truth => new(place, ConstantKind.Boolean, truth ? 1 : 0),
            string text => new(place, ConstantKind.Text, 0, text),
            null => new(place, ConstantKind.Null, 0),
            _ => Refuse(syntax, $"a constant of type '{value.GetType().Name}'", "numbers are int, float or double"),
        };
    }

    private ConstantExpression? Default(SyntaxNode syntax, ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => Constant(syntax, 0),
        SpecialType.System_Single => Constant(syntax, 0f),
        SpecialType.System_Double => Constant(syntax, 0.0),
        SpecialType.System_Boolean => Constant(syntax, false),
        _ when type.IsReferenceType => Constant(syntax, null),
        _ => null,
    };

    private Expression ReadConversion(IConversionOperation conversion)
    {
        var kind = conversion.Type?.SpecialType switch
        {
            SpecialType.System_Int32 => ConstantKind.Integer,
            SpecialType.System_Single => ConstantKind.Single,
            SpecialType.System_Double => ConstantKind.Double,
            _ => (ConstantKind?)null,
        };
        if (kind is { } number && conversion.Conversion.IsNumeric)
            return new ConversionExpression(places.Add(conversion.Syntax), number, Read(conversion.Operand));

        // Of the user-defined ones there is that from a number to a tensor; the others keep the value.
        var isKept = conversion.Conversion is { IsIdentity: true } or { IsReference: true } or { IsUserDefined: true }
            || conversion.Operand is ITupleOperation || conversion.Type is { IsTupleType: true } || conversion.Syntax is CollectionExpressionSyntax || conversion.Operand.Syntax is CollectionExpressionSyntax
            || conversion.Type?.TypeKind == TypeKind.Enum || conversion.Operand.Type?.TypeKind == TypeKind.Enum;
        if (conversion.Conversion.IsUserDefined && (conversion.Type is null || !TensorTypes.IsTensor(conversion.Type)))
            isKept = false;
        if (isKept || conversion.Operand.Kind is OperationKind.Invalid)
            return Read(conversion.Operand);
        if (!conversion.Conversion.Exists)
            return LeaveToTheCompiler(conversion.Syntax);
        return conversion.IsImplicit && conversion.Operand is IAnonymousFunctionOperation or IMethodReferenceOperation
            ? Read(conversion.Operand)
            : Refuse(
                conversion.Syntax, $"a conversion to '{conversion.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "numbers are int, float or double");
    }

    private Expression ReadField(IFieldReferenceOperation field)
    {
        if (field.Instance is { } tuple && field.Field.ContainingType.IsTupleType)
        {
            var name = (field.Field.CorrespondingTupleField ?? field.Field).Name;
            var item = int.Parse(name.Substring("Item".Length), System.Globalization.CultureInfo.InvariantCulture);
            return new TupleItemExpression(places.Add(field.Syntax), Read(tuple), item - 1);
        }

        return ReadAsMethod(field.Field, field.Syntax) ?? RefuseUnknown(field.Syntax, field.Field.Name, "make it a const, or a static readonly field with a value");
    }

    private Expression ReadProperty(IPropertyReferenceOperation property)
    {
        var symbol = property.Property;
        if (members.TryGetValue(symbol, out var member))
            return new MemberExpression(places.Add(property.Syntax), member, null, []);
        if (property.Instance is { Type: { } type } collection && IsCollection(type))
        {
            if (symbol.IsIndexer && property.Arguments.Length == 1)
                return ReadElement(property.Syntax, collection, property.Arguments[0].Value);
            if (symbol.Name is "Length" or "Count")
                return new FunctionExpression(places.Add(property.Syntax), "Count", [Read(collection)]);
        }

        return property.Instance is null or IInstanceReferenceOperation && symbol.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default)
            && ReadAsMethod(symbol, property.Syntax) is { } computed
            ? computed
            : RefuseUnknown(property.Syntax, symbol.Name, "what is known then is const members, locals and the properties that compute from them");
    }

    private ElementExpression ReadElement(SyntaxNode syntax, IOperation collection, IOperation index)
        => index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat
            ? new(places.Add(syntax), Read(collection), Read(hat.Operand), IsFromEnd: true)
            : new(places.Add(syntax), Read(collection), Read(index), IsFromEnd: false);

    private Expression ReadCollection(CollectionExpressionSyntax collection)
    {
        var items = new List<CollectionItem>();
        foreach (var element in collection.Elements)
        {
            var expression = element switch
            {
                ExpressionElementSyntax single => single.Expression,
                SpreadElementSyntax spread => spread.Expression,
                _ => null,
            };
            if (expression is null || OperationOf(expression) is not { } operation)
                return LeaveToTheCompiler(collection);
            items.Add(new(Read(operation), element is SpreadElementSyntax));
        }

        return new CollectionExpression(places.Add(collection), items.ToEquatableArray());
    }

    private Expression ReadArray(IArrayCreationOperation array)
    {
        if (array.DimensionSizes.Length != 1)
            return Refuse(array.Syntax, "an array with several axes", "use an array of arrays");
        if (array.Initializer is { } initializer)
            return new CollectionExpression(places.Add(array.Syntax), Items(initializer.ElementValues));
        var element = ((IArrayTypeSymbol)array.Type!).ElementType;
        return new NewArrayExpression(places.Add(array.Syntax), Read(array.DimensionSizes[0]), element.IsReferenceType ? null : Default(array.Syntax, element));
    }

    private EquatableArray<CollectionItem> Items(IEnumerable<IOperation> values)
        => values.Select(value => new CollectionItem(Read(value), IsSpread: false)).ToEquatableArray();

    private SwitchValueExpression ReadSwitchValue(ISwitchExpressionOperation choice)
    {
        var (subject, value) = Store(choice.Value);
        var arms = choice.Arms.Select(arm =>
        {
            var matches = Matches(arm.Pattern, value);
            if (arm.Guard is { } guard)
                matches = new BinaryExpression(matches.Place, BinaryOperator.AndAlso, matches, Read(guard));
            return new SwitchArm(matches, Read(arm.Value));
        });
        return new SwitchValueExpression(places.Add(choice.Syntax), subject, arms.ToEquatableArray());
    }

    private SwitchValueExpression ReadTest(IIsPatternOperation test)
    {
        var (subject, value) = Store(test.Value);
        var matches = Matches(test.Pattern, value);
        return new SwitchValueExpression(places.Add(test.Syntax), subject, [new SwitchArm(Constant(test.Syntax, true)!, matches)]);
    }

    /// <summary>Whether a value matches a pattern, as an expression.</summary>
    private Expression Matches(IPatternOperation pattern, LocalExpression value)
    {
        var place = places.Add(pattern.Syntax);
        return pattern switch
        {
            IConstantPatternOperation constant => new BinaryExpression(place, BinaryOperator.Equal, value, Read(constant.Value)),
            IDiscardPatternOperation => Constant(pattern.Syntax, true)!,
            IRelationalPatternOperation relation when Operators.Of(relation.OperatorKind, null) is { } function
                => new BinaryExpression(place, function, value, Read(relation.Value)),
            INegatedPatternOperation negated => new UnaryExpression(place, UnaryOperator.Not, Matches(negated.Pattern, value)),
            IBinaryPatternOperation both => new BinaryExpression(
                place, both.OperatorKind == BinaryOperatorKind.Or ? BinaryOperator.OrElse : BinaryOperator.AndAlso,
                Matches(both.LeftPattern, value), Matches(both.RightPattern, value)),
            IInvalidOperation => LeaveToTheCompiler(pattern.Syntax),
            _ => Refuse(pattern.Syntax, "this pattern", "compare with constants"),
        };
    }

    private ConstantExpression Refused(IOperation operation)
    {
        if (operation.Kind == OperationKind.None && operation.Type is null or { TypeKind: TypeKind.Error })
            return LeaveToTheCompiler(operation.Syntax);
        var (what, instead) = Unsupported.Of(operation);
        return Refuse(operation.Syntax, what, instead);
    }

    private ConstantExpression RefuseUnknown(SyntaxNode syntax, string name, string instead)
    {
        problems.Add(ProblemKind.NotConstant, LocationRecord.From(syntax), name, instead);
        return Nothing(syntax);
    }
}
