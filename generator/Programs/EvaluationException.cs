using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Programs;

/// <summary>The evaluation of a program comes to an end at a mistake of the developer, who is told.</summary>
/// <param name="kind">What is wrong; null where it is told elsewhere.</param>
/// <param name="place">At which expression.</param>
/// <param name="arguments">What fills the gaps of the message.</param>
internal sealed class EvaluationException(ProblemKind? kind, int place, params string[] arguments) : Exception(string.Join(" ", arguments))
{
    public ProblemKind? Kind => kind;

    public int Place => place;

    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>
    /// What is wrong is told at another network or function, or by the C# compiler: a local that is not assigned, a method that ends without its result. Whatever
    /// else has no value here is <see cref="Unknown"/>, so that nothing is given up without a word.
    /// </summary>
    public static EvaluationException ToldElsewhere(int place) => new(null, place);

    /// <summary>C# accepts this, and the interpreter has no value for it.</summary>
    public static EvaluationException Unknown(int place) => new(ProblemKind.UnknownValue, place);
}
