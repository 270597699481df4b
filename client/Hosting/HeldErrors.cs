using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Client.Hosting;

/// <summary>
/// What libraries report as errors while a silo is in this process. It concerns a user only where the command fails: a silo that stops breaks off
/// calls, and Orleans reports each of them.
/// </summary>
internal sealed class HeldErrors : ILoggerProvider
{
    private const int Most = 100;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Whether a category is held back.</summary>
    public static bool Holds(string? category) => category?.StartsWith("LayerDyn", StringComparison.Ordinal) != true;

    /// <summary>The first lines that were held back.</summary>
    public IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(HeldErrors held, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && Holds(category);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || held._lines.Count >= Most) return;
            held._lines.Enqueue($"{category}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
        }
    }
}
