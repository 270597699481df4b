namespace LayerDyn.Browser.Tests;

/// <summary>The tests that share one silo and one browser.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;
