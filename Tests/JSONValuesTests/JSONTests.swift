import JSONValues
import Localisation
import Testing

@Suite("JSON")
struct JSONTests {
    static func read(_ text: String, levels: Int = 16) throws(JSONFault) -> JSON {
        try JSON(reading: Array(text.utf8), levels: levels)
    }

    static func fault(_ text: String, levels: Int = 16) -> JSONFault? {
        do {
            _ = try read(text, levels: levels)
            return nil
        } catch { return error }
    }

    @Test("what is read is written again, digit for digit and in order")
    func both() throws {
        let text =
            #"{"b":[1.50,-0,1e-7,12345678901234567890],"a":{"名":"甲\n\"\\😀\u0001","":null},"c":[true,false,[],{}]}"#
        let value = try Self.read(text)
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        #expect(value["a"]?["名"]?.text == "甲\n\"\\😀\u{1}" && value["b"]?.elements[1] == .number("-0"))
        #expect(value["c"]?.elements.count == 4 && value["d"] == nil && value["a"]?.members.count == 2)
        #expect(try Self.read(" \t\r\n[ 1 , 2 ] ") == [1, 2])
        #expect(try Self.read("\u{FEFF}7") == 7, "a byte order mark")
        #expect(try Self.read(#""\u0041\ud83d\ude00\/\b\f\r\t""#) == "A😀/\u{8}\u{C}\r\t")
    }

    @Test("numbers are written as short as they can be")
    func numbers() {
        #expect(JSON.real(116) == .number("116") && JSON.real(0.1) == .number("0.1") && JSON.real(.nan) == .null)
        #expect(JSON.integer(UInt64.max) == .number("18446744073709551615") && JSON.number("1.0").integer == nil)
    }

    @Test(
        "what is no JSON is refused at its byte",
        arguments: [
            ("", 0, "value"), ("{", 1, "\""), ("[1,]", 3, "value"), (#"{"a":1,}"#, 7, "\""), (#"{"a" 1}"#, 5, ":"),
            ("nul", 0, "null"), ("01", 1, "end"), ("1.", 2, "0-9"), ("1e", 2, "0-9"), ("-", 1, "value"),
            (#""\u12g4""#, 3, "\\uXXXX"), ("\"a", 2, "\""), ("\"\u{1}\"", 1, "\\u00XX"), ("[1 2]", 3, ", ]"),
            ("{} {}", 3, "end"), ("'a'", 0, "value"), ("NaN", 0, "value"), ("[1,2", 4, ", ]"), ("[1}", 2, ", ]"),
            ("٣", 0, "value"), ("+1", 0, "value"), ("\u{FEFF}", 3, "value"),
        ])
    func syntax(text: String, offset: Int, expected: String) {
        #expect(Self.fault(text) == JSONFault(offset: offset, .syntax(expected: expected)), "\(text)")
    }

    @Test("half surrogates, broken UTF-8 and double names are refused")
    func broken() {
        for text in [#""\ud800""#, #""\ud800x""#, #""\ud800\u0041""#, #""\udc00""#] {
            #expect(Self.fault(text)?.reason == .encoding, "\(text)")
        }
        #expect(throws: JSONFault(offset: 1, .encoding)) {
            try JSON(reading: [0x5B, 0x22, 0xFF, 0xFE, 0x22, 0x5D], levels: 2)
        }
        #expect(throws: JSONFault.self) { try JSON(reading: [0xFF], levels: 2) }
        #expect(Self.fault(#"{"a":1,"\u0061":2}"#) == JSONFault(offset: 15, .doubleName))
        #expect(Self.fault(#""\x""#)?.offset == 3)
    }

    @Test("nothing is read deeper than the limit")
    func depth() {
        #expect(Self.fault("[[{}]]", levels: 3) == nil)
        #expect(Self.fault("[[{}]]", levels: 2) == JSONFault(offset: 2, .depth(limit: 2)))
        #expect(
            Self.fault(String(repeating: "[", count: 1_000_000), levels: 64)
                == JSONFault(offset: 64, .depth(limit: 64)))
        #expect(Self.fault(String(repeating: #"{"a":"#, count: 100_000))?.reason == .depth(limit: 16))
        #expect(Self.fault("1", levels: 0) == nil && Self.fault("[]", levels: 0)?.reason == .depth(limit: 0))
    }

    @Test("every fault has words in both languages", arguments: Language.allCases)
    func words(language: Language) {
        for reason in [JSONFault.Reason.syntax(expected: "}"), .encoding, .depth(limit: 16), .doubleName] {
            let fault = JSONFault(offset: 3, reason), words = fault.message(in: language)
            #expect(words != fault.messageKey && !words.contains("{") && words.contains("3"), "\(words)")
        }
    }
}
