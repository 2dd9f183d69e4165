import PlanModel

/// A figure of a summary that contradicts another one.
struct SummaryDoubt: Hashable {
    /// The whole, and the part 其中 of it that is larger.
    let whole: SummaryFigures.TargetResult, part: SummaryFigures.TargetResult

    /// The doubts about a task's targets; only what is certain.
    ///
    /// A part says so in its words: its metric begins with 其中. Its whole is the last target before it that is no part.
    /// Both need a value, the same unit, and the unit must count things: a part of a count cannot be more than the
    /// whole, but a share of a part can be more than that of the whole. Parts may overlap, so their sum proves nothing.
    static func find(_ targets: [SummaryFigures.TargetResult]) -> [SummaryDoubt] {
        var whole: SummaryFigures.TargetResult?, doubts: [SummaryDoubt] = []
        for target in targets {
            guard target.quantity.metric.hasPrefix("其中") else {
                whole = target
                continue
            }
            guard let whole, let all = whole.actual?.value, let some = target.actual?.value,
                whole.quantity.unit == target.quantity.unit,
                !["%", "％", "‰", "个百分点", ""].contains(target.quantity.unit), some > all
            else { continue }
            doubts.append(SummaryDoubt(whole: whole, part: target))
        }
        return doubts
    }
}
