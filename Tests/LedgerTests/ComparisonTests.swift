import Chance
import Foundation
import PlanModel
import Testing

@testable import Ledger

struct ComparisonTests {
    private func plan(_ build: (inout SamplePlan) -> Void) -> PlanReading {
        var sample = SamplePlan()
        build(&sample)
        return sample.finished().0
    }

    @Test func theSamePlanIsUnchanged() {
        let reading = SamplePlan.small.finished().0
        let comparison = PlanComparison.compare(old: reading, new: reading)
        #expect(comparison.count(.unchanged) == 6)
        #expect(comparison.targets.isEmpty)
        #expect(comparison.tasks.map(\.old) == comparison.tasks.map(\.new))
    }

    @Test func continuedNewAndGone() {
        let old = plan {
            $0.task("推进学前教育优质普惠发展", steps: ["新建幼儿园"], target: ("毛入园率", 92), owners: ["学前教育科"])
            $0.task("做好防汛工作", owners: ["安全科"])
            $0.task("加强教师队伍建设", owners: ["人事科"])
        }
        let new = plan {
            $0.task("加强教师队伍建设", owners: ["人事科", "教研室"])
            $0.task("推进学前教育普及普惠安全优质发展", steps: ["新建幼儿园"], target: ("毛入园率", 95), owners: ["学前教育科"])
            $0.task("启动智慧校园试点", target: ("试点覆盖率", 30), owners: ["规划财务科"])
        }
        let comparison = PlanComparison.compare(old: old, new: new)
        #expect(comparison.tasks.map(\.kind) == [.changed, .changed, .new, .gone])
        #expect(comparison.tasks.map(\.old) == [2, 0, nil, 1])
        #expect(comparison.tasks[0].differences == [FieldDifference(field: .owners, old: "人事科", new: "人事科、教研室")])
        #expect(comparison.tasks[1].similarity > 0.6)
        #expect(comparison.targets.map(\.metric) == ["毛入园率", "试点覆盖率"])
        #expect(comparison.targets[0].old?.value == 92 && comparison.targets[0].new?.value == 95)
        #expect(comparison.targets[1].old == nil)
    }

    @Test func renumberedAndMovedTasksAreUnchanged() {
        let old = plan {
            $0.task("甲项工作安排", owners: ["人事科"])
            $0.task("乙项工作安排", section: "二、其他", owners: ["安全科"])
        }
        let new = plan {
            $0.task("新加一项内容", owners: ["督导室"])
            $0.task("乙项工作安排", section: "三、其他", owners: ["安全科"])
            $0.task("甲项工作安排", owners: ["人事科"])
        }
        let comparison = PlanComparison.compare(old: old, new: new)
        #expect(comparison.tasks.map(\.kind) == [.new, .unchanged, .unchanged])
    }

    @Test func wordsOutsideOfFieldsCountWithTheTexts() {
        var (old, oldText) = SamplePlan.small.finished()
        var sample = SamplePlan()
        sample.task(
            "推进学前教育优质普惠发展", steps: ["新建公办幼儿园四所", "开展园长培训", "公布收费标准"], target: ("学前三年毛入园率", 92), due: "2026-09-30",
            owners: ["学前教育科"], coOwners: ["规划财务科"])
        var (new, newText) = sample.finished()
        for index in old.tasks.indices { old.tasks[index].measures = nil; old.tasks[index].actions = [] }
        for index in new.tasks.indices { new.tasks[index].measures = nil; new.tasks[index].actions = [] }
        #expect(PlanComparison.compare(old: old, new: new).tasks[0].kind == .unchanged)
        let comparison = PlanComparison.compare(old: old, oldText: oldText, new: new, newText: newText)
        #expect(comparison.tasks[0].differences.map(\.field) == [.text])
        (oldText, newText) = (newText, oldText)
    }

    @Test func indicatorTablesAreCompared() {
        func indicators(_ target: Double) -> PlanReading {
            var reading = SamplePlan.small.finished().0
            reading.indicators = [
                PlanIndicator(
                    name: "义务教育巩固率", unit: "%", baseline: 96, baselineYear: 2025, target: target, targetYear: 2030,
                    nature: nil, span: Span(0, 1))
            ]
            return reading
        }
        let comparison = PlanComparison.compare(old: indicators(97), new: indicators(98))
        #expect(comparison.targets.map { $0.new?.value } == [98])
    }

    @Test func emptyReadings() {
        let none = PlanReading()
        let full = SamplePlan.small.finished().0
        #expect(PlanComparison.compare(old: none, new: none).tasks.isEmpty)
        #expect(PlanComparison.compare(old: none, new: full).count(.new) == 6)
        #expect(PlanComparison.compare(old: full, new: none).count(.gone) == 6)
    }

    /// Property: whatever the two plans, each task is in exactly one entry.
    @Test(arguments: 0..<10)
    func eachTaskIsToldOnce(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let words = ["学前", "教师", "安全", "招生", "督导", "体育", "校园", "资助", "集团", "轮岗"]
        func reading() -> PlanReading {
            plan { sample in
                for _ in 0..<Int.random(in: 0...40, using: &random) {
                    let title = (0..<3).map { _ in words.randomElement(using: &random) ?? "" }.joined()
                    sample.task("推进\(title)工作", owners: [["人事科", "安全科"].randomElement(using: &random) ?? ""])
                }
            }
        }
        let (old, new) = (reading(), reading())
        let comparison = PlanComparison.compare(old: old, new: new)
        #expect(comparison.tasks.compactMap(\.new) == Array(new.tasks.indices))
        #expect(comparison.tasks.compactMap(\.old).sorted() == Array(old.tasks.indices))
        for match in comparison.tasks {
            #expect((match.kind == .new) == (match.old == nil))
            #expect((match.kind == .gone) == (match.new == nil))
            #expect((match.kind == .changed) == !match.differences.isEmpty)
        }
    }

    @Test func thousandsOfTasksInBoundedTime() {
        func large(_ year: Int) -> PlanReading {
            plan { sample in
                for number in 0..<2000 {
                    sample.task("第\(number)项工作要继续推进落实到位", steps: ["开展第\(number * 7 % 1999)次检查\(year)"], owners: ["督导室"])
                }
            }
        }
        let (old, new) = (large(2025), large(2026))
        let start = ContinuousClock.now
        let comparison = PlanComparison.compare(old: old, new: new)
        #expect(comparison.count(.changed) == 2000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
