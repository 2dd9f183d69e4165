import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("PDF, old Word files and scans")
struct ConvertedTests {
    static let hasOffice = Converter.path(of: "soffice") != nil
    static let hasPoppler = Converter.path(of: "pdftotext") != nil
    static let hasTesseract = Converter.path(of: "tesseract") != nil

    static let paper = WordDocument(
        title: "云岚区教育局2026年工作要点",
        blocks: [
            .heading(level: 1, "一、扩大优质资源"), .paragraph("1.扩大公办和普惠园学位供给。学前三年毛入园率达到93%，新增公办学位1200个。"),
            .paragraph("责任科室：学前教育科、规划财务科"),
        ])

    /// The paper in another format, made by LibreOffice.
    static func converted(
        _ paper: WordDocument = paper, to ending: String, filter: String
    ) throws -> [UInt8] {
        let converter = Converter(file: "样本.docx", limits: DocumentLimits())
        return try converter.inPrivateFolder(DocxWriter().docx(paper), named: "paper.docx") { folder in
            _ = try converter.run(
                "soffice",
                [
                    "--headless", "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to", filter,
                    "paper.docx",
                ], package: "libreoffice", in: folder)
            return [UInt8](try Data(contentsOf: folder.appending(path: "paper.\(ending)")))
        }
    }

    static func words(_ text: DocumentText) -> String {
        text.blocks.map { text.string($0.span) }.joined().filter { !$0.isWhitespace }
    }

    @Test("a PDF with text keeps its words in order, hard-wrapped", .enabled(if: hasOffice && hasPoppler))
    func pdf() throws {
        let read = try DocumentReader().read(Self.converted(to: "pdf", filter: "pdf"), named: "要点.pdf")
        #expect(read.format == .pdf && read.text.mayBeHardWrapped && !read.text.isRecognised)
        #expect(Self.words(read.text).contains("新增公办学位1200个。责任科室：学前教育科、规划财务科"))
    }

    @Test("a PDF's ruled table keeps whole cells, over wrapped lines and pages", .enabled(if: hasOffice && hasPoppler))
    func pdfTable() throws {
        let rows = (1...40).map { ["\($0)", "完成第\($0)项改造任务，涉及学校和幼儿园若干所", "工程竣工后逐间检测，检测结果在校内公示", "后勤保障中心", "9月底前"] }
        let header = ["序号", "目标任务", "工作措施", "责任科室", "完成时限"]
        let paper = WordDocument(
            title: "任务分解表", blocks: [.paragraph("表前。"), .table(header: header, rows: rows, widths: [1, 4, 4, 2, 2])])
        let text = try DocumentReader().read(Self.converted(paper, to: "pdf", filter: "pdf"), named: "表.pdf").text
        let found = text.blocks.compactMap { block -> [String]? in
            guard case .tableRow(0, _, let cells) = block.kind else { return nil }
            return cells.map { text.string($0.span).filter { !$0.isWhitespace } }
        }
        #expect(found.filter { $0 != header } == rows)
        #expect(checkSpans(text))
    }

    @Test("an old Word file and rich text are converted first, and that is said", .enabled(if: hasOffice))
    func legacy() throws {
        for (ending, filter) in [("doc", "doc:MS Word 97"), ("rtf", "rtf")] {
            let read = try DocumentReader().read(Self.converted(to: ending, filter: filter), named: "要点.\(ending)")
            #expect(read.warnings.contains(.converted(by: "LibreOffice")))
            #expect(Self.words(read.text).contains("新增公办学位1200个"))
        }
    }

    @Test("a scan is recognised and all of it uncertain", .enabled(if: hasOffice && hasPoppler && hasTesseract))
    func scan() throws {
        let converter = Converter(file: "扫描.pdf", limits: DocumentLimits())
        let text = try Self.converted(to: "pdf", filter: "pdf")
        let picture = try converter.inPrivateFolder(text, named: "paper.pdf") { folder in
            _ = try converter.run(
                "pdftoppm", ["-r", "150", "-jpeg", "paper.pdf", "page"], package: "poppler-utils", in: folder)
            let page = try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix("jpg") }
            return try PicturePDF.of(jpeg: [UInt8](Data(contentsOf: folder.appending(path: try #require(page)))))
        }
        let read = try DocumentReader().read(picture, named: "扫描.pdf")
        #expect(read.text.isRecognised)
        #expect(read.warnings == [.recognised(pages: 1)])
        #expect(Self.words(read.text).contains("1200"))
    }

    @Test("damaged PDF gives a typed error", .enabled(if: hasPoppler))
    func damaged() throws {
        var random = SplitMix64(seed: 11)
        for length in [0, 5, 200] {
            let bytes = Array("%PDF-1.7\n".utf8) + (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: DocumentError.self) { try DocumentReader().read(bytes, named: "坏.pdf") }
        }
    }

    @Test("a converter that takes too long is ended with its children")
    func slow() throws {
        var limits = DocumentLimits()
        limits.converterSeconds = 0.3
        let converter = Converter(file: "慢.pdf", limits: limits)
        let status = try converter.inPrivateFolder([], named: "x") { folder in
            try converter.run("sleep", ["60"], package: "coreutils", in: folder).status
        }
        #expect(status == 124)
    }

    @Test("a converter that writes without end is stopped")
    func flood() throws {
        let converter = Converter(file: "多.pdf", limits: DocumentLimits())
        #expect(throws: DocumentError.excessive(file: "多.pdf", what: "yes")) {
            try converter.inPrivateFolder([], named: "x") { folder in
                try converter.run("yes", [], package: "coreutils", in: folder, outputLimit: 1 << 20)
            }
        }
    }

    @Test("a programme that is not there is named with its package")
    func missing() throws {
        let converter = Converter(file: "要点.doc", limits: DocumentLimits())
        #expect(throws: DocumentError.needsProgram(file: "要点.doc", program: "nosuchprogram", package: "none")) {
            try converter.inPrivateFolder([], named: "x") {
                try converter.run("nosuchprogram", [], package: "none", in: $0)
            }
        }
    }
}

/// A PDF of one page that is a picture, as scanners write it.
enum PicturePDF {
    static func of(jpeg: [UInt8]) throws -> [UInt8] {
        // The size stands in the frame header (SOF0 or SOF2) of the picture.
        let frame = try #require(
            jpeg.indices.dropLast(9).first { jpeg[$0] == 0xFF && (jpeg[$0 + 1] == 0xC0 || jpeg[$0 + 1] == 0xC2) })
        let height = Int(jpeg[frame + 5]) << 8 | Int(jpeg[frame + 6]),
            width = Int(jpeg[frame + 7]) << 8 | Int(jpeg[frame + 8])
        let space = jpeg[frame + 9] == 1 ? "/DeviceGray" : "/DeviceRGB"
        let drawing = "q 595 0 0 842 0 0 cm /I Do Q"
        var bytes = Array("%PDF-1.4\n".utf8), places: [Int] = []
        func object(_ head: String, _ stream: [UInt8]? = nil) {
            places.append(bytes.count)
            bytes += Array("\(places.count) 0 obj\n\(head)\n".utf8)
            if let stream { bytes += Array("stream\n".utf8) + stream + Array("\nendstream\n".utf8) }
            bytes += Array("endobj\n".utf8)
        }
        object("<< /Type /Catalog /Pages 2 0 R >>")
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
        )
        object("<< /Length \(drawing.utf8.count) >>", Array(drawing.utf8))
        object(
            "<< /Type /XObject /Subtype /Image /Width \(width) /Height \(height) /ColorSpace \(space) /BitsPerComponent 8 /Filter /DCTDecode /Length \(jpeg.count) >>",
            jpeg)
        let start = bytes.count
        let entries = places.map { place in String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n"
        }
        bytes += Array(
            "xref\n0 6\n0000000000 65535 f \n\(entries.joined())trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
                .utf8)
        return bytes
    }
}
