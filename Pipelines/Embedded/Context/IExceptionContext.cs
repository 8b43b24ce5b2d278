namespace Microsoft.ML.Runtime;

/// <summary>Who throws an exception.</summary>
public interface IExceptionContext
{
    string ContextDescription { get; }

    TException Process<TException>(TException ex) where TException : Exception;
}
