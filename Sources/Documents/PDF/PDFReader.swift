import Foundation
import PlanModel

/// Reads a PDF by poppler's tools in a process of their own: its text, or a scan by recognition.
///
/// Lines stay lines, since a PDF does not know paragraphs: the plan reader joins them and drops page numbers.
struct PDFReader {
    let file: String
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let converter = Converter(file: file, limits: limits)
        return try converter.inPrivateFolder(bytes, named: "plan.pdf") { folder in
            let result = try converter.run(
                "pdftotext", ["-layout", "-enc", "UTF-8", "plan.pdf", "-"], package: "poppler-utils", in: folder,
                outputLimit: limits.textBytes)
            if result.complaint.contains("Incorrect password") { throw DocumentError.encrypted(file: file) }
            guard result.status == 0 else {
                if result.status == 124 { throw DocumentError.converterFailed(file: file, program: "pdftotext") }
                throw DocumentError.damaged(file: file, format: .pdf, what: "pdf")
            }
            let text = PDFLines(result.output).text
            if text.contains(where: { $0 > 0x20 }) {
                return ReadDocument(format: .pdf, text: DocumentText(plain: text))
            }
            return try Recognition(file: file, limits: limits, converter: converter).read(in: folder)
        }
    }
}

/// The lines of a PDF's text, without the space that poppler puts between Chinese characters and figures.
struct PDFLines {
    /// UTF-8, a line each; form feeds are line ends.
    let text: [UInt8]

    init(_ output: [UInt8]) {
        var result: [UInt8] = []
        result.reserveCapacity(output.count)
        for (index, byte) in output.enumerated() {
            switch byte {
            case 0x0C, 0x0D: if result.last != 0x0A { result.append(0x0A) }
            case 0x20:
                // One space between a Chinese character and a figure is typesetting; several are a column.
                let before = index > 0 ? output[index - 1] : 0x0A
                let after = index + 1 < output.count ? output[index + 1] : 0x0A
                if Self.isFigure(before) && after >= 0xE2 || before >= 0x80 && Self.isFigure(after) { continue }
                result.append(byte)
            default: result.append(byte)
            }
        }
        text = result
    }

    private static func isFigure(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x25 }
}
