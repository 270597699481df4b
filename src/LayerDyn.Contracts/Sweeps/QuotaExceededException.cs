namespace LayerDyn.Contracts.Sweeps;

/// <summary>A sweep may not begin, or go on: its owner uses what they may already. Nothing was changed.</summary>
/// <param name="message">What is used, what may be, and the remedy.</param>
[GenerateSerializer, Alias("layerdyn.quota-exceeded")]
public sealed class QuotaExceededException(string message) : Exception(message);
