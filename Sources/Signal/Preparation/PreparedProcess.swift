import Core
import Numerics

/// A process at every energy of a range: what a program with transport of its own asks at each step, where no two
/// energies are the same. Immutable, so that threads can share it.
public protocol PreparedProcess: Sendable {
  /// Particles in the order of the description's `finalState`.
  var particleCount: Int { get }

  /// Of what `sample` draws: emission of bosons above the least energy that was asked for [pb per atom].
  func crossSection_pb(totalEnergy_GeV: Double) -> Double

  /// Four numbers (E, px, py, pz) [GeV] for each particle; what came in flew along +z. Throws `.kinematics` where the
  /// cross section is 0.
  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
}

/// Prepared by not preparing: cross section and sampler anew at each energy.
///
/// - Cost: that of the process: 0.03 to 0.2 ms for annihilation, Primakoff and charge exchange.
struct DirectProcess: PreparedProcess {
  let process: any SignalProcess
  let particleCount: Int

  func crossSection_pb(totalEnergy_GeV: Double) -> Double {
    process.totalCrossSection_pb(totalEnergy_GeV: totalEnergy_GeV)
  }

  func sample(totalEnergy_GeV: Double, into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream)
    throws
  {
    try process.sampler(totalEnergy_GeV: totalEnergy_GeV).sample(into: out, &rng)
  }
}

/// A process whose boson has an energy of its own: tables of σ and of the spectrum can begin at a least energy.
protocol SpectralProcess: SignalProcess {
  func prepared(energies_GeV: ClosedRange<Double>, minimumBosonEnergy_GeV: Double) throws
    -> any PreparedProcess
}

extension SignalEmission {
  func momenta(bosonMass: Double, leptonMass: Double, nucleusMass: Double) -> (
    boson: FourMomentum, lepton: FourMomentum, nucleus: FourMomentum
  ) {
    (
      FourMomentum(mass: bosonMass, kineticEnergy: bosonEnergy_GeV - bosonMass, direction: bosonDirection),
      FourMomentum(mass: leptonMass, kineticEnergy: leptonKineticEnergy_GeV, direction: leptonDirection),
      FourMomentum(mass: nucleusMass, kineticEnergy: nucleusKineticEnergy_GeV, direction: nucleusDirection)
    )
  }

  /// Boson, lepton and nucleus as samplers write them.
  func store(
    bosonMass: Double, leptonMass: Double, nucleusMass: Double, into out: UnsafeMutablePointer<Double>
  ) {
    let state = momenta(bosonMass: bosonMass, leptonMass: leptonMass, nucleusMass: nucleusMass)
    state.boson.store(out)
    state.lepton.store(out + 4)
    state.nucleus.store(out + 8)
  }
}
