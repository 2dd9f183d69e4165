import Catalog
import Store

extension RegisterStore {
    /// The fields that were chosen for columns of these titles before.
    public func rememberedColumns(of register: Register) throws -> [String: String] {
        try database.read { connection in
            let rows = try connection.rows(
                "SELECT title, field FROM import_column WHERE register = ?", [.text(register.name)])
            return Dictionary(
                rows.compactMap { row in row[0].text.flatMap { title in row[1].text.map { (title, $0) } } }
            ) {
                first, _ in first
            }
        }
    }

    /// Keeps which fields were chosen for columns of some titles.
    public func remember(_ columns: [String: String], of register: Register, by principal: Principal) throws {
        guard try rememberedColumns(of: register) != columns, !columns.isEmpty else { return }
        try change(by: principal, "import.columns", register.name) { change in
            for (title, field) in columns.sorted(by: { $0.key < $1.key }) {
                try change.connection.run(
                    "DELETE FROM import_column WHERE register = ? AND title = ?", [.text(register.name), .text(title)])
                try change.connection.run(
                    "INSERT INTO import_column (register, title, field) VALUES (?, ?, ?)",
                    [.text(register.name), .text(title), .text(field)])
            }
            return ((), nil, ["columns": String(columns.count)])
        }
    }
}
