import CHermetic
import Core
import Phenomenology
import Signal

@_cdecl("hermetic_phenomenology_magnetic_moment") @implementation
public func hermetic_phenomenology_magnetic_moment(
  _ coupling: UnsafePointer<CChar>!, _ lepton: UnsafePointer<CChar>!, _ masses: UnsafePointer<Double>!,
  _ n: Int, _ deltaA: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let moment = try magneticMoment(coupling, lepton)
    let masses = try array(masses, n, "masses_GeV", in: massRange(moment))
    guard n > 0 else { return }
    let out = try output(deltaA, "delta_a")
    for (index, mass) in masses.enumerated() { out[index] = moment.perCouplingSquared(mass_GeV: mass) }
  }
}

@_cdecl("hermetic_phenomenology_magnetic_moment_coupling") @implementation
public func hermetic_phenomenology_magnetic_moment_coupling(
  _ coupling: UnsafePointer<CChar>!, _ lepton: UnsafePointer<CChar>!, _ deltaA: Double,
  _ masses: UnsafePointer<Double>!, _ n: Int, _ couplings: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let moment = try magneticMoment(coupling, lepton)
    let masses = try array(masses, n, "masses_GeV", in: massRange(moment))
    _ = try moment.coupling(deltaA: deltaA, mass_GeV: 1)
    guard n > 0 else { return }
    let out = try output(couplings, "couplings")
    for (index, mass) in masses.enumerated() {
      out[index] = try moment.coupling(deltaA: deltaA, mass_GeV: mass)
    }
  }
}

private func magneticMoment(_ coupling: UnsafePointer<CChar>?, _ lepton: UnsafePointer<CChar>?) throws
  -> AnomalousMagneticMoment
{
  AnomalousMagneticMoment(
    coupling: try BosonCoupling(named: try text(coupling, "coupling")),
    lepton: try ChargedLepton(named: try text(lepton, "lepton")))
}

/// A massless axial boson has no finite moment.
private func massRange(_ moment: AnomalousMagneticMoment) -> ClosedRange<Double> {
  let range = AnomalousMagneticMoment.massRange_GeV
  return moment.coupling == .axial ? 1e-30...range.upperBound : range
}

@_cdecl("hermetic_phenomenology_loop_mixing") @implementation
public func hermetic_phenomenology_loop_mixing(
  _ q2: UnsafePointer<Double>!, _ n: Int, _ real: UnsafeMutablePointer<Double>!,
  _ imaginary: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let q2 = try array(q2, n, "q2_GeV2", in: -1e12...1e12)
    for (index, value) in q2.enumerated() {
      let mixing = MuonTauLoopMixing.perCoupling(q2_GeV2: value)
      real?[index] = mixing.real
      imaginary?[index] = mixing.imaginary
    }
  }
}

@_cdecl("hermetic_phenomenology_convert") @implementation
public func hermetic_phenomenology_convert(
  _ from: UnsafePointer<CChar>!, _ to: UnsafePointer<CChar>!, _ alphaD: Double, _ massRatio: Double,
  _ values: UnsafePointer<Double>!, _ n: Int, _ converted: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let from = try DarkSectorCouplings.quantity(try text(from, "from"), "from")
    let to = try DarkSectorCouplings.quantity(try text(to, "to"), "to")
    let couplings = try DarkSectorCouplings(alphaD: alphaD, massRatio: massRatio)
    let values = try array(values, n, "values", in: 0...1e30)
    guard n > 0 else { return }
    let out = try output(converted, "converted")
    for (index, value) in values.enumerated() {
      out[index] = couplings.convert(value, from: from, to: to)
    }
  }
}

@_cdecl("hermetic_phenomenology_relic") @implementation
public func hermetic_phenomenology_relic(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try RelicCard(json: card).answer(), out)
  }
}

@_cdecl("hermetic_phenomenology_degrees_of_freedom") @implementation
public func hermetic_phenomenology_degrees_of_freedom(
  _ source: UnsafePointer<CChar>!, _ temperatures: UnsafePointer<Double>!, _ n: Int,
  _ energy: UnsafeMutablePointer<Double>!, _ entropy: UnsafeMutablePointer<Double>!,
  _ freezeOut: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let name = try text(source, "source")
    guard let source = RelativisticDegreesOfFreedom.Source(rawValue: name) else {
      throw HermeticError.notFound(
        "source", name, known: RelativisticDegreesOfFreedom.Source.allCases.map(\.rawValue))
    }
    let temperatures = try array(temperatures, n, "temperatures_GeV", in: 1e-8...1e3)
    let plasma = RelativisticDegreesOfFreedom.of(source)
    for (index, temperature) in temperatures.enumerated() {
      let value = plasma(temperature_GeV: temperature)
      energy?[index] = value.energy
      entropy?[index] = value.entropy
      freezeOut?[index] = value.freezeOut
    }
  }
}
