namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>The tests that look at one silo's exports.</summary>
[CollectionDefinition("collected")]
public sealed class CollectedCollection : ICollectionFixture<CollectedSilo>;
