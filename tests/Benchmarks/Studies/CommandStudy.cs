using LayerDyn.Benchmarks.Harness;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>The whole command from cold start to pictures on disk, as a process.</summary>
internal static class CommandStudy
{
    public static void Run(Report report, string name, int repetitions, params string[] args)
    {
        var (seconds, again) = (new List<double>(), new List<double>());
        for (int i = 0; i < repetitions; i++)
        {
            string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName;
            seconds.Add(LayerdynCommand.Run([.. args, "--out", folder]).Seconds);
            again.Add(LayerdynCommand.Run([.. args, "--out", folder]).Seconds);
            Directory.Delete(folder, recursive: true);
        }

        report.Add(name, $"`layerdyn {string.Join(' ', args)}`, cold start to curves on disk", Report.Format(Report.Median(seconds)));
        report.Add(name, "the same command again: nothing to do", Report.Format(Report.Median(again)));
    }
}
