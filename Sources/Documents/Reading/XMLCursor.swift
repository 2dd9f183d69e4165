import CXML

/// Walks through the elements of an XML member without entities, document type or network.
///
/// Names come without their prefix: Office Open XML uses one prefix a namespace, and those that matter do not clash.
struct XMLCursor: ~Copyable {
    private let reader: xmlTextReaderPtr
    private let file: String
    private let member: String
    private let format: DocumentFormat
    private let depthLimit: Int
    /// Kept alive while the reader runs over them.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// What the cursor stands on.
    enum Step {
        /// A start tag; `isEmpty` where it closes itself and no end follows.
        case start(String, isEmpty: Bool)
        /// An end tag.
        case end(String)
        /// Words between tags.
        case text(String)
    }

    init(_ source: [UInt8], file: String, member: String, format: DocumentFormat, limits: DocumentLimits) throws {
        self.file = file
        self.member = member
        self.format = format
        depthLimit = limits.depth
        bytes = .allocate(capacity: max(1, source.count))
        _ = bytes.initialize(from: source)
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue
        let opened = bytes.withMemoryRebound(to: CChar.self) {
            xmlReaderForMemory($0.baseAddress, Int32(clamping: source.count), nil, nil, Int32(options))
        }
        guard let opened else {
            bytes.deallocate()
            throw DocumentError.damaged(file: file, format: format, what: member)
        }
        reader = opened
    }

    deinit {
        xmlFreeTextReader(reader)
        bytes.deallocate()
    }

    /// The next step, nil at the end.
    ///
    /// - Throws: `DocumentError.damaged` where the XML is not well formed or cut off, `.forbiddenXML` at a document
    ///   type or entity, `.excessive` below the depth limit.
    func next() throws -> Step? {
        while true {
            let result = xmlTextReaderRead(reader)
            if result == 0 { return nil }
            guard result == 1 else { throw DocumentError.damaged(file: file, format: format, what: member) }
            switch xmlTextReaderNodeType(reader) {
            case 1:
                guard xmlTextReaderDepth(reader) <= Int32(depthLimit) else {
                    throw DocumentError.excessive(file: file, what: member)
                }
                return .start(name, isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
            case 15: return .end(name)
            case 3, 4, 13, 14:
                return .text(xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "")
            case 5, 10: throw DocumentError.forbiddenXML(file: file, member: member)
            default: continue
            }
        }
    }

    private var name: String { xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? "" }

    /// An attribute of the start tag that the cursor stands on, by its name with prefix.
    func attribute(_ name: String) -> String? {
        guard let value = xmlTextReaderGetAttribute(reader, name) else { return nil }
        defer { xml_free(value) }
        return String(cString: value)
    }

    /// Passes over the element that was just started, with all in it.
    func skip() throws {
        var open = 1
        while open > 0, let step = try next() {
            switch step {
            case .start(_, let isEmpty): open += isEmpty ? 0 : 1
            case .end: open -= 1
            case .text: break
            }
        }
    }
}
