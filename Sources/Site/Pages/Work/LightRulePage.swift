import Ledger
import Localisation
import Monitoring
import Store

/// When lights change: the rule in words, with its figures, and the form that sets them.
enum LightRulePage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, try visit.ledger.lightRule(), error: nil) }

    static func set(_ visit: Visit) throws -> Answer {
        let old = try visit.ledger.lightRule()
        func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let value = Int(visit.form[name]), range.contains(value) else { throw FieldError.number(name) }
            return value
        }
        do {
            let rule = LightRule(
                warningDays: try number("warningDays", 0...366),
                tolerance: Double(try number("tolerance", 0...100)) / 100,
                acceptanceDays: try number("acceptanceDays", 0...366),
                reportingDays: try number("reportingDays", 0...366), valueDays: try number("valueDays", 0...366))
            try visit.ledger.setLightRule(rule, by: visit.principal)
        } catch let error as FieldError {
            return try page(visit, old, error: error)
        }
        return .redirect(SitePath.work(.lightRule).with("done", "rule"))
    }

    /// The rule in words; other pages show it too.
    static func words(_ visit: Visit, _ rule: LightRule) -> HTML {
        let arguments = [
            "warning": "\(rule.warningDays)", "tolerance": Figure.text(rule.tolerance * 100, decimals: 1),
            "acceptance": "\(rule.acceptanceDays)", "reporting": "\(rule.reportingDays)", "value": "\(rule.valueDays)",
        ]
        let lights: [Light] = [.blue, .green, .yellow, .red, .off]
        let lines = lights.html { light in
            "<dt>\(LightMark.html(visit, light))</dt><dd>\(visit["work.rule.\(light.rawValue)", arguments])</dd>"
        }
        let regular = HTML.when(
            rule.reportingDays > 0, "<p>\(visit["work.rule.regular", arguments])</p>")
        return #"<dl class="details">\#(lines)</dl>\#(regular)"#
    }

    private static func page(_ visit: Visit, _ rule: LightRule, error: (any Error)?) throws -> Answer {
        let title = visit["work.rule.title"]
        let form = HTML.when(
            visit.can(.setLightRule),
            """
            <section class="panel"><h2>\(visit["work.rule.set"])</h2>\
            \(Form.post(
                visit, to: .work(.lightRule),
                """
                \(Form.field("warningDays", visit["work.rule.warningDays"], value: "\(rule.warningDays)", kind: .number))
                \(Form.field("tolerance", visit["work.rule.tolerance"], value: Figure.text(rule.tolerance * 100), kind: .number))
                \(Form.field("acceptanceDays", visit["work.rule.acceptanceDays"], value: "\(rule.acceptanceDays)", kind: .number))
                \(Form.field("valueDays", visit["work.rule.valueDays"], value: "\(rule.valueDays)", kind: .number, hint: visit["work.rule.valueHint"]))
                \(Form.field("reportingDays", visit["work.rule.reportingDays"], value: "\(rule.reportingDays)", kind: .number, hint: visit["work.rule.reportingHint"]))
                \(Form.buttons(visit["work.rule.save"]))
                """))</section>
            """)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["work.rule.lead"])"))\(try Notice.error(visit, error))
            \(words(visit, rule))\(form)
            """
        return .page(
            Layout.page(visit, title: title, at: .ledger, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}
