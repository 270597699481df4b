using System.CommandLine;
using System.Text.Json;
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
        command.SetAction(async (parsed, cancellation) =>
        {
            string location = parsed.GetRequiredValue(output);
            var store = StoreOption.OpenExisting(location);
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            await using var silo = await EmbeddedSilo.StartAsync(location, lanes: 1);
            var curves = await silo.Grains.GetGrain<ICurveGrain>(id.Value).DrawAsync();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(curves, JsonSerializerOptions.Web));
            else foreach (string line in Report.Curves(Path.Combine(location, id.Value), curves)) Console.WriteLine(line);
            return ExitCodes.Success;
        });
        return command;
    }
}
