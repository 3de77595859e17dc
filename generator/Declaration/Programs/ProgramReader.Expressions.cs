using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Expressions, and what can be assigned to.</summary>
internal sealed partial class ProgramReader
{
    private Expression Read(IOperation operation)
        => Nested(operation.Syntax, () => ReadNested(operation), () => Nothing(operation.Syntax));

    private Expression ReadNested(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (operation.ConstantValue.HasValue)
            return Constant(operation.Syntax, operation.ConstantValue.Value);
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
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } when thisLocal >= 0 => new LocalExpression(places.Add(place), thisLocal),
            IUnaryOperation { OperatorMethod: { } function } unary when IsOfProject(function) => CallOperator(place, function, unary.Operand),
            IBinaryOperation { OperatorMethod: { } function } binary when IsOfProject(function) => CallOperator(place, function, binary.LeftOperand, binary.RightOperand),
            ICompoundAssignmentOperation { OperatorMethod: { } function } assignment when IsOfProject(function)
                => Assign(place, ReadTarget(assignment.Target), CallOperator(place, function, assignment.Target, assignment.Value)),
            IWithOperation with when StructMembers.Of(with.Type) is not null => ReadWith(with),
            IConversionOperation conversion => ReadConversion(conversion),
            IUnaryOperation unary when Operators.Of(unary.OperatorKind) is { } function && IsKnown(unary.OperatorMethod)
                => new UnaryExpression(places.Add(place), function, Read(unary.Operand), OverflowOf(place)),
            IBinaryOperation binary => ReadBinary(binary),
            IConditionalOperation { WhenFalse: { } whenFalse } choice
                => new ConditionalExpression(places.Add(place), Read(choice.Condition), Read(choice.WhenTrue), Read(whenFalse)),
            ISwitchExpressionOperation choice => ReadSwitchValue(choice),
            IIsPatternOperation test => ReadTest(test),
            ITupleOperation tuple => new TupleExpression(places.Add(place), tuple.Elements.Select(Read).ToEquatableArray()) { Names = NamesOf(tuple.Type) },
            IArrayCreationOperation array => ReadArray(array),
            IArrayElementReferenceOperation { Indices: [var index] } element => ReadElement(place, element.ArrayReference, index),
            IImplicitIndexerReferenceOperation { Argument: IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } index } element when ValueTypes.IsCollection(element.Instance.Type)
                => ReadElement(place, element.Instance, index),
            IImplicitIndexerReferenceOperation { Argument: IRangeOperation range } part when ValueTypes.IsSpan(part.Instance.Type) => ReadPart(part, range),
            _ when place is StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [var size] }] } written, Initializer: null } && !root.HasTensors
                => ReadStackArray(place, written, size),
            IObjectCreationOperation creation when StructMembers.Of(creation.Type) is { } members => ReadStructure(creation, members),
            IObjectCreationOperation creation => ReadCreation(creation),
            ISimpleAssignmentOperation { IsRef: false } assignment => Assign(place, ReadTarget(assignment.Target), Read(assignment.Value)),
            IDeconstructionAssignmentOperation assignment
                => Assign(place, ReadTarget(assignment.Target), Read(assignment.Value), ValueTypes.Conversion(assignment.Value.Type, assignment.Target.Type)),
            ICompoundAssignmentOperation assignment when Operators.Of(assignment.OperatorKind, assignment.Type) is { } function && IsOperator(assignment.OperatorKind, assignment.OperatorMethod, assignment.Type)
                => Change(place, assignment.Target, Read(assignment.Value), function, givesOldValue: false),
            IIncrementOrDecrementOperation step when ValueTypes.IsNumber(step.Type) && step.Type!.TypeKind != TypeKind.Enum => Change(
                place, step.Target, new ConstantExpression(places.Add(place), ConstantKind.Integer, 1),
                step.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract, step.IsPostfix),
            IDefaultValueOperation { Type: { } type } => Default(place, type),
            IInvalidOperation => LeaveToTheCompiler(place),
            _ => Refused(operation),
        };
    }

    /// <summary><c>target += value</c> and its like. C# computes in the wider type, and converts what comes of it to the target's.</summary>
    private AssignmentExpression Change(SyntaxNode place, IOperation target, Expression value, BinaryOperator function, bool givesOldValue)
    {
        var overflow = OverflowOf(place);
        var conversion = ValueTypes.IsNumber(target.Type) ? ValueConversion.To(ValueTypes.KindOf(target.Type)!.Value, overflow == Overflow.Thrown) : ValueConversion.None;
        return new(places.Add(place), ReadTarget(target), value, conversion, function, overflow, givesOldValue);
    }

    /// <summary>A chain of operators, from its innermost left operand on.</summary>
    private Expression ReadBinary(IBinaryOperation outermost)
    {
        var chain = new Stack<(IBinaryOperation Binary, BinaryOperator Function)>();
        IOperation current = outermost;
        while (current is IBinaryOperation { ConstantValue.HasValue: false } binary
            && Operators.Of(binary.OperatorKind, binary.Type) is { } function
            && IsOperator(binary.OperatorKind, binary.OperatorMethod, binary.Type)
            && !IsOfReferences(binary)
            && (chain.Count == 0 || !IsComparison(binary)))
        {
            chain.Push((binary, function));
            current = binary.LeftOperand;
        }

        if (chain.Count == 0)
            return IsOfReferences(outermost) ? ReadNullTest(outermost) : Refused(outermost);
        var first = Read(current);
        var steps = chain.Select(step => new BinaryStep(
            places.Add(step.Binary.Syntax), step.Function, Read(step.Binary.RightOperand), OverflowOf(step.Binary.Syntax)));
        var value = new BinaryExpression(places.Add(outermost.Syntax), first, steps.ToEquatableArray());
        // The comparison of two numbers as tensors is 1 or 0, as that of any tensors.
        return ValueTypes.IsTensor(outermost.Type) && IsComparison(outermost)
            ? new ConversionExpression(value.Place, ValueConversion.To(ConstantKind.Double), value)
            : value;
    }

    private static bool IsComparison(IBinaryOperation binary)
        => binary.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
            or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;

    /// <summary>Whether it is an operator of C# itself, or of tensors.</summary>
    private static bool IsKnown(IMethodSymbol? function) => function is null || ValueTypes.IsTensor(function.ContainingType) || function.ContainingType.SpecialType != SpecialType.None || TypeParameters.IsOperator(function);

    private static bool IsOperator(BinaryOperatorKind kind, IMethodSymbol? function, ITypeSymbol? type)
        => IsKnown(function) && !(type?.TypeKind == TypeKind.Enum && kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract);

    /// <summary>Whether it asks whether two references are the same.</summary>
    private static bool IsOfReferences(IBinaryOperation binary)
        => binary is { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }
            && (WithoutReferences(binary.LeftOperand) is { Type.IsReferenceType: true, Type.SpecialType: not SpecialType.System_String }
                || WithoutReferences(binary.RightOperand) is { Type.IsReferenceType: true, Type.SpecialType: not SpecialType.System_String });

    private static IOperation WithoutReferences(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, Conversion.IsReference: true } conversion)
            operation = conversion.Operand;
        return operation;
    }

    private Expression ReadNullTest(IBinaryOperation binary)
    {
        var (left, right) = (WithoutReferences(binary.LeftOperand), WithoutReferences(binary.RightOperand));
        if (IsNull(left) || IsNull(right))
        {
            var function = binary.OperatorKind == BinaryOperatorKind.Equals ? BinaryOperator.Equal : BinaryOperator.NotEqual;
            return new BinaryExpression(places.Add(binary.Syntax), function, Read(left), Read(right));
        }

        return binary.LeftOperand is IInvalidOperation || binary.RightOperand is IInvalidOperation
            ? LeaveToTheCompiler(binary.Syntax)
            : Refuse(binary.Syntax, "a question whether two tensors or collections are the same", "compare numbers, or compare with null");

        static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };
    }

    /// <summary>What is to happen where a whole number does not fit: what is written around it says so, or the project.</summary>
    private Overflow OverflowOf(SyntaxNode syntax)
    {
        foreach (var around in syntax.Ancestors())
        {
            if (around.Kind() is SyntaxKind.UncheckedExpression or SyntaxKind.UncheckedStatement)
                return Overflow.Wraps;
            if (around.Kind() is SyntaxKind.CheckedExpression or SyntaxKind.CheckedStatement)
                return Overflow.Thrown;
        }

        return compilation.Options is CSharpCompilationOptions { CheckOverflow: true } ? Overflow.Thrown : root.Overflow;
    }

    private Expression ReadTarget(IOperation target) => target switch
    {
        IFieldReferenceOperation { Instance: { } structure, Field: var field } when StructMembers.IndexOf(field) is >= 0 and var index && !IsThisOfCaller(structure)
            => new TupleItemExpression(places.Add(target.Syntax), ReadTarget(structure), index),
        IPropertyReferenceOperation { Instance: { } structure, Property: var property } when StructMembers.IndexOf(property) is >= 0 and var index && !IsThisOfCaller(structure)
            => new TupleItemExpression(places.Add(target.Syntax), ReadTarget(structure), index),
        IFieldReferenceOperation { Instance: { } tuple, Field: { ContainingType.IsTupleType: true } field }
            => new TupleItemExpression(places.Add(target.Syntax), ReadTarget(tuple), ItemOf(field)),
        IInstanceReferenceOperation when isConstructor => new LocalExpression(places.Add(target.Syntax), thisLocal),
        ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => Read(target),
        IPropertyReferenceOperation { Property.IsIndexer: true } element => Read(element),
        IDeclarationExpressionOperation declaration => ReadTarget(declaration.Expression),
        ITupleOperation tuple => new TupleExpression(places.Add(tuple.Syntax), tuple.Elements.Select(ReadTarget).ToEquatableArray()),
        IDiscardOperation => new DiscardExpression(places.Add(target.Syntax)),
        IConversionOperation { IsImplicit: true } conversion => ReadTarget(conversion.Operand),
        IInvalidOperation => LeaveToTheCompiler(target.Syntax),
        _ => Refuse(target.Syntax, "an assignment to a member", "assign to a local variable, and return what is computed: nothing else of it stays"),
    };

    private ConstantExpression Constant(SyntaxNode syntax, object? value)
    {
        var place = places.Add(syntax);
        return value switch
        {
            sbyte number => new(place, ConstantKind.SByte, number),
            byte number => new(place, ConstantKind.Byte, number),
            short number => new(place, ConstantKind.Short, number),
            ushort number => new(place, ConstantKind.UShort, number),
            int number => new(place, ConstantKind.Integer, number),
            uint number => new(place, ConstantKind.UInteger, number),
            long number => new(place, ConstantKind.Long, number),
            float number => new(place, ConstantKind.Single, Real: number),
            double number => new(place, ConstantKind.Double, Real: number),
            bool truth => new(place, ConstantKind.Boolean, truth ? 1 : 0),
            string text => new(place, ConstantKind.Text, Text: text),
            null => new(place, ConstantKind.Null),
            _ => Refuse(syntax, $"a constant of type '{value.GetType().Name}'", "numbers are int, float or double"),
        };
    }

    /// <summary>What a variable of a type is before it is set.</summary>
    private Expression Default(SyntaxNode syntax, ITypeSymbol type) => ValueTypes.KindOf(type) switch
    {
        ConstantKind.Text => Constant(syntax, null),
        { } kind => new ConstantExpression(places.Add(syntax), kind),
        _ when type is INamedTypeSymbol { IsTupleType: true, TupleElements: var items }
            => new TupleExpression(places.Add(syntax), items.Select(item => Default(syntax, item.Type)).ToEquatableArray()),
        _ when StructMembers.Of(type) is { } members => Structure(syntax, members, members.Select(member => Default(syntax, member.Type))),
        _ when ValueTypes.IsSupported(type) => Constant(syntax, null),
        _ when type.TypeKind == TypeKind.Error => LeaveToTheCompiler(syntax),
        _ => Refuse(syntax, $"a value of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", root.Values),
    };

    private Expression ReadConversion(IConversionOperation operation)
    {
        var (conversion, operand, type) = (operation.GetConversion(), operation.Operand, operation.Type);
        if (operand.Kind is OperationKind.Invalid)
            return Read(operand);
        // One that has to be written is an error of C# where it is not.
        if (!conversion.Exists || (operation.IsImplicit && !conversion.IsImplicit))
            return LeaveToTheCompiler(operation.Syntax);
        if (operation.IsImplicit && operand is IAnonymousFunctionOperation or IMethodReferenceOperation)
            return Read(operand);

        if (operand.Type is { } unknown && !ValueTypes.IsSupported(unknown) && type is not null && ValueTypes.IsSupported(type))
        {
            // Where it came from, it has been refused.
            NoteType(unknown, operation.Syntax);
            return Read(operand);
        }

        // A span of an array is the array, to whoever reads it.
        if (ValueTypes.IsSpan(type) && ValueTypes.IsCollection(operand.Type) && SymbolEqualityComparer.Default.Equals(ValueTypes.ElementOf(type), ValueTypes.ElementOf(operand.Type)))
            return Read(operand);
        var isCollection = operation.Syntax is CollectionExpressionSyntax || operand.Syntax is CollectionExpressionSyntax;
        var isKept = type is not null && ValueTypes.IsSupported(type) && (conversion.IsUserDefined
            // That from a number to a tensor.
            ? ValueTypes.IsTensor(type) && ValueTypes.IsNumber(operand.Type) && ValueTypes.IsTensor(conversion.MethodSymbol?.ContainingType)
            : isCollection || conversion is { IsReference: true, IsImplicit: true } || operand.Type is null || IsOfValues(operand.Type, type));
        if (!isKept)
        {
            return Refuse(
                operation.Syntax, $"a conversion to '{type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "numbers are int, float or double");
        }

        var converted = ValueTypes.Conversion(operand.Type, type, operation.IsChecked);
        var value = Read(operand);
        return converted.IsNone ? value : new ConversionExpression(places.Add(operation.Syntax), converted, value);
    }

    /// <summary>Whether a conversion is one between numbers, of a value to its own type, or of the items of a tuple in one of these ways.</summary>
    private static bool IsOfValues(ITypeSymbol from, ITypeSymbol to)
        => (ValueTypes.IsNumber(from) && ValueTypes.IsNumber(to))
            || SymbolEqualityComparer.Default.Equals(from, to)
            || (from is INamedTypeSymbol { IsTupleType: true, TupleElements: var items } && to is INamedTypeSymbol { IsTupleType: true, TupleElements: var own }
                && items.Length == own.Length && items.Zip(own, static (item, other) => IsOfValues(item.Type, other.Type) || ValueTypes.IsTensor(other.Type) || other.Type.IsReferenceType).All(static isOne => isOne));

    private static int ItemOf(IFieldSymbol field)
        => int.Parse((field.CorrespondingTupleField ?? field).Name.Substring("Item".Length), System.Globalization.CultureInfo.InvariantCulture) - 1;

    private Expression ReadField(IFieldReferenceOperation field)
    {
        if (field.Instance is { } tuple && field.Field.ContainingType.IsTupleType)
        {
            return new TupleItemExpression(places.Add(field.Syntax), Read(tuple), ItemOf(field.Field));
        }

        if (field.Instance is { } structure && StructMembers.IndexOf(field.Field) is >= 0 and var member)
            return new TupleItemExpression(places.Add(field.Syntax), Read(structure), member);

        return ReadStatic(field.Field, field.Syntax) ?? (Expression)RefuseUnknown(
            field.Syntax, field.Field.Name,
            field.Field is { IsStatic: true, IsReadOnly: true } && field.Field.ContainingType.StaticConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared)
                ? "make it a const, or move it to a class without a static constructor"
                : "make it a const, or a static readonly field with a value");
    }

    private Expression ReadProperty(IPropertyReferenceOperation property)
    {
        var symbol = property.Property;
        if (members.TryGetValue(symbol, out var member))
            return new MemberExpression(places.Add(property.Syntax), member, null, []);
        if (property.Instance is { Type: { } type } collection && ValueTypes.IsCollection(type))
        {
            if (symbol is { IsIndexer: true, Parameters: [{ Type.SpecialType: SpecialType.System_Int32 }] })
                return ReadElement(property.Syntax, collection, property.Arguments[0].Value);
            if (symbol.Name is "Length" or "Count")
                return new LibraryExpression(places.Add(property.Syntax), CollectionFunctions.Length, [Read(collection)]);
        }

        if (property.Instance is { } structure && StructMembers.Of(symbol.ContainingType) is not null)
        {
            if (StructMembers.IndexOf(symbol) is >= 0 and var item)
                return new TupleItemExpression(places.Add(property.Syntax), Read(structure), item);
            if (ReadComputed(symbol, property.Syntax, Read(structure)) is { } ofStructure)
                return ofStructure;
        }

        if (symbol.IsIndexer)
            return RefuseUnknown(property.Syntax, symbol.Name, "it is an indexer; write a method, such as 'At(int index)'");
        if (TypeParameters.IsOfNumbers(symbol))
        {
            return TypeParameters.ValueOf(symbol) is { } value
                ? Constant(property.Syntax, value)
                : RefuseUnknown(property.Syntax, symbol.Name, "it differs from type to type; write the number that is meant");
        }

        return property.Instance is null or IInstanceReferenceOperation && symbol.ContainingAssembly.Equals(compilation.Assembly, SymbolEqualityComparer.Default)
            && ReadComputed(symbol, property.Syntax) is { } computed
            ? computed
            : IsExtensionMember(symbol)
            ? RefuseUnknown(property.Syntax, symbol.Name, $"it is a member of an extension block; write an extension method, such as 'static {symbol.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {symbol.Name}(this Tensor x)'")
            : RefuseUnknown(property.Syntax, symbol.Name, "what is known then is const members, locals and the properties that compute from them");
    }

    private Expression ReadElement(SyntaxNode syntax, IOperation collection, IOperation index)
    {
        if (index is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat)
            return new ElementExpression(places.Add(syntax), Read(collection), Read(index), IsFromEnd: false);
        var fromEnd = Read(hat.Operand);
        // C# may ask for the length before or after it computes the index.
        return Effects.Has(fromEnd)
            ? Refuse(syntax, "an index from the end that may change something", "keep the index in a variable first")
            : new ElementExpression(places.Add(syntax), Read(collection), fromEnd, IsFromEnd: true);
    }

    private Expression ReadCollection(CollectionExpressionSyntax collection)
    {
        var model = ModelOf(collection);
        var type = collection.Parent is CastExpressionSyntax cast ? model.GetTypeInfo(cast, cancellation).Type : model.GetTypeInfo(collection, cancellation).ConvertedType;
        if (ValueTypes.ElementOf(type) is not { } own)
        {
            return type is null or { TypeKind: TypeKind.Error } || ValueTypes.IsSupported(type)
                ? LeaveToTheCompiler(collection)
                : Refuse(collection, $"a value of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", root.Values);
        }

        var items = new List<CollectionItem>();
        foreach (var element in collection.Elements)
        {
            var expression = element switch
            {
                ExpressionElementSyntax single => single.Expression,
                SpreadElementSyntax spread => spread.Expression,
                _ => null,
            };
            if (expression is null)
                return Refuse(element, "this in a collection", "list the items");
            if (OperationOf(WithoutParentheses(expression)) is not { } operation)
                return LeaveToTheCompiler(expression);
            var isSpread = element is SpreadElementSyntax;
            var given = isSpread ? ValueTypes.ElementOf(operation.Type) : operation.Type;
            if (isSpread && given is null && operation.Type is { TypeKind: not TypeKind.Error } unknown)
                return Refuse(expression, $"a spread of a value of type '{unknown.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "use an array or a list");
            if (given is not null && compilation.ClassifyConversion(given, own) is not { Exists: true } && !operation.ConstantValue.HasValue)
                return LeaveToTheCompiler(collection);
            items.Add(new(Read(operation), isSpread, ValueTypes.Conversion(given, own)));
        }

        // C# may look into the other collection when all items have been computed.
        if (items.Exists(static item => item.IsSpread) && items.Exists(static item => Effects.Has(item.Value)) && items.Count > 1)
            return Refuse(collection, "a spread beside an item that may change something", "keep the item in a variable first");
        return new CollectionExpression(places.Add(collection), type is IArrayTypeSymbol, items.ToEquatableArray());
    }

    /// <summary>Roslyn has no operation for parentheses.</summary>
    private static ExpressionSyntax WithoutParentheses(ExpressionSyntax expression)
        => expression is ParenthesizedExpressionSyntax { Expression: var inner } ? WithoutParentheses(inner) : expression;

    private Expression ReadArray(IArrayCreationOperation array)
    {
        if (array.DimensionSizes.Length != 1)
            return Refuse(array.Syntax, "an array with several axes", "use an array of arrays");
        if (array.Type is not IArrayTypeSymbol { ElementType: var element })
            return LeaveToTheCompiler(array.Syntax);
        if (array.Initializer is { } initializer)
        {
            NoteType(element, array.Syntax);
            return new CollectionExpression(places.Add(array.Syntax), IsArray: true, Items(initializer.ElementValues));
        }

        return new NewArrayExpression(places.Add(array.Syntax), Read(array.DimensionSizes[0]), Default(array.Syntax, element));
    }

    /// <summary><c>stackalloc double[n]</c> as a span, which is an array that ends with the method.</summary>
    private Expression ReadStackArray(SyntaxNode syntax, ArrayTypeSyntax written, ExpressionSyntax size)
        => ModelOf(syntax).GetTypeInfo(written.ElementType, cancellation).Type is { } element && OperationOf(WithoutParentheses(size)) is { } length
            ? new NewArrayExpression(places.Add(syntax), Read(length), Default(syntax, element))
            : LeaveToTheCompiler(syntax);

    private EquatableArray<CollectionItem> Items(IEnumerable<IOperation> values)
        => values.Select(value => new CollectionItem(Read(value), IsSpread: false, ValueConversion.None)).ToEquatableArray();

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
        return new SwitchValueExpression(places.Add(test.Syntax), subject, [new SwitchArm(Constant(test.Syntax, true), matches)]);
    }

    /// <summary>Whether a value matches a pattern, as an expression.</summary>
    private Expression Matches(IPatternOperation pattern, LocalExpression value)
        => Nested(pattern.Syntax, () => MatchesNested(pattern, value), () => Nothing(pattern.Syntax));

    private Expression MatchesNested(IPatternOperation pattern, LocalExpression value)
    {
        var place = places.Add(pattern.Syntax);
        return pattern switch
        {
            IConstantPatternOperation constant => new BinaryExpression(place, BinaryOperator.Matches, value, Read(constant.Value)),
            IDiscardPatternOperation => Constant(pattern.Syntax, true),
            // 'var x', or a type that every value has: it matches, and names the value.
            IDeclarationPatternOperation declaration when declaration.MatchesNull || IsTypeOf(declaration.MatchedType, pattern)
                => declaration.DeclaredSymbol is ILocalSymbol local
                    ? new SequenceExpression(place, [Assign(pattern.Syntax, new LocalExpression(place, LocalOf(local)), value)], Constant(pattern.Syntax, true))
                    : Constant(pattern.Syntax, true),
            ITypePatternOperation type when IsTypeOf(type.MatchedType, pattern) => Constant(pattern.Syntax, true),
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

    private static bool IsTypeOf(ITypeSymbol? type, IPatternOperation pattern)
        => type is { IsValueType: true } && SymbolEqualityComparer.Default.Equals(type, pattern.InputType);

    private ConstantExpression Refused(IOperation operation)
    {
        if (operation.Kind == OperationKind.None && operation.Type is null or { TypeKind: TypeKind.Error })
            return LeaveToTheCompiler(operation.Syntax);
        var (what, instead) = Unsupported.Of(operation, root);
        return Refuse(operation.Syntax, what, instead);
    }

    private ConstantExpression RefuseUnknown(SyntaxNode syntax, string name, string instead)
    {
        found.Of(readingNumber).Add(ProblemKind.NotConstant, LocationRecord.From(syntax), name, instead);
        return Nothing(syntax);
    }
}
