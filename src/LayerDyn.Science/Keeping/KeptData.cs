using LayerDyn.Science.Files;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Keeping;

/// <summary>The data of a point as arrays: <c>inputs</c>, <c>targets</c>, <c>labels</c> and <c>groups</c> of <c>train</c> and <c>test</c>.</summary>
public static class KeptData
{
    /// <summary>The arrays by name, as <c>inputs.train</c> (n x in) and <c>labels.test</c> (n). Of an online task they are of the sample that it is measured on.</summary>
    public static IReadOnlyDictionary<string, FileArray> Of(TaskData data)
    {
        var arrays = new SortedDictionary<string, FileArray>(StringComparer.Ordinal);
        Add(data.Train, ".train");
        if (data.Test is { } test) Add(test, ".test");
        return arrays;

        void Add(Dataset set, string suffix)
        {
            arrays.Add("inputs" + suffix, FileArray.Of(set.X.Data, set.X.Rows, set.X.Columns));
            arrays.Add("targets" + suffix, FileArray.Of(set.Y.Data, set.Y.Rows, set.Y.Columns));
            if (set.Labels is { } labels) arrays.Add("labels" + suffix, FileArray.Of(Array.ConvertAll(labels, label => (long)label), labels.Length));
            if (set.Groups is { } groups) arrays.Add("groups" + suffix, FileArray.Of(Array.ConvertAll(groups, group => (long)group), groups.Length));
        }
    }
}
