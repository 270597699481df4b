using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn tag</c>, <c>note</c> and <c>rename</c>: what people say of a sweep, in a folder or a cluster.</summary>
internal static class LabelCommands
{
    /// <summary><c>layerdyn tag SWEEP TAG...</c>.</summary>
    public static Command Tag()
    {
        var tags = new Argument<string[]>("tags") { Description = "words to find it by; none to show those that it has", Arity = ArgumentArity.ZeroOrMore };
        var remove = new Option<string[]>("--remove") { Description = "a tag that it loses; may be given several times", Arity = ArgumentArity.OneOrMore };
        var command = Create("tag", "Tag a sweep, to find it in lists and the dashboard; its results and its id stay as they are.", tags,
            parsed => new LabelChange { AddTags = parsed.GetValue(tags), RemoveTags = parsed.GetValue(remove) });
        command.Options.Add(remove);
        return command;
    }

    /// <summary><c>layerdyn note SWEEP TEXT</c>.</summary>
    public static Command Note()
    {
        var text = new Argument<string?>("text") { Description = "the note, in place of an earlier one; \"\" for none, - to read it from standard input; left out to show it", Arity = ArgumentArity.ZeroOrOne };
        return Create("note", "Write a note on a sweep, for lists and the dashboard.", text,
            parsed => new LabelChange { Note = parsed.GetValue(text) == UserFile.Output ? Console.In.ReadToEnd().ReplaceLineEndings("\n").Trim() : parsed.GetValue(text) });
    }

    /// <summary><c>layerdyn rename SWEEP TITLE</c>.</summary>
    public static Command Rename()
    {
        var title = new Argument<string?>("title") { Description = "the title, in place of an earlier one; \"\" for none; left out to show it", Arity = ArgumentArity.ZeroOrOne };
        return Create("rename", "Give a sweep a title, which lists and the dashboard show with its name. Commands and folders go by its name and id, which stay.", title,
            parsed => new LabelChange { Title = parsed.GetValue(title) });
    }

    /// <summary>Prints what is said of a sweep, a line each.</summary>
    public static void Print(SweepLabels labels)
    {
        if (labels.Title.Length > 0) Console.WriteLine($"  title: {labels.Title}");
        if (labels.Tags.Count > 0) Console.WriteLine($"  tags: {string.Join(", ", labels.Tags)}");
        if (labels.Note.Length > 0) Console.WriteLine($"  note: {labels.Note.Replace("\n", "\n        ", StringComparison.Ordinal)}");
    }

    private static Command Create(string name, string description, Argument argument, Func<ParseResult, LabelChange> read)
    {
        var sweep = SweepArgument.Completing(new Argument<string>("sweep") { Description = SweepArgument.Forms });
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command(name, description) { sweep, argument, output, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var change = read(parsed);
            if (change.Problem is { } problem) throw new UserException(problem, $"see: layerdyn {name} --help");
            var (id, labels) = cluster.TryOpen(parsed) is { } client
                ? await RemotelyAsync(client, parsed.GetRequiredValue(sweep), change, cancellation)
                : await LocallyAsync(StoreOption.OpenExisting(parsed.GetRequiredValue(output)), parsed.GetRequiredValue(sweep), change, cancellation);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { sweep = id, labels.Title, labels.Note, labels.Tags }, ApiJson.Options));
                return ExitCodes.Success;
            }

            Console.WriteLine(labels is { Title: "", Note: "", Tags: [] } ? $"{id}: no title, tag or note" : $"{id}:");
            Print(labels);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<(string Id, SweepLabels Labels)> RemotelyAsync(LayerDynClient client, string name, LabelChange change, CancellationToken cancellation)
    {
        using (client)
        {
            var found = await SweepArgument.ResolveAsync(client, name, cancellation);
            return (found.Id, change.IsEmpty ? found.Labels : (await client.LabelAsync(found.Id, change, cancellation)).Labels);
        }
    }

    private static async Task<(string Id, SweepLabels Labels)> LocallyAsync(IArtifactStore store, string name, LabelChange change, CancellationToken cancellation)
    {
        var id = await SweepArgument.ResolveAsync(store, name, cancellation);
        var heads = new SweepHeadStore(store, id);
        if (change.IsEmpty) return (id.Value, (await heads.TryReadAsync(cancellation))?.Labels ?? SweepLabels.None);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        try
        {
            return (id.Value, (await heads.UpdateAsync(head => head.Labelled(change, now), cancellation)).Labels);
        }
        catch (InvalidOperationException tooMany)
        {
            throw new UserException($"{id}: {tooMany.Message}", "");
        }
    }
}
