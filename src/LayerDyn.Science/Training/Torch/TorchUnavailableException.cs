namespace LayerDyn.Science.Training.Torch;

/// <summary>libtorch cannot be loaded on this machine; the message says what is missing and the remedy, for users to read.</summary>
/// <param name="message">What is missing, and what to do.</param>
/// <param name="inner">What the loader said.</param>
public sealed class TorchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
