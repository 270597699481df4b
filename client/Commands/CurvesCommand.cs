using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Hosting;
using LayerDyn.Contracts.Curves;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn curves</c>: draws a sweep's curves again from its records.</summary>
internal static class CurvesCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("curves", "Draw a sweep's curves from its committed records, finished or not, and say what they show.") { sweep, output, json };
        var to = new Option<string?>("--to") { Description = "with --cluster: a folder to put the curves' tables and pictures into" };
        command.Options.Add(to);
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client) return await FetchAsync(client, parsed.GetValue(sweep), parsed.GetValue(to), parsed.GetValue(json), cancellation);
            }

            if (parsed.GetValue(to) is not null) throw new UserException("--to needs --cluster", "a local sweep's curves are in its own folder");
            string location = parsed.GetRequiredValue(output);
            var store = StoreOption.OpenExisting(location);
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            await using var silo = await EmbeddedSilo.StartAsync(location, lanes: 1);
            var curves = await silo.Grains.GetGrain<ICurveGrain>(id.Value).DrawAsync();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(curves, JsonSerializerOptions.Web));
            else foreach (string line in Report.Curves(Path.Combine(location, id.Value), curves)) Console.WriteLine(line);
            long missing = curves.Select(curve => curve.Missing).DefaultIfEmpty().Max();
            if (missing == 0) return ExitCodes.Success;
            Console.Error.WriteLine($"error: {id}{Report.Missing(missing, id.Value)}");
            return ExitCodes.Incomplete;
        });
        return command;
    }

    private static async Task<int> FetchAsync(LayerDynClient client, string? name, string? folder, bool json, CancellationToken cancellation)
    {
        var sweep = await SweepArgument.ResolveAsync(client, name, cancellation);
        var curves = await client.CurvesAsync(sweep.Id, cancellation);
        if (json) Console.WriteLine(JsonSerializer.Serialize(curves, ApiJson.Options));
        foreach (var curve in curves)
        {
            if (!json)
            {
                Console.WriteLine($"{curve.Name}:");
                foreach (string finding in curve.Findings) Console.WriteLine($"  {finding}");
            }

            if (folder is null) continue;
            foreach (string format in (string[])["csv", "png", "svg"])
            {
                byte[] content = await client.CurveFileAsync(sweep.Id, curve.Name, format, cancellation);
                await UserFile.WriteAsync(Path.Combine(folder, $"{curve.Name}.{format}"), async output => await output.WriteAsync(content, cancellation));
            }

            if (!json) Console.WriteLine($"  {Path.Combine(folder, curve.Name)}.png");
        }

        return ExitCodes.Success;
    }
}
