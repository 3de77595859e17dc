using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Which variables of a procedure something reads.</summary>
internal static class VariablesOf
{
    public static void Term(Term? term, Action<int> read)
    {
        switch (term)
        {
            case RealTerm(var scalar):
                Scalar(scalar, read);
                break;
            case WholeTerm(var whole):
                Whole(whole, read);
                break;
            case RealOfWhole(var whole):
                Whole(whole, read);
                break;
            case ElementTerm(_, _, var index):
                Whole(index, read);
                break;
            case TruthTerm(var condition):
                Condition(condition, read);
                break;
        }
    }

    public static void Scalar(Scalar scalar, Action<int> read)
    {
        foreach (var argument in ScalarArguments.Of(scalar))
            read(argument);
    }

    public static void Whole(Whole whole, Action<int> read)
    {
        switch (whole)
        {
            case WholeVariable(var variable):
                read(variable);
                break;
            case WholeBinary(_, var left, var right):
                Whole(left, read);
                Whole(right, read);
                break;
            case WholeNegative(var operand):
                Whole(operand, read);
                break;
            case WholeElement(_, _, var index):
                Whole(index, read);
                break;
            case WholeConversion(_, var operand):
                Whole(operand, read);
                break;
            case WholeOfEnumeration(_, _, var operand):
                Whole(operand, read);
                break;
            case WholePart(_, var operand):
                Scalar(operand, read);
                break;
            case CheckpointInterval(var rounds):
                Whole(rounds, read);
                break;
            case WholeCall(_, var arguments):
                foreach (var argument in arguments)
                    Whole(argument, read);
                break;
        }
    }

    public static void Condition(Condition? condition, Action<int> read)
    {
        switch (condition)
        {
            case Compared(_, var left, var right):
                Scalar(left, read);
                Scalar(right, read);
                break;
            case ComparedWhole(_, var left, var right):
                Whole(left, read);
                Whole(right, read);
                break;
            case TruthVariable(var variable):
                read(variable);
                break;
            case TruthElement(_, _, var index):
                Whole(index, read);
                break;
            case Chosen(var choice, var whenTrue, var whenFalse):
                Condition(choice, read);
                Condition(whenTrue, read);
                Condition(whenFalse, read);
                break;
        }
    }
}

/// <summary>Rewrites the expressions in terms and conditions.</summary>
/// <param name="rewrite">What becomes of an expression.</param>
/// <param name="rename">What a variable is called that is a whole number or a truth value.</param>
internal sealed class TermRewriter(Func<Scalar, Scalar> rewrite, Func<int, int>? rename = null)
{
    public Term Term(Term term) => term switch
    {
        RealTerm(var scalar) => new RealTerm(rewrite(scalar)),
        WholeTerm(var whole) => new WholeTerm(Whole(whole)),
        RealOfWhole(var whole) => new RealOfWhole(Whole(whole)),
        ElementTerm element => element with { Index = Whole(element.Index) },
        TruthTerm(var condition) => new TruthTerm(Condition(condition)),
        _ => term,
    };

    public Whole Whole(Whole whole) => whole switch
    {
        WholeBinary binary => binary with { Left = Whole(binary.Left), Right = Whole(binary.Right) },
        WholeNegative(var operand) => new WholeNegative(Whole(operand)),
        WholeElement element => element with { Index = Whole(element.Index) },
        WholeConversion conversion => conversion with { Operand = Whole(conversion.Operand) },
        WholeOfEnumeration value => value with { Operand = Whole(value.Operand) },
        WholePart part => part with { Operand = rewrite(part.Operand) },
        WholeVariable(var variable) when rename is not null => new WholeVariable(rename(variable)),
        CheckpointInterval(var rounds) => new CheckpointInterval(Whole(rounds)),
        WholeCall call => call with { Arguments = call.Arguments.Select(Whole).ToEquatableArray() },
        _ => whole,
    };

    public Condition Condition(Condition condition) => condition switch
    {
        Compared(var comparison, var left, var right) => Of(comparison, rewrite(left), rewrite(right)),
        ComparedWhole(var comparison, var left, var right) => new ComparedWhole(comparison, Whole(left), Whole(right)),
        TruthVariable(var variable) when rename is not null => new TruthVariable(rename(variable)),
        TruthElement element => element with { Index = Whole(element.Index) },
        Chosen(var choice, var whenTrue, var whenFalse) => Scalars.Condition.Choose(Condition(choice), Condition(whenTrue), Condition(whenFalse)),
        _ => condition,
    };

    /// <summary>Nothing is less than itself.</summary>
    private static Condition Of(Comparison comparison, Scalar left, Scalar right)
        => comparison is Comparison.Less or Comparison.Greater && left is Argument && left == right ? Scalars.Condition.False : new Compared(comparison, left, right);
}
