using LayerDyn.Contracts.Cluster;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// What this silo has logged about sweeps last, in memory, so that a page can show it without a log store. Entries count that carry a
/// sweep, by a scope of <see cref="LogScopes"/> or by the values of their message (<c>Sweep</c>, <c>Point</c>).
/// Details and what matters more are kept apart: batches that come and go do not push out why a point failed.
/// </summary>
/// <param name="time">The clock.</param>
[ProviderAlias("SweepLog")]
public sealed class SweepLog(TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>Entries below Information that are kept, and as many from there on.</summary>
    internal const int Kept = 4096;

    /// <summary>The event of entries that the sweep's history in the store has too: they are not kept here.</summary>
    internal const string History = "SweepHistory";

    // Of a message; what an exception says may be pages.
    private const int MostCharacters = 600;

    private readonly Queue<KeptEntry> _details = new();
    private readonly Queue<KeptEntry> _others = new();
    private readonly Lock _gate = new();
    private IExternalScopeProvider? _scopes;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>The newest entries of a level or above about a sweep, or one of its points, the newest last.</summary>
    public IReadOnlyList<LogEntry> About(string sweep, long? point, LogLevel level, int most)
    {
        KeptEntry[] all;
        lock (_gate) all = [.. _details, .. _others];
        return [.. all.Where(entry => entry.Level >= level && entry.IsAbout(sweep, point)).OrderBy(entry => entry.At).TakeLast(most)
            .Select(entry => new LogEntry(entry.At, entry.Level.ToString(), point is null ? entry.MessageWithPoints : entry.Message, ""))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing but memory.
    }

    private void Keep(LogLevel level, string message, LogSubject subject)
    {
        if (message.Length > MostCharacters) message = message[..MostCharacters] + "…";
        var entry = new KeptEntry(time.GetUtcNow().UtcDateTime, level, message, subject.Sweep!, subject.Point, subject.Points);
        var queue = level < LogLevel.Information ? _details : _others;
        lock (_gate)
        {
            queue.Enqueue(entry);
            if (queue.Count > Kept) queue.Dequeue();
        }
    }

    private sealed class Logger(SweepLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null; // the provider of scopes has it

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var subject = new LogSubject();
            log._scopes?.ForEachScope(static (scope, found) => found.Read(scope), subject);
            subject.Read(state);
            if (subject.Sweep is null || eventId.Name == History) return;
            string message = formatter(state, exception);
            log.Keep(logLevel, exception is null ? message : $"{message}: {exception.Message}", subject);
        }
    }
}
