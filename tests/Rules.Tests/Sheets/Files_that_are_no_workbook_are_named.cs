using System.Text;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Files_that_are_no_workbook_are_named
{
    [Theory]
    [InlineData("<html><table><tr><td>企业</td></tr></table></html>", "sheets.web-page")]
    [InlineData("\r\n<!DOCTYPE html><body/>", "sheets.web-page")]
    [InlineData("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table/>", "sheets.web-page")]
    [InlineData("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "sheets.other-format")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "sheets.not-a-workbook")]
    [InlineData("%PDF-1.7 ...", "sheets.not-a-workbook")]
    [InlineData("{\\rtf1 ...", "sheets.not-a-workbook")]
    [InlineData("GIF89a....", "sheets.not-a-workbook")]
    [InlineData("Rar!....", "sheets.not-a-workbook")]
    [InlineData("MZ\0\0\u0003", "sheets.not-a-workbook")]
    [InlineData("", "sheets.no-content")]
    [InlineData("\r\n,,\r\n", "sheets.no-rows")]
    public void By_their_content(string content, string code) =>
        Assert.Equal(code, Book.RefusalOf(Book.Bytes(Encoding.UTF8.GetBytes(content))));

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 })]
    [InlineData(new byte[] { 0x50, 0x4B, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xC3, 0x28, 0xFF, 0xFF, 0x41 })]
    public void By_their_first_bytes(byte[] content) =>
        Assert.Equal("sheets.not-a-workbook", Book.RefusalOf(Book.Bytes(content)));

    [Theory]
    [InlineData("word/document.xml", "sheets.not-a-workbook")]
    [InlineData("ppt/presentation.xml", "sheets.not-a-workbook")]
    [InlineData("content.xml", "sheets.other-format")]
    [InlineData("photo.txt", "sheets.not-a-workbook")]
    public void By_what_is_packed_in_them(string part, string code) => Assert.Equal(code, Book.RefusalOf(
        Book.Zip(new Dictionary<string, string> { ["[Content_Types].xml"] = Book.Types, [part] = "<a/>" })));

    [Fact]
    public void A_packed_workbook_is_to_be_unpacked_first() => Assert.Equal("sheets.not-a-workbook", Book.RefusalOf(
        Book.Zip(new Dictionary<string, string> { ["名册.xlsx"] = "PK\u0003\u0004" })));

    [Theory]
    [InlineData("EncryptedPackage", "sheets.encrypted")]
    [InlineData("WordDocument", "sheets.not-a-workbook")]
    [InlineData("PowerPoint Document", "sheets.not-a-workbook")]
    [InlineData("Something", "sheets.not-a-workbook")]
    [InlineData("Workbook", "sheets.damaged")]
    public void By_what_the_old_container_holds(string stream, string code) =>
        Assert.Equal(code, Book.RefusalOf(Book.Bytes(OldBook.Container(stream, new byte[5000]))));

    [Fact]
    public void An_old_container_that_breaks_off() => Assert.Equal(
        "sheets.truncated", Book.RefusalOf(Book.Bytes(OldBook.Container("Workbook", new byte[5000]).AsSpan(0, 700))));

    [Fact]
    public void A_workbook_without_content() =>
        Assert.Equal("sheets.no-rows", Book.RefusalOf(Book.Zip(Book.Parts("<sheetData/>", Book.Data("<c r=\"A1\" s=\"1\"/>")))));
}
