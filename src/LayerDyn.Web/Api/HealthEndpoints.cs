using LayerDyn.Storage;

namespace LayerDyn.Web.Api;

/// <summary><c>/health</c>: for supervisors. Says nothing but yes or no.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("health").AllowAnonymous();
        health.MapGet("/live", () => Results.Text("live\n")).WithName("live").WithSummary("Whether the process answers").Produces<string>(contentType: "text/plain");
        health.MapGet("/ready", ReadyAsync).WithName("ready").WithSummary("Whether the silo is a member and can read its store")
            .Produces<string>(200, "text/plain").Produces<string>(503, "text/plain");
    }

    private static async Task<IResult> ReadyAsync(ISiloStatusOracle members, IArtifactStore store, CancellationToken cancellation)
    {
        if (members.CurrentStatus != SiloStatus.Active) return Refuse("the silo is not an active member");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            await foreach (var _ in store.ListAsync("layerdyn-health", limit.Token)) break;
            return Results.Text("ready\n");
        }
        catch (Exception error) when (error is StoreException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return Refuse("the artifact store cannot be read");
        }
    }

    private static IResult Refuse(string reason) => Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
