using System.Security.Claims;
using LayerDyn.Api;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Api;

/// <summary><c>/sweeps</c>: submit, list, show.</summary>
internal static class SweepEndpoints
{
    private const int MaxBatch = 1_000_000;

    public static void MapSweeps(this IEndpointRouteBuilder api)
    {
        var sweeps = api.MapGroup("/sweeps").WithTags("sweeps");
        sweeps.MapGet("/", ListAsync).WithName("listSweeps")
            .WithSummary("The sweeps of the store: state, name (any part of it), owner, tag, text (words in id, title, note, tags, owner, variant or overrides), sort=id|submitted|name|state|owner|points|failed|took or -KEY")
            .WithDescription("In order of their ids where nothing is said; sort=-submitted has the newest first. after is the id that an earlier page of the same query calls next.")
            .ProducesProblem(400);
        sweeps.MapPost("/", SubmitAsync).RequireAuthorization(Roles.Submit).WithName("submitSweep").WithSummary("Starts a sweep, or goes on with it: the same spec is always the same sweep; one that somebody else has stopped stays so")
            .Accepts<string>(Requests.YamlTypes[0], Requests.YamlTypes[1..]).Produces<SweepView>(200).Produces<SweepView>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);
        sweeps.MapGet("/{id}", GetAsync).WithName("getSweep").WithSummary("A sweep with its ledger").ProducesProblem(404);
        sweeps.MapPost("/{id}/extend", ExtendAsync).RequireAuthorization(Roles.Submit).WithName("extendSweep").WithSummary("Starts a spec that shares points with a sweep: only new points are computed")
            .Accepts<string>(Requests.YamlTypes[0], Requests.YamlTypes[1..]).Produces<SweepView>(200).Produces<SweepView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);
        sweeps.MapGet("/{id}/history", HistoryAsync).WithName("getHistory").WithSummary("Who did what with it, and when").ProducesProblem(404);
        sweeps.MapGet("/{id}/log", LogAsync).WithName("getLog")
            .WithSummary("What happened to it last, the newest last; point=INDEX: to one of its points; level=debug|information|warning|error|critical (information), limit=1..1000")
            .WithDescription("Its history, attempts that ended without a result, and failures are in the store. What else the silos have logged they keep in memory, the newest entries: what is older, or of a silo that has stopped, is not here. A silo that does not answer within two seconds is left out and named in silent.")
            .ProducesProblem(400).ProducesProblem(404);
        sweeps.MapGet("/{id}/differences", DifferencesAsync).WithName("getDifferences").WithSummary("The parameters in which its resolved spec differs from that of another sweep: with=ID").ProducesProblem(400).ProducesProblem(404);
        sweeps.MapGet("/{id}/spec", (string id, SweepCatalog catalog, IArtifactStore store, CancellationToken cancellation) =>
            TextAsync(id, paths => paths.Spec, catalog, store, cancellation))
            .WithName("getSpec").WithSummary("The spec as it was submitted").Produces<string>(contentType: "text/yaml").ProducesProblem(404);
        sweeps.MapGet("/{id}/spec/resolved", (string id, SweepCatalog catalog, IArtifactStore store, CancellationToken cancellation) =>
            TextAsync(id, paths => paths.Resolved, catalog, store, cancellation))
            .WithName("getResolvedSpec").WithSummary("The spec with every default spelled out").Produces<string>(contentType: "text/yaml").ProducesProblem(404);
    }

    private static Task<SweepPage> ListAsync(
        SweepCatalog catalog, IOptions<ApiOptions> options, string? state, string? name, string? owner, string? tag, string? text, string? sort, int? limit, string? after, CancellationToken cancellation)
    {
        if (state is not null && !SweepStates.All.Contains(state))
            throw ProblemException.BadRequest($"state must be one of {string.Join(", ", SweepStates.All)}");
        var query = new SweepQuery { State = state, Name = name, Owner = owner, Tag = tag, Text = text, Sort = sort };
        return catalog.ListAsync(query, Requests.PageSize(limit, options.Value), after, cancellation);
    }

    private static async Task<SweepView> GetAsync(string id, SweepCatalog catalog, SweepViews views, CancellationToken cancellation) =>
        await views.OfAsync(await catalog.FindAsync(id, cancellation), cancellation);

    private static async Task<IReadOnlyList<SweepActionView>> HistoryAsync(string id, SweepCatalog catalog, IArtifactStore store, CancellationToken cancellation) =>
        await StoredViews.HistoryAsync(store, await catalog.FindAsync(id, cancellation), cancellation);

    private static async Task<LogView> LogAsync(
        string id, SweepCatalog catalog, SweepLogs logs, IOptions<ApiOptions> options, long? point, string? level, int? limit, CancellationToken cancellation)
    {
        int most = Requests.PageSize(limit, options.Value);
        if (level is not null && !LogLevels.All.Contains(level)) throw ProblemException.BadRequest($"level must be one of {string.Join(", ", LogLevels.All)}");
        return await logs.OfSweepAsync(await catalog.FindAsync(id, cancellation), point, level ?? LogLevels.Information, most, cancellation);
    }

    private static async Task<IReadOnlyList<SpecDifference>> DifferencesAsync(string id, string? with, SweepCatalog catalog, PlanCache plans, CancellationToken cancellation)
    {
        if (with is null) throw ProblemException.BadRequest("with must be the id of another sweep");
        var (first, second) = (await catalog.FindAsync(id, cancellation), await catalog.FindAsync(with, cancellation));
        return SpecDifference.Of((await plans.GetAsync(first).WaitAsync(cancellation)).ResolvedYaml, (await plans.GetAsync(second).WaitAsync(cancellation)).ResolvedYaml);
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, SweepSubmitter submitter, string? variant, [FromQuery] string[]? set, string? priority, int? batch, string? command)
    {
        var options = Options(request.HttpContext.User, priority, batch, command);
        return Answer(await submitter.SubmitAsync(await request.ReadYamlAsync(), set ?? [], variant, options, request.HttpContext.User, request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> ExtendAsync(
        string id, HttpRequest request, SweepCatalog catalog, SweepSubmitter submitter, string? variant, [FromQuery] string[]? set, string? priority, int? batch, string? command)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var options = Options(request.HttpContext.User, priority, batch, command);
        var original = await catalog.FindAsync(id, cancellation);
        return Answer(await submitter.ExtendAsync(original, await request.ReadYamlAsync(), set ?? [], variant, options, request.HttpContext.User, cancellation));
    }

    private static SweepSubmission Options(ClaimsPrincipal caller, string? priority, int? batch, string? command)
    {
        if (batch is < 0 or > MaxBatch) throw ProblemException.BadRequest($"batch must be from 0 to {MaxBatch}");
        if (command?.Length > SubmitOptions.LongestCommand || command?.Any(char.IsControl) == true)
            throw ProblemException.BadRequest($"command must be one line of at most {SubmitOptions.LongestCommand} characters");
        return new SweepSubmission("", "", batch ?? 0, Priorities.Parse(priority), caller.SignedInName() ?? "", Command: command ?? "");
    }

    private static IResult Answer((bool Existed, SweepView Sweep) answer) => answer.Existed
        ? Results.Ok(answer.Sweep)
        : Results.Created($"/api/v1/sweeps/{answer.Sweep.Id}", answer.Sweep);

    private static async Task<IResult> TextAsync(
        string id, Func<SweepPaths, ArtifactPath> path, SweepCatalog catalog, IArtifactStore store, CancellationToken cancellation)
    {
        var sweep = await catalog.FindAsync(id, cancellation);
        return await store.TryReadAsync(path(new SweepPaths(sweep)), cancellation) is { } text
            ? Results.Bytes(text.Content, "text/yaml; charset=utf-8")
            : throw ProblemException.NotFound($"{sweep} has no such file");
    }
}
