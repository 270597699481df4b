using System.Text;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>What must hold after every fault.</summary>
internal static class Invariants
{
    /// <summary>
    /// The sweep has ended; every point has exactly one committed result, with the bytes of an undisturbed run; the curves that the
    /// cluster shows and stored are those of a recomputation from the raw records; wasted work is bounded.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="yaml">What was submitted.</param>
    /// <param name="ended">What is left of it.</param>
    /// <param name="mostLost">Points that may have been leased again.</param>
    /// <param name="failed">Points that failed.</param>
    /// <param name="undisturbed">A spec whose points are those that have a result; <paramref name="yaml"/> where nothing is said.</param>
    public static async Task HoldAsync(TestCluster cluster, string yaml, SweepView ended, long mostLost, int failed = 0, string? undisturbed = null)
    {
        var plan = SweepPlan.Load(yaml);
        Assert.True(ended.State == "completed", $"the sweep is {ended.State}: {ended.Message}\n{cluster.Log()}");
        Assert.Equal(("completed", 0L, (long)failed, plan.PointCount - failed), (ended.State, ended.Remaining, ended.Failed, ended.Finished + ended.Diverged));
        Assert.True(ended.Lost <= mostLost, $"{ended.Lost} points were lost, where at most {mostLost} may be\n{cluster.Log()}");

        var results = await ResultsAsync(cluster.Store, plan);
        var reference = SweepPlan.Load(undisturbed ?? yaml);
        var expected = (await ResultsAsync(await Undisturbed.OfAsync(undisturbed ?? yaml), reference)).ToDictionary(result => reference.PointId(result.Key), result => Text(result.Value));
        Assert.Equal((plan.PointCount - failed, expected.Count), (results.Count, results.Count));
        foreach (var (index, result) in results) Assert.Equal(expected[plan.PointId(index)], Text(result));

        await GlobsAsync(cluster.Store, plan);
        var silo = await cluster.ReadyAsync();
        foreach (var curve in plan.Curves)
        {
            var builder = curve.CreateBuilder(plan);
            foreach (var result in results.Values) builder.Fold(result);
            string recomputed = Encoding.UTF8.GetString(CurveCsv.Write(builder.Build().Table).Span);
            Assert.Equal(recomputed, Encoding.UTF8.GetString(await silo.Api.CurveAsync(plan.Id.Value, curve.Name)));
            Assert.Equal(recomputed, Encoding.UTF8.GetString((await cluster.Store.TryReadAsync(new SweepPaths(plan.Id).Curve(curve.Name, "csv")))!.Content.Span));
        }
    }

    /// <summary>The committed results; fails when a point is committed twice (the manifests would not add up).</summary>
    public static async Task<SortedDictionary<long, PointResult>> ResultsAsync(IArtifactStore store, SweepPlan plan)
    {
        var reader = new RecordReader(store);
        var results = new SortedDictionary<long, PointResult>();
        foreach (var segment in (await new ManifestStore(store, plan.Id).TryReadAsync())!.Manifest.Segments)
            foreach (var result in await reader.ReadAsync(plan.Id, segment, default)) results.Add(result.Index, result);
        return results;
    }

    /// <summary>Readers that take all files of a folder, as by <c>results/*.parquet</c>, have what is committed and nothing twice.</summary>
    private static async Task GlobsAsync(IArtifactStore store, SweepPlan plan)
    {
        var paths = new SweepPaths(plan.Id);
        var listed = (await new ManifestStore(store, plan.Id).ReadAsync()).Manifest.Segments;
        foreach (var (folder, files) in ((string, IEnumerable<ArtifactPath>)[])[
            (paths.ResultsFolder, listed.Select(segment => paths.Results(segment.Name, segment.Staged))),
            (paths.RecordsFolder, listed.Select(segment => paths.Records(segment.Name, segment.Staged)))])
        {
            var found = new List<string>();
            await foreach (var file in store.ListAsync(folder)) found.Add(file.Path.Value);
            Assert.Equal(files.Select(file => file.Value).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    private static string Text(PointResult result)
    {
        var text = new StringBuilder($"{result.Status} {result.LastStep}");
        for (int row = 0; row < result.Records.Rows; row++)
        {
            text.Append('\n').Append(result.Records.Steps[row]);
            for (int column = 0; column < result.Records.Columns.Count; column++)
                text.Append(' ').Append(BitConverter.DoubleToInt64Bits(result.Records[row, column]).ToString("x16"));
        }

        return text.ToString();
    }
}
