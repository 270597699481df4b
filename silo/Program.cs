using LayerDyn.Silo;
using LayerDyn.Silo.Security;

if (NewKeyCommand.Handles(args)) return NewKeyCommand.Run(args, Console.Out, Console.Error);
return await SiloCommand.RunAsync(args, Console.Out, Console.Error);
