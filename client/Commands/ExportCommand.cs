using System.CommandLine;
using LayerDyn.Grains.Export;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn export</c>: one tidy table of a sweep, as CSV or Parquet.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var output = StoreOption.Create();
        var what = new Option<string>("--what") { Description = "records (every measured step) or results (one row a point)", DefaultValueFactory = _ => "records" };
        what.AcceptOnlyFromAmong("records", "results");
        var to = new Option<string>("--to") { Description = "the file to write; its ending chooses the format: .csv or .parquet", Required = true };
        var command = new Command("export", "Write a sweep's records or results as one table.") { sweep, output, what, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            string file = parsed.GetRequiredValue(to);
            string format = Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
            if (format is not ("csv" or "parquet")) throw new UserException($"'{file}' must end in .csv or .parquet", "the ending chooses the format");
            var store = StoreOption.OpenExisting(parsed.GetRequiredValue(output));
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            long rows = await TableExport.WriteAsync(store, id, parsed.GetRequiredValue(what), format, file, cancellation);
            Console.WriteLine($"{rows} rows written to {file}");
            return ExitCodes.Success;
        });
        return command;
    }
}
