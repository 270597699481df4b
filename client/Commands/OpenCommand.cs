using System.CommandLine;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn open</c>: a picture of a sweep, or its folder, with what the desktop has for it.</summary>
internal static class OpenCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var curve = new Option<string?>("--curve") { Description = "the picture of this curve instead of the folder" };
        var output = StoreOption.Create();
        var command = new Command("open", "Open a sweep's folder, or the picture of a curve, with what the desktop has for it, and print where it is.") { sweep, curve, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            string location = parsed.GetRequiredValue(output);
            var store = StoreOption.OpenExisting(location);
            if (store is not LocalArtifactStore) throw new UserException($"'{location}' is no folder", "fetch the pictures: layerdyn curves SWEEP --cluster URL --to FOLDER");
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            string path = parsed.GetValue(curve) is { } name ? await PictureAsync(name) : Path.Combine(location, id.Value);
            Console.WriteLine(path);
            Browser.TryOpen(Path.GetFullPath(path));
            return ExitCodes.Success;

            async Task<string> PictureAsync(string name)
            {
                var paths = new SweepPaths(id);
                string[] drawn = [.. await store.ListAsync(paths.CurvesFolder, cancellation).Select(entry => entry.Path.Name).Where(file => file.EndsWith(".png", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)).ToArrayAsync(cancellation)];
                return drawn.Contains(name)
                    ? Path.Combine(location, paths.Curve(name, "png").Value)
                    : throw new UserException($"{id} has no picture of a curve '{name}'", drawn.Length > 0 ? Names.Suggest(name, drawn)! : $"none is drawn: layerdyn curves {id} draws them");
            }
        });
        return command;
    }
}
