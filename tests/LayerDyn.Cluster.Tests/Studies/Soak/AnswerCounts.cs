using System.Collections.Concurrent;
using System.Net;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>Sends requests, and counts the answers that are errors. What a silo did not foresee (500) is kept with its text.</summary>
internal sealed class AnswerCounts() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentDictionary<HttpStatusCode, int> _errors = [];
    private readonly ConcurrentQueue<string> _unforeseen = [];
    private long _answers;

    /// <summary>Answers of any kind.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>How many were an error, by status code.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Errors => _errors;

    /// <summary>Answers with status 500: which request, when, and what was said.</summary>
    public IReadOnlyCollection<string> Unforeseen => _unforeseen;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        Interlocked.Increment(ref _answers);
        if (answer.StatusCode >= HttpStatusCode.BadRequest) _errors.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
        if (answer.StatusCode == HttpStatusCode.InternalServerError)
            _unforeseen.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {request.Method} {request.RequestUri}: 500 {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        return answer;
    }
}
