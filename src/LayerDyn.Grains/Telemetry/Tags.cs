namespace LayerDyn.Grains.Telemetry;

/// <summary>The tags of metrics, each with few values.</summary>
internal static class Tags
{
    public static KeyValuePair<string, object?> State(string state) => new("state", state);

    public static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);

    public static KeyValuePair<string, object?> Device(string kind) => new("device", kind);

    /// <summary>An enum's value as a tag: <c>SiloLost</c> is <c>silo-lost</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
