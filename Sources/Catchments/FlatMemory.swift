/// Memory for inner loops: numbers one behind the other, without checks of bounds; whoever makes it frees it.
func flat<Value>(_ count: Int, _ value: Value) -> UnsafeMutablePointer<Value> {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
    pointer.initialize(repeating: value, count: max(1, count))
    return pointer
}

/// The same filled with the values of an array.
func flat<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
    values.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { pointer.initialize(from: base, count: values.count) }
    }
    return pointer
}
