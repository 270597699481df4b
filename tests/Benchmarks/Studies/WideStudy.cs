using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>Networks wide enough that a matrix library is a good way to train and to look at them: one thread a side, float64.</summary>
internal static class WideStudy
{
    /// <summary>Gradient descent on the moments of the data, against PyTorch on the moments.</summary>
    public static void Descent(Report report, int repetitions)
    {
        foreach (var (widths, points, steps) in ((string, int, int)[])[("256,256,10", 1, 1000), ("500,500,10", 1, 400), ("64,64,64,64,64", 200, 50), ("64,64,64,64,10", 200, 200)])
            report.Add(Invariant($"deep-linear {widths.Replace(',', '-')}, {points} points x {steps} steps"), "training alone, 1 thread, float64",
                Train(widths, points, steps, "{\"kind\":\"gd\",\"learningRate\":0.001}", 0.05, 1000, repetitions), "PyTorch on moments, 1 thread",
                Peer.Run("wide_torch.py", 1, widths, points, steps, 1, repetitions));
    }

    /// <summary>Gradient flow to time 20, against SciPy's integrators.</summary>
    public static void Flow(Report report, int repetitions)
    {
        foreach (var (widths, tolerance) in ((string, double)[])[("100,100,10", 1e-6), ("100,100,10", 1e-9), ("30,30,5", 1e-9)])
        {
            double[] ours = Train(widths, 1, 200, Invariant($"{{\"kind\":\"gradient-flow\",\"learningRate\":0.1,\"tolerance\":{tolerance}}}"), 0.1, 200, repetitions);
            foreach (string method in (string[])["RK45", "DOP853"])
                report.Add(Invariant($"gradient flow {widths.Replace(',', '-')} to time 20, tolerance {tolerance}"), "training alone, 1 thread", ours, $"SciPy {method}, 1 thread",
                    Peer.Run("flow_scipy.py", 1, [.. widths.Split(','), 20, tolerance, method, repetitions]));
        }
    }

    /// <summary>Three tangent kernels of a perceptron on 64 probes and two distances, against NumPy.</summary>
    public static void TangentKernel(Report report, int repetitions)
    {
        foreach (string widths in (string[])["100,200,200,10", "37,1000,1"])
        {
            int[] sizes = [.. widths.Split(',').Select(int.Parse)];
            var experiment = ExperimentText.Read(Invariant($$"""
                {"model":{"kind":"mlp","widths":[{{widths}}],"activation":"tanh"},"init":"normal","task":{"kind":"gaussian-regression","samples":64},
                 "optimizer":"gd","steps":1,"measure":{"at":[0],"observables":["loss"]} }
                """));
            Matrix[][] nets = [.. Enumerable.Range(0, 3).Select(net => (Matrix[])[.. Enumerable.Range(1, sizes.Length - 1).SelectMany(l =>
                (Matrix[])[Gaussian(sizes[l], sizes[l - 1], 1 / Math.Sqrt(sizes[l - 1]), $"{net}/{l}"), Gaussian(1, sizes[l], 1, $"{net}/{l}/b")])])];
            var probes = Gaussian(64, sizes[0], 1, "probes");
            double sink = 0;
            double[] ours = Stopwatches.Time(repetitions, () =>
            {
                Matrix[] kernels = [.. nets.Select(net => EmpiricalKernel.OfStructure(experiment, net, probes)!)];
                foreach (var kernel in kernels[1..])
                    sink += 1 - LinearAlgebra.Inner(kernels[0], kernel) / (LinearAlgebra.Norm(kernels[0]) * LinearAlgebra.Norm(kernel));
            });
            if (!double.IsFinite(sink)) throw new InvalidOperationException("a kernel is not finite");
            foreach (string method in (string[])["structured", "jacobian"])
                report.Add($"tangent kernels of {widths.Replace(',', '-')}, 64 probes", "3 kernels, 2 distances, 1 thread, float64", ours, $"NumPy, {method}, 1 thread",
                    Peer.Run("ntk_numpy.py", 1, widths, 64, method, repetitions));
        }
    }

    private static double[] Train(string widths, int count, int steps, string optimizer, double std, int samples, int repetitions)
    {
        var points = Enumerable.Range(0, count).Select(index => new TrainingPoint(index, ExperimentText.Read(Invariant($$"""
            {"model":{"kind":"deep-linear","widths":[{{widths}}]},"init":{"kind":"normal","std":{{std + 1e-6 * index}}},"task":{"kind":"gaussian-regression","samples":{{samples}}},
             "optimizer":{{optimizer}},"steps":{{steps}},"measure":{"at":[0],"observables":["loss"]} }
            """)))).ToList();
        var data = new TaskDataCache();
        return Stopwatches.Time(repetitions, () => Trainer.Run(points, new TrainingRun { Complete = _ => { }, Data = data }));
    }

    private static Matrix Gaussian(int rows, int columns, double std, string key)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"wide/{key}").FillNormal(matrix.Data);
        LinearAlgebra.Scale(std, matrix.Data);
        return matrix;
    }
}
