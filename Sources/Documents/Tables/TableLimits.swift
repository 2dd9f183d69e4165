/// How much of a table is taken before it is refused. Reading a file from disk holds less than 300 MB, whatever its size.
public struct TableLimits: Hashable, Sendable {
    /// Most columns of a sheet; Excel has 16,384.
    public var columns = 16_384
    /// Most bytes of a cell; Excel's 32,767 characters are at most 131,068 in UTF-8.
    public var cellBytes = 131_072
    /// Most bytes of a row.
    public var rowBytes = 16 << 20
    /// Most bytes of the words that the cells of a workbook share, which are the one part of a file held whole.
    public var sharedBytes = 128 << 20
    /// Most bytes to which a sheet of a workbook may unpack.
    public var memberBytes = 8 << 30
    /// Most times that a sheet may be larger than it is packed; ordinary sheets reach 30, a bomb 1,000.
    public var packingRatio = 400
    /// Most merged ranges of a sheet that are told; further ones are left out.
    public var merges = 20_000
    /// Most sheets of a workbook.
    public var sheets = 256

    /// The defaults.
    public init() {}
}
