using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

internal sealed partial class FunctionBodyReader
{
    private Value Call(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
            return CallLocal(invocation, method.OriginalDefinition);
        if (FrameworkFunctions.IsKnownType(method))
            return CallFramework(invocation, method);
        if (!FunctionAttributes.IsOn(method))
        {
            return UsesUnknown(invocation) ? Value.Unknown : Report(
                ProblemKind.NotDifferentiable,
                invocation.Syntax,
                method.Name,
                method.IsStatic && method.DeclaringSyntaxReferences.Length > 0 ? "mark it [Differentiable]" : "write out what it computes");
        }

        if (OperationOf(method) is not { } body)
        {
            return Report(
                ProblemKind.NotDifferentiable, invocation.Syntax, method.Name, "its body is not in this project: write out what it computes");
        }

        if (IsRecursive(invocation, method) || !CheckSize(invocation.Syntax))
            return Value.Unknown;
        var arguments = Arguments(invocation);
        if (foreignCalls == 0)
            callFromRoot = invocation.Syntax;
        foreignCalls++;
        var value = Run(method, body, arguments);
        foreignCalls--;
        if (foreignCalls == 0 && value is Real(var scalar) && scalar is not (Scalars.Argument or Constant))
            locals.Add((Identifiers.Camel(method.Name), scalar));
        CheckSize(invocation.Syntax);
        return value;
    }

    private Value CallLocal(IInvocationOperation invocation, IMethodSymbol function)
    {
        if (!function.IsStatic)
            return Report(ProblemKind.NotDifferentiable, invocation.Syntax, function.Name, "make the local function 'static'");
        if (!frame.LocalFunctions.TryGetValue(function, out var declared) || (declared.Body ?? declared.IgnoredBody) is not { } body)
            return Invalid(invocation);
        if (IsRecursive(invocation, function) || !CheckSize(invocation.Syntax))
            return Value.Unknown;
        foreach (var parameter in function.Parameters)
        {
            if (!IsSupported(parameter.Type) || parameter.RefKind != RefKind.None)
                return Report(ProblemKind.UnsupportedType, LocationRecord.From(parameter.Locations[0]), $"'{parameter.Name}'", parameter.Type.ToDisplayString());
        }

        return Run(function, body, Arguments(invocation));
    }

    private Value CallFramework(IInvocationOperation invocation, IMethodSymbol method)
    {
        var arguments = Arguments(invocation);
        if (arguments.Exists(static argument => argument is not (Real or Whole or Varying)))
            return Value.Unknown;
        if (arguments.TrueForAll(static argument => argument is Whole)
            && FrameworkFunctions.OfWhole(method.Name, [.. arguments.Select(static argument => ((Whole)argument).Number)]) is { } whole)
            return new Whole(whole);
        if (FrameworkFunctions.IsCondition(method.Name) && arguments is [Real(var tested)])
            return new Truth(FrameworkFunctions.Condition(method.Name, tested, build));
        if (method.Name == "Sign" && arguments is [Real or Varying])
            return new Varying(build.Unary(UnaryFunction.Sign, ScalarOf(arguments[0])));
        if (FrameworkFunctions.IsOfWhole(method.Name) && arguments.TrueForAll(static argument => argument is Whole or Varying))
            return new Varying(FrameworkFunctions.Find(method, arguments.Count)!(build, [.. arguments.Select(ScalarOf)]));
        if (IsReal(method.ReturnType)
            && arguments.TrueForAll(static argument => argument is Real)
            && FrameworkFunctions.Find(method, arguments.Count) is { } function)
            return new Real(function(build, [.. arguments.Select(static argument => ((Real)argument).Scalar)]));
        return Report(
            ProblemKind.UnknownFunction,
            invocation.Syntax,
            $"{method.ContainingType.Name}.{method.Name}",
            Advice.InsteadOfFunction(method.Name, method.ContainingType.Name));
    }

    /// <summary>The values in the order of the parameters; they are computed in the order in which they are written.</summary>
    private List<Value> Arguments(IInvocationOperation invocation)
    {
        var values = new Value[invocation.TargetMethod.Parameters.Length];
        foreach (var argument in invocation.Arguments)
            values[argument.Parameter!.Ordinal] = Evaluate(argument.Value);
        return [.. values.Select(static value => value ?? Value.Unknown)];
    }

    /// <summary>
    /// Whether the method is being read already. Every method of a circle finds it, and one of them tells: the first by its place.
    /// </summary>
    private bool IsRecursive(IInvocationOperation invocation, IMethodSymbol method)
    {
        var first = calls.FindIndex(called => called.Equals(method, SymbolEqualityComparer.Default));
        if (first < 0)
            return false;
        problems.LeaveToTheCompiler();
        if (foreignCalls == 0)
        {
            Report(ProblemKind.RecursiveFunction, invocation.Syntax, method.Name, "");
        }
        else if (first == 0 && !isCircleReported && calls.TrueForAll(called => IsBefore(root, called)))
        {
            isCircleReported = true;
            var through = string.Join(" and ", calls.Skip(1).Select(static called => $"'{called.Name}'"));
            problems.Add(ProblemKind.RecursiveFunction, LocationRecord.From(callFromRoot!), root.Name, $" through {through}");
        }

        return true;
    }

    private static bool IsBefore(IMethodSymbol method, IMethodSymbol other)
    {
        var (place, otherPlace) = (NameOf(method), NameOf(other));
        var byFile = string.CompareOrdinal(place.FilePath, otherPlace.FilePath);
        return byFile < 0 || (byFile == 0 && place.Span.Start <= otherPlace.Span.Start);
    }

    /// <summary>
    /// What C# cannot make sense of it reports itself; but members that the generator will have added it will know, and the generator does not.
    /// </summary>
    private Value Invalid(IOperation operation)
    {
        problems.LeaveToTheCompiler();
        foreach (var name in operation.Syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (IsGenerated(name.Identifier.ValueText))
            {
                return Report(
                    ProblemKind.NotDifferentiable, name, name.Identifier.ValueText, "it is generated, and the generator does not read its own code: write out what it computes");
            }
        }

        return Value.Unknown;
    }

    private bool IsGenerated(string name)
        => FunctionMembers.Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)
            && root.ContainingType.GetMembers(name.Substring(0, name.Length - suffix.Length)).Any(FunctionAttributes.IsOn));
}
