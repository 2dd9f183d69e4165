import Foundation

/// What a beacon published, as its file says.
///
/// drand: `https://api.drand.sh/CHAIN/public/ROUND` (or `/v2/chains/CHAIN/rounds/ROUND`). The value must be the SHA-256 of the signature, which is checked; that the signature
/// is the network's own (BLS12-381) is not: whoever wants to be sure compares the file with the beacon's address.
///
/// NIST: `https://beacon.nist.gov/beacon/2.0/chain/CHAIN/pulse/PULSE`; only the number of the pulse is checked.
public struct Beacon: Hashable, Sendable {
    /// The round or pulse.
    public let round: Int64
    /// The chain, where the file names it.
    public let chain: String?
    /// The value.
    public let value: [UInt8]
    /// Whether the value follows from the signature; nil where that is not checked.
    public let followsFromSignature: Bool?

    /// Reads a beacon's file. - Throws: `DrawError.beacon` with what is wrong.
    public init(text: String, kind: PublicSource.Kind) throws(DrawError) {
        let data = Data(text.utf8)
        do {
            if kind == .drand {
                let file = try JSONDecoder().decode(DrandFile.self, from: data)
                guard let signature = Digest.bytes(file.signature), !signature.isEmpty else {
                    throw DrawError.beacon(key: "signature")
                }
                // The second version of the interface leaves out what follows from the signature.
                let value = file.randomness.map(Digest.bytes) ?? Digest.of(signature)
                guard let value, value.count == 32 else { throw DrawError.beacon(key: "randomness") }
                (round, chain, self.value) = (file.round, nil, value)
                followsFromSignature = Digest.of(signature) == value
            } else {
                let pulse =
                    try (try? JSONDecoder().decode(NISTFile.self, from: data))?.pulse
                    ?? JSONDecoder().decode(NISTFile.Pulse.self, from: data)
                guard let value = Digest.bytes(pulse.outputValue), value.count == 64 else {
                    throw DrawError.beacon(key: "outputValue")
                }
                (round, chain, self.value) = (pulse.pulseIndex, pulse.chainIndex.map { "\($0)" }, value)
                followsFromSignature = nil
            }
        } catch let error as DrawError {
            throw error
        } catch {
            throw .beacon(key: DrawError.key(of: error))
        }
    }

    private struct DrandFile: Decodable {
        var round: Int64
        var randomness: String?
        var signature: String
    }

    private struct NISTFile: Decodable {
        struct Pulse: Decodable {
            var pulseIndex: Int64
            var chainIndex: Int64?
            var outputValue: String
        }
        var pulse: Pulse
    }
}
