namespace LayerDyn.Science.Files;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">The tensors, by name.</param>
/// <param name="Metadata">Free text by key; empty when there is none.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, FileArray> Tensors, IReadOnlyDictionary<string, string> Metadata);
