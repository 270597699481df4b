using System.Collections.Concurrent;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Tests.Lanes;

public sealed class UploadQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Enqueue_SendsTheParts_ThenSaysSo()
    {
        using var queue = New();
        var sent = new TaskCompletionSource<string>();
        var ended = new TaskCompletionSource<Exception?>();
        queue.Enqueue("a", [[1, 2], [3]], (parts, _) =>
        {
            sent.SetResult(string.Join('|', parts.Select(Convert.ToHexString)));
            return Task.CompletedTask;
        }, ended.SetResult);
        Assert.Null(await ended.Task.WaitAsync(Patience));
        Assert.Equal("0102|03", await sent.Task);
        await queue.FlushAsync(default).WaitAsync(Patience);
        Assert.Equal(0, queue.Bytes);
    }

    [Fact]
    public async Task Enqueue_BeyondMemory_WaitsInAFile_AndGoesOutUnchanged()
    {
        using var folder = new TemporaryFolder();
        using var queue = New(memory: 2, folder: folder.Path);
        var gate = new TaskCompletionSource();
        var sent = new TaskCompletionSource<string>();
        queue.Enqueue("a", [[0, 0]], (_, _) => gate.Task, _ => { }); // on its way, in memory
        queue.Enqueue("a", [[1, 2], [], [3]], (parts, _) =>
        {
            sent.SetResult(string.Join('|', parts.Select(Convert.ToHexString)));
            return Task.CompletedTask;
        }, _ => { });
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.Path, "*.upload", SearchOption.AllDirectories))));
        gate.SetResult();
        Assert.Equal("0102||03", await sent.Task.WaitAsync(Patience));
        await queue.FlushAsync(default).WaitAsync(Patience);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.upload", SearchOption.AllDirectories));
        queue.Dispose();
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Files_OfAProcessThatWasKilled_AreClearedAway_ThoseOfOneThatLivesStay()
    {
        using var folder = new TemporaryFolder();
        using var neighbour = New(memory: 0, folder: folder.Path);
        neighbour.Enqueue("a", [[1]], (_, _) => new TaskCompletionSource().Task, _ => { });
        string living = Assert.Single(Directory.GetFiles(folder.Path, "*.upload", SearchOption.AllDirectories));
        string left = Directory.CreateDirectory(folder[$"layerdyn-uploads-{Environment.MachineName}-{Guid.NewGuid():N}"]).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        File.WriteAllText(Path.Combine(left, "a.upload"), "what a kill leaves");
        string elsewhere = Directory.CreateDirectory(folder[$"layerdyn-uploads-{Environment.MachineName}-2-{Guid.NewGuid():N}"]).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "lock"), "");
        using var queue = New(memory: 0, folder: folder.Path);
        queue.Enqueue("a", [[2]], (_, _) => new TaskCompletionSource().Task, _ => { });
        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(elsewhere));
        Assert.Equal([1], File.ReadAllBytes(living));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.upload", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Enqueue_BeyondMemory_WhereNoFileCanBeWritten_StaysInMemory()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["taken"], "no folder");
        using var queue = New(memory: 0, folder: folder["taken"]);
        var ended = new TaskCompletionSource<Exception?>();
        queue.Enqueue("a", [[1]], (_, _) => Task.CompletedTask, ended.SetResult);
        Assert.Null(await ended.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task OneKey_GoesOutOneAfterTheOther_OthersDoNotWait()
    {
        using var queue = New();
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        var other = new TaskCompletionSource<Exception?>();
        var last = new TaskCompletionSource<Exception?>();
        queue.Enqueue("a", [[1]], async (_, _) => { await gate.Task; order.Enqueue("a1"); }, _ => { });
        queue.Enqueue("a", [[2]], (_, _) => { order.Enqueue("a2"); return Task.CompletedTask; }, last.SetResult);
        queue.Enqueue("b", [[3]], (_, _) => { order.Enqueue("b"); return Task.CompletedTask; }, other.SetResult);
        await other.Task.WaitAsync(Patience);
        gate.SetResult();
        await last.Task.WaitAsync(Patience);
        Assert.Equal(["b", "a1", "a2"], order);
    }

    [Fact]
    public async Task Replaceable_ThatStillWaits_GivesWayToTheNext()
    {
        using var queue = New();
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<int>();
        var replaced = new ConcurrentQueue<int>();
        var last = new TaskCompletionSource<Exception?>();
        for (int i = 1; i <= 4; i++)
        {
            int number = i;
            queue.Enqueue("a", [[1]], async (_, _) => { await gate.Task; order.Enqueue(number); }, number == 4 ? last.SetResult : _ => { },
                () => replaced.Enqueue(number));
        }

        gate.SetResult();
        await last.Task.WaitAsync(Patience);
        Assert.Equal([1, 4], order); // the first was on its way
        Assert.Equal([2, 3], replaced);
    }

    [Fact]
    public async Task WhatComesAfterAReplaceable_WaitsForIt_AndHoldsTheFlush()
    {
        using var queue = New();
        var gate = new TaskCompletionSource();
        var order = new ConcurrentQueue<string>();
        queue.Enqueue("a", [[1]], async (_, _) => { await gate.Task; order.Enqueue("on its way"); }, _ => { }, () => order.Enqueue("replaced"));
        queue.Enqueue("a", [[1]], (_, _) => { order.Enqueue("newest"); return Task.CompletedTask; }, _ => { }, () => order.Enqueue("replaced"));
        queue.Enqueue("a", [], (_, _) => Task.CompletedTask, _ => order.Enqueue("after"));
        var flushed = queue.FlushAsync(CancellationToken.None);
        gate.SetResult();
        await flushed.WaitAsync(Patience);
        Assert.Equal(["on its way", "newest", "after"], order);
    }

    [Fact]
    public async Task Failure_IsToldToItsOwner_AndHoldsNobodyUp()
    {
        using var queue = New();
        var failed = new TaskCompletionSource<Exception?>();
        var next = new TaskCompletionSource<Exception?>();
        queue.Enqueue("a", [[1]], (_, _) => throw new IOException("away"), failed.SetResult);
        queue.Enqueue("a", [[1]], (_, _) => Task.CompletedTask, next.SetResult);
        Assert.IsType<IOException>(await failed.Task.WaitAsync(Patience));
        Assert.Null(await next.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task BeyondTheLimit_TheLaneWaits_UntilThereIsRoom()
    {
        using var queue = New(limit: 3);
        var gate = new TaskCompletionSource();
        queue.Enqueue("a", [[1, 2]], (_, _) => gate.Task, _ => { });
        bool sawRoom = false;
        var lane = Task.Run(() => queue.Enqueue("b", [[3, 4]], (_, _) => Task.CompletedTask, _ => sawRoom = gate.Task.IsCompleted));
        gate.SetResult();
        await lane.WaitAsync(Patience);
        await queue.FlushAsync(default).WaitAsync(Patience);
        Assert.True(sawRoom);
    }

    [Fact]
    public async Task Dispose_WhatNeverGotToTheStore_IsNotTakenForStored()
    {
        var queue = New();
        var gate = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception?>();
        queue.Enqueue("a", [[1]], (_, _) => gate.Task, _ => { });
        queue.Enqueue("a", [[2]], (_, _) => Task.CompletedTask, ended.SetResult);
        queue.Dispose();
        Assert.IsType<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        gate.SetResult();
    }

    private static UploadQueue New(long memory = 1 << 20, long limit = 1 << 20, string folder = "")
    {
        var metrics = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<LayerDynMetrics>().BuildServiceProvider().GetRequiredService<LayerDynMetrics>();
        return new UploadQueue(Options.Create(new LaneOptions { UploadMemory = memory, UploadLimit = limit, UploadFolder = folder }), metrics, NullLogger<UploadQueue>.Instance);
    }
}
