using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using LayerDyn.Api;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Storage.Export;
using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;
using Parquet;

namespace LayerDyn.Silo.Tests.Api;

/// <summary>A sweep whose points have different columns, an axis of each type, one named like a column, and points that diverge.</summary>
public sealed class TableTests(OpenSilo open) : IClassFixture<OpenSilo>
{
    private const string Spec = """
        name: tables
        model: { kind: mlp, widths: [4, 8, 1], activation: linear }
        init: { kind: normal, std: 0.5 }
        task: { kind: gaussian-regression, samples: 20, inputs: 4, outputs: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 40
        measure: { at: { every: 20 }, observables: [loss, weight-norm] }
        axes:
          widths: { values: [[4, 8, 1], [4, 3, 3, 1]], sets: [model.widths] }
          loss: { values: [mse, mse-mean], sets: [loss] }
          whiten: { values: [true, false], sets: [task.whiten] }
          std: { values: [0.5, 1], sets: [init.std] }
          lr: { values: [1e-3, 1e6], sets: [optimizer.learningRate] }
          case: { cases: { "=1+1": { optimizer.momentum: 0 } } }
        """;

    private static readonly string[] Identity = ["point", "id", "widths", "axis.loss", "whiten", "std", "lr", "case", "seed", "status"];
    private static readonly string[] Measured = ["loss", .. Enumerable.Range(1, 6).Select(parameter => $"weight-norm.{parameter}")];
    private static readonly string[] Records = [.. Identity, "step", .. Measured], Results = [.. Identity, "last_step", "diverged_at", "rows", .. Measured];

    private readonly HttpClient _client = open.Silo.Client();

    [Fact]
    public async Task CsvParquetNpzAndApi_HaveTheSameColumnsTypesAndRows()
    {
        string sweep = await RunAsync("alike");
        string folder = Path.Combine(open.Silo.Folder, sweep);
        var plan = SweepPlan.Load(await File.ReadAllTextAsync(Path.Combine(folder, "resolved.yaml")));
        var export = new TableExport(new LocalArtifactStore(open.Silo.Folder), plan);

        foreach (var (table, columns) in new[] { ("records", Records), ("results", Results) })
        {
            byte[] parquet = table == "records" ? await export.RecordsParquetAsync(default) : await export.ResultsParquetAsync(default);
            string[] fields = await FieldsAsync(parquet);
            Assert.Equal(columns, fields.Select(field => field[..field.IndexOf(':', StringComparison.Ordinal)]));
            string[] files = Directory.GetFiles(Path.Combine(folder, table), "*.parquet");
            Assert.NotEmpty(files);
            foreach (string file in files) Assert.Equal(fields, await FieldsAsync(await File.ReadAllBytesAsync(file)));
        }

        string text = await TextAsync(export.WriteResultsCsvAsync);
        Assert.Equal(string.Join(',', Results), text.Split('\n')[0]);
        Assert.Equal(text, await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/points?format=csv&limit=100"));
        Assert.Contains(",\"[4, 3, 3, 1]\",mse-mean,false,0.5,0.001,'=1+1,0,finished,40,,3,", text);
        var page = (await _client.GetFromJsonAsync<PointPage>($"/api/v1/sweeps/{sweep}/points", ApiJson.Options))!;
        Assert.Equal(Results, page.Columns.Select(column => column.Name));
        Assert.Equal("integer text text text boolean number number text integer text integer integer integer number", string.Join(' ', page.Columns.Take(14).Select(column => column.Type)));

        string[] lines = (await TextAsync(export.WriteRecordsCsvAsync)).Split('\n');
        Assert.Equal(string.Join(',', Records), lines[0]);
        string own = await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/points/8/records?format=csv");
        Assert.Equal([lines[0], .. lines.Where(line => line.StartsWith("8,", StringComparison.Ordinal)), ""], own.Split('\n'));

        using var npz = new MemoryStream();
        await export.WriteResultsNpzAsync(npz, default);
        using var arrays = new ZipArchive(npz);
        Assert.Equal(Results.Select(name => $"{name}.npy"), arrays.Entries.Select(entry => entry.FullName));
        Assert.Equal(["'<i8'", "'<U32'", "'<U12'", "'<U8'", "'|b1'", "'<f8'", "'<f8'", "'<U4'", "'<i8'", "'<U8'", "'<f8'", "'<f8'", "'<i8'", "'<f8'"],
            arrays.Entries.Take(14).Select(TypeOf));
    }

    [Fact]
    public async Task SortByLoss_PutsDivergedPointsLast_InBothDirections()
    {
        string sweep = await RunAsync("sorted");
        foreach (string sort in (string[])["loss", "-loss"])
        {
            var page = (await _client.GetFromJsonAsync<PointPage>($"/api/v1/sweeps/{sweep}/points?sort={sort}", ApiJson.Options))!;
            Assert.Equal([.. Enumerable.Repeat("finished", 16), .. Enumerable.Repeat("diverged", 16)], page.Items.Select(point => point.State));
            Assert.All(page.Items.Take(16), point => Assert.Equal((40L, null, 3L, true), (point.LastStep, point.DivergedAt, point.Rows, point.Final.ContainsKey("loss"))));
            Assert.All(page.Items.Skip(16), point => Assert.Equal((0L, 20L, 1L, 0), (point.LastStep, point.DivergedAt, point.Rows, point.Final.Count)));
        }
    }

    private async Task<string> RunAsync(string name)
    {
        using var submitted = await _client.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Spec.Replace("name: tables", $"name: {name}", StringComparison.Ordinal)));
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        string id = (await submitted.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id;
        await _client.GetStringAsync($"/api/v1/sweeps/{id}/events");
        return id;
    }

    private static async Task<string> TextAsync(Func<Stream, CancellationToken, Task> write)
    {
        using var bytes = new MemoryStream();
        await write(bytes, default);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task<string[]> FieldsAsync(byte[] file)
    {
        using var stream = new MemoryStream(file);
        await using var reader = await ParquetReader.CreateAsync(stream);
        return [.. reader.Schema.GetDataFields().Select(field => $"{field.Name}:{field.ClrType.Name}{(field.IsNullable ? "?" : "")}")];
    }

    private static string TypeOf(ZipArchiveEntry entry)
    {
        using var reader = new BinaryReader(entry.Open());
        reader.ReadBytes(8);
        string header = Encoding.ASCII.GetString(reader.ReadBytes(reader.ReadUInt16()));
        return header.Split(' ')[1].TrimEnd(',');
    }
}
