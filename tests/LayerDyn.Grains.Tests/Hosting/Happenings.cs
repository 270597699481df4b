using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Tests.Hosting;

/// <summary>Keeps what LayerDyn's own categories log from Information on, as <c>level: message</c>.</summary>
internal sealed class Happenings : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _all = [];

    /// <summary>From a level on, the oldest first.</summary>
    public IReadOnlyList<string> From(LogLevel level) => [.. _all.Where(entry => entry.Level >= level).Select(entry => $"{entry.Level}: {entry.Message}")];

    public ILogger CreateLogger(string categoryName) => new Logger(_all, categoryName.StartsWith("LayerDyn", StringComparison.Ordinal));

    public void Dispose()
    {
        // Nothing but memory.
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, string Message)> all, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isOurs && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) all.Enqueue((logLevel, formatter(state, exception)));
        }
    }
}
