using System.CommandLine;
using LayerDyn.Storage;
using LayerDyn.Storage.Export;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn export</c>: one tidy table of a sweep, as CSV, Parquet or NumPy arrays.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var location = StoreOption.Create();
        var what = new Option<string>("--what") { Description = "records (every measured step) or results (one row a point)", DefaultValueFactory = _ => "records" };
        what.AcceptOnlyFromAmong("records", "results");
        var to = new Option<string>("--to") { Description = "the file to write; its ending chooses the format: .csv, .parquet or .npz; - for standard output", Required = true };
        var format = new Option<string?>("--format") { Description = "csv, parquet or npz, whatever the file's ending; default on standard output: csv" };
        format.AcceptOnlyFromAmong("csv", "parquet", "npz");
        var command = new Command("export", "Write a sweep's records or results as one table.") { sweep, location, what, to, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            string file = parsed.GetRequiredValue(to);
            string kind = parsed.GetValue(format) ?? (file == UserFile.Output ? "csv" : Path.GetExtension(file).TrimStart('.').ToLowerInvariant());
            if (kind is not ("csv" or "parquet" or "npz")) throw new UserException($"'{file}' must end in .csv, .parquet or .npz", "the ending chooses the format, or --format does");
            var store = StoreOption.OpenExisting(parsed.GetRequiredValue(location));
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            var export = new TableExport(store, await new PlanCache(store).GetAsync(id));
            bool records = parsed.GetRequiredValue(what) == "records";
            await UserFile.WriteAsync(file, async output =>
            {
                if (kind == "parquet")
                {
                    await output.WriteAsync(records ? await export.RecordsParquetAsync(cancellation) : await export.ResultsParquetAsync(cancellation), cancellation);
                }
                else if (kind == "npz")
                {
                    await (records ? export.WriteRecordsNpzAsync(output, cancellation) : export.WriteResultsNpzAsync(output, cancellation));
                }
                else
                {
                    await (records ? export.WriteRecordsCsvAsync(output, cancellation) : export.WriteResultsCsvAsync(output, cancellation));
                }
            });

            if (file != UserFile.Output) Console.WriteLine($"{id}: {parsed.GetRequiredValue(what)} written to {file}");
            if (export.Damaged.Count == 0) return ExitCodes.Success;
            Console.Error.WriteLine($"error: {id}{Report.Missing(export.Damaged.Sum(damage => damage.Points), id.Value)}");
            foreach (var damage in export.Damaged) Console.Error.WriteLine($"  {damage.Damage} (points {damage.Segment.Points})");
            return ExitCodes.Incomplete;
        });
        return command;
    }
}
