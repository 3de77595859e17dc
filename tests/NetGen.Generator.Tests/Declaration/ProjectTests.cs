using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Declaration;

/// <summary>What a project may look like around its networks.</summary>
public sealed class ProjectTests
{
    [Fact]
    public void A_project_may_have_several_networks_in_a_file_and_of_the_same_name_in_several_namespaces()
    {
        var run = Host.Run(
            """
            namespace First
            {
                [Network, Input(2), Dense(1)] public partial class Net;
                [Network, Input(2), Dense(1)] public partial class Other;
            }
            namespace Second
            {
                [Network, Input(2), Dense(1)] public partial class Net;
                public partial class Outer { [Network, Input(2), Dense(1)] public partial class Net; }
                public partial class Outer<T> { [Network, Input(2), Dense(1)] public partial class Net; }
            }
            """,
            "[Network, Input(2), Dense(1)] public partial class Net;");

        run.AssertClean();
        string[] networks = ["First.Net", "First.Other", "Second.Net", "Second.Outer.Net", "Second.Outer`1.Net", "Net"];
        Assert.All(networks, network => Assert.Contains(run.Files.Keys, file => file.StartsWith(network + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_project_may_have_no_networks()
        => Assert.Empty(Host.Run("public class Program;").AssertClean().Files);

    [Fact]
    public void Without_the_runtime_nothing_happens()
    {
        var run = Host.Run(Host.Compile("[Network, Input(2), Dense(1)] public partial class Net;").WithoutTheRuntime());

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Files);
        Assert.Empty(run.Result.Diagnostics);
    }

    [Fact]
    public void Attributes_of_the_same_names_from_elsewhere_are_not_meant()
    {
        var run = Host.Run("""
            namespace Elsewhere
            {
                [AttributeUsage(AttributeTargets.Class)] public sealed class NetworkAttribute : Attribute;

                [Elsewhere.Network] public class Net;
            }
            """);

        Assert.Empty(run.AssertClean().Files);
    }
}
