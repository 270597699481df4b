using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LayerDyn.Api.Cluster;
using LayerDyn.Api.Curves;
using LayerDyn.Api.Points;
using LayerDyn.Api.Reports;
using LayerDyn.Api.Specs;
using LayerDyn.Api.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Api;

/// <summary>A cluster, by the HTTP API of any of its silos. Every member throws <see cref="ApiException"/> when it is refused or gets no answer.</summary>
public sealed class LayerDynClient : IDisposable
{
    private const int PageSize = 100;
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;

    /// <summary>A client for the silo at <paramref name="address"/>.</summary>
    /// <param name="address">Such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="key">An API key; null where the cluster asks for none.</param>
    public LayerDynClient(Uri address, string? key)
        : this([address], key)
    {
    }

    /// <summary>A client for a cluster by several of its silos: as long as one of them answers, nothing is noticed of the others' end.</summary>
    /// <param name="addresses">At least one, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="key">An API key; null where the cluster asks for none.</param>
    public LayerDynClient(IReadOnlyList<Uri> addresses, string? key)
    {
        _http = new HttpClient(new SiloAddresses(addresses)) { BaseAddress = new Uri(addresses[0], "/api/v1/"), Timeout = TimeSpan.FromMinutes(10) };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Starts a spec, or goes on with it: the same spec is the same sweep.</summary>
    /// <returns>The sweep, and whether it is new.</returns>
    public Task<(SweepView Sweep, bool IsNew)> SubmitAsync(string yaml, SubmitOptions options, CancellationToken cancellationToken = default) =>
        PostSpecAsync("sweeps", yaml, options, cancellationToken);

    /// <summary>Starts a spec that shares points with a sweep; refused (409) when it shares none.</summary>
    public Task<(SweepView Sweep, bool IsNew)> ExtendAsync(string sweep, string yaml, SubmitOptions options, CancellationToken cancellationToken = default) =>
        PostSpecAsync($"sweeps/{Uri.EscapeDataString(sweep)}/extend", yaml, options, cancellationToken);

    /// <summary>All sweeps.</summary>
    public Task<IReadOnlyList<SweepView>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(null, cancellationToken);

    /// <summary>All sweeps with a text in their names, in any case; null for all.</summary>
    public async Task<IReadOnlyList<SweepView>> ListAsync(string? name, CancellationToken cancellationToken = default)
    {
        string filter = name is null ? "" : $"&name={Uri.EscapeDataString(name)}";
        var all = new List<SweepView>();
        for (string? after = ""; after is not null;)
        {
            var page = await GetAsync<SweepPage>(string.Create(CultureInfo.InvariantCulture, $"sweeps?limit={PageSize}{filter}{(after.Length > 0 ? $"&after={Uri.EscapeDataString(after)}" : "")}"), cancellationToken);
            all.AddRange(page.Items);
            after = page.Next;
        }

        return all;
    }

    /// <summary>One sweep.</summary>
    public Task<SweepView> GetAsync(string sweep, CancellationToken cancellationToken = default) =>
        GetAsync<SweepView>($"sweeps/{Uri.EscapeDataString(sweep)}", cancellationToken);

    /// <summary>One sweep; null where the cluster has none of this id.</summary>
    public async Task<SweepView?> TryGetAsync(string sweep, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(sweep, cancellationToken);
        }
        catch (ApiException missing) when (missing.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Does <c>pause</c>, <c>resume</c>, <c>cancel</c> or <c>retry</c> to a sweep.</summary>
    public async Task<SweepView> ActAsync(string sweep, string action, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, $"sweeps/{Uri.EscapeDataString(sweep)}/{action}"), cancellationToken);
        return await ReadAsync<SweepView>(answer, cancellationToken);
    }

    /// <summary>Changes what people say of a sweep. Refused (409) where it would have too many tags.</summary>
    public async Task<SweepView> LabelAsync(string sweep, LabelChange change, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"sweeps/{Uri.EscapeDataString(sweep)}") { Content = JsonContent.Create(change, options: ApiJson.Options) };
        using var answer = await SendAsync(request, cancellationToken);
        return await ReadAsync<SweepView>(answer, cancellationToken);
    }

    /// <summary>Deletes a sweep. Refused (409) while it is at work, and (403) where somebody else submitted it.</summary>
    public async Task<DeletedView> DeleteAsync(string sweep, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"sweeps/{Uri.EscapeDataString(sweep)}"), cancellationToken);
        return await ReadAsync<DeletedView>(answer, cancellationToken);
    }

    /// <summary>Deletes what no sweep of the store needs any more.</summary>
    /// <param name="dryRun">Nothing is deleted: the answer is what would be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<DeletedView>> CleanAsync(bool dryRun, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, dryRun ? "gc?dryRun=true" : "gc"), cancellationToken);
        return await ReadAsync<IReadOnlyList<DeletedView>>(answer, cancellationToken);
    }

    /// <summary>How much a sweep takes in its store.</summary>
    public Task<UsageView> UsageAsync(string sweep, CancellationToken cancellationToken = default) =>
        GetAsync<UsageView>($"sweeps/{Uri.EscapeDataString(sweep)}/usage", cancellationToken);

    /// <summary>What the caller's sweeps use of the cluster, within its quota.</summary>
    public Task<QuotaView> QuotaAsync(CancellationToken cancellationToken = default) => GetAsync<QuotaView>("quota", cancellationToken);

    /// <summary>Who did what with a sweep, and when.</summary>
    public Task<IReadOnlyList<SweepActionView>> HistoryAsync(string sweep, CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<SweepActionView>>($"sweeps/{Uri.EscapeDataString(sweep)}/history", cancellationToken);

    /// <summary>What happened to a sweep last, or to one of its points, the newest last.</summary>
    /// <param name="sweep">Its id.</param>
    /// <param name="point">A point's index; null for all.</param>
    /// <param name="level">One of <see cref="LogLevels"/>: lines of it and above.</param>
    /// <param name="most">How many lines, at most 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<LogView> LogAsync(string sweep, long? point, string level, int most, CancellationToken cancellationToken = default) =>
        GetAsync<LogView>(string.Create(CultureInfo.InvariantCulture, $"sweeps/{Uri.EscapeDataString(sweep)}/log?level={level}&limit={most}{(point is { } index ? $"&point={index}" : "")}"), cancellationToken);

    /// <summary>The points of a sweep, page by page.</summary>
    /// <param name="sweep">Its id.</param>
    /// <param name="sort">A measured column, or <c>index</c>, with <c>-</c> before it for the highest first. Points without a value come last.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<PointRow> PointsAsync(string sweep, string sort, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? after = "0"; after is not null;)
        {
            string path = $"sweeps/{Uri.EscapeDataString(sweep)}/points?limit={PageSize}&sort={Uri.EscapeDataString(sort)}&after={Uri.EscapeDataString(after)}";
            var page = await GetAsync<PointPage>(path, cancellationToken);
            foreach (var row in page.Items) yield return row;
            after = page.Next;
        }
    }

    /// <summary>Writes the committed points of a sweep as one table, as they come.</summary>
    /// <param name="sweep">Its id.</param>
    /// <param name="query">The query of <c>GET /sweeps/ID/table</c>: <c>what</c>, <c>format</c>, <c>columns</c>, <c>where</c> (repeated) and <c>index</c>.</param>
    /// <param name="output">Where it is written. What was written is not the table where this throws.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task WriteTableAsync(string sweep, IEnumerable<(string Name, string Value)> query, Stream output, CancellationToken cancellationToken = default)
    {
        string path = $"sweeps/{Uri.EscapeDataString(sweep)}/table?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}";
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        await using var table = await answer.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[1 << 16];
        while (await ReadAsync() is > 0 and var read) await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);

        async Task<int> ReadAsync()
        {
            try
            {
                return await table.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException broken) // HttpIOException, where the answer has no end
            {
                throw new ApiException(null, $"the table of {sweep} broke off: its silo was lost, or a file of the sweep is damaged", [], broken);
            }
        }
    }

    /// <summary>Everything that is known of a point.</summary>
    public Task<PointView> PointAsync(string sweep, long index, CancellationToken cancellationToken = default) => GetAsync<PointView>(PointPath(sweep, index), cancellationToken);

    /// <summary>The bytes of a file with what is kept of a point, by its name in <see cref="PointView.Kept"/>; refused (404) where there is none.</summary>
    public async Task<ReadOnlyMemory<byte>> KeptAsync(string sweep, long index, string name, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{PointPath(sweep, index)}/kept/{Uri.EscapeDataString(name)}"), cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>The bytes of a checkpoint of a point, by its step in <see cref="PointView.Checkpoints"/>; refused (404) where there is none, or not any more.</summary>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(string sweep, long index, long step, CancellationToken cancellationToken = default)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{PointPath(sweep, index)}/checkpoints/{step}");
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>What was measured of a point so far; refused (404) while nothing was.</summary>
    public Task<RecordsView> RecordsAsync(string sweep, long index, CancellationToken cancellationToken = default) =>
        GetAsync<RecordsView>($"{PointPath(sweep, index)}/records", cancellationToken);

    /// <summary>What is measured of a point, as it comes: each time the rows that are new, until it has a result or has failed.</summary>
    public async IAsyncEnumerable<RecordsView> WatchPointAsync(string sweep, long index, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        double last = -1;
        await foreach (var item in EventsAsync($"{PointPath(sweep, index)}/events", cancellationToken))
        {
            if (item.EventType == "end") yield break;
            if (item.EventType != "records" || JsonSerializer.Deserialize<RecordsView>(item.Data, ApiJson.Options) is not { } view) continue;
            var rows = view.Rows.Where(row => row[0] > last).ToList(); // a connection that is made again begins with all
            if (rows.Count == 0) continue;
            last = rows[^1][0];
            yield return view with { Rows = rows };
        }
    }

    /// <summary>Ends a point here, without a result; a retry of the sweep's failed points resumes it. Refused (409) where the sweep does not run.</summary>
    public async Task<PointView> StopPointAsync(string sweep, long index, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{PointPath(sweep, index)}/stop"), cancellationToken);
        return await ReadAsync<PointView>(answer, cancellationToken);
    }

    /// <summary>Has a point write a checkpoint, and returns its step once it is in the store. Refused (409) where the point does not train alone.</summary>
    public async Task<long> CheckpointPointAsync(string sweep, long index, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{PointPath(sweep, index)}/checkpoint"), cancellationToken);
        return (await ReadAsync<WrittenCheckpoint>(answer, cancellationToken)).Step;
    }

    /// <summary>The spec of a sweep with every default spelled out, as YAML.</summary>
    public async Task<string> ResolvedSpecAsync(string sweep, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"sweeps/{Uri.EscapeDataString(sweep)}/spec/resolved"), cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>What a sweep's curves show now.</summary>
    public Task<IReadOnlyList<CurveView>> CurvesAsync(string sweep, CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<CurveView>>($"sweeps/{Uri.EscapeDataString(sweep)}/curves", cancellationToken);

    /// <summary>All reports, those changed last first.</summary>
    public Task<IReadOnlyList<ReportView>> ReportsAsync(CancellationToken cancellationToken = default) => GetAsync<IReadOnlyList<ReportView>>("reports", cancellationToken);

    /// <summary>A report with its text; refused (404) where there is none of this name.</summary>
    public Task<ReportTextView> ReportAsync(string name, CancellationToken cancellationToken = default) => GetAsync<ReportTextView>($"reports/{Uri.EscapeDataString(name)}", cancellationToken);

    /// <summary>A curve as a file: <c>csv</c>, <c>png</c>, <c>svg</c> or <c>json</c>.</summary>
    public async Task<byte[]> CurveFileAsync(string sweep, string curve, string format, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"sweeps/{Uri.EscapeDataString(sweep)}/curves/{Uri.EscapeDataString(curve)}.{format}");
        using var answer = await SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>
    /// The sweep at once and whenever it changes, until it is idle. A connection that breaks is made again, for two minutes:
    /// a silo that is restarted, or replaced behind the address, is not noticed.
    /// </summary>
    public async IAsyncEnumerable<SweepView> WatchAsync(string sweep, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in EventsAsync($"sweeps/{Uri.EscapeDataString(sweep)}/events", cancellationToken))
        {
            if (item.EventType != "status" || JsonSerializer.Deserialize<SweepView>(item.Data, ApiJson.Options) is not { } view) continue;
            yield return view;
            if (SweepStates.IsIdle(view.State)) yield break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsBroken(Exception error) => error is IOException or HttpRequestException || error is ApiException { Status: null or >= System.Net.HttpStatusCode.InternalServerError };

    private static string PointPath(string sweep, long index) => string.Create(CultureInfo.InvariantCulture, $"sweeps/{Uri.EscapeDataString(sweep)}/points/{index}");

    /// <summary>Events, over connections that are made again; it has no end of its own.</summary>
    private async IAsyncEnumerable<SseItem<string>> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long heard = Environment.TickCount64;
        while (true)
        {
            await using var events = FollowAsync(path, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync()) break;
                }
                catch (Exception broken) when (IsBroken(broken) && Environment.TickCount64 - heard < GiveUpAfter.TotalMilliseconds)
                {
                    break;
                }

                heard = Environment.TickCount64;
                yield return events.Current;
            }

            await Task.Delay(ReconnectAfter, cancellationToken);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken)) yield return item;
    }

    private async Task<(SweepView Sweep, bool IsNew)> PostSpecAsync(string path, string yaml, SubmitOptions options, CancellationToken cancellationToken)
    {
        var query = new List<string>();
        query.AddRange(options.Set.Select(set => $"set={Uri.EscapeDataString(set)}"));
        if (options.Variant is { } variant) query.Add($"variant={Uri.EscapeDataString(variant)}");
        if (options.Priority is { } priority) query.Add($"priority={Uri.EscapeDataString(priority)}");
        if (options.Command.Length > 0) query.Add($"command={Uri.EscapeDataString(options.Command)}");
        if (options.Batch > 0) query.Add(string.Create(CultureInfo.InvariantCulture, $"batch={options.Batch}"));
        var request = new HttpRequestMessage(HttpMethod.Post, query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path)
        {
            Content = new StringContent(yaml, Encoding.UTF8, "text/yaml"),
        };
        // Where the caller has no trace, one begins here: the sweep's own links the request, and so what asked for it.
        using var begun = Activity.Current is null ? new Activity("layerdyn submit") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start() : null;
        using var answer = await SendAsync(request, cancellationToken);
        return (await ReadAsync<SweepView>(answer, cancellationToken), answer.StatusCode == System.Net.HttpStatusCode.Created);
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);
        return await ReadAsync<T>(answer, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken) ?? throw new ApiException(answer.StatusCode, "the silo sent nothing", []);

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        request.Options.Set(SiloAddresses.Whole, completion == HttpCompletionOption.ResponseContentRead);
        var answer = await _http.SendAsync(request, completion, cancellationToken);
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw await RefusalAsync(answer, cancellationToken);
    }

    private static async Task<ApiException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        try
        {
            refusal = await answer.Content.ReadFromJsonAsync<Refusal>(ApiJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            // Not a silo's own words, as from a proxy.
        }

        return new ApiException(answer.StatusCode, refusal?.Detail ?? refusal?.Title ?? $"the answer was {(int)answer.StatusCode} {answer.ReasonPhrase}", refusal?.Problems ?? []) { More = refusal?.More ?? 0 };
    }

    private sealed record Refusal(string? Title, string? Detail, IReadOnlyList<SpecProblemView>? Problems, int More = 0);
}
