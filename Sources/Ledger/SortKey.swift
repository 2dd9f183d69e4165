import Foundation

/// What Chinese names sort by: their pinyin without tones, then the name itself.
enum SortKey {
    /// The key of a text's first 24 characters.
    static func of(_ text: String) -> String {
        let head = String(text.prefix(24))
        let latin = head.applyingTransform(.mandarinToLatin, reverse: false) ?? head
        let plain = latin.applyingTransform(.stripDiacritics, reverse: false) ?? latin
        return plain.lowercased() + "\u{1}" + head
    }
}
