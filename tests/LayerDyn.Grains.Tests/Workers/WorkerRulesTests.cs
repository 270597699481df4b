using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Workers;

namespace LayerDyn.Grains.Tests.Workers;

/// <summary>What a worker decides, event by event.</summary>
public sealed class WorkerRulesTests
{
    [Theory]
    [InlineData(LeaseCommand.Continue, LeaseStage.Training, WorkerAction.None)]
    [InlineData(LeaseCommand.Stop, LeaseStage.Waiting, WorkerAction.Release)]
    [InlineData(LeaseCommand.Stop, LeaseStage.Training, WorkerAction.Interrupt)]
    [InlineData(LeaseCommand.Stop, LeaseStage.Committing, WorkerAction.None)]
    [InlineData(LeaseCommand.Yield, LeaseStage.Waiting, WorkerAction.Release)]
    [InlineData(LeaseCommand.Yield, LeaseStage.Training, WorkerAction.None)]
    [InlineData(LeaseCommand.Drop, LeaseStage.Waiting, WorkerAction.Abandon)]
    [InlineData(LeaseCommand.Drop, LeaseStage.Training, WorkerAction.Abandon)]
    [InlineData(LeaseCommand.Drop, LeaseStage.Committing, WorkerAction.None)]
    public void Command_IsFollowedByStage(LeaseCommand command, LeaseStage stage, WorkerAction action) =>
        Assert.Equal(action, WorkerRules.On(command, stage, isInterrupted: false));

    [Fact]
    public void WhatStopsAlready_IsNotInterruptedAgain() => Assert.Equal(WorkerAction.None, WorkerRules.On(LeaseCommand.Stop, LeaseStage.Training, isInterrupted: true));

    [Fact]
    public void StepsStandStill_OnlyWhileItTrains()
    {
        TimeSpan at = TimeSpan.FromSeconds(10), later = TimeSpan.FromSeconds(20);
        Assert.Equal((5, at), WorkerRules.Advanced(null, LeaseStage.Training, false, 5, at));
        Assert.Equal((5, at), WorkerRules.Advanced((5, at), LeaseStage.Training, false, 5, later));
        Assert.Equal((6, later), WorkerRules.Advanced((5, at), LeaseStage.Training, false, 6, later));
        Assert.Equal((5, later), WorkerRules.Advanced((5, at), LeaseStage.Waiting, false, 5, later)); // waiting is no hanging
        Assert.Equal((5, later), WorkerRules.Advanced((5, at), LeaseStage.Training, true, 5, later)); // nor is waiting for the store
    }

    [Fact]
    public void ResultsAreReportedAgain_AndNothingElse()
    {
        Assert.True(WorkerRules.ReportsAgain(settles: true, times: 30));
        Assert.False(WorkerRules.ReportsAgain(settles: false, times: 1));
        Assert.False(WorkerRules.ReportsAgain(settles: true, times: 300));
    }
}
