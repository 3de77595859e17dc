using System.Diagnostics;

namespace NetGen.Benchmarks;

/// <summary>Another framework in a process of its own, which measures when it is asked to and waits in between: one line for a request, one for its answer.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;
    private readonly string framework;
    private volatile string lastError = "";

    private PeerProcess(Process process, string framework)
    {
        (this.process, this.framework) = (process, framework);
        process.ErrorDataReceived += (_, line) => lastError = string.IsNullOrWhiteSpace(line.Data) ? lastError : line.Data;
        process.BeginErrorReadLine();
    }

    /// <summary>What the peer says of itself.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Runs a script that lies beside the benchmark; null where it does not come up with a line of <c>ready</c> and a version.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static PeerProcess? TryStart(string framework, string program, string script)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var threads in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[threads] = "1";
        var peer = new PeerProcess(Process.Start(start)!, framework);
        if (peer.process.StandardOutput.ReadLine() is { } greeting && greeting.StartsWith("ready ", StringComparison.Ordinal))
        {
            peer.Version = greeting["ready ".Length..];
            return peer;
        }

        peer.Dispose();
        return null;
    }

    /// <exception cref="PeerException">The peer ended instead of answering.</exception>
    public string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine()
            ?? throw new PeerException($"{framework} ended instead of answering '{request}'. Its last words: {lastError}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
