namespace LayerDyn.Grains.Tests.Shares;

/// <summary>What an owner works on: sweeps of one kind, the next one as soon as fewer batches than one has remain.</summary>
/// <param name="Owner">Who it is.</param>
/// <param name="Seconds">How long a batch takes.</param>
/// <param name="Batches">Batches of a sweep.</param>
internal sealed record Work(string Owner, double Seconds, int Batches);
