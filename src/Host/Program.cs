using Gonglian.Foundation.Data;
using Gonglian.Host;

var app = House.Build(new HouseOptions("data", Urls: "http://localhost:5080"));
await app.Services.GetRequiredService<Store>().Migrate();
await app.RunAsync();
