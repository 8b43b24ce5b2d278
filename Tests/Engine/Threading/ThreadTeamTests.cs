using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Tests.Threading;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_runs_exactly_once(int size)
    {
        using ThreadTeam team = new(size);
        int[] runs = new int[1000];
        for (int round = 1; round <= 300; round++)
        {
            CountJob job = new(runs);
            team.Run(runs.Length, ref job);
            Assert.All(runs, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void Several_callers_share_a_team_without_waiting_for_ever()
    {
        using ThreadTeam team = new(3);
        Parallel.For(0, 8, _ =>
        {
            int[] runs = new int[50];
            for (int round = 1; round <= 200; round++)
            {
                CountJob job = new(runs);
                team.Run(runs.Length, ref job);
                Assert.All(runs, count => Assert.Equal(round, count));
            }
        });
    }

    [Fact]
    public void A_sleeping_team_wakes_for_the_next_job()
    {
        using ThreadTeam team = new(4);
        int[] runs = new int[64];
        CountJob first = new(runs);
        team.Run(runs.Length, ref first);
        Thread.Sleep(50); // longer than the helpers spin
        CountJob second = new(runs);
        team.Run(runs.Length, ref second);
        Assert.All(runs, count => Assert.Equal(2, count));
    }

    [Fact]
    public void Cores_that_others_occupy_are_not_the_teams_until_they_leave()
    {
        using ThreadTeam team = new(3);
        using var all = new Barrier(3);
        for (int round = 0; round < 20; round++)
        {
            using (new OccupiedCore(team))
            using (new OccupiedCore(team))
            {
                ThreadJob alone = new(new int[100], meeting: null);
                team.Run(100, ref alone);
                Assert.All(alone.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
            }
            ThreadJob together = new(new int[3], all); // each part waits until all three run, each on a thread of its own
            team.Run(3, ref together);
            Assert.Equal(3, together.Threads.Distinct().Count());
        }
    }

    [Fact]
    public void What_a_part_throws_reaches_the_caller_and_the_team_works_on()
    {
        using ThreadTeam team = new(2);
        FailingJob failing = new();
        Exception failure = Assert.Throws<InvalidOperationException>(() => team.Run(10, ref failing));
        Assert.Equal("part 7", failure.Message);

        int[] runs = new int[10];
        CountJob job = new(runs);
        team.Run(runs.Length, ref job);
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    private readonly struct CountJob(int[] runs) : IParallelJob
    {
        public void Execute(int part) => Interlocked.Increment(ref runs[part]);
    }

    private readonly struct ThreadJob(int[] threads, Barrier? meeting) : IParallelJob
    {
        public int[] Threads => threads;

        public void Execute(int part)
        {
            threads[part] = Environment.CurrentManagedThreadId;
            meeting?.SignalAndWait();
        }
    }

    private readonly struct FailingJob : IParallelJob
    {
        public void Execute(int part)
        {
            if (part == 7)
                throw new InvalidOperationException("part 7");
        }
    }
}
