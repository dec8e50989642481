using System.Net;
using System.Reflection;
using Gonglian.Host;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.AspNetCore.Components;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>地址写错: a number or a yes that cannot be read leads to the page that says so, never to a breakdown.</summary>
public sealed class An_address_that_cannot_be_read_is_no_page
{
    [Theory]
    [InlineData("abc")]
    [InlineData("99999999999")]
    [InlineData("%00")]
    public async Task Whatever_stands_in_its_query(string value)
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.PlantTree();
        var me = stand.As(Places.City);
        var addresses = Typed().ToList();
        Assert.True(addresses.Count > 8);
        foreach (var address in addresses)
        {
            await me.Open($"{address}={value}");
            Assert.True(me.Status is HttpStatusCode.NotFound or HttpStatusCode.OK, $"{address}={value}: {me.Status}");
        }
        Assert.Empty(stand.Faults.All);
    }

    // Every word of a page's query that is not a text, at the address of the page.
    private static IEnumerable<string> Typed() =>
        from module in House.Modules
        from page in module.GetType().Assembly.GetTypes()
        from route in page.GetCustomAttributes<RouteAttribute>()
        from property in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        let supplied = property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
        where supplied is not null && property.PropertyType != typeof(string)
        let path = route.Template.Replace("{Id}", "N1", StringComparison.Ordinal).Replace("{Code}", "440305000000", StringComparison.Ordinal)
        where !path.Contains('{', StringComparison.Ordinal)
        select $"{path}?{supplied.Name ?? property.Name}";
}
