namespace LayerDyn.Silo.Tests.Hosting;

/// <summary>One silo that asks nobody who they are, for all tests of a class.</summary>
public sealed class OpenSilo : IAsyncLifetime
{
    public TestSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await TestSilo.StartAsync();

    public Task DisposeAsync() => Silo.DisposeAsync().AsTask();
}
