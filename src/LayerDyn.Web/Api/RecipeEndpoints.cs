using LayerDyn.Api.Specs;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/recipes</c>: specs that ship with the product; <c>/spec-schema</c>: by what editors complete and check others.</summary>
internal static class RecipeEndpoints
{
    public static void MapRecipes(this IEndpointRouteBuilder api)
    {
        var recipes = api.MapGroup("/recipes").WithTags("specs");
        recipes.MapGet("/", IReadOnlyList<RecipeView> (RecipeShelf shelf) => shelf.All).WithName("listRecipes").WithSummary("The specs that ship with the product");
        recipes.MapGet("/{name}", Get).WithName("getRecipe").WithSummary("The YAML of a recipe").Produces<string>(contentType: "text/yaml").ProducesProblem(404);
        api.MapGet("/spec-schema", () => Results.Text(SpecSchema.Write(), "application/schema+json")).WithTags("specs")
            .WithName("getSpecSchema").WithSummary("The JSON Schema of specs, for editors").Produces<string>(contentType: "application/schema+json");
    }

    private static IResult Get(string name, RecipeShelf shelf) => shelf.Find(name) is { } yaml
        ? Results.Text(yaml, "text/yaml")
        : throw ProblemException.NotFound($"there is no such recipe; there are: {string.Join(", ", shelf.All.Select(recipe => recipe.Name))}");
}
