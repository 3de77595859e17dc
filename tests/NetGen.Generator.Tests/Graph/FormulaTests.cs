using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Graph;

/// <summary>Where a formula of formulas has parentheses.</summary>
public sealed class FormulaTests
{
    private static readonly FormulaText X = FormulaText.Of("x");
    private static readonly FormulaText Y = FormulaText.Of("y");
    private static readonly FormulaText Sum = Formula.Sum.Of([X, Y]);
    private static readonly FormulaText Product = Formula.Product.Of([X, Y]);

    [Fact]
    public void Sums_say_in_which_order_they_are_added()
    {
        Assert.Equal("x + y + x", Formula.Sum.Of([Sum, X]).Text);
        Assert.Equal("x + (x + y)", Formula.Sum.Of([X, Sum]).Text);
        Assert.Equal("x + y − x", Formula.Difference.Of([Sum, X]).Text);
        Assert.Equal("x − (x + y)", Formula.Difference.Of([X, Sum]).Text);
        Assert.Equal("x + x · y", Formula.Sum.Of([X, Product]).Text);
    }

    [Fact]
    public void Operands_with_spaces_are_in_parentheses()
    {
        Assert.Equal("(x + y) · x", Formula.Product.Of([Sum, X]).Text);
        Assert.Equal("(x · y) / x", Formula.Quotient.Of([Product, X]).Text);
        Assert.Equal("(x · y)²", Formula.Square.Of([Product]).Text);
        Assert.Equal("x² · y", Formula.Product.Of([Formula.Square.Of([X]), Y]).Text);
    }

    [Fact]
    public void Calls_have_brackets_of_their_own()
    {
        Assert.Equal("relu(x + y)", Formula.Call("relu").Of([Sum]).Text);
        Assert.Equal("relu(x + y) · x", Formula.Product.Of([Formula.Call("relu").Of([Sum]), X]).Text);
        Assert.Equal("y ⊙ relu′(x)", Formula.ChainRule(1, new("relu", "x")).Of([X, Y]).Text);
    }

    [Fact]
    public void Expressions_enclose_what_they_are_given_as_it_needs()
    {
        Scalar first = new Argument(0);
        var product = ScalarText.Right(first * new Argument(1), [X, Y]);

        Assert.Equal("x·y", product.Text);
        Assert.Equal("(x·y)²", ScalarText.Right(first * first, [product]).Text);
        Assert.Equal("(x + y)·x", ScalarText.Right(first * new Argument(1), [Sum, X]).Text);
        Assert.Equal("(x + y) + x", ScalarText.Right(first + new Argument(1), [Sum, X]).Text);
        Assert.Equal("x + y", ScalarText.Right(first, [Sum]).Text);
        Assert.Equal("(x ≤ y ? 0 : x) · x", Formula.Product.Of([ScalarText.Right(new Select(Comparison.LessOrEqual, first, new Argument(1), 0, first), [X, Y]), X]).Text);
    }
}
