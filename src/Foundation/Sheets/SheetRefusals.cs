using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>Every sentence with which a file is refused, in one place.</summary>
internal static class SheetRefusals
{
    public static Refused TooLarge(long limit) =>
        new("sheets.too-large", "文件超过 {0} MB,请拆分后再上传", limit >> 20);

    public static Refused NoContent() => new("sheets.no-content", "文件是空的,没有任何内容");

    public static Refused NoRows() => new("sheets.no-rows", "工作簿里没有填写任何内容");

    public static Refused NoSuchSheet(string name) =>
        new("sheets.no-such-sheet", "工作簿里没有名为“{0}”的工作表", name);

    public static Refused Pdf() => NotAWorkbook("这不是电子表格,而是 PDF 文件;请上传 xlsx、xls 或 csv 文件");

    public static Refused Word() => NotAWorkbook("这不是电子表格,而是 Word 文档;请上传 xlsx、xls 或 csv 文件");

    public static Refused Slides() => NotAWorkbook("这不是电子表格,而是演示文稿;请上传 xlsx、xls 或 csv 文件");

    public static Refused Picture() => NotAWorkbook("这不是电子表格,而是图片;请上传 xlsx、xls 或 csv 文件");

    public static Refused Archive() => NotAWorkbook("这是压缩包,不是电子表格;请先解压,再上传里面的表格");

    public static Refused Unknown() => NotAWorkbook("这不是电子表格;请上传 xlsx、xls 或 csv 文件");

    public static Refused WebPage() =>
        new("sheets.web-page", "这个文件其实是网页(HTML),只是扩展名像表格;请用 Excel 或 WPS 打开,另存为 xlsx 后再上传");

    public static Refused OtherFormat() =>
        new("sheets.other-format", "暂不支持这种表格格式;请用 Excel 或 WPS 打开,另存为 xlsx 后再上传");

    public static Refused Encrypted() =>
        new("sheets.encrypted", "工作簿设有打开密码,无法读取;请取消密码后再上传");

    public static Refused Truncated() =>
        new("sheets.truncated", "文件不完整,可能没有传完或下载完;请重新获取后再上传");

    public static Refused Damaged() =>
        new("sheets.damaged", "文件已损坏,无法读取;请用 Excel 或 WPS 打开,另存为 xlsx 后再上传");

    public static Refused Bomb() =>
        new("sheets.bomb", "文件解压后大得不合常理,已拒绝读取");

    public static Refused TooManyParts() =>
        new("sheets.too-many-parts", "压缩包里的文件太多,不是正常的工作簿");

    public static Refused NestedArchive(string name) =>
        new("sheets.nested-archive", "工作簿里嵌有另一个压缩文件或文档({0});请删除嵌入的对象后再上传", name);

    public static Refused UnsafeName(string name) =>
        new("sheets.unsafe-name", "工作簿里有不安全的文件名({0}),已拒绝读取", name);

    public static Refused Duplicate(string name) =>
        new("sheets.duplicate-part", "工作簿里有重名的部分({0}),已拒绝读取", name);

    public static Refused ForeignDefinition() =>
        new("sheets.dtd", "工作簿里夹带了外部定义(DTD 或外部实体),已拒绝读取");

    public static Refused CellTooLong(int row, int limit) =>
        new("sheets.cell-too-long", "第 {0} 行有单元格超过 {1} 个字,请缩短后再上传", row, limit);

    public static Refused TextTooLong(int limit) =>
        new("sheets.cell-too-long", "有单元格超过 {0} 个字,请缩短后再上传", limit);

    public static Refused OpenQuote(int row, int limit) =>
        new("sheets.open-quote", "第 {0} 行有单元格超过 {1} 个字,或者引号没有成对", row, limit);

    public static Refused TooManyRows(int limit) =>
        new("sheets.too-many-rows", "工作表超过 {0} 行,请拆分后再上传", limit);

    public static Refused TooManyColumns(int row, int limit) =>
        new("sheets.too-many-columns", "第 {0} 行超过 {1} 列,请删去用不到的列后再上传", row, limit);

    public static Refused TooMuchText() =>
        new("sheets.too-much-text", "工作簿里的文字太多,请拆分后再上传");

    public static Refused TooManyMerges(int limit) =>
        new("sheets.too-many-merges", "工作表里的合并单元格超过 {0} 处,请取消合并后再上传", limit);

    private static Refused NotAWorkbook(string sentence) => new("sheets.not-a-workbook", sentence);
}
