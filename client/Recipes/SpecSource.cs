using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Recipes;

/// <summary>Finds a spec by file name or by the name of a recipe that ships with the client.</summary>
internal static class SpecSource
{
    private static string RecipeFolder => Path.Combine(AppContext.BaseDirectory, "recipes");

    /// <summary>Names of the shipped recipes, in order.</summary>
    public static IReadOnlyList<string> RecipeNames =>
        [.. Directory.EnumerateFiles(RecipeFolder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file or recipe.</summary>
    /// <exception cref="UserException">There is neither, or the file cannot be read as text.</exception>
    public static string Read(string nameOrFile)
    {
        if (File.Exists(nameOrFile))
        {
            try
            {
                return SpecText.Decode(File.ReadAllBytes(nameOrFile));
            }
            catch (FormatException error)
            {
                throw new UserException($"'{nameOrFile}' is no spec", error.Message);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UserException($"'{nameOrFile}' cannot be read: {error.Message}", "check the file's permissions");
            }
        }

        if (RecipeNames.Contains(nameOrFile)) return File.ReadAllText(Path.Combine(RecipeFolder, nameOrFile + ".yaml"));
        throw new UserException(
            $"'{nameOrFile}' is neither a file nor a recipe",
            Names.Suggest(nameOrFile, RecipeNames) + " (list them with: layerdyn recipes)");
    }
}
