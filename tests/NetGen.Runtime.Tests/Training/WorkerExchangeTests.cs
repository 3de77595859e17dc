using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetGen.Runtime.Tests.Training;

public class WorkerExchangeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(8, 8)]
    [InlineData(8, 5)]
    [InlineData(3, 1)]
    public void All_workers_of_a_job_get_the_sum_of_their_parts_in_every_meeting(int size, int workers)
    {
        const int Meetings = 500;
        const int Count = 7;
        using var team = new WorkerTeam(size);
        var results = new float[size][];
        for (var job = 0; job < 20; job++)
        {
            Array.Clear(results);
            team.Run(
                worker =>
                {
                    var (part, whole) = (new float[Count], new float[Count]);
                    var all = new List<float>();
                    for (var meeting = 0; meeting < Meetings; meeting++)
                    {
                        for (var place = 0; place < Count; place++)
                            part[place] = Part(worker, meeting, place);
                        team.Exchange(worker, part, whole);
                        all.AddRange(whole);
                    }

                    results[worker] = [.. all];
                },
                workers);
            var expected = Enumerable.Range(0, Meetings * Count)
                .Select(place => (float)Enumerable.Range(0, workers).Sum(worker => (double)Part(worker, place / Count, place % Count))).ToArray();
            for (var worker = 0; worker < size; worker++)
            {
                if (worker < workers)
                    Assert.Equal(expected, results[worker]);
                else
                    Assert.Null(results[worker]);
            }
        }

        static float Part(int worker, int meeting, int place) => MathF.Sin((worker * 31) + meeting) / (1 + place);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void A_worker_that_fails_leaves_nobody_waiting_and_its_exception_comes_out(int failing, int meetingsBefore)
    {
        using var team = new WorkerTeam(4);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var exception = Assert.Throws<InvalidTimeZoneException>(() => team.Run(worker =>
            {
                for (var meeting = 0; meeting < 5; meeting++)
                {
                    if (worker == failing && meeting == meetingsBefore)
                        throw new InvalidTimeZoneException("fell over");
                    Meet(worker, worker);
                }
            }));
            Assert.Equal("fell over", exception.Message);

            // The team is as good as new.
            var sums = new float[4];
            team.Run(worker => sums[worker] = Meet(worker, worker + 1));
            Assert.Equal([10f, 10f, 10f, 10f], sums);
        }

        float Meet(int worker, float part)
        {
            Span<float> whole = stackalloc float[1];
            team.Exchange(worker, [part], whole);
            return whole[0];
        }
    }

    [Fact]
    public void Meetings_of_workers_that_fall_asleep_allocate_nothing()
    {
        const int Jobs = 60;
        var marks = new long[3, Jobs];
        var parts = new float[3, 5];
        var number = 0;
        using var team = new WorkerTeam(3);
        Action<int> job = worker =>
        {
            Span<float> own = stackalloc float[5];
            for (var meeting = 0; meeting < 3; meeting++)
            {
                // One comes so late that the others stop spinning and sleep.
                if (worker == number % 3 && meeting == 1)
                    Thread.Sleep(2);
                team.Exchange(worker, own, own);
            }

            marks[worker, number] = GC.GetAllocatedBytesForCurrentThread();
        };
        Assert.Equal(0, Allocation.Least(Allocated));

        long Allocated()
        {
            for (number = 0; number < Jobs; number++)
                team.Run(job);
            return Enumerable.Range(0, 3).Sum(worker => marks[worker, Jobs - 1] - marks[worker, 5]);
        }
    }

    [Fact]
    public void A_team_that_nobody_uses_ends_its_threads()
    {
        var threads = Use();
        var started = Stopwatch.GetTimestamp();
        while (threads.Exists(static thread => thread.IsAlive) && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }

        Assert.DoesNotContain(threads, static thread => thread.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static List<Thread> Use()
        {
            var team = new WorkerTeam(3);
            var threads = new List<Thread>();
            Action<int> job = _ =>
            {
                lock (threads)
                    threads.Add(Thread.CurrentThread);
                GC.KeepAlive(team);
            };
            team.Run(job);
            threads.Remove(Thread.CurrentThread);
            return threads;
        }
    }
}
