using YamlDotNet.RepresentationModel;

namespace LayerDyn.Infra.Tests.Deployment;

/// <summary>Reads YAML and walks it.</summary>
internal static class Yaml
{
    public static IReadOnlyList<YamlNode> Documents(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Repository.Read(file));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The node at a path of keys and numbers; null when there is none.</summary>
    public static YamlNode? At(this YamlNode node, string path)
    {
        YamlNode? at = node;
        foreach (string key in path.Split('/'))
        {
            at = at switch
            {
                YamlMappingNode map => map.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == key).Value,
                YamlSequenceNode list when int.TryParse(key, out int index) && index < list.Children.Count => list[index],
                _ => null,
            };
        }

        return at;
    }

    public static string? Text(this YamlNode node, string path) => (node.At(path) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> List(this YamlNode node, string path) => node.At(path) is YamlSequenceNode list ? list.Children : [];

    public static IEnumerable<string> Keys(this YamlNode node, string path) =>
        node.At(path) is YamlMappingNode map ? map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!) : [];
}
