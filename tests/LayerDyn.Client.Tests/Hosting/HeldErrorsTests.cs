using LayerDyn.Client.Hosting;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Client.Tests.Hosting;

public sealed class HeldErrorsTests
{
    [Theory]
    [InlineData("Orleans.Runtime.Catalog", LogLevel.Error, true)]
    [InlineData("Orleans.Runtime.Catalog", LogLevel.Warning, false)]
    [InlineData("LayerDyn.Grains.Sweeps.SweepGrain", LogLevel.Error, false)] // is printed at once
    public void ErrorsOfLibraries_AreHeldBack(string category, LogLevel level, bool held)
    {
        using var errors = new HeldErrors();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(errors));
        factory.CreateLogger(category).Log(level, new InvalidOperationException("gone"), "a call broke off");

        Assert.Equal(held ? ["Orleans.Runtime.Catalog: a call broke off (InvalidOperationException: gone)"] : [], errors.Lines);
    }
}
