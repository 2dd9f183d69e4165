/// The one form pattern: labels above fields, hints under them, the main button first.
enum Form {
    /// The hidden field that shows that the form was made for this session.
    static func token(_ visit: Visit) -> HTML {
        guard let token = visit.formToken else { return .empty }
        return #"<input type="hidden" name="csrf" value="\#(token)">"#
    }

    /// A form that posts to an address.
    ///
    /// - Parameters:
    ///   - draft: keep what is typed in the browser under this name until it is sent.
    ///   - partial: let the script replace a piece of the page by the answer.
    static func post(
        _ visit: Visit, to path: SitePath, hasFiles: Bool = false, draft: String? = nil, partial: Bool = false,
        name: String? = nil, _ fields: HTML
    ) -> HTML {
        let script: HTML = partial ? ##" hx-post="\##(path)" hx-target="#task" hx-swap="outerHTML""## : .empty
        return """
            <form method="post" action="\(path)"\(attribute: "class", name)\
            \(attribute: "enctype", hasFiles ? "multipart/form-data" : nil)\(attribute: "data-draft", draft)\(script)>
            \(token(visit))\(fields)</form>
            """
    }

    /// A button that is a form of its own: one move.
    static func button(
        _ visit: Visit, to path: SitePath, _ values: [(String, String)], title: String, kind: String = "",
        key: String? = nil, partial: Bool = false
    ) -> HTML {
        let hidden = values.html { hiddenField($0.0, $0.1) }
        let hint: HTML = key.map { " <kbd aria-hidden=\"true\">\($0)</kbd>" } ?? .empty
        return post(
            visit, to: path, partial: partial, name: "inline",
            """
            \(hidden)<button\(attribute: "class", kind.isEmpty ? nil : kind)\(attribute: "data-key", key)>\
            \(title)\(hint)</button>
            """)
    }

    /// A value that the visitor does not see.
    static func hiddenField(_ name: String, _ value: String) -> HTML {
        #"<input type="hidden" name="\#(name)" value="\#(value)">"#
    }

    /// What a text field takes.
    enum Kind: String {
        case text, password, date, number, file, search
    }

    /// A field with its label.
    static func field(
        _ name: String, _ label: String, value: String = "", kind: Kind = .text, hint: String? = nil,
        isRequired: Bool = false, list: String? = nil, complete: String? = nil, limit: Int? = nil,
        error: String? = nil, more: HTML = .empty
    ) -> HTML {
        let id = "f-\(name)"
        return """
            <p class="field"><label for="\(id)">\(label)</label>\
            <input id="\(id)" name="\(name)" type="\(kind.rawValue)"\(attribute: "value", kind == .password ? nil : value)\
            \(described(id, hint, error))\(attribute: "list", list)\
            \(attribute: "autocomplete", complete)\(attribute: "maxlength", limit.map(String.init))\
            \(flag: "step=\"any\"", if: kind == .number)\(flag: "required", if: isRequired)\(more)>\
            \(notes(id, hint, error))</p>
            """
    }

    /// What stands under a field: what to put in, and what is wrong with what was put in.
    private static func notes(_ id: String, _ hint: String?, _ error: String?) -> HTML {
        let note: HTML = hint.map { #"<small id="\#(id)-hint">\#($0)</small>"# } ?? .empty
        let fault: HTML =
            error.map { #"<small id="\#(id)-error" class="fault"><span aria-hidden="true">■</span> \#($0)</small>"# }
            ?? .empty
        return "\(fault)\(note)"
    }

    /// The attributes that tie a field to what stands under it.
    private static func described(_ id: String, _ hint: String?, _ error: String?) -> HTML {
        let ids = [error.map { _ in "\(id)-error" }, hint.map { _ in "\(id)-hint" }].compactMap { $0 }
        let described = ids.isEmpty ? nil : ids.joined(separator: " ")
        return "\(flag: "aria-invalid=\"true\"", if: error != nil)\(attribute: "aria-describedby", described)"
    }

    /// A field of several lines.
    static func area(
        _ name: String, _ label: String, value: String, rows: Int = 4, hint: String? = nil, error: String? = nil
    ) -> HTML {
        let id = "f-\(name)"
        // A line end directly after the tag is not part of the value.
        return """
            <p class="field"><label for="\(id)">\(label)</label><textarea id="\(id)" name="\(name)" rows="\(rows)"\
            \(described(id, hint, error))>\n\(value)</textarea>\(notes(id, hint, error))</p>
            """
    }

    /// A choice among values.
    static func select(
        _ name: String, _ label: String, _ options: [(value: String, title: String)], chosen: String,
        hint: String? = nil, error: String? = nil
    ) -> HTML {
        let id = "f-\(name)"
        return """
            <p class="field"><label for="\(id)">\(label)</label>\
            <select id="\(id)" name="\(name)"\(described(id, hint, error))>\
            \(self.options(options, chosen: chosen))</select>\(notes(id, hint, error))</p>
            """
    }

    /// The options of a choice.
    static func options(_ options: [(value: String, title: String)], chosen: String) -> HTML {
        options.html { option in
            #"<option value="\#(option.value)"\#(flag: "selected", if: option.value == chosen)>\#(option.title)</option>"#
        }
    }

    /// A box to tick.
    static func check(_ name: String, _ label: String, value: String = "1", isOn: Bool = false) -> HTML {
        """
        <label class="check"><input type="checkbox" name="\(name)" value="\(value)"\(flag: "checked", if: isOn)> \
        <span>\(label)</span></label>
        """
    }

    /// The buttons at the end.
    static func buttons(_ title: String, cancel: (title: String, link: SiteLink)? = nil, more: HTML = .empty) -> HTML {
        let back: HTML = cancel.map { #"<a class="button" href="\#($0.link)">\#($0.title)</a>"# } ?? .empty
        return #"<p class="buttons"><button class="main">\#(title)</button>\#(back)\#(more)</p>"#
    }
}
