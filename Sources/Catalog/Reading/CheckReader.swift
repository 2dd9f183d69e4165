/// Reads a check of the data's quality.
struct CheckReader {
    static let keys = [
        "check", "title", "dimension", "severity", "register", "where", "list", "outlier", "jump", "join", "whole",
        "intro", "advice",
    ]

    func read(_ node: CatalogNode) -> IntegrityCheck? {
        guard let map = node.mapping(Self.keys), let name = map.required("check")?.text,
            let title = map.required("title")?.words,
            let dimension = map.required("dimension")?.choice(IntegrityCheck.Dimension.self),
            let severity = map.required("severity")?.choice(IntegrityCheck.Severity.self),
            let register = map.required("register")?.text, let finder = finder(map, node),
            let intro = map.required("intro")?.words, let advice = map.required("advice")?.words
        else { return nil }
        guard Identifier.isUsable(name) else {
            node.fault(.badName(name))
            return nil
        }
        return IntegrityCheck(
            name: name, title: title, dimension: dimension, severity: severity, register: register, finder: finder,
            joins: map["join"]?.texts ?? [], whole: map["whole"]?.text, intro: intro, advice: advice,
            place: node.place)
    }

    private func finder(_ map: CatalogMapping, _ node: CatalogNode) -> IntegrityCheck.Finder? {
        if let condition = map["where"] { return condition.text.map { .condition($0) } }
        if let list = map["list"] { return list.text.map { .select($0) } }
        if let outlier = map["outlier"] {
            guard let map = outlier.mapping(["value", "by", "limit"]), let value = map.required("value")?.text,
                let limit = map.required("limit")?.number
            else { return nil }
            return .outlier(value: value, by: map["by"]?.texts ?? [], limit: limit)
        }
        if let jump = map["jump"] {
            guard let map = jump.mapping(["indicator", "limit"]), let name = map.required("indicator")?.text,
                let limit = map.required("limit")?.number
            else { return nil }
            return .jump(indicator: name, limit: limit)
        }
        node.fault(.missingKey("where"))
        return nil
    }
}
