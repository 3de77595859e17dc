namespace NetGen.Generator.Common;

/// <summary>
/// Stands around a step that one class or one function goes through. Roslyn would report an exception as the warning CS8785, which names no
/// class, and would drop the code of every network and function of the project. So whatever goes wrong becomes the diagnostic of that one.
/// </summary>
internal static class Guard
{
    /// <summary>Runs a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="otherwise">What it gives where it failed.</param>
    /// <param name="cancellation">Only what was asked to stop may stop.</param>
    public static T Run<T>(Func<T> step, Func<Failure, T> otherwise, CancellationToken cancellation)
    {
        try
        {
            return step();
        }
#pragma warning disable CA1031 // Whatever went wrong, it is to be told as the diagnostic.
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellation.IsCancellationRequested))
#pragma warning restore CA1031
        {
            return otherwise(new(exception));
        }
    }
}

/// <summary>A mistake of the generator's own.</summary>
internal sealed class Failure(Exception exception)
{
    /// <summary>What fills the gaps of the message about it.</summary>
    /// <param name="subject">What the generator failed on: <c>network 'Space.DigitNet'</c>.</param>
    public string[] About(string subject) => [subject, exception.GetType().Name, exception.Message.Replace("\r", "").Replace('\n', ' ')];
}
