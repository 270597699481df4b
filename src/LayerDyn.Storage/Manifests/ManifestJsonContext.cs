using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// How the documents of a sweep are read and written, as code that is compiled with this assembly: a command that only looks at a sweep would spend
/// much of its time on having that made at run time. How they look is said by <see cref="ManifestJson.Options"/>.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SweepHeadStore.Document), TypeInfoPropertyName = "Head")]
[JsonSerializable(typeof(ManifestJson.Document), TypeInfoPropertyName = "Shard")]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
