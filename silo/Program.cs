using LayerDyn.Silo;

if (NewKeyCommand.Handles(args)) return NewKeyCommand.Run(args, Console.Out, Console.Error);
return await SiloCommand.RunAsync(args, Console.Out, Console.Error);
