import Core
import Matter
import Numerics

/// One process of a model on all elements of a material, prepared for a range of energies: the rate per path and
/// final states at the energy of each step, for programs that do the transport themselves.
public struct MaterialProduction: Sendable {
  public let process: String
  public let beam: Int32
  public let material: Material
  /// Total energies of the beam particle.
  public let energies_GeV: ClosedRange<Double>
  public let minimumBosonEnergy_GeV: Double
  public let finalState: [String]
  public var particleCount: Int { finalState.count }

  private struct Part {
    let atomDensity_per_mm3: Double
    let process: any PreparedProcess
  }
  private let parts: [Part]

  private static let pb_mm2 = 1e-34

  /// - Parameter minimumBosonEnergy_GeV: emission of softer bosons is left out; 0 for all, and the only choice for
  ///   processes whose boson has no spectrum
  public init(
    _ model: any SignalModel, process name: String, beam: Int32, material: Material,
    energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double
  ) throws {
    process = name
    self.beam = beam
    self.material = material
    self.energies_GeV = energies_GeV
    self.minimumBosonEnergy_GeV = minimumBosonEnergy_GeV
    let finalState = model.processes.first { $0.name == name }?.finalState ?? []
    self.finalState = finalState
    let parts = try material.components.map {
      let process = try model.checkedProcess(name, beam: beam, element: $0.element)
      let prepared: any PreparedProcess
      if let spectral = process as? any SpectralProcess {
        prepared = try spectral.prepared(
          energies_GeV: energies_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
      } else {
        guard minimumBosonEnergy_GeV == 0 else {
          throw HermeticError(
            .configuration,
            "minimum_boson_energy_GeV = \(minimumBosonEnergy_GeV) can't be had from \"\(name)\" (only bremsstrahlung, "
              + "photon_fusion and pair_production have a spectrum that can be cut). Leave it out.")
        }
        if let pairs = process as? PhotonToMuonPairProcess {
          prepared = PreparedMuonPair(pairs, highestEnergy_GeV: energies_GeV.upperBound)
        } else {
          prepared = DirectProcess(process: process, particleCount: finalState.count)
        }
      }
      return Part(atomDensity_per_mm3: $0.atomDensity_per_mm3, process: prepared)
    }
    self.parts = parts
  }

  /// Interactions per path [1/mm] at the couplings of the model.
  public func rate_per_mm(totalEnergy_GeV: Double) -> Double {
    parts.reduce(0) {
      $0 + $1.atomDensity_per_mm3 * Self.pb_mm2 * $1.process.crossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
    }
  }

  /// A final state on an element chosen by its share of the rate.
  public func sample(
    totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream
  ) throws {
    guard var chosen = parts.first else { return }
    if parts.count > 1 {
      var left = rng.uniform() * rate_per_mm(totalEnergy_GeV: totalEnergy_GeV)
      for part in parts {
        let rate =
          part.atomDensity_per_mm3 * Self.pb_mm2
          * part.process.crossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
        if rate > 0 { chosen = part }
        left -= rate
        if left < 0 { break }
      }
    }
    try chosen.process.sample(totalEnergy_GeV: totalEnergy_GeV, into: out, &rng)
  }
}
