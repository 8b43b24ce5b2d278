namespace Microsoft.ML.Runtime;

/// <summary>Opens channels to the log.</summary>
public interface IChannelProvider : IExceptionContext
{
    IChannel Start(string name);
}
