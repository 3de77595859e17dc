using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>
/// Threads that do the same job at the same time, each on its own part. The caller is the first of them. They sleep between jobs, and a
/// job allocates nothing.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] threads;
    private readonly Exception?[] failures;
    private readonly Barrier? barrier;
    private Action<int>? job;

    public WorkerTeam(int size)
    {
        Size = size;
        failures = new Exception?[size];
        threads = new Thread[size - 1];
        if (size == 1)
            return;
        barrier = new Barrier(size);
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"NetGen worker {worker}" };
            threads[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Runs <paramref name="work"/> for every worker from 0 to Size − 1, and waits for all; throws what the first to fail threw.</summary>
    public void Run(Action<int> work)
    {
        if (barrier is null)
        {
            work(0);
            return;
        }

        job = work;
        barrier.SignalAndWait();
        Try(work, 0);
        barrier.SignalAndWait();
        foreach (var failure in failures)
        {
            if (failure is not null)
                Rethrow();
        }
    }

    public void Dispose()
    {
        if (barrier is null)
            return;
        job = null;
        barrier.SignalAndWait();
        foreach (var thread in threads)
            thread.Join();
        barrier.Dispose();
    }

    private void Work(int worker)
    {
        while (true)
        {
            barrier!.SignalAndWait();
            if (job is not { } work)
                return;
            Try(work, worker);
            barrier.SignalAndWait();
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
