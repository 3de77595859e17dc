namespace NetGen.Samples.Tests;

/// <summary>One run of a sample, as long as a user's, that several tests look at.</summary>
public abstract class WholeRun(string sample, params string[] arguments) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory(sample);

    /// <summary>What it wrote and how it ended.</summary>
    internal SampleRun Run { get; private set; } = null!;

    public string PathOf(string file) => Path.Combine(folder.FullName, file);

    public async Task InitializeAsync() => Run = await SampleRun.Of(sample, folder.FullName, arguments);

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
