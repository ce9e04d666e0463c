import Core
import Electromagnetic
import Events
import Geometry
import Numerics
import Testing

@testable import Transport

/// Photons that tracks emit in 7 T·m.
@Suite struct SynchrotronTransportTests {
  static let everyPhoton: JSON = ["synchrotron": ["minimum_energy_GeV": 1e-9]]

  static func photons(_ range: FieldRange, _ particle: Particle, momentum_GeV: Double, events: Int) -> (
    energies: [Double], slopes: [Double], electron: [Double]
  ) {
    var energies: [Double] = []
    var slopes: [Double] = []
    var electron: [Double] = []
    let shots = range.shoot(events: events) { _ in FieldRange.beam(particle, momentum_GeV: momentum_GeV) }
    for event in shots {
      #expect(event.imbalance < 1e-9)
      for crossing in event.crossings where crossing.particle == .photon {
        energies.append(crossing.kineticEnergy_GeV)
        slopes.append(crossing.direction.y)
      }
      electron += event.crossings.filter { $0.particle == particle }.map(\.kineticEnergy_GeV)
    }
    return (energies, slopes, electron)
  }

  /// 43.3 photons of 3.58 MeV on average, 155 MeV in all, within 2 %.
  @Test func electronsOfTheBeam() throws {
    let range = try FieldRange(FieldRange.twoMagnets, physics: Self.everyPhoton)
    let events = 2000
    let (energies, slopes, electron) = Self.photons(range, .electron, momentum_GeV: 100, events: events)
    let count = Double(energies.count) / Double(events)
    let total = energies.reduce(0, +) / Double(events)
    let mean = total / count
    print("photons \(count), mean \(1000 * mean) MeV, total \(1000 * total) MeV")
    #expect((count / 43.3 - 1).magnitude < 0.02)
    #expect((mean / 3.58e-3 - 1).magnitude < 0.02)
    #expect((total / 0.155 - 1).magnitude < 0.02)
    let before = Particle.electron.kineticEnergy_GeV(momentum_GeV: 100)
    let loss = electron.reduce(0) { $0 + before - $1 } / Double(events)
    #expect((loss / total - 1).magnitude < 1e-3)
    // Vertical angles: rms of (0.57/γ)(E_c/k)^0.43, here of photons about E_c.
    let critical = 11.64e-3
    let near = zip(energies, slopes).filter { $0.0 > 0.8 * critical && $0.0 < 1.25 * critical }.map(\.1)
    let rms = (near.reduce(0) { $0 + $1 * $1 } / Double(near.count)).squareRoot()
    #expect((rms / (0.57 * 0.51099895e-5) - 1).magnitude < 0.05)
  }

  /// The energies follow the exact spectrum: χ² in 40 bins; the spectrum of a field 5 % stronger does not fit.
  @Test func energiesFollowTheSpectrum() throws {
    let range = try FieldRange(FieldRange.twoMagnets, physics: Self.everyPhoton)
    let (energies, _, _) = Self.photons(range, .electron, momentum_GeV: 100, events: 6000)
    #expect(energies.count > 200_000)
    let radiation = SynchrotronRadiation(
      mass_GeV: Constants.electronMass_GeV, totalEnergy_GeV: 100, transverseField_T: 1.75)
    func chiSquare(_ critical: Double) -> Double {
      let edges = (0...40).map { pow(10, -3 + 3.7 * Double($0) / 40) }
      var counts = [Double](repeating: 0, count: 40)
      for energy in energies {
        if let bin = edges.lastIndex(where: { $0 <= energy / critical }), bin < 40 { counts[bin] += 1 }
      }
      let inside =
        SynchrotronSpectrum.fractionAbove(edges[0]) - SynchrotronSpectrum.fractionAbove(edges[40])
      let total = counts.reduce(0, +)
      return (0..<40).reduce(0) { sum, bin in
        let expected =
          total
          * (SynchrotronSpectrum.fractionAbove(edges[bin]) - SynchrotronSpectrum.fractionAbove(edges[bin + 1]))
          / inside
        return sum + (counts[bin] - expected) * (counts[bin] - expected) / expected
      }
    }
    let fit = chiSquare(radiation.criticalEnergy_GeV)
    let wrong = chiSquare(1.05 * radiation.criticalEnergy_GeV)
    let p = SpecialFunctions.regularizedGammaQ(19.5, 0.5 * fit)
    print("χ² of \(energies.count) photon energies: \(fit) for 39 bins, p = \(p); 5 % too hard: \(wrong)")
    #expect(p > 1e-3)
    #expect(wrong > 100)
  }

  /// Pions and muons have critical energies of eV: no photon above the threshold of 1 keV, however many of them.
  @Test func nothingFromMuons() throws {
    let range = try FieldRange(FieldRange.twoMagnets, physics: [:])
    let (energies, _, muons) = Self.photons(range, .muonMinus, momentum_GeV: 150, events: 300)
    #expect(energies.isEmpty)
    #expect(muons.allSatisfy { $0 == Particle.muonMinus.kineticEnergy_GeV(momentum_GeV: 150) })
  }

  /// The threshold cuts the spectrum and nothing else.
  @Test func thresholdCutsTheSpectrum() throws {
    let cut = try FieldRange(FieldRange.twoMagnets, physics: ["synchrotron": ["minimum_energy_GeV": 1e-3]])
    let events = 2000
    let (energies, _, _) = Self.photons(cut, .electron, momentum_GeV: 100, events: events)
    let expected = 43.27 * SynchrotronSpectrum.fractionAbove(1e-3 / 11.64e-3)
    #expect(energies.allSatisfy { $0 >= 1e-3 })
    #expect((Double(energies.count) / Double(events) / expected - 1).magnitude < 0.02)
    let none = try FieldRange(FieldRange.twoMagnets, physics: ["synchrotron": .bool(false)])
    #expect(Self.photons(none, .electron, momentum_GeV: 100, events: 20).energies.isEmpty)
  }

  /// A field map and a soft edge with the same integral radiate about as much; the loss goes with ∫B².
  @Test func softEdges() throws {
    let soft = try FieldRange(
      #"{"kind":"dipole","field_T":1.75,"length_mm":4000,"aperture_mm":[600,140],"position_mm":[0,0,-12000],"edge":{"gap_mm":150}}"#,
      physics: Self.everyPhoton)
    let events = 1000
    let (energies, _, _) = Self.photons(soft, .electron, momentum_GeV: 100, events: events)
    #expect((Double(energies.count) / Double(events) / 43.27 - 1).magnitude < 0.02)
    // ∫F² = L − 2 g/c₁ for this edge.
    let total = energies.reduce(0, +) / Double(events)
    #expect((total / (0.15507 * (1 - 2 * 50.0 / 4000)) - 1).magnitude < 0.02)
  }
}
