namespace LayerDyn.Api;

/// <summary>
/// Sends each request to the silo that answered last, and to the others in turn where that one does not answer: any of them speaks for the cluster.
/// What is asked of the API twice is done once, so a request whose answer was lost is sent again.
/// </summary>
/// <param name="addresses">The silos' addresses; at least one.</param>
internal sealed class SiloAddresses(IReadOnlyList<Uri> addresses) : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = ConnectWithin(addresses.Count) })
{
    /// <summary>Whether an answer is to be read whole: one that breaks off in the middle is none.</summary>
    public static readonly HttpRequestOptionsKey<bool> Whole = new("layerdyn.whole");

    private int _current;

    /// <summary>
    /// How long one of so many addresses is waited for that neither accepts a connection nor refuses it, as that of a machine which is off: five seconds
    /// for all together as long as each has two, so that a user who names a cluster which is gone is soon told.
    /// </summary>
    internal static TimeSpan ConnectWithin(int addresses) => TimeSpan.FromSeconds(Math.Max(2, 5.0 / addresses));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.PathAndQuery;
        for (int tried = 1; ; tried++)
        {
            int current = Volatile.Read(ref _current);
            request.RequestUri = new Uri(addresses[current], path);
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (request.Options.TryGetValue(Whole, out bool whole) && whole) await answer.Content.LoadIntoBufferAsync(cancellationToken);
                return answer;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is HttpRequestException or OperationCanceledException)
            {
                // Unless another request has found that out already.
                Interlocked.CompareExchange(ref _current, (current + 1) % addresses.Count, current);
                if (tried < addresses.Count) continue;
                string places = string.Join(", ", addresses.Select(address => address.GetLeftPart(UriPartial.Authority)));
                string why = error is HttpRequestException { HttpRequestError: var reason } ? reason.ToString() : "no connection in time";
                throw new ApiException(null, $"no silo answers at {places} ({why})", [], error);
            }
        }
    }
}
