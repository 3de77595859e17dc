using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>
/// The members that a class gains for a function: so that the developer's own can be kept apart from them, and so that they are there, too,
/// while the function has errors.
/// </summary>
internal static class FunctionMembers
{
    /// <summary>Up to as many parameters, all second derivatives are given at once.</summary>
    public const int MostForHessian = 3;

    public const string Gradient = nameof(Gradient);
    public const string Hessian = nameof(Hessian);
    public const string HessianVectorProduct = nameof(HessianVectorProduct);
    public const string Loss = nameof(Loss);

    public const string Jacobian = nameof(Jacobian);
    public const string Jvp = nameof(Jvp);
    public const string Vjp = nameof(Vjp);

    public static readonly string[] Suffixes = [Gradient, Hessian, HessianVectorProduct, Loss, Jacobian, Jvp, Vjp];

    public static IEnumerable<GeneratedMember> Of(string name, RealType type, int count, FunctionProducts products)
    {
        var number = type.Name;
        if ((products & (FunctionProducts.Gradient | FunctionProducts.PredictionGradient)) != 0)
            yield return Method(name + Gradient, number, count);
        if ((products & FunctionProducts.Gradient) != 0)
        {
            yield return Spans(name, number, count, 1);
            yield return Spans(name + Gradient, number, count, count + 1);
        }

        if ((products & FunctionProducts.Hessian) != 0 && count <= MostForHessian)
            yield return Method(name + Hessian, number, count);
        if ((products & FunctionProducts.Hessian) != 0 && count > 1)
            yield return Method(name + HessianVectorProduct, number, 2 * count);
        if ((products & FunctionProducts.Loss) != 0)
            yield return new(name + Loss, "class");
    }

    private static GeneratedMember Method(string name, string type, int count)
        => new(name, "", Enumerable.Repeat(new GeneratedParameter(type, ""), count).ToEquatableArray());

    private static GeneratedMember Spans(string name, string type, int inputs, int outputs) => new(
        name,
        "void",
        Enumerable.Repeat(new GeneratedParameter($"global::System.ReadOnlySpan<{type}>", ""), inputs)
            .Concat(Enumerable.Repeat(new GeneratedParameter($"global::System.Span<{type}>", ""), outputs)).ToEquatableArray());
}
