using System.CommandLine;
using LayerDyn.Api;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Export;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn export</c>: one tidy table of a sweep, as CSV, NDJSON, Parquet or NumPy arrays, or what is kept of its points as safetensors.</summary>
internal static class ExportCommand
{
    private const string Formats = "csv, ndjson, parquet or npz";

    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var location = StoreOption.Create();
        var what = new Option<string>("--what") { Description = "records (every measured step) or results (one row a point); or of what the spec keeps: weights, features, outputs, kernel, data, or kept for all of it", DefaultValueFactory = _ => "records" };
        what.AcceptOnlyFromAmong(["records", "results", .. KeptExport.Names]);
        var to = new Option<string>("--to") { Description = "the file to write; its ending chooses the format: .csv, .ndjson, .parquet or .npz; - for standard output; of what is kept, the folder of its safetensors files", Required = true };
        var format = new Option<string?>("--format") { Description = $"{Formats}, whatever the file's ending; default on standard output: csv" };
        format.AcceptOnlyFromAmong("csv", "ndjson", "parquet", "npz");
        var columns = new Option<string[]>("--columns") { Description = "only these columns, in this order, with commas between them", CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Distinct()], Arity = ArgumentArity.OneOrMore };
        var where = new Option<string[]>("--where") { Description = "only points with this value of an axis, AXIS=VALUE; may be given several times, and all must hold", Arity = ArgumentArity.OneOrMore };
        where.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1)) result.AddError($"--where '{token.Value}' must be AXIS=VALUE, e.g. --where width=32");
        });
        var command = new Command("export", "Write a sweep's records or results as one table, or what is kept of its points as safetensors files.") { sweep, location, what, to, format, columns, where };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!KeptExport.Names.Contains(result.GetValue(what))) return;
            if (result.GetValue(columns) is { Length: > 0 } || result.GetValue(format) is not null) result.AddError("--columns and --format are of tables: what is kept is written as safetensors files");
            if (result.GetValue(to) is { } target && (target == UserFile.Output || File.Exists(target) || Path.GetExtension(target) == ".safetensors"))
                result.AddError($"--to '{target}' must be a folder: each point and step has a file of its own");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string file = parsed.GetRequiredValue(to);
            string[] conditions = [.. (parsed.GetValue(where) ?? []).Select(Condition)];
            if (KeptExport.Names.Contains(parsed.GetRequiredValue(what)))
                return await KeptAsync(parsed, parsed.GetRequiredValue(what), file, parsed.GetValue(sweep), conditions, cluster, parsed.GetRequiredValue(location), cancellation);
            string ending = parsed.GetValue(format) ?? (file == UserFile.Output ? "csv" : Path.GetExtension(file).TrimStart('.').ToLowerInvariant());
            if (!Enum.TryParse<TableFormat>(ending, ignoreCase: true, out var written) || !Enum.IsDefined(written))
                throw new UserException($"'{file}' must end in .csv, .ndjson, .parquet or .npz", "the ending chooses the format, or --format does");
            string[] names = parsed.GetValue(columns) ?? [];
            string table = parsed.GetRequiredValue(what);
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client) return await FromClusterAsync(client, parsed.GetValue(sweep), table, written, names, conditions, file, cancellation);
            }

            return await FromStoreAsync(StoreOption.OpenExisting(parsed.GetRequiredValue(location)), parsed.GetValue(sweep), table, written, names, conditions, file, cancellation);
        });
        return command;
    }

    private static async Task<int> KeptAsync(
        ParseResult parsed, string part, string folder, string? name, string[] where, ClusterOptions cluster, string location, CancellationToken cancellation)
    {
        var export = new KeptExport(part, folder);
        if (cluster.TryOpen(parsed) is { } client)
        {
            using (client)
            {
                var view = await SweepArgument.ResolveAsync(client, name, cancellation);
                CheckAxes(view.Id, where, [.. view.Axes.Select(axis => axis.Name)]);
                return await export.FromClusterAsync(client, view.Id, where, cancellation);
            }
        }

        var store = StoreOption.OpenExisting(location);
        var id = await SweepArgument.ResolveAsync(store, name, cancellation);
        var plan = await new PlanCache(store).GetAsync(id);
        CheckAxes(id.Value, where, [.. plan.Axes.Select(axis => axis.Name)]);
        return await export.FromStoreAsync(store, plan, new PointConditions(plan, where, null), cancellation);
    }

    private static async Task<int> FromClusterAsync(
        LayerDynClient client, string? name, string table, TableFormat format, string[] columns, string[] where, string file, CancellationToken cancellation)
    {
        if (format == TableFormat.Npz) throw new UserException("a cluster sends no .npz", "write .csv, .ndjson or .parquet, or export it from its store by --out");
        var view = await SweepArgument.ResolveAsync(client, name, cancellation);
        CheckAxes(view.Id, where, [.. view.Axes.Select(axis => axis.Name)]);
        var query = new List<(string Name, string Value)> { ("what", table), ("format", format.ToString().ToLowerInvariant()) };
        if (columns.Length > 0) query.Add(("columns", string.Join(',', columns)));
        query.AddRange(where.Select(condition => ("where", condition)));
        await UserFile.WriteAsync(file, output => client.WriteTableAsync(view.Id, query, output, cancellation));
        if (file != UserFile.Output) Console.WriteLine($"{view.Id}: {table} written to {file}");
        return ExitCodes.Success;
    }

    private static async Task<int> FromStoreAsync(
        IArtifactStore store, string? name, string table, TableFormat format, string[] columns, string[] where, string file, CancellationToken cancellation)
    {
        var id = await SweepArgument.ResolveAsync(store, name, cancellation);
        var plan = await new PlanCache(store).GetAsync(id);
        CheckAxes(id.Value, where, [.. plan.Axes.Select(axis => axis.Name)]);
        var export = new TableExport(store, plan, Select(plan, table, columns, where));
        await UserFile.WriteAsync(file, output => export.WriteAsync(format, output, cancellation));
        if (file != UserFile.Output) Console.WriteLine($"{id}: {table} written to {file}");
        if (export.Damaged.Count == 0) return ExitCodes.Success;
        Console.Error.WriteLine($"error: {id}{Report.Missing(export.Damaged.Sum(damage => damage.Points), id.Value)}");
        foreach (var damage in export.Damaged) Console.Error.WriteLine($"  {damage.Damage} (points {damage.Segment.Points})");
        return ExitCodes.Incomplete;
    }

    private static TableSelection Select(SweepPlan plan, string table, string[] columns, string[] where)
    {
        var kind = table == "records" ? TableKind.Records : TableKind.Results;
        var conditions = new PointConditions(plan, where, null);
        if (!conditions.Points().Any()) throw new UserException($"no point of {plan.Id} has {string.Join(" and ", where.Select(Written))}", "'layerdyn export --what results --columns ...' shows the values of its axes");
        try
        {
            return new TableSelection(kind, columns.Length > 0 ? TableSelection.ChooseColumns(plan.Tables, kind, columns) : null, conditions.None ? null : conditions.HoldFor);
        }
        catch (ArgumentException unknown)
        {
            throw new UserException($"the {table} of {plan.Id} have no column '{unknown.ParamName}'", Names.Suggest(unknown.ParamName!, TableSelection.ColumnsOf(plan.Tables, kind).Select(column => column.Name)) ?? "");
        }
    }

    // AXIS=VALUE as the API has it; a value may have an equals sign, an axis none.
    private static string Condition(string written) => $"{written[..written.IndexOf('=', StringComparison.Ordinal)]}:{written[(written.IndexOf('=', StringComparison.Ordinal) + 1)..]}";

    private static string Written(string condition) => $"{Axis(condition)}={condition[(Axis(condition).Length + 1)..]}";

    private static string Axis(string condition) => condition[..condition.IndexOf(':', StringComparison.Ordinal)];

    private static void CheckAxes(string sweep, string[] where, string[] axes)
    {
        foreach (string axis in where.Select(Axis))
            if (!axes.Contains(axis)) throw new UserException($"--where '{axis}' is no axis of {sweep}", Names.Suggest(axis, axes) ?? "it has no axes");
    }
}
