using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api;
using LayerDyn.Api.Cluster;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Silo.Tests.Api;

/// <summary>Points by list, and what is known of one beside its records.</summary>
public sealed class PointTests(OpenSilo open) : IClassFixture<OpenSilo>
{
    private readonly HttpClient _client = open.Silo.Client();

    [Theory]
    [InlineData("index=3", "3")]
    [InlineData("index=7,1,0-2", "0,1,2,7")]
    [InlineData("index=1-9:4", "1,5,9")]
    [InlineData("index=0-9&where=scale:4", "1,3,5,7,9")]
    [InlineData("index=0-9&where=lambda:0&where=scale:1.000000001", "4")] // as a curve that is drawn with six digits may write it
    [InlineData("index=0-4&sort=-index", "4,3,2,1,0")]
    [InlineData("index=0-9:3&state=finished", "0,3,6,9")]
    [InlineData("index=0-9&state=failed", "")]
    public async Task List_OfIndices_HasThoseThatFit(string query, string indices)
    {
        var page = await GetAsync<PointPage>($"{await EndedAsync("listed")}/points?{query}");
        Assert.Equal(indices, string.Join(',', page.Items.Select(point => point.Index)));
        Assert.Equal(page.Items.Count, page.Total);
    }

    [Fact]
    public async Task List_OfIndices_IsPaged()
    {
        string sweep = await EndedAsync("listed");
        var first = await GetAsync<PointPage>($"{sweep}/points?index=2-8:2&limit=3");
        var rest = await GetAsync<PointPage>($"{sweep}/points?index=2-8:2&limit=3&after={first.Next}");
        Assert.Equal((4, "3", null), (first.Total, first.Next, rest.Next));
        Assert.Equal(8, Assert.Single(rest.Items).Index);
    }

    [Theory]
    [InlineData("", "must be a list of points")]
    [InlineData("1,,2", "must be a list of points")]
    [InlineData("-1", "must be a list of points")]
    [InlineData("5-3", "must be a list of points")]
    [InlineData("1-2-3", "must be a list of points")]
    [InlineData("1-5:0", "must be a list of points")]
    [InlineData("1-5:-1", "must be a list of points")]
    [InlineData("1-5:2:2", "must be a list of points")]
    [InlineData("0x1", "must be a list of points")]
    [InlineData(" 1", "must be a list of points")]
    [InlineData("1e0", "must be a list of points")]
    [InlineData("99999999999999999999", "must be a list of points")]
    [InlineData("10", "names point 10, the sweep has points 0 to 9")]
    [InlineData("0-999999999999999999", "names point 999999999999999999")]
    [InlineData("0-9,0-9", "names more points than the sweep has (10)")]
    public async Task List_ThatIsNone_IsRefused(string index, string why)
    {
        using var answer = await _client.GetAsync($"{await EndedAsync("listed")}/points?index={Uri.EscapeDataString(index)}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_TooLong_IsRefused()
    {
        using var answer = await _client.GetAsync($"{await EndedAsync("listed")}/points?index={string.Join(',', Enumerable.Repeat("1", 3001))}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 6000 are taken", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task CommittedPoint_HasItsSiloItsAttemptAndItsLog()
    {
        string sweep = await EndedAsync("known", samples: 12);
        string silo = Assert.Single((await GetAsync<ClusterView>("/api/v1/cluster")).Silos).Name;
        var point = await GetAsync<PointView>($"{sweep}/points/3");
        Assert.Equal((silo, null), (point.Silo, point.Run));
        Assert.Equal(new AttemptView(1, silo, "finished", ""), Assert.Single(point.Attempts));
        var log = await GetAsync<LogView>($"{sweep}/points/3/log?limit=1000");
        Assert.Empty(log.Silent);
        Assert.Contains(log.Entries, entry => entry.Message.StartsWith("Attempt 1 starts on cpu", StringComparison.Ordinal) && (entry.Silo, entry.Level) == (silo, "debug"));
        Assert.StartsWith("00000000-", point.Segment, StringComparison.Ordinal); // merged with others since
        Assert.StartsWith("Results are in the store, in segment 0000", log.Entries[^1].Message, StringComparison.Ordinal);
        Assert.Equal(log.Entries[^1], Assert.Single((await GetAsync<LogView>($"{sweep}/points/3/log?limit=1")).Entries));
    }

    [Fact]
    public async Task Log_OfTheSweep_HasItsHistoryAndWhatTheSilosLogged_FromTheAskedLevelOn()
    {
        string sweep = await EndedAsync("logged", samples: 17);
        var told = await GetAsync<LogView>($"{sweep}/log");
        Assert.Equal(("information", "", "submitted by local"), (told.Entries[0].Level, told.Entries[0].Silo, told.Entries[0].Message));
        Assert.Contains(told.Entries, line => line.Message == "completed");
        Assert.DoesNotContain(told.Entries, line => line.Level == "debug");
        var all = await GetAsync<LogView>($"{sweep}/log?level=debug&limit=1000");
        Assert.Contains(all.Entries, line => line.Message.StartsWith("points 0", StringComparison.Ordinal) && line.Message.Contains(": Attempt 1 starts on cpu", StringComparison.Ordinal));
        Assert.Equal(all.Entries.Select(line => line.At).Order(), all.Entries.Select(line => line.At));
        Assert.DoesNotContain((await GetAsync<LogView>($"{sweep}/log?level=debug&point=3")).Entries, line => line.Message == "completed");
        foreach (var (query, status) in new[] { ("level=loud", 400), ("limit=0", 400), ("point=4000", 404), ("point=-1", 404) })
        {
            using var refused = await _client.GetAsync($"{sweep}/log?{query}");
            Assert.Equal((query, status), (query, (int)refused.StatusCode));
        }
    }

    [Fact]
    public async Task RunningPoint_SaysSo_WithItsSiloAndHowFarItIs()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("runs")));
        string sweep = $"/api/v1/sweeps/{(await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";
        PointPage running;
        PointView point;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do running = await GetAsync<PointPage>($"{sweep}/points?state=running", limit.Token);
        while (running.Total == 0);
        string path = $"{sweep}/points/{Assert.Single(running.Items).Index}"; // one lane: either of the two
        do point = await GetAsync<PointView>(path, limit.Token);
        while (point.Run is not { StepsDone: > 0 });
        var due = await GetAsync<PointPage>($"{sweep}/points?state=pending", limit.Token);
        using var cancelled = await _client.PostAsync($"{sweep}/cancel", null);

        Assert.Equal(("running", point.Run!.Silo, "cpu", 1, 1), (point.State, point.Silo, point.Run.Device, point.Run.Attempt, point.Run.Points));
        Assert.Equal(Specs.EndlessSteps, point.Run.Steps);
        Assert.Equal(new AttemptView(1, point.Silo, "running", ""), Assert.Single(point.Attempts));
        Assert.Equal("running", running.Items[0].State);
        Assert.Equal(1 - point.Index, Assert.Single(due.Items).Index);

        PointView left;
        do left = await GetAsync<PointView>(path, limit.Token); // what silos say is asked for twice a second
        while (left.Run is not null || left.Attempts.Count == 0); // the manifest says so a moment after the silo
        Assert.Equal(("pending", null, null), (left.State, left.Silo, left.Run));
        Assert.Equal("interrupted", Assert.Single(left.Attempts).Outcome);
    }

    [Fact]
    public async Task PointThatTrains_ShowsItsRows_AndKeepsThemWhenItIsStopped()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("shows")));
        string id = (await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id, sweep = $"/api/v1/sweeps/{id}";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        PointPage running;
        do running = await GetAsync<PointPage>($"{sweep}/points?state=running", limit.Token);
        while (running.Total == 0);
        long index = Assert.Single(running.Items).Index;
        var seen = new List<IReadOnlyList<double>>();
        using var client = new LayerDynClient(open.Silo.Address, null);
        await foreach (var rows in client.WatchPointAsync(id, index, limit.Token))
        {
            Assert.Equal(["step", "loss"], rows.Columns);
            seen.AddRange(rows.Rows);
            if (seen.Count >= 8) break;
        }

        var now = await client.RecordsAsync(id, index, limit.Token);
        var waits = await Assert.ThrowsAsync<ApiException>(() => client.RecordsAsync(id, 1 - index));
        using var cancelled = await _client.PostAsync($"{sweep}/cancel", null);
        while ((await client.PointAsync(id, index, limit.Token)).State == "running") await Task.Delay(50, limit.Token);
        var left = await client.RecordsAsync(id, index);

        Assert.Equal(seen.Select(row => row[0]).Distinct().Order(), seen.Select(row => row[0])); // each once, in order
        Assert.True(now.Partial && left.Partial);
        Assert.Equal(seen, now.Rows.Take(seen.Count));
        Assert.Equal(seen, left.Rows.Take(seen.Count));
        Assert.Equal(HttpStatusCode.NotFound, waits.Status);
        Assert.Contains("has no records yet", waits.Message);
        string[] lines = (await _client.GetStringAsync($"{sweep}/points/{index}/records?format=csv")).Split('\n');
        Assert.StartsWith($"{index},", lines[1]);
    }

    [Fact]
    public async Task PointThatTrains_CanWriteACheckpoint_AndBeStopped()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("stops")));
        string id = (await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id, sweep = $"/api/v1/sweeps/{id}";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        PointPage running;
        do running = await GetAsync<PointPage>($"{sweep}/points?state=running", limit.Token);
        while (running.Total == 0);
        long index = Assert.Single(running.Items).Index;
        using var client = new LayerDynClient(open.Silo.Address, null);
        long step = await client.CheckpointPointAsync(id, index);
        var waits = await Assert.ThrowsAsync<ApiException>(() => client.CheckpointPointAsync(id, 1 - index));
        var stopped = await client.StopPointAsync(id, index);
        using var cancelled = await _client.PostAsync($"{sweep}/cancel", null);
        var late = await Assert.ThrowsAsync<ApiException>(() => client.StopPointAsync(id, 1 - index));
        var none = await Assert.ThrowsAsync<ApiException>(() => client.StopPointAsync(id, 2));

        Assert.True(step > 0);
        Assert.Equal("failed", stopped.State);
        Assert.StartsWith("stopped on request at step ", stopped.Failure, StringComparison.Ordinal);
        Assert.Contains(stopped.Checkpoints, checkpoint => checkpoint.Step >= step);
        var newest = stopped.Checkpoints[^1];
        var content = await client.CheckpointAsync(id, index, newest.Step);
        var missing = await Assert.ThrowsAsync<ApiException>(() => client.CheckpointAsync(id, index, newest.Step + 1));
        Assert.Equal(newest.Bytes, content.Length);
        Assert.Equal(newest.Step, CheckpointCodec.Read(PointId.Parse(stopped.Id), content.Span).Step);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.NotFound), (waits.Status, late.Status, none.Status));
        Assert.Contains("does not train alone just now", waits.Message);
        Assert.Contains("cannot be stopped: the sweep does not run", late.Message);
    }

    [Fact]
    public async Task Watching_APointWithAResult_GivesItWholeAndEnds()
    {
        string sweep = await EndedAsync("watched", samples: 14);
        string events = await _client.GetStringAsync($"{sweep}/points/3/events");
        var whole = await GetAsync<RecordsView>($"{sweep}/points/3/records");

        Assert.False(whole.Partial);
        Assert.Contains("event: records\ndata: {\"columns\":[\"step\",\"loss\",\"kernel-distance\"]", events);
        Assert.EndsWith("event: end\ndata: {\"state\":\"finished\"}\n\n", events);
        using var none = await _client.GetAsync($"{sweep}/points/10/events");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task PointThatKeepsSomething_ListsItsFilesAndSendsThem()
    {
        string spec = Specs.Small("keeps").Replace("axes:", "keep: { weights: [0, last], kernel: last, data: true }\naxes:", StringComparison.Ordinal);
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec));
        string id = (await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id, sweep = $"/api/v1/sweeps/{id}";
        await _client.GetStringAsync($"{sweep}/events");
        using var client = new LayerDynClient(open.Silo.Address, null);
        var kept = (await client.PointAsync(id, 3)).Kept;

        Assert.Equal([("00000003-0.safetensors", 0L), ("00000003-100.safetensors", 100L), ($"data-{kept[2].Sha256}.safetensors", (long?)null)], kept.Select(file => (file.Name, file.Step)));
        foreach (var file in kept)
        {
            var content = await client.KeptAsync(id, 3, file.Name);
            Assert.Equal((file.Bytes, file.Sha256), (content.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span))));
        }

        var last = Science.Files.Safetensors.Read((await client.KeptAsync(id, 3, kept[1].Name)).Span);
        Assert.Equal(["W1", "W2", "kernel"], last.Tensors.Keys);
        foreach (string name in (string[])["00000004-0.safetensors", "00000003-50.safetensors", "..%2Fmanifest.json"]) // of another point, of none, of no point
            Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync($"{sweep}/points/3/kept/{name}")).StatusCode);
        Assert.True((await client.UsageAsync(id)).Kept > 0);
    }

    [Fact]
    public async Task PointOfAnotherSweep_HasTheSiloThatComputedIt()
    {
        var computed = await GetAsync<PointView>($"{await EndedAsync("computed", samples: 13)}/points/3");
        var copied = await GetAsync<PointView>($"{await EndedAsync("copied", samples: 13)}/points/3");
        Assert.NotNull(computed.Silo);
        Assert.Equal((computed.Id, computed.Silo), (copied.Id, copied.Silo));
        Assert.Equal(computed.Attempts, copied.Attempts);
    }

    [Theory]
    [InlineData("deep-linear, widths: [2, 2, 2]", "")]
    [InlineData("mlp, widths: [2, 3, 2], activation: tanh", ", inputs: 2, outputs: 2")]
    public async Task PointThatFails_KeepsWhatWasMeasuredLast(string model, string sizes)
    {
        Science.Catalog.ScienceCatalog.Register(typeof(Brittle).Assembly);
        string spec = $$"""
            name: breaks
            model: { kind: {{model}} }
            init: { kind: normal, std: 0.1 }
            task: { kind: gaussian-regression, samples: 10, whiten: true{{sizes}} }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 200
            measure: { at: { every: 10 }, observables: [loss, { kind: brittle, breaks: 150 }] }
            """;
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec));
        string sweep = $"/api/v1/sweeps/{(await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";
        await _client.GetStringAsync($"{sweep}/events");
        var point = await GetAsync<PointView>($"{sweep}/points/0");
        var records = await GetAsync<RecordsView>($"{sweep}/points/0/records");

        Assert.Equal(("failed", "it broke", 140L, 140.0), (point.State, point.Failure, point.LastStep, point.Final["brittle"]));
        Assert.Equal(["step", "loss", "brittle"], records.Columns);
        Assert.Equal(Enumerable.Range(5, 10).Select(i => 10.0 * i), records.Rows.Select(row => row[0])); // the last ten
        Assert.Equal(point.Final["loss"], records.Rows[^1][1]);
        Assert.All(records.Rows, row => Assert.True(row[1] > 0));
        string[] lines = (await _client.GetStringAsync($"{sweep}/points/0/records?format=csv")).Split('\n');
        Assert.Equal("point,id,seed,status,step,loss,brittle", lines[0]);
        Assert.StartsWith($"0,{point.Id},0,failed,50,", lines[1]);
        Assert.StartsWith($"0,{point.Id},0,failed,140,", lines[10]);
    }

    private async Task<string> EndedAsync(string name, int samples = 10)
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small(name).Replace("samples: 10", $"samples: {samples}", StringComparison.Ordinal)));
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        string sweep = $"/api/v1/sweeps/{(await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";
        await _client.GetStringAsync($"{sweep}/events");
        return sweep;
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellation = default) => (await _client.GetFromJsonAsync<T>(path, ApiJson.Options, cancellation))!;
}
