using LayerDyn.Grains.Telemetry;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>Log records carry what they are about.</summary>
[Collection("collected")]
public sealed class ExportedLogTests(CollectedSilo collected)
{
    [Fact]
    public void RecordOfABatch_CarriesSweepBatchPointsAndItsTrainingsSpan()
    {
        var record = collected.Logs.First(log => log.Message.Contains("goes on from step", StringComparison.Ordinal));

        Assert.Equal(collected.Long, record.Attributes[LayerDynActivities.SweepTag]);
        Assert.Matches("^[01]$", record.Attributes[LayerDynActivities.PointsTag]);
        Assert.Matches("^[01]$", record.Attributes[LayerDynActivities.PointsTag]);
        Assert.Contains(LayerDynActivities.LeaseTag, record.Attributes);
        var train = Assert.Single(collected.Spans, span => span.Id == record.Span);
        Assert.Equal(("batch train", record.Trace, SweepTrace.Of(collected.Long).ToString()), (train.Name, train.Trace, record.Trace));
    }

    [Fact]
    public void RecordOfASweep_CarriesIt()
    {
        var record = collected.Logs.First(log => log.Message.Contains("that cannot be read", StringComparison.Ordinal));

        Assert.Equal(collected.Sharing, record.Attributes[LayerDynActivities.SweepTag]);
    }
}
