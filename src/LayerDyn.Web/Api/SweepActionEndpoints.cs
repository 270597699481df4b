using System.Security.Claims;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary>What can be done with a sweep that is there.</summary>
internal static class SweepActionEndpoints
{
    private const string Own = "; by who submitted it, or an admin";

    public static void MapSweepActions(this IEndpointRouteBuilder api)
    {
        var sweep = api.MapGroup("/sweeps/{id}").RequireAuthorization(Roles.Submit).WithTags("sweeps");
        Action("pause", "Starts no more points; what is finished is committed", grain => grain.PauseAsync());
        Action("resume", "Goes on after a pause, a cancellation or trouble with the store", grain => grain.ResumeAsync());
        Action("cancel", "Ends it as it is; its curves are drawn from what there is", grain => grain.CancelAsync());
        Action("retry", "Retries failed points", grain => grain.RetryFailedAsync());
        sweep.MapPut("/priority", async (string id, PriorityChange change, ClaimsPrincipal caller, SweepCatalog catalog, IGrainFactory grains, SweepViews views, CancellationToken cancellation) =>
        {
            if (change.Priority is null) throw ProblemException.BadRequest("the body must be {\"priority\": \"low\"}, or normal, or high");
            var priority = Priorities.Parse(change.Priority);
            var found = await catalog.FindOwnAsync(id, caller, "change the priority of", cancellation);
            return await views.OfAsync(found, await grains.GetGrain<ISweepGrain>(found.Value).SetPriorityAsync(priority), cancellation);
        }).WithName("setPriority").WithSummary($"Changes its share of slots among the sweeps of one owner{Own}").ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);

        sweep.MapPatch("/", async (string id, LabelChange change, SweepCatalog catalog, IGrainFactory grains, SweepViews views, CancellationToken cancellation) =>
        {
            if (change.IsEmpty) throw ProblemException.BadRequest("the body must have one of title, note, addTags and removeTags");
            if (change.Problem is { } problem) throw ProblemException.BadRequest(problem);
            var found = await catalog.FindAsync(id, cancellation);
            try
            {
                return await views.OfAsync(found, await grains.GetGrain<ISweepGrain>(found.Value).LabelAsync(change), cancellation);
            }
            catch (InvalidOperationException refused)
            {
                throw ProblemException.Conflict(refused.Message);
            }
        }).WithName("labelSweep").WithSummary("Changes what people say of it: its title, its note, its tags; what is null stays").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

        void Action(string name, string summary, Func<ISweepGrain, Task<SweepStatus>> act) => sweep.MapPost(
            "/" + name,
            async (string id, ClaimsPrincipal caller, SweepCatalog catalog, IGrainFactory grains, SweepViews views, CancellationToken cancellation) =>
            {
                var found = await catalog.FindOwnAsync(id, caller, name, cancellation);
                return await views.OfAsync(found, await act(grains.GetGrain<ISweepGrain>(found.Value)), cancellation);
            }).WithName(name + "Sweep").WithSummary(summary + Own).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
