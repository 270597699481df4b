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
        var store = new LocalArtifactStore(open.Silo.Folder);
        TableExport records = new(store, plan, new TableSelection(TableKind.Records)), results = new(store, plan, new TableSelection(TableKind.Results));

        foreach (var (table, columns) in new[] { ("records", Records), ("results", Results) })
        {
            byte[] parquet = await BytesAsync(table == "records" ? records : results, TableFormat.Parquet);
            Assert.Equal(parquet, await _client.GetByteArrayAsync($"/api/v1/sweeps/{sweep}/table?what={table}&format=parquet"));
            string[] fields = await FieldsAsync(parquet);
            Assert.Equal(columns, fields.Select(field => field[..field.IndexOf(':', StringComparison.Ordinal)]));
            string[] files = Directory.GetFiles(Path.Combine(folder, table), "*.parquet");
            Assert.NotEmpty(files);
            foreach (string file in files) Assert.Equal(fields, await FieldsAsync(await File.ReadAllBytesAsync(file)));
        }

        string text = await TextAsync(results);
        Assert.Equal(text, await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/table?what=results"));
        Assert.Equal(string.Join(',', Results), text.Split('\n')[0]);
        Assert.Equal(text, await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/points?format=csv&limit=100"));
        Assert.Contains(",\"[4, 3, 3, 1]\",mse-mean,false,0.5,0.001,'=1+1,0,finished,40,,3,", text);
        var page = (await _client.GetFromJsonAsync<PointPage>($"/api/v1/sweeps/{sweep}/points", ApiJson.Options))!;
        Assert.Equal(Results, page.Columns.Select(column => column.Name));
        Assert.Equal("integer text text text boolean number number text integer text integer integer integer number", string.Join(' ', page.Columns.Take(14).Select(column => column.Type)));

        string[] lines = (await TextAsync(records)).Split('\n');
        Assert.Equal(lines, (await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/table")).Split('\n'));
        Assert.Equal(string.Join(',', Records), lines[0]);
        string own = await _client.GetStringAsync($"/api/v1/sweeps/{sweep}/points/8/records?format=csv");
        Assert.Equal([lines[0], .. lines.Where(line => line.StartsWith("8,", StringComparison.Ordinal)), ""], own.Split('\n'));

        using var npz = new MemoryStream(await BytesAsync(results, TableFormat.Npz));
        using var arrays = new ZipArchive(npz);
        Assert.Equal(Results.Select(name => $"{name}.npy"), arrays.Entries.Select(entry => entry.FullName));
        Assert.Equal(["'<i8'", "'<U32'", "'<U12'", "'<U8'", "'|b1'", "'<f8'", "'<f8'", "'<U4'", "'<i8'", "'<U8'", "'<f8'", "'<f8'", "'<i8'", "'<f8'"],
            arrays.Entries.Take(14).Select(TypeOf));
    }

    [Fact]
    public async Task Table_OfSomePointsAndColumns_HasTheseAlone()
    {
        string table = $"/api/v1/sweeps/{await RunAsync("parts")}/table";
        string[] all = (await _client.GetStringAsync(table)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int[] places = [.. ((string[])["step", "std", "point", "loss"]).Select(name => Array.IndexOf(Records, name))];
        string[] wanted = [.. all.Skip(1).Where(line => Fields(line) is { } cells && cells[Array.IndexOf(Records, "std")] == "0.5" && cells[Array.IndexOf(Records, "lr")] == "0.001")
            .Select(line => string.Join(',', places.Select(place => Fields(line)[place])))];
        Assert.Equal(8 * 3, wanted.Length);
        string part = await _client.GetStringAsync($"{table}?columns=step,std,point,loss&where=std:0.5&where=lr:0.001");
        Assert.Equal(string.Concat(wanted.Prepend("step,std,point,loss").Select(line => line + "\n")), part);
        Assert.Equal(all.Where(line => Fields(line)[0] is "point" or "3" or "8" or "9"), (await _client.GetStringAsync($"{table}?index=8,9,3")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("point\n", await _client.GetStringAsync($"{table}?what=results&columns=point&where=std:7"));
        Assert.Equal("", await _client.GetStringAsync($"{table}?format=ndjson&where=std:7"));
        Assert.Equal("point:Int64", Assert.Single(await FieldsAsync(await _client.GetByteArrayAsync($"{table}?format=parquet&columns=point&where=std:7"))));
    }

    [Fact]
    public async Task Table_AsNdjson_HasTheCellsOfTheCsv()
    {
        string table = $"/api/v1/sweeps/{await RunAsync("lines")}/table?what=results";
        string[] csv = (await _client.GetStringAsync(table)).Split('\n', StringSplitOptions.RemoveEmptyEntries), lines = (await _client.GetStringAsync($"{table}&format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(csv.Length - 1, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            using var row = System.Text.Json.JsonDocument.Parse(lines[i]);
            Assert.Equal(Results, row.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.Equal(Fields(csv[i + 1]), row.RootElement.EnumerateObject().Select(member => member.Value.ValueKind switch
            {
                System.Text.Json.JsonValueKind.Null => "",
                System.Text.Json.JsonValueKind.String when member.Name == "case" => "'" + member.Value, // which a spreadsheet would run
                System.Text.Json.JsonValueKind.String => member.Value.GetString(),
                _ => member.Value.GetRawText(),
            }));
        }
    }

    [Fact]
    public async Task Table_OfADamagedFile_IsRefused()
    {
        string sweep = await RunAsync("damaged"), table = $"/api/v1/sweeps/{sweep}/table";
        string file = Directory.GetFiles(Path.Combine(open.Silo.Folder, sweep, "records"), "*.parquet").Single();
        await File.AppendAllTextAsync(file, "x");
        using var answer = await _client.GetAsync(table);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("verify", await answer.Content.ReadAsStringAsync());
    }

    // CSV of this sweep: quotes hold commas alone.
    private static string[] Fields(string line) =>
        [.. System.Text.RegularExpressions.Regex.Split(line, ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)").Select(cell => cell.Trim('"'))];

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

    private static async Task<string> TextAsync(TableExport export) => Encoding.UTF8.GetString(await BytesAsync(export, TableFormat.Csv));

    private static async Task<byte[]> BytesAsync(TableExport export, TableFormat format)
    {
        using var bytes = new MemoryStream();
        await export.WriteAsync(format, bytes, default);
        return bytes.ToArray();
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
