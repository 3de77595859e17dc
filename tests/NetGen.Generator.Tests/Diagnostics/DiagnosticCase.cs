using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>A mistake, and exactly what is said about it.</summary>
/// <param name="Name">What the mistake is, as the end of a sentence.</param>
/// <param name="Source">The source, with the expected diagnostics marked. The C# compiler's own are to be marked too.</param>
/// <param name="Messages">The generator's messages, in the order in which they are reported.</param>
internal sealed record DiagnosticCase(string Name, string Source, params string[] Messages)
{
    /// <summary>Code that uses a network in all ways. It is to show no errors of its own when the network has some.</summary>
    private const string Use = """
        static class Use
        {
            static void All()
            {
                DigitNet net = new DigitNet(seed: 1);
                INetwork any = net;
                Workspace workspace = net.CreateWorkspace(64);
                net.Forward(workspace);
                net.Backward(workspace, net.Gradients);
                net.Backward(workspace);
                net = new DigitNet();
                net.Predict(new float[784], new float[10]);
                net.Parameters.Clear();
                net.Save("digits.safetensors");
                net.Load("digits.safetensors");
                Console.WriteLine(any.Description.Name);
            }
        }
        """;

    /// <summary>Stands in for the compiler of networks.</summary>
    public Func<NetworkDeclaration, CompiledNetwork>? Compile { get; init; }

    /// <summary>Whether code that uses the network is to bind in spite of the mistake.</summary>
    public bool IsUsable { get; init; }

    /// <summary>Whether the project has the usual namespaces by itself.</summary>
    public bool HasUsings { get; init; } = true;

    public IEnumerable<string> Ids => new Markup(Source).Expected.Select(static expected => expected.Id);

    public void Check()
    {
        var markup = new Markup(Source);
        var project = IsUsable ? Host.Compile(markup.Source, Use) : Host.Compile(markup.Source);
        var run = Host.Run(HasUsings ? project : project.WithoutUsings(), Compile);

        Assert.Null(run.Result.Exception);
        markup.AssertMatches(run.Diagnostics, Host.FileName(0));
        Assert.Equal(Messages, run.Result.Diagnostics.Select(static diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        var severities = run.Result.Diagnostics.Select(static diagnostic => (diagnostic.Severity, diagnostic.Descriptor.DefaultSeverity));
        Assert.All(severities, static severity => Assert.Equal(severity.DefaultSeverity, severity.Severity));
    }

    public override string ToString() => Name;
}
