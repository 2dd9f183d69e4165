import Foundation
import Monitoring
import Registers

/// What a family tells: a personal record, kept sealed.
public struct ApplicationForm: Codable, Hashable, Sendable {
    /// The child's name.
    public var name = ""
    /// The kind of its document.
    public var idKind = IDKind.resident
    /// The document's number.
    public var idNumber = ""
    /// Sex, a code of GB/T 2261.1; of the number where it is a resident's.
    public var sex = ""
    /// Day of birth `yyyy-MM-dd`; of the number where it is a resident's.
    public var birth = ""
    /// Its guardians, the one to turn to first.
    public var guardians: [Guardian] = []
    /// The code of the place where it lives, or of the school it is at.
    public var place = ""
    /// The address in words.
    public var address = ""
    /// 不动产单元号 or building, unit and door: what tells the home from all others of the place.
    public var unit = ""
    /// The answers to the round's questions.
    public var answers: [String: String] = [:]
    /// Codes of schools, the best first.
    public var choices: [String] = []
    /// A brother or sister who is at a school of the round.
    public var sibling = Sibling()
    /// The application's number of a twin to be drawn with.
    public var twin = ""

    /// The kinds of documents.
    public enum IDKind: String, Codable, CaseIterable, Hashable, Sendable {
        /// 居民身份证（户口簿上的公民身份号码）.
        case resident
        /// A permit of Hong Kong, Macao or Taiwan residents, or a passport.
        case other
    }

    /// A guardian.
    public struct Guardian: Codable, Hashable, Sendable {
        /// The name.
        public var name = ""
        /// The relation to the child, a code of the list `relation`.
        public var relation = ""
        /// The identity number; of any document where it is no resident's.
        public var idNumber = ""
        /// The mobile telephone.
        public var mobile = ""

        /// A guardian to be filled in.
        public init(name: String = "", relation: String = "", idNumber: String = "", mobile: String = "") {
            self.name = name
            self.relation = relation
            self.idNumber = idNumber
            self.mobile = mobile
        }

        /// Whether nothing is filled in.
        public var isEmpty: Bool { name.isEmpty && idNumber.isEmpty && mobile.isEmpty }
    }

    /// A brother or sister at school.
    public struct Sibling: Codable, Hashable, Sendable {
        /// The name; empty for none.
        public var name = ""
        /// The identity number.
        public var idNumber = ""
        /// The school's code.
        public var school = ""

        /// A sibling to be filled in.
        public init(name: String = "", idNumber: String = "", school: String = "") {
            self.name = name
            self.idNumber = idNumber
            self.school = school
        }
    }

    /// An empty form.
    public init() {}

    /// Most characters of a name, an address, and of anything else.
    public static let nameLimit = 36, addressLimit = 180, wordLimit = 60

    /// The form with no value longer than is kept, and without white space around values.
    public var trimmed: ApplicationForm {
        func cut(_ text: String, _ limit: Int = Self.wordLimit) -> String {
            String(text.trimmingCharacters(in: .whitespacesAndNewlines).prefix(limit))
        }
        var form = self
        form.name = cut(name, Self.nameLimit)
        form.idNumber = cut(idNumber).uppercased()
        form.sex = cut(sex, 1)
        form.birth = cut(birth, 10)
        form.guardians = guardians.prefix(3).filter { !$0.isEmpty }.map {
            Guardian(
                name: cut($0.name, Self.nameLimit), relation: cut($0.relation, 2),
                idNumber: cut($0.idNumber).uppercased(), mobile: cut($0.mobile, 20))
        }
        form.place = cut(place)
        form.address = cut(address, Self.addressLimit)
        form.unit = cut(unit)
        form.answers = Dictionary(
            answers.prefix(100).map { (cut($0.key), cut($0.value)) }, uniquingKeysWith: { one, _ in one })
        form.choices = choices.prefix(30).map { cut($0) }.filter { !$0.isEmpty }
        form.sibling = Sibling(
            name: cut(sibling.name, Self.nameLimit), idNumber: cut(sibling.idNumber).uppercased(),
            school: cut(sibling.school))
        form.twin = cut(twin, 12)
        if form.idKind == .resident, let number = IDNumber(form.idNumber) {
            form.idNumber = String(decoding: number.characters, as: UTF8.self)
            form.birth = number.birth?.text ?? ""
            form.sex = String(UnicodeScalar(number.sex))
        }
        return form
    }

    /// The address as it is compared: the place and the unit without white space and hyphens, full-width digits and
    /// letters as narrow ones. Nil where either is missing.
    public var addressKey: String? {
        let unit = unit.precomposedStringWithCompatibilityMapping.uppercased()
            .filter { !$0.isWhitespace && $0 != "-" && $0 != "_" && $0 != "·" }
        return place.isEmpty || unit.isEmpty ? nil : "\(place)|\(unit)"
    }
}

extension IDNumber {
    /// An identity number of 18 characters in a text.
    init?(_ text: String) {
        let number = Array(text.utf8).withUnsafeBytes { IDNumber($0) }
        guard let number else { return nil }
        self = number
    }
}
