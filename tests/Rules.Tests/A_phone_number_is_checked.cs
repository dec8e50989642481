using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>电话 — people have mobiles, some from across the border; organisations may give a landline.</summary>
public sealed class A_phone_number_is_checked
{
    public static TheoryData<string, bool> Known()
    {
        var data = new TheoryData<string, bool>();
        foreach (var row in Vectors.Of("vectors-identifiers.csv", r => r[0] == "mobile"))
            data.Add(row[1], row[2] == "yes");
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_published_examples_hold(string number, bool valid) =>
        Assert.Equal(valid, Phone.IsMobile(number));

    [Theory]
    [InlineData("+8613812341234", "13812341234")]
    [InlineData("0086 138-1234-1234", "13812341234")]
    [InlineData("86 13812341234", "13812341234")]
    [InlineData("１３８１２３４１２３４", "13812341234")]
    [InlineData("+852 9123 4567", "+85291234567")]
    [InlineData("85291234567", "+85291234567")]
    [InlineData("00853-66123456", "+85366123456")]
    [InlineData("(0755) 2666 7788", "0755-26667788")]
    [InlineData("0755-2666-7788", "0755-26667788")]
    [InlineData("0755-26667788转123", "0755-26667788-123")]
    [InlineData("0755－26667788－8001", "0755-26667788-8001")]
    [InlineData("+86-755-26667788", "0755-26667788")]
    [InlineData("010 65551234", "010-65551234")]
    [InlineData("400-123-4567", "4001234567")]
    public void However_it_was_typed_it_is_kept_in_one_way(string typed, string kept)
    {
        Assert.Equal(kept, Phone.Normalise(typed));
        Assert.Equal(kept, Phone.Normalise(kept));
        Assert.Null(Phone.Check(typed, contact: true));
    }

    [Theory]
    [InlineData("13812341234", PhoneKind.Mobile)]
    [InlineData("+85261234567", PhoneKind.HongKong)]
    [InlineData("+85361234567", PhoneKind.Macao)]
    [InlineData("0755-26667788", PhoneKind.Landline)]
    [InlineData("12351", PhoneKind.Hotline)]
    [InlineData("8001234567", PhoneKind.Service)]
    public void Its_kind_is_known(string number, PhoneKind kind) => Assert.Equal(kind, Phone.KindOf(number));

    [Theory]
    [InlineData("0755-26667788", "phone.not-mobile")]
    [InlineData("12345", "phone.not-mobile")]
    [InlineData("1381234123", "phone.length")]
    [InlineData("12812341234", "phone.second-digit")]
    [InlineData("1.38123E+10", "phone.spreadsheet")]
    [InlineData("张三13812341234", "phone.character")]
    [InlineData("26667788", "phone.form")]
    [InlineData("+85221234567", "phone.form")]
    [InlineData("  ", "phone.empty")]
    public void A_wrong_number_is_named_by_its_fault(string number, string fault) =>
        Assert.Equal(fault, Phone.Check(number)!.Code);

    [Theory]
    [InlineData("13812341234", "138****1234")]
    [InlineData("+85291234567", "+852****4567")]
    [InlineData("0755-26667788", "*********7788")]
    [InlineData("12351", "12351")]
    [InlineData("", "")]
    public void Lists_show_it_masked(string number, string shown) => Assert.Equal(shown, Phone.Mask(number));
}
