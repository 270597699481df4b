namespace LayerDyn.Api;

/// <summary>How a spec is submitted.</summary>
public sealed record SubmitOptions
{
    /// <summary>The longest command line that is kept, in characters.</summary>
    public const int LongestCommand = 1000;

    /// <summary><c>path=value</c> overrides.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>The variant to use; null for the spec as it stands.</summary>
    public string? Variant { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>; null for normal.</summary>
    public string? Priority { get; init; }

    /// <summary>The command line that submits it, for whoever looks at it later; empty for none.</summary>
    public string Command { get; init; } = "";

    /// <summary>Points that travel together; 0 lets the sweep choose.</summary>
    public int Batch { get; init; }
}
