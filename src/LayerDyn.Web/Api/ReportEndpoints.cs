using System.Security.Claims;
using LayerDyn.Api.Reports;
using LayerDyn.Storage;
using LayerDyn.Storage.Reports;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/reports</c>: texts with curves in them.</summary>
internal static class ReportEndpoints
{
    private const int MostReports = 1_000, MostOfOne = 200;

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("reports");
        reports.MapGet("/", ListAsync).WithName("listReports").WithSummary("All reports, those changed last first");
        reports.MapGet("/{name}", async (string name, IArtifactStore store, CancellationToken cancellation) => View(name, await FindAsync(name, store, cancellation)))
            .WithName("getReport").WithSummary("A report with its text: Markdown, in which ![caption](curve:SWEEP/CURVE) stands for a curve").ProducesProblem(404);
        reports.MapPut("/{name}", WriteAsync).RequireAuthorization(Roles.Submit).WithName("writeReport")
            .WithSummary("Writes a report: one that is there by who wrote it or an admin, and over the version that the change names")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        reports.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Roles.Submit).WithName("deleteReport")
            .WithSummary("Deletes a report, by who wrote it or an admin").Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<ReportView>> ListAsync(IArtifactStore store, CancellationToken cancellation)
    {
        var found = await AllAsync(new ReportStore(store), cancellation);
        return [.. found.OrderByDescending(report => report.Changed)];
    }

    private static async Task<List<ReportView>> AllAsync(ReportStore reports, CancellationToken cancellation)
    {
        var found = new List<ReportView>();
        foreach (string name in await reports.NamesAsync(cancellation))
        {
            if (await reports.TryReadAsync(name, cancellation) is not { } there) continue;
            found.Add(new ReportView(name, there.Report.Title is { Length: > 0 } title ? title : name, there.Report.Owner, there.Report.Changed));
        }

        return found;
    }

    private static async Task<ReportTextView> WriteAsync(
        string name, ReportChange change, ClaimsPrincipal caller, IArtifactStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (!ReportStore.IsName(name)) throw ProblemException.BadRequest($"a report's name must be {ReportStore.NameRule}");
        if (change.Text is not { } text) throw ProblemException.BadRequest("the body must be {\"text\": \"...\", \"version\": null}, or the version that the text was made of");
        if (text.Length > StoredReport.MaxLength) throw ProblemException.BadRequest($"a report's text must be at most {StoredReport.MaxLength:N0} characters, not {text.Length:N0}: write two reports");
        if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))) throw ProblemException.BadRequest("a report's text must be without control characters");
        var reports = new ReportStore(store);
        if (change.Version is null) await CheckRoomAsync(reports, caller, cancellation);
        if (await reports.TryReadAsync(name, cancellation) is { } there) caller.MustOwn(there.Report.Owner, Written(name), "change");
        var report = new StoredReport(text, caller.SignedInName() ?? "", clock.GetUtcNow().UtcDateTime);
        return await reports.TryWriteAsync(name, report, change.Version, cancellation) is { } version
            ? View(name, (report, version))
            : throw ProblemException.Conflict((change.Version, await reports.TryReadAsync(name, cancellation)) switch
            {
                (_, null) => $"there is no report {name} any more: save it as a new one",
                (null, var (other, _)) => $"there is a report {name} already, of {other.Changed:u}: choose another name",
                (_, var (other, _)) => $"the report {name} was changed at {other.Changed:u}{(other.Owner.Length > 0 ? $" by {other.Owner}" : "")}, after this text was read: read it again, or save under another name",
            });
    }

    /// <summary>There is room for one more, of everybody's and of the caller's.</summary>
    private static async Task CheckRoomAsync(ReportStore reports, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        int all = (await reports.NamesAsync(cancellation)).Count;
        if (all >= MostReports) throw ProblemException.Conflict($"there are {MostReports:N0} reports already: delete one that nobody needs");
        if (all < MostOfOne || Roles.Allows(caller, Roles.Admin)) return;
        if ((await AllAsync(reports, cancellation)).Count(report => report.Owner == caller.SignedInName()) >= MostOfOne)
            throw ProblemException.Conflict($"{MostOfOne} reports are yours already: delete one that nobody needs");
    }

    private static async Task<IResult> DeleteAsync(string name, ClaimsPrincipal caller, IArtifactStore store, CancellationToken cancellation)
    {
        caller.MustOwn((await FindAsync(name, store, cancellation)).Report.Owner, Written(name), "delete");
        await new ReportStore(store).DeleteAsync(name, cancellation);
        return Results.NoContent();
    }

    private static async Task<(StoredReport Report, string Version)> FindAsync(string name, IArtifactStore store, CancellationToken cancellation) =>
        await new ReportStore(store).TryReadAsync(name, cancellation) ?? throw ProblemException.NotFound("there is no such report: see GET /api/v1/reports");

    private static string Written(string name) => $"the report {name} was written";

    private static ReportTextView View(string name, (StoredReport Report, string Version) there) => new(name, there.Report.Owner, there.Report.Changed, there.Report.Text, there.Version);
}
