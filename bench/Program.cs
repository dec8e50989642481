using System.Globalization;
using Gonglian.Bench;

// Measures the published program beside the bare database, in one run. See docs/performance.md for the command.
//   bench [--program FILE] [--scale N] [--data DIR] [--work DIR] [--slowsync LIB] [--connection STRING] [part …]
// --data takes a store that stands (posts write into it); without it a district of --scale enterprises is made.
// Parts: start, list, search, post (or post-16 alone), import, board (or edited alone), pivot (writes), replay, export, or an address such as /enterprises?sort=name; all of them when none is named.
if (args is ["bare", var file, var port])
{
    await BareWeb.Serve(file, port);
    return;
}
var options = Options.Read(args);
if (!options.Parts.Any(p => p.StartsWith("bare-", StringComparison.Ordinal)))
    Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Scale} enterprises");
var run = new Run(options);
var addresses = options.Parts.Where(p => p[0] == '/').ToList();
if (addresses.Count > 0)
    await run.Those(addresses);
foreach (var part in options.Parts.Count > 0 ? options.Parts.Except(addresses) : ["start", "list", "search", "post", "import"])
    await (part switch
    {
        "start" => run.Start(),
        "list" => run.Lists(),
        "search" => run.Searches(),
        "post" => run.Posts(),
        ['p', 'o', 's', 't', '-', .. var clients] => run.Posts(int.Parse(clients, CultureInfo.InvariantCulture)),
        "import" => run.Import(),
        "pivot" => run.Pivot(),
        "board" => run.Board(),
        "edited" => run.Edited(),
        "replay" => run.Replay(),
        "export" => run.Export(),
        ['b', 'a', 'r', 'e', '-', .. var clients] => run.Bare(int.Parse(clients, CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"No such part: {part}"),
    });
