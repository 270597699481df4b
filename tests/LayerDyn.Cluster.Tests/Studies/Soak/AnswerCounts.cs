using System.Collections.Concurrent;
using System.Net;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>Sends requests, and counts the answers that are errors.</summary>
internal sealed class AnswerCounts() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentDictionary<HttpStatusCode, int> _errors = [];
    private long _answers;

    /// <summary>Answers of any kind.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>How many were an error, by status code.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Errors => _errors;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        Interlocked.Increment(ref _answers);
        if (answer.StatusCode >= HttpStatusCode.BadRequest) _errors.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
        return answer;
    }
}
