import Documents
import Localisation

/// Reads a code list: a CSV file with `code`, `zh`, `en`, and its title and source from `codes/lists.yaml`.
struct CodeListReader {
    let faults: FaultList

    func read(_ name: String, _ file: CatalogFile, title: Words, source: String) -> CodeList? {
        let place = CatalogPlace(file: file.path, line: 1)
        let records: [[String]]
        do {
            records = try CSVReader().read(file.bytes, named: file.path)
        } catch {
            faults.add(CatalogFault(place, .unreadable((error as? any Explained)?.message(in: .english) ?? "CSV")))
            return nil
        }
        guard let header = records.first, let code = header.firstIndex(of: "code"),
            let chinese = header.firstIndex(of: "zh"), let english = header.firstIndex(of: "en")
        else {
            let found = records.first?.joined(separator: ",") ?? ""
            faults.add(CatalogFault(place, .unexpected(found: found, expected: .csvHeader)))
            return nil
        }
        var codes: [Code] = [], lines: [String: Int] = [:]
        for (index, record) in records.enumerated().dropFirst() {
            let line = CatalogPlace(file: file.path, line: index + 1)
            func cell(_ column: Int) -> String { column < record.count ? record[column] : "" }
            guard !cell(code).isEmpty, !cell(chinese).isEmpty, !cell(english).isEmpty else {
                faults.add(CatalogFault(line, .missingKey(cell(code).isEmpty ? "code" : "zh, en")))
                continue
            }
            if let other = lines[cell(code)] {
                let place = CatalogPlace(file: file.path, line: other)
                faults.add(CatalogFault(line, .duplicate(name: cell(code), other: place)))
                continue
            }
            lines[cell(code)] = index + 1
            var attributes: [String: String] = [:]
            for (column, title) in header.enumerated() where !["code", "zh", "en", "parent"].contains(title) {
                attributes[title] = cell(column)
            }
            let parent = header.firstIndex(of: "parent").map(cell) ?? ""
            codes.append(
                Code(
                    code: cell(code), title: Words(cell(chinese), cell(english)), parent: parent,
                    attributes: attributes))
        }
        return CodeList(name: name, title: title, source: source, codes: codes, place: place)
    }
}
