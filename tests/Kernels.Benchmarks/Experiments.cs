using System.Globalization;

namespace LayerDyn.Kernels.Benchmarks;

/// <summary>Points as canonical texts.</summary>
internal static class Experiments
{
    /// <summary>A two-layer linear network on whitened gaussian data.</summary>
    public static string Linear(int width, double learningRate, int steps) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"model":{"kind":"deep-linear","widths":[{{width}},{{width}},2]},"init":{"kind":"lambda-balanced","lambda":0,"scale":0.1},"task":{"kind":"gaussian-regression","samples":40,"whiten":true},"loss":"mse","optimizer":{"kind":"gd","learningRate":{{learningRate}}},"steps":{{steps}},"measure":{"at":[0,{{steps}}],"observables":["loss","kernel-distance"]},"engine":"train"}
        """);
}
