using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>What a function computes: the first of the expressions over its parameters; the others are what its locals hold.</summary>
/// <param name="Expressions">The result, then a value for each of <paramref name="Locals"/>.</param>
/// <param name="Locals">The locals' names.</param>
internal sealed record FunctionBody(ScalarList Expressions, EquatableArray<string> Locals);
