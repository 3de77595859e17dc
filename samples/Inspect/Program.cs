// What a network is, without an editor: tables, pictures, the plan of its memory, how each step is carried out, and whether its gradients are right.
using System.Globalization;
using System.Text;
using Inspect;
using NetGen;

const string Help = """
    Shows y = (a + b) · c, its graph and its backward pass node by node with the emitted code beside it, and then the same of LeNet-5.

      --only NAME      expression, or lenet
      --out FOLDER     writes the pictures to FOLDER: SVG, Mermaid (.mmd) and Graphviz (.dot)
      --help           this text
    """;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (only, folder) = ((string?)null, (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help":
            Console.WriteLine(Help);
            return 0;
        case "--only" when i + 1 < args.Length && args[i + 1] is "expression" or "lenet":
            only = args[++i];
            break;
        case "--out" when i + 1 < args.Length && args[i + 1].Length > 0:
            folder = args[++i];
            break;
        default:
            Console.Error.WriteLine($"inspect: '{string.Join(' ', args)}' is not understood; --help lists the options.");
            return 2;
    }
}

if (only != "lenet")
    ShowExpression();
if (only != "expression")
    ShowLeNet5();
return 0;

void ShowExpression()
{
    var network = new Expression();
    var description = network.Description;
    Heading("y = (a + b) · c, its graph");
    Console.WriteLine(description.ToMermaid(NetworkPart.Forward));
    Draw(description, "expression");

    var workspace = network.CreateWorkspace(1);
    (workspace.Input(0)[0], workspace.Input(1)[0], workspace.Input(2)[0]) = (2, 3, 4);
    network.Forward(workspace);
    workspace.OutputGradients[0] = 1;
    network.Backward(workspace, network.Gradients);
    Heading("a = 2, b = 3, c = 4: every value and every gradient, node by node");
    foreach (var step in description.Steps())
    {
        var pass = step.IsBackward ? "Backward" : "Forward";
        var values = string.Join(", ", step.Writes.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {workspace.Tensor(name)[0]:G4}")));
        Console.WriteLine($"{step.Number}. {step.Formula.Replace("\n", "; ", StringComparison.Ordinal)}      {values}");
        Console.WriteLine(EmittedFile.Method($"Inspect.Expression.{pass}.g.cs", step.Method) + "\n");
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"∂a = {workspace.InputGradient(0)[0]}, ∂b = {workspace.InputGradient(1)[0]}, ∂c = {workspace.InputGradient(2)[0]}\n"));
    Console.WriteLine(network.CheckGradients([2, 3, 4], [0]).ThrowIfWrong());
}

void ShowLeNet5()
{
    var network = new LeNet5(seed: 1);
    var description = network.Description;
    Heading("LeNet-5, layer by layer");
    Console.WriteLine(description.ToText());
    Heading("The graph of its layers, for a page with Mermaid");
    Console.WriteLine(description.ToMermaid());
    Draw(description, "lenet5");

    Heading("Each step of training, and why it is carried out so");
    Console.WriteLine(description.StepsToText());
    Heading("The plan of the workspace, in which every gradient is kept");
    Console.WriteLine(description.MemoryToText());

    var random = new CounterRandom(3);
    var images = new float[4 * description.InputSize];
    foreach (ref var pixel in images.AsSpan())
        pixel = (float)random.NextDouble();
    Heading("Its gradients: fast, beside the readable form, against the loss");
    Console.WriteLine(network.CheckGradients(images, [3, 1, 4, 1], new CrossEntropyLoss(), beside: new LeNet5ToRead()).ThrowIfWrong());
}

void Draw(NetworkDescription network, string name)
{
    if (folder is null)
        return;
    Directory.CreateDirectory(folder);
    foreach (var part in Enum.GetValues<NetworkPart>())
    {
        var path = Path.Combine(folder, $"{name}-{part.ToString().ToLowerInvariant()}");
        File.WriteAllText(path + ".svg", network.ToSvg(part));
        File.WriteAllText(path + ".mmd", network.ToMermaid(part));
        File.WriteAllText(path + ".dot", network.ToGraphviz(part));
    }

    Console.WriteLine($"pictures: {Path.Combine(folder, name)}-*.svg, .mmd, .dot\n");
}

static void Heading(string text) => Console.WriteLine($"\n{text}\n{new string('─', text.Length)}");
