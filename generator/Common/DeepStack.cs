using System.Runtime.ExceptionServices;

namespace NetGen.Generator.Common;

/// <summary>
/// Runs what walks deep trees on a stack of its own. The host's stack may be of any size, 1 MB in most editors, and what can be compiled must not
/// depend on it. The depth of all trees is limited, so that this stack is large enough for each.
/// </summary>
internal static class DeepStack
{
    // Memory is taken only where the stack grows into it.
    private const int Bytes = 64 * 1024 * 1024;

    [ThreadStatic]
    private static bool isHere;

    public static T Run<T>(Func<T> function)
    {
        if (isHere)
            return function();
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                isHere = true;
                try
                {
                    result = function();
                }
#pragma warning disable CA1031 // It is thrown again where the function was called.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            Bytes)
        {
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
