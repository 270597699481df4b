using System.CommandLine;
using System.Text.Json;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn verify</c>: whether every file of a sweep is as it was written, and a way back where it is not.</summary>
internal static class VerifyCommand
{
    private sealed record Finding(string Sweep, long Points, int Segments, IReadOnlyList<string> Problems, IReadOnlyList<string> Repairs, long Pending);

    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        sweep.Description = $"{SweepArgument.Forms}; all sweeps of the store when left out";
        var output = StoreOption.Create();
        var repair = new Option<bool>("--repair")
        {
            Description = "make the points of missing or damaged files pending again, and delete files that nothing lists; running the sweep again computes what is pending",
        };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("verify", "Read every file of a sweep and compare it with the hash that was kept when it was written. Exit code 0 only if all is as it was.")
        {
            sweep, output, repair, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string location = parsed.GetRequiredValue(output);
            var store = StoreOption.OpenExisting(location);
            IReadOnlyList<SweepId> sweeps = parsed.GetValue(sweep) is { } name
                ? [await SweepArgument.ResolveAsync(store, name, cancellation)]
                : await SweepIndex.ListAsync(store, readThrough: true, cancellation);
            var findings = new List<Finding>();
            foreach (var id in sweeps)
            {
                if (await SweepIndex.HasAsync(store, id, cancellation)) findings.Add(await VerifyAsync(store, id, parsed.GetValue(repair), cancellation));
                if (!parsed.GetValue(json) && findings.Count > 0) Show(findings[^1], location, parsed.GetValue(repair));
            }

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(findings, JsonSerializerOptions.Web));
            return findings.TrueForAll(finding => finding.Problems.Count == 0 || (finding is { Repairs.Count: > 0, Pending: 0 } && finding.Repairs.Count == finding.Problems.Count))
                ? ExitCodes.Success : ExitCodes.Incomplete;
        });
        return command;
    }

    private static async Task<Finding> VerifyAsync(IArtifactStore store, SweepId id, bool repairs, CancellationToken cancellation)
    {
        List<string> problems = [], repaired = [];
        var repair = new SweepRepair(store, id);
        if (repairs)
        {
            foreach (var path in await repair.BeginAnewAsync(cancellation))
            {
                problems.Add($"{path} could not be read");
                repaired.Add($"{path} was begun anew");
            }
        }

        try
        {
            var plan = await new PlanCache(store).GetAsync(id);
            var audit = await new SweepAudit(store, id, plan.PointCount).RunAsync(deep: true, cancellation);
            var manifest = audit.Stored.Manifest;
            bool running = audit.Stored.Head.State == ManifestState.Active || manifest.Ledger.Remaining > 0;
            foreach (var damage in audit.Damaged) problems.Add($"{damage.Damage} (points {damage.Segment.Points})");
            if (!running) problems.AddRange(audit.Unlisted.Select(path => $"{path} is listed nowhere"));
            problems.AddRange(audit.Changed);
            if (repairs && audit.Damaged.Count > 0)
            {
                await repair.DropAsync(audit.Stored.Head, audit.Damaged, cancellation);
                await repair.PauseAsync(cancellation);
                repaired.AddRange(audit.Damaged.Select(damage => $"points {damage.Segment.Points} are pending again"));
            }

            if (repairs && !running && await repair.TryCleanAsync(audit, cancellation)) repaired.AddRange(audit.Unlisted.Select(path => $"{path} was deleted"));
            long damaged = audit.Damaged.Sum(damage => damage.Points);
            return new Finding(id.Value, manifest.Ledger.Expected, manifest.Segments.Count, problems, repaired, manifest.Ledger.Remaining + damaged);
        }
        catch (Exception error) when (error is StoreException or SpecException)
        {
            return new Finding(id.Value, 0, 0, [.. problems, error.Message], repaired, 0);
        }
    }

    private static void Show(Finding finding, string location, bool repair)
    {
        if (finding.Problems.Count == 0)
        {
            Console.WriteLine($"{finding.Sweep}: every file is as it was written ({finding.Points - finding.Pending:N0} points in {finding.Segments} segments)");
            return;
        }

        Console.WriteLine($"{finding.Sweep}: {finding.Problems.Count} {(finding.Problems.Count == 1 ? "problem" : "problems")}");
        foreach (string problem in finding.Problems) Console.WriteLine($"  {problem}");
        foreach (string repaired in finding.Repairs) Console.WriteLine($"  repaired: {repaired}");
        string again = $"layerdyn run {Path.Combine(location, finding.Sweep, "resolved.yaml")} --out {location}";
        if (!repair) Console.WriteLine($"  'layerdyn verify {finding.Sweep} --repair --out {location}' makes what is missing pending again and deletes what is superfluous");
        else if (finding.Pending > 0 || finding.Repairs.Count < finding.Problems.Count) Console.WriteLine($"  '{again}' computes what is pending and draws the curves again");
    }
}
