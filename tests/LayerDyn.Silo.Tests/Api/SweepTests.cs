using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api;
using LayerDyn.Api.Cluster;
using LayerDyn.Api.Points;
using LayerDyn.Api.Specs;
using LayerDyn.Api.Sweeps;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Sweeps;

namespace LayerDyn.Silo.Tests.Api;

public sealed class SweepTests(OpenSilo open) : IClassFixture<OpenSilo>
{
    private readonly HttpClient _client = open.Silo.Client();

    [Fact]
    public async Task Submit_Twice_IsOneSweep_ThatCanBeLookedAtInFull()
    {
        using var first = await _client.PostAsync("/api/v1/sweeps?priority=high", TestSilo.Yaml(Specs.Small("whole")));
        var sweep = await ReadAsync<SweepView>(first);
        string feed = await _client.GetStringAsync($"{first.Headers.Location}/events");
        using var second = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("whole")));
        var again = await ReadAsync<SweepView>(second);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal((sweep.Id, "high", 10L, 10L), (again.Id, sweep.Priority, again.Expected, again.Finished));
        Assert.Contains("event: status\ndata: {", feed);
        Assert.Contains("event: curves\ndata: {", feed);
        Assert.EndsWith("event: end\ndata: {\"state\":\"completed\"}\n\n", feed);

        string at = $"/api/v1/sweeps/{sweep.Id}";
        await _client.GetStringAsync($"{at}/events"); // an ended sweep that is submitted again draws its curves again
        var points = await GetAsync<PointPage>($"{at}/points?where=scale:4&sort=-loss&limit=2&state=finished");
        Assert.Equal((5, "2"), (points.Total, points.Next));
        Assert.True(points.Items[0].Final["loss"] >= points.Items[1].Final["loss"]);
        var point = await GetAsync<PointView>($"{at}/points/3");
        Assert.Equal(("-1", "4", "finished", 100L), (point.Axes["lambda"], point.Axes["scale"], point.State, point.LastStep));
        var records = await GetAsync<RecordsView>($"{at}/points/3/records");
        Assert.Equal(["step", "loss", "kernel-distance"], records.Columns);
        Assert.Equal(point.Final["loss"], records.Rows[^1][1]);
        Assert.StartsWith("point,id,lambda,scale,seed,status,step,loss,kernel-distance\n3,", await _client.GetStringAsync($"{at}/points/3/records?format=csv"));
        foreach (string file in (string[])["distance", "distance.csv", "distance.png", "distance.svg"])
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"{at}/curves/{file}")).StatusCode);
        Assert.Equal(Specs.Small("whole"), await _client.GetStringAsync($"{at}/spec"));
        foreach (string name in (string[])["whole", "HOL"]) Assert.Contains(await ListAsync($"?name={name}&state=completed"), item => item.Id == sweep.Id);
    }

    [Fact]
    public async Task Sweep_TellsWhatItWasSubmittedWith_AndHowLongItTook()
    {
        string spec = Specs.Small("told-how") + "\nvariants:\n  quick: { steps: 20 }\n";
        using var submitted = await _client.PostAsync("/api/v1/sweeps?variant=quick&set=seeds%3D2&set=steps%3D30&command=layerdyn%20submit%20spec.yaml", TestSilo.Yaml(spec));
        string at = $"/api/v1/sweeps/{(await ReadAsync<SweepView>(submitted)).Id}";
        await _client.GetStringAsync($"{at}/events");

        var listed = Assert.Single(await ListAsync("?name=told-how"));
        foreach (var view in (SweepView[])[await GetAsync<SweepView>(at), listed])
        {
            Assert.Equal(("quick", "seeds=2 steps=30", 20L), (view.Variant, string.Join(' ', view.Set), view.Expected));
            Assert.True(view.Seconds > 0, $"{view.Seconds}");
            Assert.Equal("layerdyn submit spec.yaml", view.Command);
            Assert.True(view.Ended > view.Submitted, $"{view.Ended} {view.Submitted}");
            var silo = Assert.Single(view.Hardware);
            Assert.Equal((1, Environment.ProcessorCount, ProductVersion.Full), (silo.Silos, silo.Cores, silo.Version));
            Assert.Matches("^[1-9][0-9]* cpu", silo.Slots);
        }

        Assert.Equal(["submitted", "completed"], (await GetAsync<IReadOnlyList<SweepActionView>>($"{at}/history")).Select(action => action.What));
    }

    [Theory]
    [InlineData(1001, 'x')]
    [InlineData(2, '\n')]
    public async Task Command_ThatIsNoLineOfThatLength_IsRefused(int length, char of)
    {
        using var refused = await _client.PostAsync($"/api/v1/sweeps?command={Uri.EscapeDataString(new string(of, length))}", TestSilo.Yaml(Specs.Small("commanded")));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("command must be one line of at most 1000 characters", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Curve_AskedForByManyViewers_IsFoldedOnce()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("viewers")));
        var sweep = await ReadAsync<SweepView>(submitted);
        await _client.GetStringAsync($"/api/v1/sweeps/{sweep.Id}/events");
        string curve = $"/api/v1/sweeps/{sweep.Id}/curves/distance";
        string whole = await _client.GetStringAsync(curve), drawn = await _client.GetStringAsync($"{curve}?table=false");
        Assert.True(drawn.Length < whole.Length, $"{drawn.Length} of {whole.Length} characters");

        Directory.Delete(Path.Combine(open.Silo.Folder, sweep.Id, "records"), recursive: true); // nobody needs them for it
        Assert.Equal(drawn, await _client.GetStringAsync($"{curve}?table=false"));
        Assert.Equal(whole, await _client.GetStringAsync(curve));
    }

    [Fact]
    public async Task Extend_WithAnotherSweepsPoints_TakesThem_WithOthersIsAConflict()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("grows")));
        var sweep = await ReadAsync<SweepView>(submitted);
        await _client.GetStringAsync($"/api/v1/sweeps/{sweep.Id}/events");
        using var extended = await _client.PostAsync($"/api/v1/sweeps/{sweep.Id}/extend", TestSilo.Yaml(Specs.Small("grows", seeds: 2)));
        var more = await ReadAsync<SweepView>(extended);
        await _client.GetStringAsync($"/api/v1/sweeps/{more.Id}/events");
        using var foreign = await _client.PostAsync($"/api/v1/sweeps/{sweep.Id}/extend", TestSilo.Yaml(Specs.Small("grows").Replace("samples: 10", "samples: 11", StringComparison.Ordinal)));

        Assert.Equal((20L, 10L), (more.Expected, (await GetAsync<SweepView>($"/api/v1/sweeps/{more.Id}")).FromStore));
        Assert.Equal(HttpStatusCode.Conflict, foreign.StatusCode);
    }

    [Fact]
    public async Task Priority_CanBeChangedOnTheWay()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps?batch=1&priority=low", TestSilo.Yaml(Specs.Endless("steered")));
        string at = $"/api/v1/sweeps/{(await ReadAsync<SweepView>(submitted)).Id}";
        using var raised = await _client.PutAsJsonAsync($"{at}/priority", new { priority = "high" });
        using var wrong = await _client.PutAsJsonAsync($"{at}/priority", new { priority = "urgent" });
        var steered = await GetAsync<SweepView>(at);
        using var cancelled = await _client.PostAsync($"{at}/cancel", null);

        Assert.Equal(("high", "high", HttpStatusCode.BadRequest), ((await ReadAsync<SweepView>(raised)).Priority, steered.Priority, wrong.StatusCode));
        Assert.Equal("cancelled", (await ReadAsync<SweepView>(cancelled)).State);
    }

    [Fact]
    public async Task Validate_SaysGridAndWork_OrEveryProblemWithItsLine()
    {
        using var good = await _client.PostAsync("/api/v1/validate?set=seeds=3", TestSilo.Yaml(Specs.Small()));
        var valid = await ReadAsync<ValidationView>(good);
        using var bad = await _client.PostAsync("/api/v1/validate", TestSilo.Yaml(Specs.Small().Replace("kind: gd", "kind: gdx", StringComparison.Ordinal).Replace("steps: 100", "steps: none", StringComparison.Ordinal)));
        string problem = await bad.Content.ReadAsStringAsync();

        Assert.Equal((30L, 3, 3000.0), (valid.Points, valid.Seeds, valid.Work.Steps));
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"line\":6", problem);
        Assert.Contains("\"line\":7", problem);
    }

    [Fact]
    public async Task Labels_Changed_AreShownFoundAndInTheHistory()
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("labelled").Replace("samples: 10", "samples: 14", StringComparison.Ordinal)));
        string id = (await ReadAsync<SweepView>(submitted)).Id, at = $"/api/v1/sweeps/{id}";
        await _client.GetStringAsync($"{at}/events");
        Assert.Equal("", (await GetAsync<SweepView>(at)).Title);

        var view = await LabelAsync("""{"title":"Wide nets","note":"redo with\nmore seeds","addTags":["paper","fig-2","paper"]}""");
        Assert.Equal(("Wide nets", "redo with\nmore seeds", "fig-2 paper"), (view.Title, view.Note, string.Join(' ', view.Tags)));
        view = await LabelAsync("""{"addTags":["b"],"removeTags":["paper","nothing"]}""");
        Assert.Equal(("Wide nets", "b fig-2"), (view.Title, string.Join(' ', view.Tags)));
        await LabelAsync("""{"addTags":["b"]}"""); // nothing changes
        foreach (var shown in (SweepView[])[await GetAsync<SweepView>(at), Assert.Single(await ListAsync("?tag=fig-2")), Assert.Single(await ListAsync("?text=MORE%20seeds%20wide&sort=-submitted"))])
            Assert.Equal((id, "Wide nets", "b fig-2"), (shown.Id, shown.Title, string.Join(' ', shown.Tags)));
        Assert.Empty(await ListAsync("?tag=paper"));
        var history = await GetAsync<IReadOnlyList<SweepActionView>>($"{at}/history");
        Assert.Equal(["renamed Wide nets", "noted redo with more seeds", "tagged +fig-2 +paper", "tagged +b -paper"], history.Where(action => action.What is not ("submitted" or "completed")).Select(action => $"{action.What} {action.Detail}"));
        Assert.All(history, action => Assert.Equal(action.What == "completed" ? "" : "local", action.By));

        var head = await new LayerDyn.Storage.Manifests.SweepHeadStore(new LayerDyn.Storage.Local.LocalArtifactStore(open.Silo.Folder), LayerDyn.Sweeps.Planning.SweepId.Parse(id)).TryReadAsync();
        Assert.Equal(("Wide nets", "b fig-2"), (head!.Labels.Title, string.Join(' ', head.Labels.Tags)));
        using var many = await PatchAsync($$"""{"addTags":[{{string.Join(',', Enumerable.Range(0, 31).Select(i => $"\"t{i}\""))}}]}""");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, many.StatusCode);
        Assert.Contains("remove some first", await many.Content.ReadAsStringAsync());

        async Task<SweepView> LabelAsync(string change)
        {
            using var answer = await PatchAsync(change);
            return await ReadAsync<SweepView>(answer);
        }

        Task<HttpResponseMessage> PatchAsync(string change) => _client.PatchAsync(at, new StringContent(change, System.Text.Encoding.UTF8, "application/json"));
    }

    [Fact]
    public async Task List_SortedAndFiltered_PagesWithoutGapOrRepetition()
    {
        var ids = new Dictionary<string, string>();
        foreach (var (name, seeds) in ((string, int)[])[("sorted-b", 1), ("sorted-c", 3), ("sorted-a", 2)])
        {
            using var submitted = await _client.PostAsync($"/api/v1/sweeps?set=seeds%3D{seeds}", TestSilo.Yaml(Specs.Small(name).Replace("samples: 10", "samples: 13", StringComparison.Ordinal))); // no points of other tests
            string id = (await ReadAsync<SweepView>(submitted)).Id;
            ids[id] = name[^1..];
            await _client.GetStringAsync($"/api/v1/sweeps/{id}/events");
        }

        string[] some = [.. ids.Keys];
        Assert.Equal([("name", "sorted-b", "sorted-c"), ("seeds.count", "1", "3")], (await GetAsync<IReadOnlyList<LayerDyn.Sweeps.Specs.SpecDifference>>($"/api/v1/sweeps/{some[0]}/differences?with={some[1]}")).Select(each => (each.Path, each.First, each.Second)));
        Assert.Empty(await GetAsync<IReadOnlyList<LayerDyn.Sweeps.Specs.SpecDifference>>($"/api/v1/sweeps/{some[0]}/differences?with={some[0]}"));
        foreach (var (query, order) in ((string, string)[])[("", "abc"), ("&sort=-id", "cba"), ("&sort=submitted", "bca"), ("&sort=-submitted", "acb"), ("&sort=name", "abc"), ("&sort=-name", "cba"),
            ("&sort=points", "bac"), ("&sort=-points", "cab"), ("&sort=failed", "abc"), ("&sort=-submitted&text=SEEDS%3D2", "a"), ("&sort=points&text=sorted%20seeds", "bac"), ("&text=sorted%20seeds%3D3", "c"),
            ("&text=sorted%20nowhere", ""), ("&owner=nobody", ""), ("&owner=local", "abc"), ("&state=completed&sort=-points", "cab"), ("&state=paused", "")])
        {
            foreach (int limit in (int[])[1, 2, 100])
            {
                string found = "";
                for (string? after = ""; after is not null;)
                {
                    var page = await GetAsync<SweepPage>($"/api/v1/sweeps?name=sorted&limit={limit}{query}{(after.Length > 0 ? $"&after={after}" : "")}");
                    Assert.InRange(page.Items.Count, 0, limit);
                    found += string.Concat(page.Items.Select(view => ids[view.Id]));
                    after = page.Next;
                }

                Assert.Equal((query, order), (query, found));
            }
        }
    }

    [Fact]
    public async Task Damaged_IsListedAsBroken_BesideTheOthers()
    {
        var ids = new List<string>();
        foreach (string name in (string[])["damaged-head", "damaged-none", "damaged-shard"])
        {
            using var submitted = await _client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small(name)));
            ids.Add((await ReadAsync<SweepView>(submitted)).Id);
            await _client.GetStringAsync($"/api/v1/sweeps/{ids[^1]}/events");
        }

        File.WriteAllText(Path.Combine(open.Silo.Folder, ids[0], "manifest.json"), "{");
        File.WriteAllText(Directory.EnumerateFiles(Path.Combine(open.Silo.Folder, ids[2], "shards")).First(), "{");
        foreach (string query in (string[])["", "&sort=-submitted", "&sort=took"])
        {
            var views = (await ListAsync($"?name=damaged-{query}")).ToDictionary(view => view.Id);
            Assert.Equal(["broken", "completed", "broken"], ids.Select(id => views[id].State));
            Assert.All((string[])[ids[0], ids[2]], id => Assert.Contains(id, views[id].Message));
        }
    }

    [Fact]
    public async Task ClusterAndRecipes_Answer()
    {
        var cluster = await GetAsync<ClusterView>("/api/v1/cluster");
        Assert.Single(Assert.Single(cluster.Silos).Slots);
        var recipes = await GetAsync<IReadOnlyList<RecipeView>>("/api/v1/recipes");
        Assert.Contains(recipes, recipe => recipe is { Name: "stages", Quick: true });
        Assert.Contains("name: stages", await _client.GetStringAsync("/api/v1/recipes/stages"));
    }

    // The dashboard's types are made from the file. LAYERDYN_REWRITE_DOCS=1 writes it.
    [Fact]
    public async Task OpenApi_IsTheDescriptionInTheDocs()
    {
        string description = (await _client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n", file = RepositoryRoot.Of("infra", "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("LAYERDYN_REWRITE_DOCS") == "1") await File.WriteAllTextAsync(file, description);
        Assert.Equal(await File.ReadAllTextAsync(file), description);
    }

    private async Task<IReadOnlyList<SweepView>> ListAsync(string query) => (await GetAsync<SweepPage>($"/api/v1/sweeps{query}")).Items;

    private async Task<T> GetAsync<T>(string path) => (await _client.GetFromJsonAsync<T>(path, ApiJson.Options))!;

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return System.Text.Json.JsonSerializer.Deserialize<T>(text, ApiJson.Options)!;
    }
}
