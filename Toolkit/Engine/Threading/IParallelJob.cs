namespace MLResNet.Engine.Threading;

/// <summary>Work cut into numbered parts that may run in any order, on any thread, each exactly once.</summary>
internal interface IParallelJob
{
    void Execute(int part);
}
