import Numerics

/// Draws b, c and the nucleus of a N → b c N at given x = E_b/E: ln U, ln t and ψ one after the other from densities
/// tabulated on the spot, accepted with the ratio of the exact joint density to the proposal
/// (`BremsstrahlungFinalStateSampler` does the same for equal masses, in closed form in ψ).
///
/// - Accuracy: exact but for ratios above the bound of 1.35.
/// - Checked by: `RareProductionTests`.
struct CoherentEmission<Amplitude: CoherentAmplitude>: Sendable {
  let integrand: CoherentIntegrand<Amplitude>

  private static var virtualityPanels: Int { 40 }
  private static var azimuthPanels: Int { 24 }
  private static var ratioBound: Double { 1.35 }
  private static var maximumTrials: Int { 1000 }
  private static var transferRule: GaussLegendre { CoherentRules.transfer[5] }

  private struct Cut {
    let kinematics: EmissionKinematics
    let slice: VirtualitySlice
  }

  /// dφ/dψ A.
  private func strength(_ cut: Cut, t: Double, turns: Double) -> Double {
    guard let point = CoherentPoint(cut.kinematics, cut.slice, t: t, turns: turns) else { return 0 }
    return max(0, point.azimuthJacobian * integrand.amplitude(point))
  }

  /// Mean over ψ, times F²/t: the density in ln t.
  private func transferDensity(_ cut: Cut, t: Double) -> Double {
    var sum = 0.0
    for turns in CoherentRules.halfTurns { sum += strength(cut, t: t, turns: turns) }
    return integrand.reaction.formFactorSquared(t) / t * sum / Double(CoherentRules.halfTurns.count)
  }

  /// For a beam along +z; nil outside the kinematic limits.
  func callAsFunction(x: Double, _ rng: inout RandomStream) -> (
    emitted: FourMomentum, remaining: FourMomentum, nucleus: FourMomentum
  )? {
    let reaction = integrand.reaction
    guard let kinematics = EmissionKinematics(reaction.frame(energy: integrand.energy), x: x) else {
      return nil
    }
    let range = kinematics.logURange
    guard range.high > range.low else { return nil }
    let virtuality = PiecewiseLinearDensity(
      from: range.low, to: range.high, panels: Self.virtualityPanels
    ) { logU in
      let u = exp(logU)
      guard let slice = VirtualitySlice(kinematics, u: u), let transfer = slice.logTRange(reaction) else {
        return 0
      }
      let cut = Cut(kinematics: kinematics, slice: slice)
      return u * slice.inverseLength
        * Self.transferRule.integrate(transfer.low, transfer.high) { transferDensity(cut, t: exp($0)) }
    }
    guard virtuality.integral > 0 else { return nil }
    var trials = 0
    while trials < Self.maximumTrials {
      trials += 1
      let (logU, densityU) = virtuality.sample(&rng)
      let u = exp(logU)
      guard let slice = VirtualitySlice(kinematics, u: u), let limits = slice.logTRange(reaction) else {
        continue
      }
      let cut = Cut(kinematics: kinematics, slice: slice)
      let transfer = PiecewiseLinearDensity(
        from: limits.low, to: limits.high, panels: 8 + Int(3 * (limits.high - limits.low))
      ) { transferDensity(cut, t: exp($0)) }
      guard transfer.integral > 0 else { continue }
      let (logT, densityT) = transfer.sample(&rng)
      let t = exp(logT)
      let azimuth = PiecewiseLinearDensity(from: 0, to: 0.5, panels: Self.azimuthPanels) {
        strength(cut, t: t, turns: $0)
      }
      guard azimuth.integral > 0 else { continue }
      let (turns, densityPsi) = azimuth.sample(&rng)
      let exact =
        u * slice.inverseLength * reaction.formFactorSquared(t) / t * strength(cut, t: t, turns: turns)
      // Per half circle: the mean over ψ counts dψ/π.
      let proposal = densityU * (densityT / transfer.integral) * (densityPsi / (2 * azimuth.integral))
      guard rng.uniform() * Self.ratioBound * proposal < exact || trials == Self.maximumTrials else {
        continue
      }
      let mirrored = rng.uniform() < 0.5 ? turns : 1 - turns
      guard let point = CoherentPoint(kinematics, slice, t: t, turns: mirrored) else { continue }
      return point.momenta(kinematics, slice, frameTurns: rng.uniform())
    }
    return nil
  }
}
