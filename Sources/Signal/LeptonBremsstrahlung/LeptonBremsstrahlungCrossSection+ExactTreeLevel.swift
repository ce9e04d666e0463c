import Core
import Numerics

// Exact tree level:
//
//     dσ/dx = ε² α³ E/(2p²) ∫ dU/|V| ∫ dt G₂(t)/t² ⟨A⟩_φ/(8M²)
//
// U is integrated in its logarithm, t in the variables of `TransferMapping`, φ in closed form
// (`LeptonBremsstrahlungAmplitude+AzimuthalAverage.swift`).

/// Integrates the exact matrix element for one process: construct once, call for many x.
struct ExactTreeLevelIntegrator {
  let process: LeptonBremsstrahlung
  let amplitude: LeptonBremsstrahlungAmplitude
  private let smallestT: Double
  private let largestT: Double
  /// 1/(8M²).
  let inverseScale: Double

  init(_ process: LeptonBremsstrahlung) {
    self.process = process
    amplitude = LeptonBremsstrahlungAmplitude(process)
    smallestT = process.formFactorSquared.negligibleBelow
    largestT = process.formFactorSquared.negligibleAbove
    inverseScale = 1 / (8 * process.nucleusMass_GeV * process.nucleusMass_GeV)
  }

  static let uRule = GaussLegendre(count: 14)
  /// Rules for the t integral: index = number of nodes.
  private static let tRules: [GaussLegendre] = (0...64).map { GaussLegendre(count: max(1, $0)) }
  /// The integrand in ln U falls at least as 1/U: what is left out beyond this is < 6e-6.
  static let logURange = 12.0

  /// Limits of t; nil when the slice is empty.
  @inline(__always)
  func transferLimits(_ slice: VirtualitySlice) -> (low: Double, high: Double)? {
    let low = max(slice.lowestT, smallestT)
    let high = min(slice.highestT, max(largestT, 100 * slice.lowestT))
    return high > low ? (low, high) : nil
  }

  /// The mapping of t at one x and U; nil when the slice is empty.
  @inline(__always)
  func transferMapping(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice) -> TransferMapping? {
    guard let limits = transferLimits(slice) else { return nil }
    return TransferMapping(kinematics, slice, lowestT: limits.low, highestT: limits.high)
  }

  /// G₂/t² ⟨A⟩_φ/(8M²).
  @inline(__always)
  func integrandInT(_ kinematics: EmissionKinematics, _ slice: VirtualitySlice, t: Double) -> Double {
    guard let transfer = TransferSlice(kinematics, slice, t: t) else { return 0 }
    return process.formFactorSquared.overSquaredTransfer(t) * inverseScale
      * amplitude.azimuthalMean(
        a: transfer.a, b: transfer.b, squaredMean: transfer.squaredMean, u: slice.u, t: t,
        energy: kinematics.energy, bosonEnergy: kinematics.bosonEnergy,
        remainingEnergy: kinematics.remainingEnergy)
  }

  /// U · (1/|V|) ∫ dt G₂/t² ⟨A⟩/(8M²): the integrand in ln U.
  ///
  /// - Parameter fineness: 1 for 5e-5; 0.5 gives a proposal good to some per cent.
  func integrandInLogU(_ kinematics: EmissionKinematics, u: Double, fineness: Double = 1) -> Double {
    guard let slice = VirtualitySlice(kinematics, u: u),
      let mapping = transferMapping(kinematics, slice)
    else { return 0 }
    var sum = 0.0
    let lowerSpan = mapping.lowerSpan
    if lowerSpan > 0 {
      sum += Self.integrate(to: lowerSpan, nodes: fineness * (4 + 0.9 * lowerSpan)) { y in
        let (t, jacobian) = mapping.lower(y)
        return jacobian * integrandInT(kinematics, slice, t: t)
      }
    }
    let upperSpan = mapping.upperSpan
    if upperSpan > 0 {
      sum += Self.integrate(to: upperSpan, nodes: fineness * (8 + 1.3 * upperSpan)) { y in
        let (t, jacobian) = mapping.upper(y)
        return jacobian * integrandInT(kinematics, slice, t: t)
      }
    }
    return sum * u * slice.inverseLength
  }

  /// ∫ f from 0 to `end` with about `nodes` points.
  @inline(__always)
  private static func integrate(to end: Double, nodes: Double, _ f: (Double) -> Double) -> Double {
    let rule = tRules[min(tRules.count - 1, max(2, Int(nodes)))]
    let half = 0.5 * end
    var sum = 0.0
    rule.nodes.withUnsafeBufferPointer { nodes in
      rule.weights.withUnsafeBufferPointer { weights in
        for i in 0..<nodes.count { sum += weights[i] * f(half + half * nodes[i]) }
      }
    }
    return half * sum
  }

  /// ε² α³ E/(2p²) in pb GeV².
  func prefactor(_ kinematics: EmissionKinematics) -> Double {
    let alpha = process.fineStructure
    return alpha * alpha * alpha * kinematics.energy
      / (2 * kinematics.momentum * kinematics.momentum) * Constants.hbarcSquared_GeV2pb
  }

  /// Range of ln U that carries the cross section.
  @inline(__always)
  func logURange(_ kinematics: EmissionKinematics) -> (low: Double, high: Double) {
    let low = log(kinematics.lowestU)
    return (low, min(log(kinematics.highestU), low + Self.logURange))
  }

  func differential(energy: Double, x: Double) -> Double {
    guard let kinematics = EmissionKinematics(process, energy: energy, x: x) else { return 0 }
    let range = logURange(kinematics)
    return prefactor(kinematics)
      * Self.uRule.integrate(range.low, range.high) { integrandInLogU(kinematics, u: exp($0)) }
  }
}

extension LeptonBremsstrahlung {
  /// dσ/dx at exact tree level, x = E_X/E.
  ///
  /// - Valid: any masses and energies, double precision being enough for m_X ≥ 1 keV at 100 GeV;
  ///   0 outside the kinematic limits.
  /// - Numerics: 5e-5, typically 1e-5; about 10 µs.
  /// - Parameters: leptonEnergy_GeV total energy; x [1]
  /// - Returns: [pb per nucleus], coupling = 1.
  /// - Checked by: `LeptonBremsstrahlungReferenceTests`.
  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double) -> Double {
    ExactTreeLevelIntegrator(self).differential(energy: leptonEnergy_GeV, x: x)
  }

  /// d²σ/(dx dθ) at exact tree level, θ the boson's angle to the incoming lepton.
  ///
  /// - Returns: [pb/rad per nucleus], coupling = 1; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double, theta: Double)
    -> Double
  {
    let integrator = ExactTreeLevelIntegrator(self)
    guard let kinematics = EmissionKinematics(self, energy: leptonEnergy_GeV, x: x),
      theta >= 0, theta <= .pi
    else { return 0 }
    let halfSine = sin(0.5 * theta)
    let twoPK = 2 * kinematics.momentum * kinematics.bosonMomentum
    let u = kinematics.lowestU + twoPK * 2 * halfSine * halfSine
    guard u <= kinematics.highestU else { return 0 }
    // dU = 2pk sin θ dθ
    return integrator.prefactor(kinematics) * integrator.integrandInLogU(kinematics, u: u) / u
      * twoPK * sin(theta)
  }

  /// Total cross section at exact tree level for bosons above `minimumBosonEnergy_GeV`.
  ///
  /// - Numerics: 5e-5, typically 1e-5; about 1 ms.
  /// - Returns: [pb per nucleus], coupling = 1; 0 below threshold.
  public func totalCrossSection_pb(leptonEnergy_GeV: Double, minimumBosonEnergy_GeV: Double = 0)
    -> Double
  {
    integrateOverFraction(
      leptonEnergy_GeV: leptonEnergy_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }

  /// ∫ weight(x) dσ/dx dx: moments of the spectrum.
  public func integrateOverFraction(
    leptonEnergy_GeV: Double, minimumBosonEnergy_GeV: Double = 0,
    weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    let integrator = ExactTreeLevelIntegrator(self)
    return integrate(energy: leptonEnergy_GeV, minimumBosonEnergy: minimumBosonEnergy_GeV) { x in
      weight(x) * integrator.differential(energy: leptonEnergy_GeV, x: x)
    }
  }
}
