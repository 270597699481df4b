namespace LayerDyn.Storage.Manifests;

/// <summary>A point that was given up after its attempts were used up.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What went wrong the last time.</param>
public sealed record FailureEntry(long Index, int Attempts, string Message);
