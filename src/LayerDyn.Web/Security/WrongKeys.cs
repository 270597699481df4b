using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Security;

/// <summary>
/// Counts wrong keys by address. A right key is always taken, so that one stranger behind a shared address locks nobody out; keys
/// cannot be guessed anyway, the limit keeps logs and cores free.
/// </summary>
internal sealed class WrongKeys(IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, (long Since, int Count)> _counts = [];

    /// <summary>Counts one; false when the address has used up its minute.</summary>
    public bool Count(IPAddress? address)
    {
        if (_counts.Count > MaxAddresses) _counts.Clear();
        long now = time.GetTimestamp();
        var count = _counts.AddOrUpdate(
            address ?? IPAddress.None, (now, 1), (_, old) => time.GetElapsedTime(old.Since, now) > Minute ? (now, 1) : (old.Since, old.Count + 1));
        return count.Count <= options.Value.WrongKeysPerMinute;
    }
}
