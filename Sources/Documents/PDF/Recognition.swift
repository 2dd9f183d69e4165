import Foundation
import PlanModel

/// Recognises the words of a scanned PDF with tesseract, where it is installed with Simplified Chinese.
struct Recognition {
    let file: String
    let limits: DocumentLimits
    let converter: Converter

    private static let package = "tesseract-ocr-chi-sim"

    /// The document, all of it uncertain.
    ///
    /// - Throws: `DocumentError.scan` where nothing can recognise it, `.noText` where nothing is on it.
    func read(in folder: URL) throws -> ReadDocument {
        let pictures = try? converter.run(
            "pdfimages", ["-list", "plan.pdf"], package: "poppler-utils", in: folder)
        // Two lines of header and no picture: an empty page, or letters that could not be decoded.
        guard let list = pictures?.output, list.split(separator: 0x0A).count > 2 else {
            throw DocumentError.noText(file: file)
        }
        guard Converter.path(of: "tesseract") != nil, Converter.path(of: "pdftoppm") != nil, try hasChinese(folder)
        else {
            throw DocumentError.scan(file: file, package: Self.package)
        }
        let drawn = try converter.run(
            "pdftoppm", ["-r", "300", "-gray", "-l", "\(limits.recognisedPages)", "plan.pdf", "page"],
            package: "poppler-utils", in: folder)
        guard drawn.status == 0 else { throw DocumentError.converterFailed(file: file, program: "pdftoppm") }
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("page") && $0.hasSuffix(".pgm") }.sorted()
        var text: [UInt8] = []
        for page in pages {
            let read = try converter.run(
                "tesseract", [page, "stdout", "-l", "chi_sim", "--psm", "6"], package: Self.package, in: folder)
            guard read.status == 0 else { throw DocumentError.converterFailed(file: file, program: "tesseract") }
            text += Self.joined(read.output) + [0x0A]
        }
        var document = DocumentText(plain: text)
        guard !document.blocks.isEmpty else { throw DocumentError.noText(file: file) }
        document.isRecognised = true
        return ReadDocument(format: .pdf, text: document, warnings: [.recognised(pages: pages.count)])
    }

    private func hasChinese(_ folder: URL) throws -> Bool {
        let languages = try converter.run("tesseract", ["--list-langs"], package: Self.package, in: folder)
        return String(decoding: languages.output, as: UTF8.self).contains("chi_sim")
    }

    /// tesseract puts a space between Chinese characters: those are dropped.
    private static func joined(_ output: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in output.enumerated() {
            if byte == 0x0C { continue }
            if byte == 0x20, let last = result.last, index + 1 < output.count, last >= 0x80 || output[index + 1] >= 0x80
            {
                continue
            }
            result.append(byte)
        }
        return result
    }
}
