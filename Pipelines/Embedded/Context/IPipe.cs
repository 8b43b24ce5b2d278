namespace Microsoft.ML.Runtime;

/// <summary>Takes messages of a type.</summary>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}
