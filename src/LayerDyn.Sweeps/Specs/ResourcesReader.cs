using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads <c>resources:</c>.</summary>
internal static class ResourcesReader
{
    private static readonly string[] Keys = ["device", "minMemoryGiB", "slots"];

    /// <summary>The kinds of device that a sweep may ask for.</summary>
    public static readonly string[] Devices = ["any", "cpu", "cuda"];

    public static Resources Read(SpecMap root, ProblemList problems)
    {
        if (root["resources"] is not { } node) return new Resources();
        if (node is not SpecMap map)
        {
            problems.Add("resources", node.ToString(), "must be a mapping", "write resources: { device: cpu, minMemoryGiB: 4, slots: 8 }");
            return new Resources();
        }

        map.CheckKeys("resources", Keys, problems);
        string device = (map["device"] ?? new SpecScalar("any")).ToString();
        if (!Devices.Contains(device)) problems.Add("resources.device", device, "must be one of any, cpu, cuda", Names.Suggest(device, Devices));
        double memory = Number(map["minMemoryGiB"], "resources.minMemoryGiB", whole: false, problems);
        return new Resources
        {
            Device = device,
            MinMemory = (long)(memory * (1L << 30)),
            Slots = (int)Number(map["slots"], "resources.slots", whole: true, problems),
        };
    }

    private static double Number(SpecNode? node, string path, bool whole, ProblemList problems)
    {
        if (node is null) return 0;
        if (node is SpecScalar { Number: { } number } && number >= 0 && number <= 1e6 && (!whole || number == Math.Floor(number))) return number;
        problems.Add(path, node.ToString(), whole ? "must be a whole number from 0 to 1000000" : "must be a number from 0 to 1000000");
        return 0;
    }
}
