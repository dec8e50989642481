using Gonglian.Host.Commands;

return await Entry.Run(args, Terminal.Standard());
