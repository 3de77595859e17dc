using NetGen.Generator.Emission;

namespace NetGen.Generator.Tests.Emission;

public sealed class NameScopeTests
{
    [Fact]
    public void A_taken_name_gets_a_number()
    {
        var scope = new NameScope();

        Assert.Equal(["sum", "sum2", "sum3", "row"], new[] { scope.Take("sum"), scope.Take("sum"), scope.Take("sum"), scope.Take("row") });
    }

    [Fact]
    public void A_block_cannot_use_the_names_around_it()
    {
        var scope = new NameScope();
        scope.Take("sum");
        using var block = scope.Block();

        Assert.Equal("sum2", block.Take("sum"));
    }

    [Fact]
    public void Blocks_side_by_side_use_the_same_names()
    {
        var scope = new NameScope();
        using (var first = scope.Block())
            Assert.Equal("row", first.Take("row"));
        using (var second = scope.Block())
            Assert.Equal("row", second.Take("row"));
    }

    [Fact]
    public void What_is_around_a_block_cannot_use_its_names_after_it()
    {
        var scope = new NameScope();
        using (var block = scope.Block())
        {
            using var inner = block.Block();
            inner.Take("row");
        }

        Assert.Equal("row2", scope.Take("row"));
    }
}
