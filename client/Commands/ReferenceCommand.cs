using System.CommandLine;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn reference</c>: every key and kind that a spec can name, generated from the code.</summary>
internal static class ReferenceCommand
{
    public static Command Create()
    {
        var command = new Command("reference", "Print the reference of specs in Markdown: every key, model, task, observable ... with its parameters.");
        command.SetAction(_ => Console.Write(SpecReference.Write()));
        return command;
    }
}
