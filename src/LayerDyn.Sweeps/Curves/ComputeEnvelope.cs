using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The least loss at each amount of compute over models of several sizes.</summary>
internal static class ComputeEnvelope
{
    private const int PerDecade = 20;

    /// <summary>One place of the envelope.</summary>
    /// <param name="Compute">Compute, C = N T.</param>
    /// <param name="Loss">Least loss.</param>
    /// <param name="Size">Which of the sizes has it.</param>
    /// <param name="Interior">
    /// Whether the best size lies between others that were trained this far, so that the least loss is that of the best allocation
    /// and not of the edge of the grid.
    /// </param>
    internal readonly record struct Place(double Compute, double Loss, int Size, bool Interior);

    /// <summary>The envelope on a logarithmic grid, interpolated in log-log along each size.</summary>
    /// <param name="lines">Compute and loss of each size, ascending by size; compute ascending within a line.</param>
    public static IReadOnlyList<Place> Of(IReadOnlyList<(double[] Compute, double[] Loss)> lines)
    {
        (double[] X, double[] Y)[] logs = [.. lines.Select(line => Logs(line.Compute, line.Loss))];
        var used = logs.Where(line => line.X.Length > 0).ToArray();
        if (used.Length == 0) return [];
        int from = (int)Math.Ceiling(used.Min(line => line.X[0]) / PortableMath.Log(10) * PerDecade - 1e-9);
        int to = (int)Math.Floor(used.Max(line => line.X[^1]) / PortableMath.Log(10) * PerDecade + 1e-9);
        List<Place> places = [];
        for (int i = from; i <= to; i++)
        {
            double x = (double)i / PerDecade * PortableMath.Log(10), least = double.PositiveInfinity;
            int best = -1;
            bool[] covers = new bool[logs.Length];
            for (int size = 0; size < logs.Length; size++)
            {
                double y = At(logs[size].X, logs[size].Y, x);
                covers[size] = !double.IsNaN(y);
                if (y < least) (least, best) = (y, size);
            }

            if (best < 0) continue;
            bool interior = best > 0 && best < logs.Length - 1 && covers[best - 1] && covers[best + 1];
            places.Add(new(PortableMath.Exp(x), PortableMath.Exp(least), best, interior));
        }

        return places;
    }

    private static (double[] X, double[] Y) Logs(double[] compute, double[] loss)
    {
        int[] valid = [.. Enumerable.Range(0, compute.Length).Where(i => compute[i] > 0 && loss[i] > 0)];
        return ([.. valid.Select(i => PortableMath.Log(compute[i]))], [.. valid.Select(i => PortableMath.Log(loss[i]))]);
    }

    private static double At(double[] x, double[] y, double place)
    {
        const double Slack = 1e-9; // the ends of the grid are rounded
        if (x.Length == 0 || place < x[0] - Slack || place > x[^1] + Slack) return double.NaN;
        int high = Array.BinarySearch(x, place);
        if (high >= 0) return y[high];
        high = Math.Clamp(~high, 1, Math.Max(1, x.Length - 1));
        if (x.Length == 1) return y[0];
        double share = (place - x[high - 1]) / (x[high] - x[high - 1]);
        return y[high - 1] + share * (y[high] - y[high - 1]);
    }
}
