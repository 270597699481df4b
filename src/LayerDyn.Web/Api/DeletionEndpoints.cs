using System.Security.Claims;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary>What sweeps take in the store, and how it is given back.</summary>
internal static class DeletionEndpoints
{
    public static void MapDeletion(this IEndpointRouteBuilder api)
    {
        var sweeps = api.MapGroup("/sweeps/{id}").WithTags("sweeps");
        sweeps.MapDelete("/", DeleteAsync).RequireAuthorization(Roles.Submit).WithName("deleteSweep")
            .WithSummary("Deletes a sweep that is not at work, by who submitted it or an admin; other sweeps keep what they took of it").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        sweeps.MapGet("/usage", UsageAsync).WithName("getUsage").WithSummary("How much it takes in the store, in bytes").ProducesProblem(404);
        api.MapPost("/gc", CleanAsync).RequireAuthorization(Roles.Admin).WithTags("sweeps").WithName("clean")
            .WithSummary("Deletes what nothing lists: leftovers of sweeps that are completed or gone, older than an hour");
    }

    private static async Task<DeletedView> DeleteAsync(string id, ClaimsPrincipal caller, SweepCatalog catalog, IGrainFactory grains, CancellationToken cancellation)
    {
        var found = await catalog.FindOwnAsync(id, caller, "delete", cancellation);
        var deleted = await grains.GetGrain<ISweepGrain>(found.Value).DeleteAsync()
            ?? throw ProblemException.Conflict($"{found} is at work: pause or cancel it first");
        return new DeletedView(found.Value, deleted.Files, deleted.Bytes);
    }

    private static async Task<UsageView> UsageAsync(string id, SweepCatalog catalog, IArtifactStore store, CancellationToken cancellation) =>
        await StoredViews.UsageAsync(store, await catalog.FindAsync(id, cancellation), cancellation);

    private static async Task<IReadOnlyList<DeletedView>> CleanAsync(bool? dryRun, IArtifactStore store, IGrainFactory grains, CancellationToken cancellation)
    {
        var cleaned = new List<DeletedView>();
        foreach (var sweep in await SweepIndex.ListTracesAsync(store, cancellation))
        {
            var deleted = await grains.GetGrain<ISweepGrain>(sweep.Value).CleanAsync(dryRun == true).WaitAsync(cancellation);
            if (deleted.Files > 0) cleaned.Add(new DeletedView(sweep.Value, deleted.Files, deleted.Bytes));
        }

        return cleaned;
    }
}
