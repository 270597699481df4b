using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LayerDyn.Client.Recipes;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

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

            var recipes = SpecSource.RecipeNames.Select(Describe).ToList();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(recipes, JsonSerializerOptions.Web));
            else foreach (var recipe in recipes) Console.WriteLine(recipe);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Recipe Describe(string name)
    {
        try
        {
            var plan = SweepPlan.Load(SpecSource.Read(name));
            return new Recipe(name, plan.PointCount, plan.Description);
        }
        catch (SpecException error)
        {
            // A recipe that needs data files which are not here yet.
            return new Recipe(name, null, $"not ready: {error.Problems[0]}");
        }
    }

    private sealed record Recipe(string Name, long? Points, string Description)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Name,-24} {(Points is { } points ? $"{points:N0} points" : "-"),14}  {Description}");
    }
}
