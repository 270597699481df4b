using System.Globalization;
using System.Text;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Export;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>One changed byte in any file of a completed sweep never changes a number that is read from it.</summary>
[Collection(TestSilo.Collection)]
public sealed class ChangedByteTests : IDisposable
{
    // More of them on request: LAYERDYN_CHANGED_BYTES=10000.
    private static readonly int Changes = int.Parse(Environment.GetEnvironmentVariable("LAYERDYN_CHANGED_BYTES") ?? "600", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnyChangedByte_IsRefusedOrChangesNoNumber_AndIsFoundByVerifying()
    {
        var plan = Specs.HeatMap(side: 3, steps: 50);
        await using (var silo = await TestSilo.StartAsync(_folder.Path)) await silo.RunAsync(plan);
        string[] files = [.. Directory.GetFiles(_folder[plan.Id.Value], "*", SearchOption.AllDirectories).Order()];
        var (intact, missing) = await ReadAsync(plan.Id);
        Assert.Equal(0, missing);
        var drawn = new Random(20261128); // seeded: the same changes in every run
        var misread = new List<string>();
        for (int change = 0; change < Changes; change++)
        {
            string file = files[drawn.Next(files.Length)];
            byte[] content = await File.ReadAllBytesAsync(file);
            int at = drawn.Next(content.Length);
            byte before = content[at];
            content[at] ^= (byte)(1 << drawn.Next(8));
            await File.WriteAllBytesAsync(file, content);
            string where = $"byte {at} of {Path.GetRelativePath(_folder.Path, file)}";
            try
            {
                var (read, lacking) = await ReadAsync(plan.Id);
                if (lacking == 0 && read != intact) misread.Add(where);
                if ((await new SweepAudit(new LocalArtifactStore(_folder.Path), plan.Id).RunAsync(deep: true)).IsSound) misread.Add($"{where} (not found)");
            }
            catch (Exception refused) when (refused is StoreException or SpecException)
            {
                // That is what a user is told.
            }

            content[at] = before;
            await File.WriteAllBytesAsync(file, content);
        }

        Assert.Empty(misread);
        Assert.Equal(intact, (await ReadAsync(plan.Id)).Text);
    }

    /// <summary>What export, curves and status make of the sweep, and how many points they say are missing.</summary>
    private async Task<(string Text, long Missing)> ReadAsync(SweepId id)
    {
        var store = new LocalArtifactStore(_folder.Path);
        var plan = await new PlanCache(store).GetAsync(id);
        using var tables = new MemoryStream();
        var export = new TableExport(store, plan, new TableSelection(TableKind.Records));
        await export.WriteAsync(TableFormat.Csv, tables, default);
        await new TableExport(store, plan, new TableSelection(TableKind.Results)).WriteAsync(TableFormat.Csv, tables, default);
        var text = new StringBuilder(Encoding.UTF8.GetString(tables.ToArray()));
        var reader = new RecordReader(store);
        CurveBuilder[] builders = [.. plan.Curves.Select(curve => curve.CreateBuilder(plan))];
        var (stored, damaged) = await new CommittedSegments(store, id, plan.PointCount).ReadAsync(async listed =>
        {
            var unread = new List<SegmentDamage>();
            foreach (var segment in listed.Manifest.Segments)
            {
                var (results, damage) = await reader.TryReadAsync(id, segment, default);
                if (damage is not null) unread.Add(new SegmentDamage(segment, damage));
                foreach (var result in results ?? [])
                    foreach (var builder in builders) builder.Fold(result);
            }

            return unread;
        });
        foreach (var builder in builders) text.AppendLine(Encoding.UTF8.GetString(CurveCsv.Write(builder.Build().Table).Span));
        var manifest = stored.Manifest;
        text.AppendLine(string.Create(CultureInfo.InvariantCulture,
            $"{manifest.PointCount} {manifest.Ledger.Finished} {manifest.Ledger.Diverged} {manifest.Failures.Count} {manifest.Ledger.Remaining} {manifest.Lost} {stored.Head.Shared}"));
        return (text.ToString(), damaged.Sum(damage => damage.Points) + export.Damaged.Sum(damage => damage.Points));
    }
}
