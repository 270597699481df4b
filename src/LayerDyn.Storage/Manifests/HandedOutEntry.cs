using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>A pack that was out when its shard's manifest was written: what the next owner finds of it when this one is lost.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Silo">The address of the silo that it was handed to.</param>
/// <param name="Losses">How often its silo was lost before.</param>
/// <param name="Step">Step of the checkpoint that its point has gone on from since it was first suspected; 0 for none.</param>
/// <param name="Hangs">How often it hung before: the grain that has it is named by that too.</param>
public sealed record HandedOutEntry(
    string Pack,
    string Silo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Losses = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Step = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Hangs = 0);
