namespace NetGen.Benchmarks;

/// <summary>Another framework cannot be measured beside ours: it ended, or computes something else.</summary>
/// <param name="message">What happened.</param>
internal sealed class PeerException(string message) : Exception(message);
