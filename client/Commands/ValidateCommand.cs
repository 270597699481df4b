using System.CommandLine;
using System.Text.Json;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn validate</c>: checks a spec and says what it would do.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var spec = new SpecArguments();
        var json = new Option<bool>("--json") { Description = "print one JSON document, problems included" };
        var resolved = new Option<bool>("--resolved") { Description = "print the spec with every default spelled out" };
        var command = new Command("validate", "Check a spec: report every problem with its line, or print the grid and an estimate of the work.");
        spec.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(resolved);
        command.SetAction(parsed =>
        {
            try
            {
                var (_, plan) = spec.Load(parsed);
                if (parsed.GetValue(resolved)) Console.Write(plan.ResolvedYaml);
                else if (parsed.GetValue(json)) Print(new { valid = true, sweep = plan.Id.Value, points = plan.PointCount, mostRun = plan.MostRun, seeds = plan.Seeds, estimate = plan.Estimate() });
                else Console.WriteLine(Report.Of(plan, plan.Estimate()));
                return ExitCodes.Success;
            }
            catch (SpecException error) when (parsed.GetValue(json))
            {
                Print(new { valid = false, problems = Failure.Parts(error), more = error.More });
                return ExitCodes.BadInput;
            }
        });
        return command;
    }

    private static void Print(object value) => Console.WriteLine(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));
}
