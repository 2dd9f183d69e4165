import Foundation

/// Turns a paper into PDF by LibreOffice.
public enum PaperPDF {
    /// Whether this machine can do it.
    public static var isAvailable: Bool { Converter.path(of: "soffice") != nil }

    /// The PDF of a .docx. Each call has a profile of its own, so that several may run at once.
    ///
    /// - Throws: `DocumentError.needsProgram` where LibreOffice is not installed, `.converterFailed`.
    public static func convert(docx: [UInt8], name: String = "paper") throws -> [UInt8] {
        let converter = Converter(file: "\(name).docx", limits: DocumentLimits())
        return try converter.inPrivateFolder(docx, named: "paper.docx") { folder in
            let profile = folder.appending(path: "profile").absoluteString
            let result = try converter.run(
                "soffice",
                [
                    "-env:UserInstallation=\(profile)", "--headless", "--convert-to", "pdf", "--outdir", folder.path,
                    "paper.docx",
                ],
                package: "libreoffice-writer-nogui", in: folder)
            guard result.status == 0, let data = try? Data(contentsOf: folder.appending(path: "paper.pdf")),
                data.starts(with: Array("%PDF-".utf8))
            else { throw DocumentError.converterFailed(file: "\(name).docx", program: "soffice") }
            return [UInt8](data)
        }
    }
}
