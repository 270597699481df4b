using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Task data made once and shared by all points and lanes of a process. Bounded: the least recently used data is dropped, and
/// made again when asked for (it is a pure function of task and seed).
/// </summary>
/// <param name="capacity">How many data sets are kept.</param>
public sealed class TaskDataCache(int capacity = 64)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Lazy<TaskData> Data)>> _entries = [];
    private readonly LinkedList<(string Key, Lazy<TaskData> Data)> _recent = [];

    /// <summary>The data of the experiment's task and seed.</summary>
    public TaskData Get(Experiment experiment)
    {
        string key = $"{experiment.Seed}/{ExperimentText.WriteKind(experiment.Task)}";
        Lazy<TaskData> data;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _recent.Remove(node);
            }
            else
            {
                node = new((key, new(() => experiment.Task.Create(experiment.Seed))));
                _entries.Add(key, node);
                if (_entries.Count > capacity)
                {
                    _entries.Remove(_recent.Last!.Value.Key);
                    _recent.RemoveLast();
                }
            }

            _recent.AddFirst(node);
            data = node.Value.Data;
        }

        return data.Value;
    }
}
