using System.CommandLine;
using System.Text.Json;
using LayerDyn.Client.Recipes;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn recipes</c>: what ships with the client.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "print this recipe's YAML", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("recipes", "List the sweeps that ship with layerdyn, one for each published figure, or print one.") { name, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } wanted)
            {
                Console.Write(SpecSource.Read(wanted));
                return ExitCodes.Success;
            }

            var recipes = SpecSource.RecipeNames.Select(recipe => SweepPlan.Load(SpecSource.Read(recipe)))
                .Select(plan => new { plan.Name, plan.Description, points = plan.PointCount }).ToList();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(recipes, JsonSerializerOptions.Web));
            else foreach (var recipe in recipes) Console.WriteLine($"{recipe.Name,-28} {recipe.points,8:N0} points  {recipe.Description}");
            return ExitCodes.Success;
        });
        return command;
    }
}
