using LayerDyn.Api.Specs;
using YamlDotNet.RepresentationModel;

namespace LayerDyn.Web.Services;

/// <summary>The recipes that ship with the silo, read once. A name is looked up, never made into a path.</summary>
internal sealed class RecipeShelf
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public RecipeShelf()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "recipes");
        foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml") : [])
            _texts.Add(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        All = [.. _texts.Select(recipe => Describe(recipe.Key, recipe.Value))];
    }

    /// <summary>All recipes in order of their names.</summary>
    public IReadOnlyList<RecipeView> All { get; }

    /// <summary>The text of a recipe; null when there is none.</summary>
    public string? Find(string name) => _texts.GetValueOrDefault(name);

    // Not planned: some recipes need data that may not be here.
    private static RecipeView Describe(string name, string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        bool quick = root.Children.TryGetValue("variants", out var variants) && variants is YamlMappingNode map && map.Children.ContainsKey("quick");
        return new RecipeView(name, Text("description") ?? "", Text("figure"), quick);

        string? Text(string key) => root.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;
    }
}
