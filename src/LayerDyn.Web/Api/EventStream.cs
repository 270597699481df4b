using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary>An answer that is a stream of server-sent events.</summary>
internal static class EventStream
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Sends events until there are no more, the watcher goes away or the host stops, which would wait for it otherwise. A quiet stream is kept open
    /// by comments.
    /// </summary>
    /// <exception cref="ProblemException">There are too many watchers.</exception>
    public static async Task SendAsync(HttpContext context, Watchers watchers, Func<EventWriter, CancellationToken, Task> send)
    {
        using var place = watchers.Enter(context);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies must not hold events back
        var events = new EventWriter(context.Response);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var pings = PingAsync(events, ended.Token);
        try
        {
            await send(events, ended.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The watcher went away.
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // The answer is under way: ending it makes the watcher connect again.
            context.Abort();
        }
        finally
        {
            await ended.CancelAsync();
            await pings.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task PingAsync(EventWriter events, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Quiet);
        while (await timer.WaitForNextTickAsync(cancellation)) await events.PingAsync(cancellation);
    }
}
