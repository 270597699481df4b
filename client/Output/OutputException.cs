namespace LayerDyn.Client.Output;

/// <summary>Standard output cannot be written: it is closed, or the disk behind it is full.</summary>
/// <param name="reason">Why.</param>
/// <param name="cause">What the system said; null when the stream is closed.</param>
internal sealed class OutputException(string reason, Exception? cause = null) : IOException($"standard output cannot be written: {reason}", cause);
