import PlanModel

extension CleanText {
    /// Cleans a document. Time and memory are linear in its size.
    init(_ document: DocumentText, labels: FieldLabels) {
        let reader = document.bytes.withUnsafeBufferPointer { original in
            var reader = DocumentLines(document: document, original: original)
            reader.read()
            return reader
        }
        var lines = reader.lines
        if document.mayBeHardWrapped {
            PageFurniture(bytes: reader.cleaner.bytes).mark(&lines)
            LineJoiner(bytes: reader.cleaner.bytes, labels: labels).mark(&lines)
        }
        var assembly = CleanTextAssembly(cleaner: reader.cleaner)
        for (index, line) in lines.enumerated() where line.fate != .dropped {
            let next = index + 1 < lines.count ? lines[index + 1].firstSegment : reader.cleaner.segments.count
            assembly.append(line, segmentsEnd: next)
        }
        self = assembly.text
    }
}

/// Puts cleaned lines together to a clean text.
private struct CleanTextAssembly {
    let cleaner: LineCleaner
    var bytes: [UInt8] = []
    var segments: [CleanText.Segment] = []
    var paragraphs: [CleanText.Paragraph] = []
    var joints: [Int] = []
    var lastOriginEnd = 0
    /// Where cells of earlier rows came to stand, for cells that are carried down.
    var movedCells: [Int: Range<Int>] = [:]

    init(cleaner: LineCleaner) {
        self.cleaner = cleaner
        bytes.reserveCapacity(cleaner.bytes.count + 1)
        segments.reserveCapacity(cleaner.segments.count + 1)
    }

    var text: CleanText { CleanText(bytes: bytes, paragraphs: paragraphs, segments: segments, joints: joints) }

    mutating func append(_ line: SourceLine, segmentsEnd: Int) {
        if line.fate == .continues, !paragraphs.isEmpty {
            if let last = bytes.last, let first = cleaner.bytes[line.range].first, last.isASCIILetter,
                first.isASCIILetter
            {
                appendSeparator(0x20)
            }
            joints.append(bytes.count)
            copy(line, segmentsEnd: segmentsEnd)
            let start = paragraphs[paragraphs.count - 1].range.lowerBound
            paragraphs[paragraphs.count - 1].range = start..<bytes.count
            paragraphs[paragraphs.count - 1].isJoined = true
        } else {
            if !bytes.isEmpty { appendSeparator(0x0A) }
            let start = bytes.count
            copy(line, segmentsEnd: segmentsEnd)
            paragraphs.append(
                CleanText.Paragraph(
                    range: start..<bytes.count, headingLevel: line.headingLevel, row: moved(line, by: start),
                    followsBlank: line.followsBlank))
        }
        lastOriginEnd = line.originEnd
    }

    private mutating func copy(_ line: SourceLine, segmentsEnd: Int) {
        let shift = bytes.count - line.range.lowerBound
        for segment in cleaner.segments[line.firstSegment..<max(segmentsEnd, line.firstSegment)] {
            var segment = segment
            segment.clean += shift
            segments.append(segment)
        }
        bytes.append(contentsOf: cleaner.bytes[line.range])
    }

    private mutating func appendSeparator(_ byte: UInt8) {
        segments.append(CleanText.Segment(clean: bytes.count, start: lastOriginEnd, end: lastOriginEnd))
        bytes.append(byte)
    }

    /// The cells of a row at their new places; `start` is where the row now starts.
    private mutating func moved(_ line: SourceLine, by start: Int) -> CleanText.Row? {
        guard var row = line.row else { return nil }
        for index in row.cells.indices {
            let range = row.cells[index].range
            if range.lowerBound >= line.range.lowerBound, range.upperBound <= line.range.upperBound {
                let shift = start - line.range.lowerBound
                row.cells[index].range = range.lowerBound + shift..<range.upperBound + shift
                movedCells[range.lowerBound] = row.cells[index].range
            } else {
                row.cells[index].range = movedCells[range.lowerBound] ?? start..<start
            }
        }
        return row
    }
}
