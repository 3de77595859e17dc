using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>PyTorch in a process of its own, which measures when it is asked to and waits in between.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process process;

    private PyTorchPeer(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>Which PyTorch it is, and with which library it multiplies matrices.</summary>
    public string Version { get; }

    /// <summary>Whether it multiplies matrices with the plain loops of the reference BLAS.</summary>
    public bool HasReferenceBlas => Version.EndsWith("the reference BLAS", StringComparison.Ordinal);

    /// <summary>Starts the peer, or says why there is none.</summary>
    public static PyTorchPeer? TryStart(out string absence)
    {
        absence = $"{Python} is not there";
        if (!File.Exists(Python))
            return null;

        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "pytorch_peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["MKL_NUM_THREADS"] = "1";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is { } greeting && greeting.StartsWith("ready ", StringComparison.Ordinal))
            return new(process, greeting["ready ".Length..]);
        process.Dispose();
        absence = $"{Python} cannot import torch";
        return null;
    }

    /// <summary>The best time in a round of about <paramref name="duration"/>, in microseconds.</summary>
    /// <param name="of">The network.</param>
    /// <param name="what"><c>step</c> or <c>forward</c>.</param>
    /// <param name="duration">How long to measure.</param>
    public double Measure(NetworkCase of, string what, TimeSpan duration)
    {
        process.StandardInput.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{of.PeerArguments} {what} {duration.TotalSeconds}"));
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } answer
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"PyTorch ended while it measured {of.Name}.");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
