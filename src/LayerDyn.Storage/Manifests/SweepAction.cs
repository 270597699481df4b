using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>Something that somebody did with a sweep, that a limit did, or that it was completed.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">What: <c>submitted</c>, <c>resumed</c>, <c>retried</c>, <c>paused</c>, <c>cancelled</c>, <c>deleted</c>, <c>completed</c>, <c>priority</c>, <c>renamed</c>, <c>noted</c> or <c>tagged</c>.</param>
/// <param name="By">The name of the API's key; empty where none was asked for.</param>
/// <param name="Detail">More about it, as the limit that was reached; empty for nothing.</param>
public sealed record SweepAction(
    DateTime At,
    string What,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string By = "",
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string Detail = "");
