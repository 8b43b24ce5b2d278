namespace MLResNet.Engine.Threading;

/// <summary>
/// A core that a thread outside a team has for something else, until this is disposed; the team's jobs run on the others.
/// </summary>
internal readonly struct OccupiedCore : IDisposable
{
    private readonly ThreadTeam _team;

    public OccupiedCore(ThreadTeam team)
    {
        _team = team;
        team.Enter();
    }

    public void Dispose() => _team.Exit();
}
