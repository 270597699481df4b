using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Tests.Sweeps;

public sealed class PackQueueTests
{
    [Fact]
    public void Next_CoversTheRange_InOrder_EachPointOnce()
    {
        var queue = new PackQueue(new IndexRange(8, 19), 4);
        var settled = new PointSet(19);
        Assert.Equal([[8, 9, 10, 11], [12, 13, 14, 15], [16, 17, 18]], All(queue, settled).Select(pack => pack.Points));
        Assert.Null(queue.Next(settled));
    }

    [Fact]
    public void Next_LeavesOutWhatIsSettled_AndPacksThatAre()
    {
        var settled = PointSet.Parse("1,4-7", 12);
        Assert.Equal([[0, 2, 3], [8, 9, 10, 11]], All(new PackQueue(new IndexRange(0, 12), 4), settled).Select(pack => pack.Points));
    }

    [Fact]
    public void Return_ComesBeforeTheRest_WithWhatIsStillOpen()
    {
        var queue = new PackQueue(new IndexRange(0, 12), 4);
        var settled = new PointSet(12);
        string first = queue.Next(settled)!.Value.Name;
        settled.Add(2);
        queue.Return(first);
        var again = queue.Next(settled)!.Value;
        Assert.Equal(first, again.Name);
        Assert.Equal([0, 1, 3], again.Points);
        Assert.Equal([4, 5, 6, 7], queue.Next(settled)!.Value.Points);
    }

    [Fact]
    public void Return_OfAPointThatAnEarlierOwnerSuspected_KeepsItOutOfItsPack()
    {
        var queue = new PackQueue(new IndexRange(0, 4), 4);
        queue.Return("p2");
        Assert.Equal([[2], [0, 1, 3]], All(queue, new PointSet(4)).Select(pack => pack.Points));
    }

    [Fact]
    public void Return_OfASettledPack_IsSkipped()
    {
        var queue = new PackQueue(new IndexRange(0, 4), 4);
        var settled = new PointSet(4);
        string name = queue.Next(settled)!.Value.Name;
        settled.AddRange(0, 4);
        queue.Return(name);
        Assert.Null(queue.Next(settled));
    }

    [Fact]
    public void ReturnAlone_TurnsThePackIntoItsOpenPoints_WhichStayAlone()
    {
        var queue = new PackQueue(new IndexRange(0, 4), 4);
        var settled = new PointSet(4);
        string name = queue.Next(settled)!.Value.Name;
        settled.Add(1);
        queue.ReturnAlone(name, settled);
        var alone = All(queue, settled);
        Assert.Equal([[0], [2], [3]], alone.Select(pack => pack.Points));
        Assert.Equal([0L, 2L, 3L], alone.Select(pack => PackQueue.AloneOf(pack.Name)));
        Assert.Null(PackQueue.AloneOf(name));
        Assert.Equal(alone[1].Name, queue.NameOf(2));
        queue.Return(name); // a late return of the whole pack must not run suspects together
        Assert.Null(queue.Next(settled));
    }

    private static List<(string Name, List<long> Points)> All(PackQueue queue, PointSet settled)
    {
        var all = new List<(string, List<long>)>();
        while (queue.Next(settled) is { } pack) all.Add(pack);
        return all;
    }
}
