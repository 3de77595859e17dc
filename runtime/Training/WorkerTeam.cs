using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>
/// Threads that do the same job at the same time, each on its own part. The caller is the first of them. They wait for the next job, shortly awake,
/// then asleep, and a job allocates nothing. A team that is no longer used ends its threads, disposed or not.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // The threads know the crew and not the team, so that a team that nobody uses can be collected while they sleep.
    private readonly Crew crew;

    public WorkerTeam(int size) => crew = new Crew(size);

    ~WorkerTeam() => crew.Stop();

    public int Size => crew.Size;

    /// <summary>Runs <paramref name="work"/> for all workers; see <see cref="Run(Action{int}, int, int)"/>.</summary>
    public void Run(Action<int> work) => Run(work, Size);

    /// <summary>Runs <paramref name="work"/> for some workers, who may all exchange; see <see cref="Run(Action{int}, int, int)"/>.</summary>
    public void Run(Action<int> work, int workers) => Run(work, workers, workers);

    /// <summary>
    /// Runs <paramref name="work"/> for every worker from 0 to <paramref name="workers"/> − 1, and waits for all; throws what the first to fail
    /// threw. Workers that wait for one that failed stop, too.
    /// </summary>
    /// <param name="work">What each does, given its number.</param>
    /// <param name="workers">How many workers take part.</param>
    /// <param name="exchanging">How many of them, the first, call <see cref="Exchange"/>; 0 where it is not to be called.</param>
    public void Run(Action<int> work, int workers, int exchanging)
    {
        crew.Run(work, workers, exchanging);
        GC.KeepAlive(this);
    }

    /// <summary>Within a job: waits for all workers of the job; the last to come calls <paramref name="decide"/> before anybody goes on.</summary>
    public void Meet(int worker, Action? decide = null) => crew.Meeting.Wait(worker, decide);

    /// <summary>
    /// Within a job: the sum of the <paramref name="part"/>s of all workers that exchange, in the order of the workers, so that all have the same bits.
    /// Each of them calls it as often as the others, for as many numbers.
    /// </summary>
    public void Exchange(int worker, ReadOnlySpan<float> part, Span<float> whole) => crew.Exchange.Sum(worker, part, whole);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        crew.Dispose();
    }

    private sealed class Crew : IDisposable
    {
        // Not System.Threading.Barrier, which allocates when a thread first has to sleep: at any step, not only at the first.
        private readonly Signal[] started;
        private readonly Signal done;
        private readonly Thread[] threads;
        private readonly Exception?[] failures;
        private Action<int>? job;
        private int working;

        public Crew(int size)
        {
            Size = size;
            var spins = size <= Environment.ProcessorCount;
            Meeting = new Meeting(size, spins);
            Exchange = new WorkerExchange(size, spins);
            failures = new Exception?[size];
            done = new Signal(spins);
            started = new Signal[size - 1];
            threads = new Thread[size - 1];
            for (var i = 0; i < threads.Length; i++)
            {
                var worker = i + 1;
                started[i] = new Signal(spins);
                threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"NetGen worker {worker}" };
                threads[i].Start();
            }
        }

        public int Size { get; }

        public Meeting Meeting { get; }

        public WorkerExchange Exchange { get; }

        public void Run(Action<int> work, int workers, int exchanging)
        {
            Meeting.Begin(workers);
            Exchange.Begin(exchanging);
            job = work;
            working = workers - 1;
            for (var i = 0; i < workers - 1; i++)
                started[i].Raise();
            Try(work, 0);
            if (workers > 1)
                done.Wait();
            job = null;
            foreach (var failure in failures)
            {
                if (failure is not null)
                    Rethrow();
            }
        }

        /// <summary>Lets the threads end.</summary>
        public void Stop()
        {
            job = null;
            foreach (var start in started)
                start.Raise();
        }

        public void Dispose()
        {
            Stop();
            foreach (var thread in threads)
                thread.Join();
            foreach (var start in started)
                start.Dispose();
            done.Dispose();
            Meeting.Dispose();
            Exchange.Dispose();
        }

        private void Work(int worker)
        {
            do
            {
                started[worker - 1].Wait();
            }
            while (DoJob(worker));
        }

        // A method of its own, so that a thread that waits has no reference to the last job, and through it to the team.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool DoJob(int worker)
        {
            if (job is not { } work)
                return false;
            Try(work, worker);
            if (Interlocked.Decrement(ref working) == 0)
                done.Raise();
            return true;
        }

        private void Try(Action<int> work, int worker)
        {
            try
            {
                work(worker);
            }
            catch (Meeting.BrokenException)
            {
                // Another worker has failed, and its exception says why.
            }
            catch (Exception exception)
            {
                failures[worker] = exception;
                Meeting.Break();
                Exchange.Break();
            }
        }

        private void Rethrow()
        {
            var failure = failures.First(static failure => failure is not null)!;
            Array.Clear(failures);
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
