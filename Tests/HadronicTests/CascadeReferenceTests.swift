import Events
import Hadronic
import Numerics
import Testing

/// Single interactions beside Geant4 11.4.1 (FTFP): charged particles with β > 0.7 and the leading hadron's share of the
/// energy. 15 %: three quarters of the distance between that program's two string models (9.48 and 7.66 charged on iron).
struct CascadeReferenceTests {
  struct Case: Sendable {
    let beam: Particle
    let atomicNumber: Int
    let atomicMass: Double
    let charged: Double
    let leading: Double
  }

  static let cases = [
    Case(beam: .pionMinus, atomicNumber: 1, atomicMass: 1.008, charged: 7.26, leading: 0.403),
    Case(beam: .pionMinus, atomicNumber: 6, atomicMass: 12.011, charged: 8.63, leading: 0.382),
    Case(beam: .pionMinus, atomicNumber: 26, atomicMass: 55.845, charged: 9.48, leading: 0.367),
    Case(beam: .pionMinus, atomicNumber: 82, atomicMass: 207.2, charged: 11.64, leading: 0.325),
    Case(beam: .proton, atomicNumber: 26, atomicMass: 55.845, charged: 9.87, leading: 0.417),
  ]

  @Test(arguments: cases) func multiplicityAndLeadingHadron(_ reference: Case) {
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    let events = 4000
    var charged = 0.0
    var leading = 0.0
    for event in 0..<events {
      var rng = RandomStream(seed: 11, event: UInt64(event))
      cascade.interact(
        reference.beam, kineticEnergy_GeV: 100 - reference.beam.mass_GeV, direction: Vector3(0, 0, 1),
        atomicNumber: reference.atomicNumber, atomicMass: reference.atomicMass, &rng, into: &final)
      var largest = 0.0
      for i in 0..<final.count {
        let product = final.secondaries[i]
        guard product.particle.isHadron else { continue }
        let mass = product.particle.mass_GeV
        let energy = product.kineticEnergy_GeV + mass
        largest = max(largest, energy)
        let momentum = (product.kineticEnergy_GeV * (product.kineticEnergy_GeV + 2 * mass)).squareRoot()
        if product.particle.charge != 0, momentum > 0.7 * energy { charged += 1 }
      }
      leading += largest / 100
    }
    charged /= Double(events)
    leading /= Double(events)
    print("\(reference.beam.name) on Z = \(reference.atomicNumber): charged \(charged), leading \(leading)")
    #expect((charged / reference.charged - 1).magnitude < 0.15)
    #expect((leading / reference.leading - 1).magnitude < 0.15)
  }

  struct Tail: Sendable {
    let beam: Particle
    let atomicNumber: Int
    let atomicMass: Double
    let kaons: Double
    /// P(π⁰, η and photons have more than 0.9 of the energy).
    let electromagnetic: Double
  }

  static let tails = [
    Tail(beam: .pionMinus, atomicNumber: 1, atomicMass: 1.008, kaons: 0.211, electromagnetic: 0.0181),
    Tail(beam: .pionMinus, atomicNumber: 26, atomicMass: 55.845, kaons: 0.269, electromagnetic: 0.0146),
    Tail(beam: .pionMinus, atomicNumber: 82, atomicMass: 207.2, kaons: 0.307, electromagnetic: 0.0106),
    Tail(beam: .proton, atomicNumber: 1, atomicMass: 1.008, kaons: 0.134, electromagnetic: 0),
    Tail(beam: .proton, atomicNumber: 26, atomicMass: 55.845, kaons: 0.231, electromagnetic: 0),
  ]

  /// K⁰_S per interaction within 25 %, electromagnetic fractions above 0.9 of pions within a factor 2 of the same program
  /// (its two models differ by 15 to 45 % in strangeness and a factor 2 in tails); protons cannot leave so much to mesons,
  /// there it has 1e-4, and a meson with 0.96 of a proton's energy needs the exchange of a baryon.
  @Test(arguments: tails) func strangenessAndElectromagneticTail(_ reference: Tail) {
    var cascade = HadronicCascade()
    var final = FinalState()
    defer {
      cascade.free()
      final.free()
    }
    let events = 10_000
    var (kaons, electromagnetic, mesons) = (0.0, 0.0, 0.0)
    for event in 0..<events {
      var rng = RandomStream(seed: 12, event: UInt64(event))
      cascade.interact(
        reference.beam, kineticEnergy_GeV: 100 - reference.beam.mass_GeV, direction: Vector3(0, 0, 1),
        atomicNumber: reference.atomicNumber, atomicMass: reference.atomicMass, &rng, into: &final)
      var sum = 0.0
      for i in 0..<final.count {
        let product = final.secondaries[i]
        let energy = product.kineticEnergy_GeV + product.particle.mass_GeV
        switch product.particle {
        case .kaonShort: kaons += 1
        case .pionZero, .eta, .photon: sum += energy
        default: break
        }
        if product.particle.baryonNumber == 0, energy > 96 { mesons += 1 }
      }
      if sum > 90 { electromagnetic += 1 }
    }
    let n = Double(events)
    print(
      "\(reference.beam.name) on Z = \(reference.atomicNumber): K0S \(kaons / n), P(EM > 0.9) \(electromagnetic / n), "
        + "mesons above 0.96 \(mesons / n)")
    #expect((kaons / n / reference.kaons - 1).magnitude < 0.25)
    if reference.electromagnetic > 0 {
      #expect((0.5..<2).contains(electromagnetic / n / reference.electromagnetic))
    } else {
      #expect(electromagnetic / n < 0.003)
      #expect(mesons / n < 0.001)
    }
  }
}
