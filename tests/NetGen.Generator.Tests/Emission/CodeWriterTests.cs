using NetGen.Generator.Emission;

namespace NetGen.Generator.Tests.Emission;

public sealed class CodeWriterTests
{
    [Fact]
    public void Lines_are_indented_by_their_blocks()
    {
        var writer = new CodeWriter();
        using (writer.Braces("class Net"))
        {
            writer.Line("int a;\nint b;");
            using (writer.Indented("void Run() =>"))
                writer.Line("Go();");
        }

        Assert.Equal("class Net\n{\n    int a;\n    int b;\n    void Run() =>\n        Go();\n}\n", writer.ToString());
    }

    [Fact]
    public void A_line_is_left_empty_between_things_only()
    {
        var writer = new CodeWriter();
        writer.Blank();
        using (writer.Braces("class Net"))
        {
            writer.Blank();
            writer.Line("int a;");
            writer.Blank().Blank();
            writer.Line("int b;");
            writer.Blank();
        }

        Assert.Equal("class Net\n{\n    int a;\n\n    int b;\n}\n", writer.ToString());
    }

    [Fact]
    public void A_block_is_set_apart_from_what_follows_but_not_from_its_else()
    {
        var writer = new CodeWriter();
        using (writer.Braces("void Run()"))
        {
            using (writer.Braces("if (a)"))
                writer.Line("b();");
            using (writer.Braces("else"))
                writer.Line("c();");
            writer.Line("d();");
        }

        Assert.Equal("void Run()\n{\n    if (a)\n    {\n        b();\n    }\n    else\n    {\n        c();\n    }\n\n    d();\n}\n", writer.ToString());
    }

    [Fact]
    public void An_empty_line_has_no_spaces()
    {
        var writer = new CodeWriter();
        using (writer.Braces(""))
            writer.Line("a;\n\nb;");

        Assert.Equal("{\n    a;\n\n    b;\n}\n", writer.ToString());
    }

    [Fact]
    public void Documentation_is_escaped_and_short_where_it_can_be()
    {
        var writer = new CodeWriter();
        writer.Documentation("summary", "a < b & c");
        writer.Documentation("param name=\"x\"", "first", "", "second");

        Assert.Equal("/// <summary>a &lt; b &amp; c</summary>\n/// <param name=\"x\">\n/// first\n///\n/// second\n/// </param>\n", writer.ToString());
    }

    [Fact]
    public void A_long_call_has_an_argument_on_each_line()
    {
        var name = new string('a', 70);
        var writer = new CodeWriter();
        writer.Call("Run", ["x", "y"]);
        writer.Call("Run", [name, name]);
        using (writer.Braces(""))
            writer.Call("Run", [name, name]);

        Assert.Equal(
            $"Run(x, y);\nRun({name}, {name});\n{{\n    Run(\n        {name},\n        {name});\n}}\n",
            writer.ToString());
    }
}
