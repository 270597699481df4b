using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>A lease, or what is held against pending points, as the shard's manifest keeps it for the next owner.</summary>
/// <param name="Id">The lease; 0 for pending points.</param>
/// <param name="Worker">Who has it; empty for pending points.</param>
/// <param name="Points">The points.</param>
/// <param name="Losses">How often their worker was lost with them.</param>
/// <param name="Hangs">How often they stood still.</param>
/// <param name="Quarantined">Whether no other of their shard, and no other in quarantine, runs on their worker meanwhile.</param>
/// <param name="Checkpoint">The newest checkpoint that a quarantined point has resumed from; 0 for none.</param>
/// <param name="HungOn">The worker they stood still on last.</param>
/// <param name="Begun">Whether a quarantined batch was begun under this lease.</param>
/// <param name="Trained">Seconds that they have trained together, where that is limited.</param>
public sealed record LeaseEntry(
    long Id,
    string Worker,
    PointRanges Points,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Losses = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Hangs = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Quarantined = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Checkpoint = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HungOn = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Begun = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Trained = 0);
