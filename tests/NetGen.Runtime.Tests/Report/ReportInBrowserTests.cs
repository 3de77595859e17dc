namespace NetGen.Runtime.Tests.Report;

public sealed class ReportInBrowserTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report");

    private string Path => System.IO.Path.Combine(folder.FullName, "report.html");

    public void Dispose() => folder.Delete(recursive: true);

    [BrowserFact]
    public async Task A_report_can_be_read_on_a_phone_and_on_a_desktop_in_light_and_dark()
    {
        Train();
        await using var browser = await Browser.Start();

        await RenderedPage.Check(browser, Path);
    }

    private void Train()
    {
        var trainer = ReportedTraining.Trainer("Flowers", new TrainingReport(Path) { ClassNames = ["setosa", "versicolor", "virginica"] });
        trainer.Fit(ReportedTraining.Points(300, 1), epochs: 12, ReportedTraining.Points(90, 2));
    }
}
