using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>A sheet of a workbook: what it is called and in which part it stands.</summary>
internal sealed record XlsxSheet(string Name, string Part, bool Hidden);

/// <summary>What all sheets of a workbook share: their list, the texts, the number formats.</summary>
internal sealed record XlsxWorkbook(
    IReadOnlyList<XlsxSheet> Sheets, SharedStrings Strings, IReadOnlyList<NumberShape> Shapes, bool From1904)
{
    private const int MostFormats = 100_000;
    private const int MostSheets = 1_000;

    /// <summary>Reads everything but the sheets themselves.</summary>
    /// <exception cref="Refused">The archive holds no workbook that can be read.</exception>
    public static XlsxWorkbook Load(WorkbookArchive archive, SheetLimits limits)
    {
        var main = MainPart(archive);
        var relations = Relations(archive, main);
        var from1904 = false;
        var sheets = new List<XlsxSheet>();
        using (var xml = new Utf8Xml(archive.Open(main)))
        {
            while (xml.Read())
            {
                if (xml.Starts("workbookPr"u8))
                    from1904 = XmlAttributes.Of(xml.Attributes, "date1904"u8) is "1" or "true";

                if (xml.Starts("sheet"u8) && sheets.Count < MostSheets && Sheet(xml, relations, archive) is { } sheet)
                    sheets.Add(sheet);
            }
        }

        var strings = relations.FirstOrDefault(r => r.Kind == "sharedStrings" && archive.Has(r.Part));
        var styles = relations.FirstOrDefault(r => r.Kind == "styles" && archive.Has(r.Part));
        return new(sheets, LoadStrings(archive, strings?.Part, limits), LoadShapes(archive, styles?.Part), from1904);
    }

    private static string MainPart(WorkbookArchive archive)
    {
        var main = archive.Has("_rels/.rels")
            ? Relations(archive, "").FirstOrDefault(r => r.Kind == "officeDocument")?.Part
            : null;
        main ??= "xl/workbook.xml";
        if (archive.Has("word/document.xml"))
            throw SheetRefusals.Word();

        if (archive.Has("ppt/presentation.xml"))
            throw SheetRefusals.Slides();

        if (main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || archive.Has("content.xml"))
            throw SheetRefusals.OtherFormat();

        return archive.Has(main) && archive.Has("[Content_Types].xml") ? main : throw SheetRefusals.Archive();
    }

    private static XlsxSheet? Sheet(Utf8Xml xml, List<XlsxRelation> relations, WorkbookArchive archive)
    {
        var id = XmlAttributes.Of(xml.Attributes, "id"u8);
        var relation = relations.FirstOrDefault(r => r.Id == id);
        if (relation is not { Kind: "worksheet" } || !archive.Has(relation.Part))
            return null;

        var hidden = XmlAttributes.Of(xml.Attributes, "state"u8) is "hidden" or "veryHidden";
        return new(XmlAttributes.Of(xml.Attributes, "name"u8) ?? string.Empty, relation.Part, hidden);
    }

    /// <summary>Where a part refers to. What lies outside the archive is left out: it is never followed.</summary>
    private static List<XlsxRelation> Relations(WorkbookArchive archive, string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var name = $"{part[..slash]}_rels/{part[slash..]}.rels";
        var relations = new List<XlsxRelation>();
        if (!archive.Has(name))
            return relations;

        using var xml = new Utf8Xml(archive.Open(name));
        while (xml.Read() && relations.Count < MostSheets * 2)
        {
            if (!xml.Starts("Relationship"u8) || XmlAttributes.Of(xml.Attributes, "TargetMode"u8) == "External")
                continue;

            var kind = XmlAttributes.Of(xml.Attributes, "Type"u8) ?? string.Empty;
            var target = XmlAttributes.Of(xml.Attributes, "Target"u8) ?? string.Empty;
            relations.Add(new(
                XmlAttributes.Of(xml.Attributes, "Id"u8) ?? string.Empty,
                kind[(kind.LastIndexOf('/') + 1)..],
                Resolve(part[..slash], target.Replace('\\', '/'))));
        }

        return relations;
    }

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/'))
            return target[1..];

        var path = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in target.Split('/'))
        {
            if (step == ".." && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else if (step is not ("." or ".."))
                path.Add(step);
        }

        return string.Join('/', path);
    }

    private static SharedStrings LoadStrings(WorkbookArchive archive, string? part, SheetLimits limits)
    {
        if (part is null)
            return SharedStrings.Nothing(limits);

        using var xml = new Utf8Xml(archive.Open(part));
        return SharedStrings.Load(xml, limits);
    }

    private static List<NumberShape> LoadShapes(WorkbookArchive archive, string? part)
    {
        var shapes = new List<NumberShape>();
        if (part is null)
            return shapes;

        var own = new Dictionary<int, NumberShape>();
        var inCells = false;
        using var xml = new Utf8Xml(archive.Open(part));
        while (xml.Read() && shapes.Count < MostFormats && own.Count < MostFormats)
        {
            if (xml.Is("cellXfs"u8))
                inCells = xml.Piece == XmlPiece.Start && !xml.IsEmpty;

            if (xml.Starts("numFmt"u8) && XmlAttributes.Number(xml.Attributes, "numFmtId"u8, -1) is var id)
                own[id] = NumberShape.Of(XmlAttributes.Of(xml.Attributes, "formatCode"u8));

            if (!inCells || !xml.Starts("xf"u8))
                continue;

            var format = XmlAttributes.Number(xml.Attributes, "numFmtId"u8, 0);
            shapes.Add(own.TryGetValue(format, out var shape) ? shape : NumberShape.BuiltIn(format));
        }

        return shapes;
    }

    private sealed record XlsxRelation(string Id, string Kind, string Part);
}
