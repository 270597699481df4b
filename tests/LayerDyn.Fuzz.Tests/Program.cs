using System.Diagnostics;
using System.Globalization;
using LayerDyn.Fuzz.Tests;

// infra/fuzz.sh: looks for inputs that a reader neither reads nor refuses. --inputs N for each reader, or --seconds N for all of them together;
// --target NAME for one; --seed N. An input that is found is written to --found FOLDER, which exists.
Coverage.Start();
var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
string[] known = ["--inputs", "--seconds", "--target", "--seed", "--found"];
if (args.Length % 2 != 0 || options.Keys.Except(known).FirstOrDefault() is not null)
{
    Console.Error.WriteLine($"options: {string.Join(", ", known.Select(option => $"{option} VALUE"))}");
    return 2;
}

var targets = Targets.All.Where(target => !options.TryGetValue("--target", out string? name) || target.Name == name).ToList();
if (targets.Count == 0)
{
    Console.Error.WriteLine($"--target must be one of {string.Join(", ", Targets.All.Select(target => target.Name))}");
    return 2;
}

int seed = int.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture), faults = 0;
foreach (var target in targets)
{
    var clock = Stopwatch.StartNew();
    var search = new Search(target, seed);
    var found = search.Run(options.TryGetValue("--inputs", out string? inputs)
        ? done => done < long.Parse(inputs, CultureInfo.InvariantCulture)
        : _ => clock.Elapsed.TotalSeconds < double.Parse(options.GetValueOrDefault("--seconds", "60"), CultureInfo.InvariantCulture) / targets.Count);
    Console.WriteLine(FormattableString.Invariant($"{target.Name}: {search.Inputs} inputs in {clock.Elapsed.TotalSeconds:F0} s, {search.Corpus} that went where none had gone"));
    if (found is not { } fault) continue;
    string file = Path.Combine(options.GetValueOrDefault("--found", "."), $"{target.Name}-{Search.NameOf(fault.Input)}");
    File.WriteAllBytes(file, fault.Input);
    Console.WriteLine($"{target.Name}: neither read nor refused, see {file}: {fault.Fault}");
    faults++;
}

return faults == 0 ? 0 : 1;
