using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>
/// Threads that do the same job at the same time, each on its own part. The caller is the first of them. They sleep between jobs, and a
/// job allocates nothing.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // Not System.Threading.Barrier, which allocates when a thread first has to sleep: at any step, not only at the first.
    private readonly SemaphoreSlim[] started;
    private readonly SemaphoreSlim done = new(0);
    private readonly Thread[] threads;
    private readonly Exception?[] failures;
    private Action<int>? job;
    private int working;

    public WorkerTeam(int size)
    {
        Size = size;
        failures = new Exception?[size];
        started = new SemaphoreSlim[size - 1];
        threads = new Thread[size - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            started[i] = new SemaphoreSlim(0);
            threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"NetGen worker {worker}" };
            threads[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Runs <paramref name="work"/> for every worker from 0 to Size − 1, and waits for all; throws what the first to fail threw.</summary>
    public void Run(Action<int> work)
    {
        job = work;
        working = threads.Length;
        foreach (var start in started)
            start.Release();
        Try(work, 0);
        if (threads.Length > 0)
            done.Wait();
        foreach (var failure in failures)
        {
            if (failure is not null)
                Rethrow();
        }
    }

    public void Dispose()
    {
        job = null;
        foreach (var start in started)
            start.Release();
        foreach (var thread in threads)
            thread.Join();
        foreach (var start in started)
            start.Dispose();
        done.Dispose();
    }

    private void Work(int worker)
    {
        while (true)
        {
            started[worker - 1].Wait();
            if (job is not { } work)
                return;
            Try(work, worker);
            if (Interlocked.Decrement(ref working) == 0)
                done.Release();
        }
    }

    private void Try(Action<int> work, int worker)
    {
        try
        {
            work(worker);
        }
        catch (Exception exception)
        {
            failures[worker] = exception;
        }
    }

    private void Rethrow()
    {
        var failure = failures.First(static failure => failure is not null)!;
        Array.Clear(failures);
        ExceptionDispatchInfo.Throw(failure);
    }
}
