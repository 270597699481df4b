using LayerDyn.Silo;

if (NewKeyCommand.Handles(args)) return NewKeyCommand.Run(args, Console.Out, Console.Error);
if (NewCertificateCommand.Handles(args)) return NewCertificateCommand.Run(args, Console.Out, Console.Error, TimeProvider.System);
return await SiloCommand.RunAsync(args, Console.Out, Console.Error);
