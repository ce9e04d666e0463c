import Events
import Geometry
import Hadronic
import Numerics

/// Hadrons from real and virtual photons (`HadronSettings.photonuclear`). As for muon pairs, random numbers are a stream of
/// their own, and the process takes the place of another interaction: the mean free path is right to 1e-3.
extension ShowerTransport {
  static let photonuclearThreshold_GeV = 0.2

  /// Whether this interaction of a photon makes hadrons.
  ///
  /// - Returns: true when the photon is gone.
  @inline(never)
  mutating func makesHadrons(
    photon track: Track, attenuation_per_mm: Double, number: UInt64, children: inout UInt64
  ) -> Bool {
    let view = hadronTables() + world.materialIndex(track.location)
    let rates = view.pointee.rates
    let rate = rates.rate(.photon, rates.cell(track.kineticEnergy_GeV)).inelastic
    var rng = RandomStream(
      sameEventAs: base, trackBase: trackBase,
      track: Track.childLineage(parent: track.lineage, index: number | 3 << 62))
    let biasing = settings.biasing
    let factor =
      track.kineticEnergy_GeV < biasing.photonuclearMinimumEnergy_GeV ? 1 : biasing.photonuclear
    guard happens(min(0.5, rate / attenuation_per_mm), factor: factor, &rng) else {
      return false
    }
    makeHadrons(photon: track, view, &rng, &children)
    return true
  }

  /// A photon, real or virtual, of the energy of `track` becomes hadrons here.
  mutating func makeHadrons(
    photon track: Track, _ view: UnsafePointer<HadronPhysics.View>, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) {
    let element = view.pointee.table._withUnsafeGuaranteedRef {
      $0.chooseElement(.photon, kineticEnergy_GeV: track.kineticEnergy_GeV, elastic: false, &rng)
    }
    cascade(track, element, view, &rng, &children)
  }
}
