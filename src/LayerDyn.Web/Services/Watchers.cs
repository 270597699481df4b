using System.Net;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Services;

/// <summary>The event streams, and tables that are being sent. Each holds a connection and costs work, so that there is a bound, also for one caller.</summary>
internal sealed class Watchers(IOptions<ApiOptions> options)
{
    private readonly Dictionary<(string? Name, IPAddress? Address), int> _open = [];
    private int _all;

    /// <summary>Takes a place for a caller, until the answer is disposed.</summary>
    /// <exception cref="ProblemException">There is none left.</exception>
    public IDisposable Enter(HttpContext context)
    {
        var caller = (context.User.Identity?.Name, context.Connection.RemoteIpAddress);
        lock (_open)
        {
            int mine = _open.GetValueOrDefault(caller);
            if (mine < options.Value.MaxWatchersPerCaller && _all < options.Value.MaxWatchers)
            {
                _open[caller] = mine + 1;
                _all++;
                return new Place(this, caller);
            }
        }

        throw new ProblemException(StatusCodes.Status429TooManyRequests, "Too many watchers",
            "too many event streams and tables are open: close some (pages of the dashboard), or ask for the sweep's status now and then instead");
    }

    private void Leave((string? Name, IPAddress? Address) caller)
    {
        lock (_open)
        {
            _all--;
            if (--_open[caller] == 0) _open.Remove(caller);
        }
    }

    private sealed class Place(Watchers watchers, (string? Name, IPAddress? Address) caller) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left) watchers.Leave(caller);
            _left = true;
        }
    }
}
