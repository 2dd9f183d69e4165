/// How much of a file is taken before it is refused. The defaults hold any plan that a bureau writes, many times over.
public struct DocumentLimits: Hashable, Sendable {
    /// Most bytes of a file.
    public var fileBytes = 64 << 20
    /// Most bytes of one unpacked member of a packed file.
    public var memberBytes = 256 << 20
    /// Most times that a member may be larger than it is packed; ordinary text reaches 20, a bomb 1,000.
    public var packingRatio = 400
    /// Most bytes of text.
    public var textBytes = 128 << 20
    /// Most paragraphs and table rows.
    public var blocks = 2_000_000
    /// Most cells of a table row; Excel has 16,384 columns.
    public var columns = 16_384
    /// Most visible sheets of a workbook.
    public var sheets = 256
    /// Most levels of elements inside each other.
    public var depth = 256
    /// Seconds that another programme may take over a file.
    public var converterSeconds = 120.0
    /// Most pages of a scan that are recognised.
    public var recognisedPages = 200

    /// The defaults.
    public init() {}
}
