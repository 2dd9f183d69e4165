import Documents
import Foundation
import Ledger
import PlanModel
import PlanReading

/// `measure plan-text|plan-document|table|fill-year|bulletin|pupil-import|cube|match|lottery FILE [repetitions]`: times one job inside the process and prints a line of JSON.
///
/// The peers beside it (`peers/*.py`) print the same line, so that `run` can set them side by side.
@main
struct Measure {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(
                Data(
                    "usage: measure plan-text|plan-document|table|fill-year|bulletin|pupil-import|cube|match|lottery FILE [repetitions]\n"
                        .utf8))
            exit(64)
        }
        let repetitions = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
        let file = arguments[2]
        switch arguments[1] {
        case "plan-text":
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            let document = DocumentText(plain: bytes)
            try time(repetitions, bytes: bytes.count) { PlanReader().read(document).tasks.count }
        case "plan-document":
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            try time(repetitions, bytes: bytes.count) {
                PlanReader().read(try DocumentReader().read(bytes, named: file).text).tasks.count
            }
        case "table":
            let bytes = try URL(fileURLWithPath: file).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            try time(repetitions, bytes: bytes) { try Tables.cells(of: file) }
        case "fill-year": try Year.fill(URL(fileURLWithPath: file), tasks: 1000, reports: 50)
        case "bulletin":
            let ledger = try PlanLedger.open(directory: URL(fileURLWithPath: file))
            try time(repetitions, bytes: 0) { try Year.bulletin(of: ledger) }
        case "pupil-import":
            let bytes = try URL(fileURLWithPath: file).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            var best = Duration.seconds(1_000_000), rows = 0
            for _ in 0..<max(1, repetitions) {
                rows = try PupilImport.run(URL(fileURLWithPath: file)) { best = min(best, $0) }
            }
            print("{\"seconds\": \(best / .seconds(1)), \"bytes\": \(bytes), \"result\": \(rows)}")
        case "match": try AdmissionRounds.match(file, repetitions: repetitions)
        case "lottery": try AdmissionRounds.lottery(file, repetitions: repetitions)
        case "cube": try Cube.run(URL(fileURLWithPath: file), repetitions: repetitions)
        default:
            FileHandle.standardError.write(Data("measure: no job \(arguments[1])\n".utf8))
            exit(64)
        }
    }

    /// Best of the repetitions: what the job takes when nothing disturbs it.
    static func time(_ repetitions: Int, bytes: Int, _ job: () throws -> Int) throws {
        var best = Double.infinity, result = 0
        for _ in 0..<max(1, repetitions) {
            let elapsed = try ContinuousClock().measure { result = try job() }
            best = min(best, Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds))
        }
        print("{\"seconds\": \(best), \"bytes\": \(bytes), \"result\": \(result)}")
    }
}
