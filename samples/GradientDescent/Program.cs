using System.Text;
using GradientDescent;
using GradientDescent.Drawing;
using GradientDescent.Page;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.Write(Options.HelpText);
        return 0;
    }

    var descents = Landscape.All
        .Select((landscape, index) => Contestant.All
            .Select(contestant => Descent.Run(landscape, contestant.Make(contestant.Rates[index]), landscape.Steps)).ToArray())
        .ToArray();
    for (var i = 0; i < descents.Length; i++)
        Console.WriteLine(Report.Race(Landscape.All[i], i, descents[i]));

    Descent[] rates = [.. LearningRate.All.Select(static rate => rate.Run())];
    Console.WriteLine(Report.Rates(rates));
    File.WriteAllText(options.Output, Picture.Draw(descents, rates));
    Console.WriteLine($"picture: {options.Output}");
    InteractivePage.Make().Save(options.Page);
    Console.WriteLine($"page: {options.Page}");
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"gradient-descent: {exception.Message}");
    return 2;
}
