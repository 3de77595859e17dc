using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>PyTorch, by pytorch_peer.py.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly PeerProcess process;

    private PyTorchPeer(PeerProcess process) => this.process = process;

    /// <summary>Which PyTorch it is, and with which library it multiplies matrices.</summary>
    public string Version => process.Version;

    /// <summary>Whether it multiplies matrices with the plain loops of the reference BLAS.</summary>
    public bool HasReferenceBlas => Version.EndsWith("the reference BLAS", StringComparison.Ordinal);

    /// <summary>Starts the peer, or says why there is none.</summary>
    public static PyTorchPeer? TryStart(out string absence)
    {
        absence = $"{Python} is not there";
        if (!File.Exists(Python))
            return null;
        absence = $"{Python} cannot import torch";
        return PeerProcess.TryStart("PyTorch", Python, "pytorch_peer.py") is { } process ? new(process) : null;
    }

    /// <summary>The best time in a round of about <paramref name="duration"/>, in microseconds.</summary>
    /// <param name="of">The network.</param>
    /// <param name="what"><c>step</c> or <c>forward</c>.</param>
    /// <param name="duration">How long to measure.</param>
    public double Measure(NetworkCase of, string what, TimeSpan duration)
        => double.Parse(
            process.Ask(string.Create(CultureInfo.InvariantCulture, $"{of.PeerArguments} {what} {duration.TotalSeconds}")), CultureInfo.InvariantCulture);

    public void Dispose() => process.Dispose();
}
