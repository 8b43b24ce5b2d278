using Microsoft.Extensions.Logging;

namespace MLResNet.Cli.Serving;

/// <summary>Writes what a server has to say as notes, a line each.</summary>
internal sealed class NoteLog(CommandContext context) : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string reason = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
        lock (_gate)
            context.Note($"{DateTime.Now:HH:mm:ss} {formatter(state, exception)}{reason}");
    }

    public void Dispose()
    {
    }
}
