import Catalog
import Intake
import Monitoring
import Quality
import Registers

/// What stands over the registers on the data brain's first page: what needs attention, and the ways to everything that
/// is made from the registers, with figures.
enum DataHub {
    static func html(_ visit: Visit) throws -> HTML {
        let quality = try QualityDesk(visit)
        guard !quality.tops.isEmpty else { return .empty }
        let counts = try quality.store.checkCounts(access: quality.access)
        let collections = try CollectionVisit(visit)
        let tasks = try visit.registers.collections(onlyOpen: true)
        let attention = try attention(quality, counts, collections, tasks)
        let panel: HTML =
            attention.isEmpty
            ? Notice.html(.done, "\(visit["data.hub.calm"])")
            : """
            <section class="panel attention"><h2>\(visit["data.hub.attention"])</h2>\
            <ul class="lines due">\(attention.html { $0 })</ul></section>
            """
        let groups = try self.groups(quality, counts, collections, tasks).html { group -> HTML in
            let lines = group.lines.html { line -> HTML in
                """
                <li><a href="\(line.link)">\(line.title)</a>\(line.figure.map { #"<span class="when">\#($0)</span>"# as HTML })</li>
                """
            }
            return """
                <section class="panel"><h2>\(group.title)</h2><ul class="lines due">\(lines)</ul></section>
                """
        }
        return #"\#(panel)<div class="columns hub">\#(groups)</div>"#
    }

    private struct Line {
        let title: String
        let link: SiteLink
        var figure: String?
    }

    private struct Group {
        let title: String
        let lines: [Line]
    }

    private static func groups(
        _ quality: QualityDesk, _ counts: [String: CheckCount], _ collections: CollectionVisit,
        _ tasks: [CollectionTask]
    ) throws -> [Group] {
        let visit = quality.visit, catalog = visit.registers.catalog
        func line(_ key: String, _ path: SitePath, _ figure: String? = nil) -> Line {
            Line(title: visit[key], link: SiteLink(path: path), figure: figure)
        }
        let found = counts.values.map(\.found).reduce(0, +)
        let mine = tasks.filter { !collections.desk.parts($0).isEmpty }
        let writable = collections.rights.writable(visit)
        var intake = [line("collect.tasks.title", .collections(.list), "\(mine.count)")]
        if !writable.isEmpty {
            intake.insert(line("collect.import.registers", .intake(.registers), "\(writable.count)"), at: 0)
        }
        intake.append(line("collect.burden.title", .collections(.burden)))
        let measures = [
            line("data.hub.cockpit", .brain(.cockpit)),
            line("data.dictionary.indicators", .indicators(.library), "\(catalog.indicators.count)"),
            line("data.hub.targets", .indicators(.targets)),
            line("seats.title", .seats(.plan)), line("catchments.title", .catchments(.list)),
        ].filter { visit.can($0.link.path.access) }
        let all = [
            Group(title: visit["data.hub.intake"], lines: intake),
            Group(
                title: visit["quality.title"],
                lines: [
                    line("quality.tab.scores", .quality(.scores)),
                    line("quality.tab.worklist", .quality(.worklist), "\(found)"),
                    line("quality.tab.checks", .quality(.checks), "\(quality.checks.count)"),
                    line("quality.tab.duplicates", .quality(.duplicates)),
                ]),
            Group(title: visit["data.hub.measures"], lines: measures),
            Group(
                title: visit["data.hub.definitions"],
                lines: [
                    line("data.dictionary.title", .data(.dictionary), "\(catalog.registers.count)"),
                    Line(
                        title: visit["data.dictionary.codes"],
                        link: SitePath.data(.dictionary).with("part", "codes"), figure: "\(catalog.codeLists.count)"),
                    line("data.hub.api", .data(.interface)),
                ]),
        ]
        return all.filter { !$0.lines.isEmpty }
    }

    /// What should not wait: grave findings, late answers, answers to decide about, imports that failed.
    private static func attention(
        _ quality: QualityDesk, _ counts: [String: CheckCount], _ collections: CollectionVisit,
        _ tasks: [CollectionTask]
    ) throws -> [HTML] {
        let visit = quality.visit
        var lines: [HTML] = []
        func add(_ mark: HTML, _ words: String, _ link: SiteLink) {
            lines.append(#"<li><a href="\#(link)">\#(words)</a><span class="when">\#(mark)</span></li>"#)
        }
        let late = Mark.html("late", "■", visit["data.hub.late"]), due = Mark.html("soon", "▲", visit["data.hub.due"])
        for task in tasks {
            let parts = collections.desk.parts(task)
            let count = parts.count { task.isLate($0, on: visit.today) }
            let link = SiteLink(path: .collections(.one(task.id)))
            if count > 0 {
                add(
                    late, visit["data.hub.collectionLate", ["task": task.title, "count": "\(count)"]],
                    link.with("state", "late"))
            }
            let waiting = parts.count {
                $0.state == .handedIn && collections.desk.mayDecide(task, $0.organisation)
            }
            if waiting > 0 {
                add(
                    due, visit["data.hub.collectionWaiting", ["task": task.title, "count": "\(waiting)"]],
                    link.with("state", "handed_in"))
            }
        }
        let errors = quality.checks.filter { $0.severity == .error }.map { counts[$0.name]?.found ?? 0 }.reduce(0, +)
        if errors > 0 {
            add(
                Mark.html("late", "■", visit["data.severity.error"]),
                visit["data.hub.errors", ["count": "\(errors)"]],
                SitePath.quality(.worklist).with("severity", "error"))
        }
        if quality.mayRun {
            let last = try quality.store.runs(limit: 1).last
            let age = last.map { visit.today - $0.day }
            if age == nil || age ?? 0 > 7 {
                let words = age.map { visit["data.hub.runOld", ["days": "\($0)"]] } ?? visit["quality.neverRun"]
                add(due, words, SiteLink(path: .quality(.scores)))
            }
        }
        for job in visit.site.imports.jobs(of: collections.rights.account.id).prefix(20) {
            let link = SiteLink(path: .intake(.job(job.register, job.id)))
            switch job.phase {
            case .failed: add(late, visit["data.hub.importFailed", ["file": job.file]], link)
            case .ready: add(due, visit["data.hub.importReady", ["file": job.file]], link)
            default: break
            }
        }
        return lines
    }
}
