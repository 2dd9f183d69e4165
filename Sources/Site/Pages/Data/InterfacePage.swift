import Catalog
import CatchmentPlanning
import Foundation
import Registers

/// 数据接口: what programmes can ask for, and where it is described.
enum InterfacePage {
    static func show(_ visit: Visit) throws -> Answer {
        let title = visit["data.hub.api"]
        let access = try visit.registers.access(of: visit.account)
        let readable = access.readable(visit.registers.catalog)
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["data.register"], isName: true), .init(title: visit["data.interface.address"]),
            ])
        table.rows = readable.map { register in
            .init(cells: [
                #"<a href="\#(SitePath.data(.definition(register.name)))">\#(register.title.text(visit.language))</a>"#,
                "<code>GET \(APIPath.register(register.name).path)</code>",
            ])
        }
        if readable.contains(where: { $0.name == "seat_capacity" }) {
            table.rows += SeatResource.allCases.map {
                .init(cells: [
                    #"<a href="\#(SitePath.seats(.plan))">\#(visit["seats.title"])</a>"#,
                    "<code>GET \(APIPath.seats($0).path)</code>",
                ])
            }
        }
        if readable.contains(where: { $0.name == CatchmentStore.register }) {
            table.rows += [("GET", CatchmentResource.list), ("POST", .solve)].map { method, resource in
                .init(cells: [
                    #"<a href="\#(SitePath.catchments(.list))">\#(visit["catchments.title"])</a>"#,
                    "<code>\(method) \(APIPath.catchments(resource).path)</code>",
                ])
            }
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.interface.lead"])",
            actions: #"<a class="button main" download href="\#(SitePath.data(.interfaceFile))">OpenAPI 3.1</a>"#))
            <p>\(visit["data.interface.token"])</p><pre class="panel"><code>\(visit["data.interface.example"])</code></pre>
            \(readable.isEmpty ? EmptyState.html(visit["data.noGrants"]) : table.html)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// The description of the interface as a file: it tells of the catalogue, and nothing of any row.
    static func file(_ visit: Visit) throws -> Answer {
        let address = visit.site.configuration.publicURL?.absoluteString ?? "http://\(visit.host)"
        let document = OpenAPIDocument(catalog: visit.registers.catalog, server: address)
        return .file(Data(document.json.bytes), name: "openapi.json", type: "application/json")
    }
}
