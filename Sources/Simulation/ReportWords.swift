/// What the offices of the fictional district write in the simulated year.
enum ReportWords {
    static func progress(_ done: String?, next: String?, _ dice: inout Dice) -> String {
        let opening = dice.one(["本期", "近期", "截至目前，", "本阶段", "按照分工，"])
        let what = done.map { "已完成“\($0)”" } ?? dice.one(["完成阶段性任务", "各项工作按方案推进", "完成调研摸底并形成清单", "组织相关学校逐项落实"])
        let how = dice.one(["，召开协调会一次", "，现场查看学校若干所", "，与有关部门会商", "，建立周调度机制", ""])
        let then = next.map { "；下一步推进“\($0)”。" } ?? "；下一步做好收尾与总结。"
        return opening + what + how + then
    }

    static func closing(_ dice: inout Dice) -> String {
        dice.one(["全部措施已落实，资料归档，申请办结。", "任务完成，成效见佐证材料，申请办结。", "按方案完成各项工作，并已形成长效机制，申请办结。"])
    }

    static let returned = ["佐证材料不全，请补充验收资料后再报。", "指标实际值与台账不一致，请核对后再报。", "请补充学校反馈和照片后再报。"]
    static let followUps = ["请说明进度滞后的原因和整改措施。", "请倒排时间表，明确每周进度。", "请分管负责人牵头协调，限期回复。"]
    static let replies = ["已调整分工、增派人员，按周推进，预计下月赶上进度。", "因审批环节延误，已与有关部门会商，正在加快办理。", "已完成整改，进度恢复正常。"]
    static let extensions = ["受施工许可办理影响，申请延期。", "因学校假期安排，部分工作需顺延。", "上级工作部署调整，申请顺延完成时限。"]
    static let refusals = ["工作具备按期完成条件，不同意延期。"]
    static let comments = ["请抓紧，注意工作质量。", "此项工作社会关注度高，请做好宣传解释。", "请与有关科室衔接，避免重复报数。"]
    static let suspended = "上级政策正在修订，待新规出台后再办。"
    static let ended = "因职能划转，本项工作由区有关部门承担，本局不再办理。"
}
