using System.CommandLine;
using System.Globalization;
using LayerDyn.Client.Starting;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn init</c>: writes a spec to begin with, from options or from answers on a terminal.</summary>
internal static class InitCommand
{
    private const string DefaultName = "my-sweep";

    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = $"the file to write; default: {DefaultName}.yaml", Arity = ArgumentArity.ZeroOrOne };
        var model = new Option<string?>("--model") { Description = $"what to begin with, a kind of model or a study: {Choices}" };
        var axes = new Option<string[]>("--axis") { Description = "what is varied: PATH=VALUE,VALUE,... e.g. init.std=0.01,0.1,1 or width:model.widths[1]=16,64 (may be repeated)" };
        var metrics = new Option<string[]>("--metric") { Description = "what is measured and drawn, e.g. loss (may be repeated)", AllowMultipleArgumentsPerToken = true };
        var name = new Option<string?>("--name") { Description = "the sweep's name; default: that of the file" };
        var steps = new Option<int?>("--steps") { Description = "steps of a training; default: by the model" };
        var seeds = new Option<int>("--seeds") { Description = "replicates of each point", DefaultValueFactory = _ => 1 };
        var command = new Command("init", "Write a spec to begin with, explained by comments. On a terminal it asks for what no option says. A file that is there is left alone.")
        {
            file, model, axes, metrics, name, steps, seeds,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file) ?? $"{parsed.GetValue(name) ?? DefaultName}.yaml";
            if (Path.Exists(path)) throw new UserException($"'{path}' is there already", "name another file, or delete it");
            bool asks = !Console.IsInputRedirected && !Console.IsOutputRedirected;

            if (asks && parsed.GetValue(model) is null)
                foreach (var known in SpecTemplate.All) Console.WriteLine($"  {known.Name,-16} {known.About}");
            string begun = parsed.GetValue(model) ?? Ask("begin with", SpecTemplate.All[0].Name);
            var template = SpecTemplate.All.FirstOrDefault(known => known.Name == begun)
                ?? throw new UserException(
                    $"--model '{begun}' is nothing that init begins with", Names.Suggest(begun, SpecTemplate.All.Select(known => known.Name)) + "; or begin with a recipe: layerdyn recipes");
            string[] varied = parsed.GetValue(axes) is { Length: > 0 } given ? given : Words(Ask("what to vary, PATH=VALUE,VALUE,... (several with spaces between)", string.Join(' ', template.Axes)));
            string[] measured = parsed.GetValue(metrics) is { Length: > 0 } asked ? asked : Words(Ask("what to measure", string.Join(' ', template.Metrics)));
            var spec = new NewSpec(
                template, parsed.GetValue(name) ?? NameOf(path), [.. varied.Select(NewAxis.Parse)], measured, parsed.GetValue(steps), parsed.GetValue(seeds));
            string yaml = spec.ToYaml(path);
            var plan = SweepPlan.Load(yaml); // what is wrong with it is said, and nothing is written
            SweepPlan.Load(yaml, variant: "quick");
            Write(path, yaml);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {Report.Points(plan.PointCount)} of {plan.Experiment(0).Steps:N0} steps"));
            Console.WriteLine($"change it if you like, then: layerdyn run {CommandText.Quoted(path)}");

            string Ask(string question, string usual)
            {
                if (!asks) return usual;
                Console.Write($"{question} [{usual}]: ");
                return Console.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : usual;
            }
        });
        return command;
    }

    private static string Choices => string.Join(", ", SpecTemplate.All.Select(template => template.Name));

    private static string[] Words(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    // What a file is called, as far as a sweep may be called so.
    private static string NameOf(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return name.Length > 0 ? name : DefaultName;
    }

    private static void Write(string path, string yaml)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.Write(yaml);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {error.Message}", "name a file in a folder that is there and that you may write to");
        }
    }
}
