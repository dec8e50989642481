using System.Collections.Concurrent;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>What the program logged as an error: a test that sees a 500 can say why.</summary>
public sealed class Faults : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> all = new();

    /// <summary>The exceptions, oldest first.</summary>
    public IReadOnlyCollection<string> All => all;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            all.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
