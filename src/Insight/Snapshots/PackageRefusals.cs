using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Snapshots;

/// <summary>Why a package does not hold, each in one plain sentence that names the file, the line or the figure.</summary>
internal static class PackageRefusals
{
    public static Refused NotAPackage(string file) => new("package.not-one", "{0} 不是快照文件:不是完整的 zip", file);

    public static Refused WrongFile(string name) => new("package.files", "快照文件里不该有“{0}”,或它出现了两次", name);

    public static Refused Missing(string name) => new("package.missing", "快照文件里缺少 {0}", name);

    public static Refused Unreadable(string name) => new("package.unreadable", "{0} 读不出来:被改过或已损坏", name);

    public static Refused TooLarge(string name) => new("package.large", "{0} 展开后太大,不再读下去", name);

    public static Refused Newer(long format) =>
        new("package.newer", "manifest.json 的格式版本是 {0},这个程序只认得到 {1},请用新版程序核对", format, PackageManifest.Newest);

    public static Refused Signature() => new("package.signature", "signature.json 的签名与 manifest.json 不符:清单被改过,或签名被换过");

    public static Refused OtherKey(string key) => new("package.other-key", "signature.json 的签名钥是 {0},不是 --key 指明的那一把", key);

    public static Refused NoKey(string key) => new("package.key", "--key 应是 64 位十六进制的指纹,写的是“{0}”", key);

    public static Refused Hash(string name) => new("package.hash", "{0} 的校验值与 manifest.json 不符:被改过", name);

    public static Refused Header() => new("package.line", "rows.csv 第 {0} 行的表头与口径文件不符", 1);

    public static Refused Columns(long line) => new("package.line", "rows.csv 第 {0} 行的列数不对", line);

    public static Refused Number(long line) => new("package.line", "rows.csv 第 {0} 行的计数不是整数", line);

    public static Refused Line(long line) => new("package.line", "rows.csv 第 {0} 行太长或没有写完", line);

    public static Refused Count(long found, long said) =>
        new("package.rows", "rows.csv 有 {0} 行数据,manifest.json 记的是 {1} 行", found, said);

    public static Refused Sum(string measure, long found, long said) =>
        new("package.sum", "rows.csv 的 {0} 合计是 {1},manifest.json 记的是 {2}", measure, found, said);

    public static Refused Figure(long line, string id, string found, string counted) =>
        new("package.figure", "figures.csv 第 {0} 行 {1}:写的是“{2}”,从逐行数据重算是“{3}”", line, id, found, counted);
}
