import Foundation
import PlanModel

/// Reads .doc and .rtf by LibreOffice, which writes them as .docx; .doc by antiword where LibreOffice is missing.
struct LegacyWordReader {
    let file: String
    let format: DocumentFormat
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let converter = Converter(file: file, limits: limits)
        return try converter.inPrivateFolder(bytes, named: "plan.\(format.rawValue)") { folder in
            if Converter.path(of: "soffice") != nil { return try byOffice(converter, folder) }
            if format == .doc, Converter.path(of: "antiword") != nil { return try byAntiword(converter, folder) }
            throw DocumentError.needsProgram(file: file, program: "LibreOffice", package: "libreoffice-writer-nogui")
        }
    }

    private func byOffice(_ converter: Converter, _ folder: URL) throws -> ReadDocument {
        // A profile of its own: two calls of LibreOffice on one profile get into each other's way.
        let result = try converter.run(
            "soffice",
            [
                "--headless", "--norestore", "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to",
                "docx:MS Word 2007 XML", "--outdir", folder.path, "plan.\(format.rawValue)",
            ], package: "libreoffice-writer-nogui", in: folder)
        guard result.status == 0, let data = try? Data(contentsOf: folder.appending(path: "plan.docx")) else {
            throw DocumentError.converterFailed(file: file, program: "LibreOffice")
        }
        let document = try WordReader(file: file, limits: limits).read([UInt8](data))
        return ReadDocument(
            format: format, text: document.text, warnings: document.warnings + [.converted(by: "LibreOffice")])
    }

    private func byAntiword(_ converter: Converter, _ folder: URL) throws -> ReadDocument {
        let result = try converter.run(
            "antiword", ["-m", "UTF-8.txt", "-w", "0", "plan.doc"], package: "antiword", in: folder)
        guard result.status == 0, result.output.contains(where: { $0 > 0x20 }) else {
            throw DocumentError.converterFailed(file: file, program: "antiword")
        }
        return ReadDocument(
            format: format, text: DocumentText(plain: result.output), warnings: [.converted(by: "antiword")])
    }
}
