// The printed form keeps names and shapes of the plan-reading format: texts stay plain strings and their places
// stand beside them under `…_span`, so that a simple consumer needs to know nothing of spans.

extension PlanTask: Codable {
    enum CodingKeys: String, CodingKey {
        case id, part, path, label, title, goal, measures, owners, leaders, milestones, actions, span, certain
        case coOwners = "co_owners"
        case titleSpan = "title_span"
        case goalSpan = "goal_span"
        case measuresSpan = "measures_span"
        case ownerSpans = "owner_spans"
        case coOwnerSpans = "co_owner_spans"
        case leaderSpans = "leader_spans"
    }

    /// Reads the printed form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func excerpt(_ text: CodingKeys, _ span: CodingKeys) throws -> Excerpt? {
            guard let words = try fields.decodeIfPresent(String.self, forKey: text) else { return nil }
            return Excerpt(words, try fields.decodeIfPresent(Span.self, forKey: span) ?? Span(0, 0))
        }
        func excerpts(_ texts: CodingKeys, _ spans: CodingKeys) throws -> [Excerpt] {
            let words = try fields.decodeIfPresent([String].self, forKey: texts) ?? []
            let places = try fields.decodeIfPresent([Span].self, forKey: spans) ?? []
            return words.enumerated().map { index, text in
                Excerpt(text, index < places.count ? places[index] : Span(0, 0))
            }
        }
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            part: try fields.decode(String.self, forKey: .part),
            path: try fields.decode([String].self, forKey: .path),
            label: try fields.decode(String.self, forKey: .label),
            title: try excerpt(.title, .titleSpan) ?? Excerpt("", Span(0, 0)),
            span: try fields.decode(Span.self, forKey: .span))
        goal = try excerpt(.goal, .goalSpan)
        measures = try excerpt(.measures, .measuresSpan)
        owners = try excerpts(.owners, .ownerSpans)
        coOwners = try excerpts(.coOwners, .coOwnerSpans)
        leaders = try excerpts(.leaders, .leaderSpans)
        milestones = try fields.decodeIfPresent([Milestone].self, forKey: .milestones) ?? []
        actions = try fields.decodeIfPresent([PlanAction].self, forKey: .actions) ?? []
        isCertain = try fields.decodeIfPresent(Bool.self, forKey: .certain) ?? true
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(part, forKey: .part)
        try fields.encode(path, forKey: .path)
        try fields.encode(label, forKey: .label)
        try fields.encode(title.text, forKey: .title)
        try fields.encode(title.span, forKey: .titleSpan)
        try fields.encode(goal?.text, forKey: .goal)
        try fields.encodeIfPresent(goal?.span, forKey: .goalSpan)
        try fields.encode(measures?.text, forKey: .measures)
        try fields.encodeIfPresent(measures?.span, forKey: .measuresSpan)
        try fields.encode(owners.map(\.text), forKey: .owners)
        try fields.encode(owners.map(\.span), forKey: .ownerSpans)
        try fields.encode(coOwners.map(\.text), forKey: .coOwners)
        try fields.encode(coOwners.map(\.span), forKey: .coOwnerSpans)
        try fields.encode(leaders.map(\.text), forKey: .leaders)
        try fields.encode(leaders.map(\.span), forKey: .leaderSpans)
        try fields.encode(milestones, forKey: .milestones)
        try fields.encode(actions, forKey: .actions)
        try fields.encode(span, forKey: .span)
        try fields.encode(isCertain, forKey: .certain)
    }
}

extension Quantity: Codable {
    enum CodingKeys: String, CodingKey {
        case id, task, text, metric, comparator, value, high, unit, year, kind, span, certain, reason
    }

    /// Reads the printed form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            task: try fields.decodeIfPresent(String.self, forKey: .task),
            text: try fields.decode(String.self, forKey: .text),
            metric: try fields.decode(String.self, forKey: .metric),
            comparator: try fields.decode(Comparator.self, forKey: .comparator),
            value: try fields.decode(Double.self, forKey: .value),
            high: try fields.decodeIfPresent(Double.self, forKey: .high),
            unit: try fields.decode(String.self, forKey: .unit),
            year: try fields.decodeIfPresent(Int.self, forKey: .year),
            kind: try fields.decode(Kind.self, forKey: .kind),
            span: try fields.decode(Span.self, forKey: .span),
            isCertain: try fields.decodeIfPresent(Bool.self, forKey: .certain) ?? true,
            reason: try fields.decodeIfPresent(String.self, forKey: .reason))
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(task, forKey: .task)
        try fields.encode(text, forKey: .text)
        try fields.encode(metric, forKey: .metric)
        try fields.encode(comparator, forKey: .comparator)
        try fields.encode(value, forKey: .value)
        try fields.encode(high, forKey: .high)
        try fields.encode(unit, forKey: .unit)
        try fields.encode(year, forKey: .year)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(span, forKey: .span)
        try fields.encode(isCertain, forKey: .certain)
        try fields.encodeIfPresent(reason, forKey: .reason)
    }
}

extension PlanReading {
    /// Writes the printed form: what the document does not name is `null`, not left out.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(title, forKey: .title)
        try fields.encode(issuer, forKey: .issuer)
        try fields.encode(number, forKey: .number)
        try fields.encode(date, forKey: .date)
        try fields.encode(headSpans, forKey: .headSpans)
        try fields.encode(parts, forKey: .parts)
        try fields.encode(tasks, forKey: .tasks)
        try fields.encode(quantities, forKey: .quantities)
        try fields.encode(deliverables, forKey: .deliverables)
        try fields.encode(indicators, forKey: .indicators)
        try fields.encode(notes, forKey: .notes)
    }
}
