import Core
import Numerics

/// γ → μ⁺μ⁻ on one element at any photon energy of a range.
///
/// Final states are those of the exact Born amplitude (`PhotonToMuonPairProcess`), whose samplers take a tenth of a
/// second to make: they are made when first needed, at 8 energies per decade, one of the two around a photon's energy
/// taken at random with the weights of linear interpolation in ln E. The energy sharing x and the transverse momenta
/// are kept, the rest follows from the photon's own energy: at high energy both are independent of it but for logarithms.
///
/// - Energy: the muons share all of it; the nucleus takes up momentum but no energy (its kinetic energy is some keV).
/// - Checked by: `MuonPairTransportTests`, `test_production.py`.
public final class MuonPairFinalStates: @unchecked Sendable {
  public struct Muons {
    public var minus: FourMomentum
    public var plus: FourMomentum
  }

  /// Below it nobody asks: 4 m_μ, where the formula of the cross section ends.
  public static let threshold_GeV = 4 * Constants.muonMass_GeV

  private let process: PhotonToMuonPairProcess
  private let nodes: LogarithmicGrid
  private let lock = Lock()
  private var samplers: [(any SignalSampler)?]

  private static let nodesPerDecade = 8.0
  private static let maximumTrials = 1000

  public init(_ process: PhotonToMuonPairProcess, highestEnergy_GeV: Double) {
    self.process = process
    let lowest = Self.threshold_GeV
    let highest = max(highestEnergy_GeV, 2 * lowest)
    nodes = LogarithmicGrid(
      lowest: 1.1 * lowest, highest: max(highest, 2.2 * lowest),
      count: max(2, Int(log(highest / lowest) / 2.302585 * Self.nodesPerDecade) + 2))
    samplers = Array(repeating: nil, count: nodes.count)
  }

  /// The photon flew along +z; nil where its energy makes no pair.
  public func sample(photonEnergy_GeV energy: Double, _ rng: inout RandomStream) -> Muons? {
    let cell = nodes.cell(logX: log(energy))
    let node = rng.uniform() < cell.fraction ? cell.index + 1 : cell.index
    guard let sampler = sampler(node) else { return nil }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { buffer in
      let out = buffer.baseAddress!
      for _ in 0..<Self.maximumTrials {
        sampler.sample(into: out, &rng)
        let minus = energy * out[0] / (out[0] + out[4])
        guard let first = muon(minus, out[1], out[2]), let second = muon(energy - minus, out[5], out[6])
        else {
          continue
        }
        return Muons(minus: first, plus: second)
      }
      return nil
    }
  }

  private func muon(_ energy: Double, _ x: Double, _ y: Double) -> FourMomentum? {
    let mass = Constants.muonMass_GeV
    let along = energy * energy - mass * mass - x * x - y * y
    guard energy > mass, along > 0 else { return nil }
    return FourMomentum(energy: energy, momentum: Vector3(x, y, along.squareRoot()))
  }

  private func sampler(_ node: Int) -> (any SignalSampler)? {
    lock.withLock {
      if let known = samplers[node] { return known }
      let energy = max(nodes.point(node), 1.05 * process.thresholdEnergy_GeV)
      let made = try? process.sampler(totalEnergy_GeV: energy)
      samplers[node] = made
      return made
    }
  }
}
